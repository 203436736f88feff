"""The catalogue's applications as records and as a table. Knows ``Rules``."""

from __future__ import annotations

from typing import Any

from planner.model import Application, Rules
from planner.render.terminal import RenderableType, Table


def application_record(rules: Rules) -> list[dict[str, Any]]:
    """Every application with its carriers, ports and sources, sorted by id."""
    return [one_application(rules.applications[id]) for id in sorted(rules.applications)]


def one_application(application: Application) -> dict[str, Any]:
    """One application: its carriers in their order, each with its default port (``None`` where it has none), and the
    security demands that stand where nobody says otherwise."""
    return {
        "id": application.id,
        "name": application.name,
        "carriers": [{"carrier": carrier, "port": application.port_of(carrier)} for carrier in application.carriers],
        "security": {feature: str(preference) for feature, preference in application.security.items()},
        "notes": application.notes,
        "sources": [str(source) for source in application.sources],
    }


def application_table(rules: Rules) -> RenderableType:
    """Ids and names with the carriers, each with its port."""
    table = Table()
    table.add_column("Id", no_wrap=True)
    table.add_column("Name")
    table.add_column("Carriers, ports")
    for id in sorted(rules.applications):
        application = rules.applications[id]
        ports = [(carrier, application.port_of(carrier)) for carrier in application.carriers]
        carriers = ", ".join(f"{carrier} ({port})" if port else carrier for carrier, port in ports)
        table.add_row(id, application.name, carriers)
    return table

"""The catalogue's applications as records and as a document. Knows ``Rules``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.model import Application, Rules
from planner.render.document import Block, Column, Table, documented


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


@documented
def applications_document(rules: Rules) -> Iterator[Block]:
    """Ids and names with the carriers, each with its port."""
    columns = (Column("Id", whole=True), Column("Name"), Column("Carriers, ports"))
    applications = [rules.applications[id] for id in sorted(rules.applications)]
    yield Table(columns, tuple((known.id, known.name, _carriers(known)) for known in applications))


# --- machinery below --------------------------------------------------------------------------


def _carriers(application: Application) -> str:
    ports = [(carrier, application.port_of(carrier)) for carrier in application.carriers]
    return ", ".join(f"{carrier} ({port})" if port else carrier for carrier, port in ports)

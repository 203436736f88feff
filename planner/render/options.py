"""The catalogue's options as records and as a table. Knows ``Rules``."""

from __future__ import annotations

from typing import Any

from planner.model import Rules
from planner.model.packets import Option
from planner.render.terminal import RenderableType, Table


def option_records(rules: Rules, protocol: str = "") -> list[dict[str, Any]]:
    """Every option with its sources, sorted by id; of one protocol, where it is named."""
    return [_record(option) for id, option in sorted(rules.options.items()) if not protocol or protocol in option.of]


def option_table(rules: Rules) -> RenderableType:
    """Ids with what is allowed, the default and what the choice is about."""
    table = Table()
    table.add_column("Option", no_wrap=True)
    table.add_column("Default", no_wrap=True)
    table.add_column("Allowed")
    table.add_column("What it is")
    for id, option in sorted(rules.options.items()):
        table.add_row(id, str(option.default), option.allowed, option.about)
    return table


# --- machinery below --------------------------------------------------------------------------


def _record(option: Option) -> dict[str, Any]:
    allowed: dict[str, Any] = (
        {"choices": list(option.choices)}
        if option.choices
        else {"least": option.least, "most": option.most, "step": option.step}
    )
    return {
        "id": option.id,
        "of": list(option.of),
        "about": option.about,
        **allowed,
        "default": option.default,
        "limited": {handshake: list(choices) for handshake, choices in option.limited.items()},
        "sources": [str(source) for source in option.sources],
    }

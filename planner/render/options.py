"""The catalogue's options as records and as a document. Knows ``Rules``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.model import Rules
from planner.model.packets import Option
from planner.render.document import Block, Column, Table, documented


def option_records(rules: Rules, protocol: str = "") -> list[dict[str, Any]]:
    """Every option with its sources, sorted by id; of one protocol, where it is named."""
    return [_record(option) for id, option in sorted(rules.options.items()) if not protocol or protocol in option.of]


@documented
def options_document(rules: Rules) -> Iterator[Block]:
    """Ids with what is allowed, the default and what the choice is about."""
    columns = (Column("Option", whole=True), Column("Default", whole=True), Column("Allowed"), Column("What it is"))
    options = [option for _, option in sorted(rules.options.items())]
    yield Table(columns, tuple((known.id, str(known.default), known.allowed, known.about) for known in options))


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

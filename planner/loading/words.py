"""Types that the grammars of rules and of scenarios share: names of closed lists, preferences, criteria of a ranking.

Knows shapes and closed lists only.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from planner import model
from planner.errors import nearest
from planner.loading.validation import NAME_TYPE, StrictModel


def one_of(*allowed: str) -> BeforeValidator:
    """Text out of a closed list; the message names the list, also where the type is wrong."""

    def check_name(name: Any) -> Any:
        if not isinstance(name, str):
            raise PydanticCustomError(NAME_TYPE, "one of {allowed}", {"allowed": ", ".join(allowed)})
        if name not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}{nearest(name, allowed)}")
        return name

    return BeforeValidator(check_name)


def text(what: str) -> BeforeValidator:
    """Text; the message says of what."""

    def check_text(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"{what}, as text")
        return value

    return BeforeValidator(check_text)


def integer(least: int, most: int) -> BeforeValidator:
    """An integer of a range; the message names the range, also where the type is wrong."""

    def check_integer(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a decimal integer from {least} to {most}")
        return value

    return BeforeValidator(check_integer)


ProtocolName = Annotated[str, text("a protocol or a family")]
PreferenceName = Annotated[model.Preference, Field(strict=False)]
Figure = Annotated[str, one_of(*model.FIGURES)]
Weight = Annotated[int, Field(ge=1, le=1_000_000)]


class Criterion(StrictModel):
    name: Annotated[str, Field(min_length=1)]
    weights: dict[Figure, Weight]


def criteria(items: list[str | Criterion]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """A ranking's criteria as the model holds them; a bare figure is a criterion of weight one."""
    return tuple(
        (item, ((item, 1),)) if isinstance(item, str) else (item.name, tuple(sorted(item.weights.items())))
        for item in items
    )

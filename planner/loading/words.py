"""Types that the grammars of rules and of scenarios share: names of closed lists, preferences, criteria of a ranking.

Knows shapes and closed lists only.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from planner import model
from planner.errors import nearest
from planner.loading.validation import StrictModel


def one_of(*allowed: str) -> AfterValidator:
    def check_name(name: str) -> str:
        if name not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}{nearest(name, allowed)}")
        return name

    return AfterValidator(check_name)


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

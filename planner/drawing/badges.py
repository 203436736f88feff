"""Badges: the places of a layer in the stack that stands out, on a plate in the upper left corner of its box."""

from __future__ import annotations

from collections.abc import Sequence

from planner.drawing.shapes import Box
from planner.drawing.widths import text_width

BADGE, BADGE_HEIGHT, INSIDE = 9.0, 14.0, 9.0
"""The size of the letters, the height of the plate, and how far it reaches over its box."""


def badge_text(places: Sequence[int]) -> str:
    return ", ".join(map(str, places))


def badge_at(x: float, y: float, places: Sequence[int]) -> Box:
    """The plate with its middle there."""
    wide = badge_width(places)
    return Box(x=x - wide / 2, y=y - BADGE_HEIGHT / 2, width=wide, height=BADGE_HEIGHT, radius=BADGE_HEIGHT / 2)


def corner_badge(box: Box, places: Sequence[int]) -> Box:
    """The plate at the upper left corner of a box."""
    return badge_at(box.x - overhang(places) + badge_width(places) / 2, box.y - 1, places)


def overhang(places: Sequence[int]) -> float:
    """How far the plate at the corner stands out on the left."""
    return badge_width(places) - INSIDE if places else 0.0


def badge_width(places: Sequence[int]) -> float:
    return max(BADGE_HEIGHT, text_width(badge_text(places), BADGE, bold=True) + 7)

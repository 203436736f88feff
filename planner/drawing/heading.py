"""The title above a picture, and the line below it. Both are cut where they would make the picture too wide."""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing.shapes import Text
from planner.drawing.themes import Theme
from planner.drawing.widths import room_for, shortened

MARGIN, WIDEST = 16.0, 900.0
TITLE, SUBTITLE = 17.0, 11.0


def heading(title: str, subtitle: str, theme: Theme) -> Iterator[Text]:
    """The two lines, at the upper left corner."""
    cut = shortened(title, TITLE, WIDEST, bold=True)
    yield Text(x=MARGIN, y=26, content=cut, size=TITLE, bold=True, fill=theme.text, part="title")
    cut = shortened(subtitle, SUBTITLE, WIDEST)
    yield Text(x=MARGIN, y=44, content=cut, size=SUBTITLE, fill=theme.muted, part="subtitle")


def heading_width(title: str, subtitle: str) -> float:
    """How wide a picture has to be for them, margins included."""
    rooms = room_for(title, TITLE, bold=True), room_for(subtitle, SUBTITLE)
    return min(max(rooms), WIDEST) + 2 * MARGIN

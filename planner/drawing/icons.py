"""Small signs and hatches as plain paths, so that no font and no pattern has to know them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing.shapes import Box, Command, Path, moved, polygon

SIZE = 12
"""Icons are drawn in a square of this side."""


def padlock(x: float, y: float, colour: str, *, of: str = "") -> Iterator[Box | Path]:
    """Protects bytes. ``x``, ``y`` are the upper left corner of its square."""
    yield Box(x=x + 1.5, y=y + 5.5, width=9, height=6, radius=1, stroke=colour, line=1.2, of=of, part="icon")
    bow = (("M", (3.5, 5.5)), ("L", (3.5, 3.5)), ("C", (3.5, 0.2, 8.5, 0.2, 8.5, 3.5)), ("L", (8.5, 5.5)))
    yield Path(commands=moved(bow, x, y), stroke=colour, line=1.2, of=of, part="icon")


def key(x: float, y: float, colour: str, *, of: str = "") -> Iterator[Box | Path]:
    """Makes keys."""
    yield Box(x=x + 0.6, y=y + 3.4, width=5.2, height=5.2, radius=2.6, stroke=colour, line=1.2, of=of, part="icon")
    bit = (("M", (5.8, 6.0)), ("L", (11.4, 6.0)), ("L", (11.4, 8.6)), ("M", (9.0, 6.0)), ("L", (9.0, 8.2)))
    yield Path(commands=moved(bit, x, y), stroke=colour, line=1.2, of=of, part="icon")


def again(x: float, y: float, colour: str, *, of: str = "") -> Iterator[Path]:
    """Comes round again: an arrow that turns back."""
    arc = (("M", (9.2, 3.2)), ("C", (7.0, 0.6, 2.2, 1.8, 2.2, 6.0)), ("C", (2.2, 10.6, 9.2, 11.0, 9.9, 6.6)))
    yield Path(commands=moved(arc, x, y), stroke=colour, line=1.2, of=of, part="icon")
    yield Path(
        commands=polygon([(x + 7.0, y + 4.6), (x + 10.8, y + 4.9), (x + 10.4, y + 1.0)]),
        fill=colour,
        of=of,
        part="icon",
    )


def diamond(x: float, y: float, colour: str, *, of: str = "") -> Path:
    """The end of a keying line; ``x``, ``y`` are its lower corner."""
    points = [(x, y), (x - 4, y - 5), (x, y - 10), (x + 4, y - 5)]
    return Path(commands=polygon(points), fill=colour, of=of, part="diamond")


def hatch(area: Box, colour: str, *, step: float = 7, crossed: bool = False, of: str = "") -> Path:
    """Slanted lines across an area, cut at its edges; ``crossed`` adds those of the other slant."""
    commands: list[Command] = []
    right, bottom = area.x + area.width, area.y + area.height
    start = area.x - area.height + step - (area.x - area.height) % step
    while start < right:
        low, high = max(area.x, start), min(right, start + area.height)
        commands += [("M", (low, bottom - (low - start))), ("L", (high, bottom - (high - start)))]
        if crossed:
            commands += [("M", (low, area.y + (low - start))), ("L", (high, area.y + (high - start)))]
        start += step
    return Path(commands=tuple(commands), stroke=colour, line=0.9, of=of, part="hatch")


def dots(area: Box, colour: str, *, step: float = 6, of: str = "") -> Path:
    """Small squares in a grid, well inside the area."""
    commands: list[Command] = []
    across, down = int((area.width - 4) // step), int((area.height - 4) // step)
    left, top = area.x + (area.width - across * step) / 2, area.y + (area.height - down * step) / 2
    for row in range(down + 1):
        for column in range(across + 1):
            x, y = left + column * step - 0.6, top + row * step - 0.6
            commands += polygon([(x, y), (x + 1.2, y), (x + 1.2, y + 1.2), (x, y + 1.2)])
    return Path(commands=tuple(commands), fill=colour, of=of, part="dots")

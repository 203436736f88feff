"""What a picture is made of: boxes, paths and texts, in the order they are painted. The only values that writers see.

``of`` says what a shape belongs to (a node's id, an edge's ``upper>lower``), ``part`` what it is of it (``box``,
``label``, ``line``, ``chip`` ...): tests and pages find shapes by them. Lengths are pixels, y runs down. Every text is
printable, so that no writer meets a letter that its format cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planner.errors import printable

Command = tuple[str, tuple[float, ...]]
"""``("M", (x, y))``, ``("L", (x, y))``, ``("C", (x1, y1, x2, y2, x, y))`` or ``("Z", ())``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle. ``radius`` rounds its corners; an empty colour is none."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    fill: str = ""
    stroke: str = ""
    line: float = 1
    of: str = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Path:
    """Lines and cubics, open or closed. ``dashes`` are lengths on and off."""

    commands: tuple[Command, ...]
    fill: str = ""
    stroke: str = ""
    line: float = 1
    dashes: tuple[float, ...] = ()
    of: str = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One line of Helvetica (or what stands for it); ``y`` is the baseline, ``turned`` degrees clockwise about x, y."""

    x: float
    y: float
    content: str
    size: float = 12
    bold: bool = False
    anchor: str = "start"
    fill: str = ""
    turned: float = 0
    of: str = ""
    part: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", printable(self.content))


Shape = Box | Path | Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A whole picture. ``title`` and ``about`` are what a reader hears who cannot see it."""

    width: float
    height: float
    title: str
    about: str
    background: str
    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", printable(self.title))
        object.__setattr__(self, "about", printable(self.about))

    def without_texts(self) -> Picture:
        return replace(self, shapes=tuple(shape for shape in self.shapes if not isinstance(shape, Text)))

    def texts(self) -> Iterator[Text]:
        return (shape for shape in self.shapes if isinstance(shape, Text))


def polygon(points: Sequence[tuple[float, float]]) -> tuple[Command, ...]:
    first, *rest = points
    return (("M", first), *(("L", point) for point in rest), ("Z", ()))


def rounded(box: Box, radius: float) -> tuple[Command, ...]:
    """The outline of a box as a path, with round corners: for what a rectangle cannot have, dashes."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    if not radius:
        return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])
    bend = radius * ROUND
    return (
        ("M", (left + radius, top)),
        ("L", (right - radius, top)),
        ("C", (right - bend, top, right, top + bend, right, top + radius)),
        ("L", (right, bottom - radius)),
        ("C", (right, bottom - bend, right - bend, bottom, right - radius, bottom)),
        ("L", (left + radius, bottom)),
        ("C", (left + bend, bottom, left, bottom - bend, left, bottom - radius)),
        ("L", (left, top + radius)),
        ("C", (left, top + bend, left + bend, top, left + radius, top)),
        ("Z", ()),
    )


ROUND = 1 - 0.5523
"""How far the handles of a cubic that is a quarter of a circle are from its corner, in radii."""


def polyline(points: Sequence[tuple[float, float]]) -> tuple[Command, ...]:
    first, *rest = points
    return (("M", first), *(("L", point) for point in rest))


def moved(commands: Sequence[Command], dx: float, dy: float, scale: float = 1) -> tuple[Command, ...]:
    """The same path, scaled about the origin and then shifted."""
    return tuple(
        (name, tuple(value * scale + (dy if place % 2 else dx) for place, value in enumerate(values)))
        for name, values in commands
    )

"""The legend below a picture: samples with their words, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.drawing.shapes import Box, Path, Shape, Text, moved
from planner.drawing.themes import Theme
from planner.drawing.widths import room_for

SIZE, HEIGHT, MARGIN, APART = 11, 24.0, 16.0, 22.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A small drawing with its upper left corner at 0, 0 and 18 high, and what it means."""

    text: str
    draw: tuple[Shape, ...]
    width: float


def legend(
    samples: Iterable[Sample], theme: Theme, *, y: float, width: float, x: float = MARGIN
) -> tuple[list[Shape], float]:
    """The shapes of a legend from ``y`` down, and where it ends."""
    shapes: list[Shape] = []
    at = x
    for sample in samples:
        wide = sample.width + 7 + room_for(sample.text, SIZE)
        if at > x and at + wide > width - MARGIN:
            at, y = x, y + HEIGHT
        shapes += [shifted(shape, at, y) for shape in sample.draw]
        shapes.append(
            Text(x=at + sample.width + 7, y=y + 13, content=sample.text, size=SIZE, fill=theme.muted, part="legend")
        )
        at += wide + APART
    return shapes, y + HEIGHT


def shifted(shape: Shape, dx: float, dy: float, scale: float = 1) -> Shape:
    """A shape moved, and scaled about the origin before."""
    if isinstance(shape, Path):
        return replace(shape, commands=moved(shape.commands, dx, dy, scale))
    x, y = shape.x * scale + dx, shape.y * scale + dy
    if isinstance(shape, Box):
        return replace(
            shape, x=x, y=y, width=shape.width * scale, height=shape.height * scale, radius=shape.radius * scale
        )
    return replace(shape, x=x, y=y)

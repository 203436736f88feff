"""Handshakes as ladders: two or more life lines, an arrow for each message, from the top in the order of time.

Ladders of the same stack stand side by side; a bracket on the left of each names the layer whose messages they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.drawing.chart import node_shapes
from planner.drawing.graphs import Node
from planner.drawing.heading import heading, heading_width
from planner.drawing.layout import node_width
from planner.drawing.shapes import Box, Path, Picture, Shape, Text, polygon, polyline
from planner.drawing.themes import Theme
from planner.drawing.widths import room_for, text_width, wrapped

MARGIN, TOP, APART = 16.0, 62.0, 44.0
ROW, HEAD, GAP, SLOPE = 32.0, 46.0, 14.0, 8.0
LEAST = 170.0
"""Pixels between two life lines, at least."""
NARROW = 190.0
"""Pixels for the words of a ladder without rungs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrow:
    """A message to the end that is ``peer`` lines away from the first, or from it where it goes ``back``."""

    text: str
    peer: int
    back: bool = False
    dashed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """The messages of one layer, and what is said under its name."""

    node: Node
    says: str
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnLadder:
    """One form of the handshakes: a title and what they come to, ``rungs`` in the order of time, and the first bytes
    that go at their end. Without rungs the words alone stand there."""

    title: str
    says: str
    rungs: tuple[Rung, ...]
    last: Arrow | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladders:
    title: str
    subtitle: str
    ends: tuple[str, ...]
    ladders: tuple[DrawnLadder, ...]


def ladder_picture(ladders: Ladders, theme: Theme) -> Picture:
    """The picture of all forms, side by side."""
    shapes: list[Shape] = list(heading(ladders.title, ladders.subtitle, theme))
    x, bottom = MARGIN, TOP
    for ladder in ladders.ladders:
        made = _Ladder(ladder, ladders.ends, theme, x)
        shapes += made.shapes()
        x, bottom = made.right + APART, max(bottom, made.bottom)
    return Picture(
        width=max(x - APART + MARGIN, heading_width(ladders.title, ladders.subtitle)),
        height=bottom + MARGIN,
        title=ladders.title,
        about=f"{ladders.subtitle}. " + " ".join(map(_spoken, ladders.ladders)),
        background=theme.background,
        shapes=tuple(shapes),
    )


# --- machinery below --------------------------------------------------------------------------


class _Ladder:
    def __init__(self, ladder: DrawnLadder, ends: tuple[str, ...], theme: Theme, x: float) -> None:
        self.ladder, self.ends, self.theme, self.x = ladder, ends, theme, x
        self.names = max((node_width(rung.node) for rung in ladder.rungs), default=0.0)
        between = self._between()
        self.lines = [x + self.names + 34 + number * between for number in range(len(ends))]
        self.right = self.lines[-1] + self._half_of_last() if ladder.rungs else x + NARROW
        self.words = wrapped(ladder.says, 11, self.right - x)
        self.start = TOP + 20 + 14 * len(self.words) + HEAD
        self.bottom = self.start + self._height() if ladder.rungs else self.start - HEAD

    def _between(self) -> float:
        """Wide enough for every text on the shortest arrow that has to hold it."""
        arrows = [arrow for rung in self.ladder.rungs for arrow in rung.arrows]
        arrows += [self.ladder.last] if self.ladder.last else []
        return max([LEAST, *((room_for(arrow.text, 10.5) + 26) / arrow.peer for arrow in arrows)])

    def _half_of_last(self) -> float:
        """What the last end's name needs on the right of its life line."""
        return max(40.0, room_for(self.ends[-1], 11, bold=True) / 2)

    def _height(self) -> float:
        rows = sum(_tall(rung) + GAP for rung in self.ladder.rungs)
        return rows + (ROW if self.ladder.last else 0)

    def shapes(self) -> Iterator[Shape]:
        title = self.ladder.title
        yield Text(x=self.x, y=TOP + 12, content=title, size=13, bold=True, fill=self.theme.text, part="form")
        for number, line in enumerate(self.words):
            at = TOP + 30 + 14 * number
            yield Text(x=self.x, y=at, content=line, size=11, fill=self.theme.muted, part="says")
        if not self.ladder.rungs:
            return
        yield from self._life_lines()
        y = self.start
        for rung in self.ladder.rungs:
            yield from self._rung(rung, y)
            y += _tall(rung) + GAP
        if self.ladder.last:
            yield from self._arrow(self.ladder.last, y, self.theme.chosen)

    def _life_lines(self) -> Iterator[Shape]:
        for name, x in zip(self.ends, self.lines, strict=True):
            at = self.start - 22
            yield Text(x=x, y=at, content=name, size=11, bold=True, anchor="middle", fill=self.theme.text, part="end")
            line = polyline([(x, at + 6), (x, self.bottom)])
            yield Path(commands=line, stroke=self.theme.line, line=1.2, part="life-line")

    def _rung(self, rung: Rung, y: float) -> Iterator[Shape]:
        height = _tall(rung)
        middle = y + height / 2 - 22
        box = Box(x=self.x, y=middle - 13, width=self.names, height=26)
        yield from node_shapes(rung.node, box, self.theme)
        yield Text(
            x=self.x + self.names / 2, y=middle + 26, content=rung.says, size=10, anchor="middle",
            fill=self.theme.muted, part="rung",
        )  # fmt: skip
        left = self.x + self.names + 12
        top, bottom = y - 12, y + height - 16
        bracket = [(left + 5, top), (left, top), (left, bottom), (left + 5, bottom)]
        yield Path(commands=polyline(bracket), stroke=self.theme.line, line=1.2, part="bracket")
        tone = self.theme.roles[rung.node.role]
        for number, arrow in enumerate(rung.arrows):
            yield from self._arrow(arrow, y + number * ROW, tone.stroke)

    def _arrow(self, arrow: Arrow, y: float, colour: str) -> Iterator[Shape]:
        left, right = self.lines[0], self.lines[arrow.peer]
        start, end = (right, left) if arrow.back else (left, right)
        yield Path(
            commands=polyline([(start, y), (end, y + SLOPE)]), stroke=colour, line=1.5,
            dashes=(5, 4) if arrow.dashed else (), part="arrow",
        )  # fmt: skip
        back = -7 if end > start else 7
        tip = [(end, y + SLOPE), (end + back, y + SLOPE - 4), (end + back, y + SLOPE + 4)]
        yield Path(commands=polygon(tip), fill=colour, part="tip")
        middle = (left + right) / 2
        wide = text_width(arrow.text, 10.5) + 6
        plate = Box(x=middle - wide / 2, y=y - 14, width=wide, height=12, fill=self.theme.background, part="plate")
        yield plate
        yield Text(
            x=middle, y=y - 4.5, content=arrow.text, size=10.5, anchor="middle", fill=self.theme.text, part="message"
        )


def _tall(rung: Rung) -> float:
    """At least as tall as a box with a line of words below it."""
    return max(len(rung.arrows) * ROW, 48.0)


def _spoken(ladder: DrawnLadder) -> str:
    rungs = (
        f"{rung.node.label}: {'; '.join(arrow.text for arrow in rung.arrows) or rung.says}" for rung in ladder.rungs
    )
    return f"{ladder.title}: {ladder.says}. {'. '.join(rungs)}."

"""A stack as a staircase: one line a layer, from the top; what each adds stands to the left of what is inside it.

A cell's filling says how its bytes are protected as of that line: empty, dots, hatch, cross-hatch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from planner.drawing import icons
from planner.drawing.chart import node_shapes
from planner.drawing.graphs import Node
from planner.drawing.heading import heading, heading_width
from planner.drawing.layout import node_width
from planner.drawing.legend import Sample, legend
from planner.drawing.shapes import Box, Path, Picture, Shape, Text
from planner.drawing.themes import Theme
from planner.drawing.widths import room_for, text_width, wrapped

PROTECTIONS = ("readable", "tamper-evident", "encrypted", "encrypted twice")
CELL, STEP, NOTE, NOTES, MARGIN, TOP = 28.0, 42.0, 15.0, 300.0, 16.0, 66.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """Some bytes. ``column`` tells which, ``number`` is printed in it; ``own`` bytes are added by this line."""

    column: int
    label: str
    number: str
    protection: str
    own: bool = False
    payload: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A line of text beside the cells: ``strong``, ``plain``, ``muted`` or ``keys``."""

    text: str
    style: str = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A line of the staircase: a layer (``node``) or somebody who looks at it (``who``). ``below`` is said on a line
    drawn under it."""

    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    node: Node | None = None
    who: str = ""
    below: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Staircase:
    title: str
    subtitle: str
    steps: tuple[Step, ...]


def staircase_picture(stair: Staircase, theme: Theme) -> Picture:
    """The picture of one stack."""
    made = _Drawing(stair, theme)
    shapes: list[Shape] = list(heading(stair.title, stair.subtitle, theme))
    y = TOP
    for number, step in enumerate(stair.steps):
        y += 12 if step.who and not stair.steps[number - 1].who else 0
        shapes += made.step(step, y)
        y += made.height(step)
    below, bottom = legend(made.samples(), theme, y=y + 8, width=made.width)
    return Picture(
        width=made.width,
        height=bottom + 6,
        title=stair.title,
        about=f"{stair.subtitle}. {' '.join(_spoken(step) for step in stair.steps)}",
        background=theme.background,
        shapes=(*shapes, *below),
    )


# --- machinery below --------------------------------------------------------------------------


class _Drawing:
    def __init__(self, stair: Staircase, theme: Theme) -> None:
        self.stair, self.theme = stair, theme
        nodes = [step.node for step in stair.steps if step.node]
        self.names = max([node_width(node) for node in nodes] + [116.0])
        cells = {cell.column: cell for step in stair.steps for cell in step.cells}
        self.wide = {column: self._width(cell) for column, cell in cells.items()}
        self.at: dict[int, float] = {}
        x = MARGIN + self.names + 22
        for column in sorted(cells, reverse=True):  # the outermost part comes first
            self.at[column] = x
            x += self.wide[column]
        self.notes = x + 22
        self.width = max(self.notes + NOTES + MARGIN, heading_width(stair.title, stair.subtitle))

    def _width(self, cell: Cell) -> float:
        if cell.payload:
            return 150.0
        size = min(float(cell.number), 64.0) if cell.number.isdigit() else 20.0
        return max(30.0 + 0.6 * size, room_for(cell.label, 9.5) + 8)

    def height(self, step: Step) -> float:
        lines = sum(len(self._lines(note)) for note in step.notes)
        return max(STEP, NOTE * lines + 8) + (22 if step.below else 0) + (22 if step.who else 0)

    def _lines(self, note: Note) -> list[str]:
        return wrapped(note.text, 11, NOTES / 1.04 - (16 if note.style == "keys" else 0), bold=note.style == "strong")

    def step(self, step: Step, y: float) -> Iterator[Shape]:
        if step.node:
            box = Box(x=MARGIN, y=y, width=self.names, height=CELL)
            yield from node_shapes(step.node, box, self.theme)
        else:
            for number, line in enumerate(wrapped(step.who, 12, self.names, bold=True)):
                yield Text(
                    x=MARGIN, y=y + 12 + 14 * number, content=line, size=12, bold=True, fill=self.theme.text, part="who"
                )
        for cell in sorted(step.cells, key=lambda cell: cell.own):
            yield from self.cell(cell, y, named=not step.node)
        yield from self.note_shapes(step, y)
        if step.below:
            yield from self.divider(step.below, y + self.height(step) - 22)

    def cell(self, cell: Cell, y: float, *, named: bool) -> Iterator[Shape]:
        of = str(cell.column)
        area = Box(x=self.at[cell.column], y=y, width=self.wide[cell.column], height=CELL, of=of, part="cell")
        yield from filling(area, cell.protection, self.theme)
        colour, line = (self.theme.text, 2.0) if cell.own or named else (self.theme.line, 1.0)
        yield replace(area, stroke=colour, line=1.3 if named else line, part="frame")
        text = cell.label if cell.payload and cell.own else cell.number if cell.own or named else ""
        if text:
            yield from self.number(text, area, plate=cell.protection != "readable")
        if named:
            middle = area.x + area.width / 2
            name = Text(x=middle, y=y + CELL + 12, content=cell.label, size=9.5, anchor="middle", of=of, part="name")
            yield replace(name, fill=self.theme.muted)

    def number(self, text: str, area: Box, *, plate: bool) -> Iterator[Shape]:
        """What is printed in a cell; on a hatch it stands on a plate."""
        middle, wide = area.x + area.width / 2, text_width(text, 11) + 8
        if plate:
            under = replace(area, x=middle - wide / 2, y=area.y + 6, width=wide, height=16, radius=3, part="plate")
            yield replace(under, fill=self.theme.background)
        put = Text(x=middle, y=area.y + CELL / 2 + 4, content=text, size=11, anchor="middle", of=area.of, part="number")
        yield replace(put, fill=self.theme.text)

    def note_shapes(self, step: Step, y: float) -> Iterator[Shape]:
        colours = {
            "strong": self.theme.text,
            "plain": self.theme.text,
            "muted": self.theme.muted,
            "keys": self.theme.roles["keys"].stroke,
        }
        count = sum(len(self._lines(note)) for note in step.notes)
        at = y + 18 if count == 1 else y + 11
        for note in step.notes:
            indent = 16 if note.style == "keys" else 0
            if indent:
                yield from icons.key(self.notes, at - 10, colours["keys"])
            for line in self._lines(note):
                yield Text(
                    x=self.notes + indent,
                    y=at,
                    content=line,
                    size=11,
                    bold=note.style == "strong",
                    fill=colours[note.style],
                    part="note",
                )
                at += NOTE

    def divider(self, words: str, y: float) -> Iterator[Shape]:
        wide = room_for(words, 10)
        yield Path(
            commands=(("M", (MARGIN, y)), ("L", (self.width - MARGIN, y))),
            stroke=self.theme.chip,
            line=1.2,
            dashes=(6, 4),
            part="divider",
        )
        yield Box(
            x=MARGIN + 18,
            y=y - 8,
            width=wide + 12,
            height=16,
            radius=8,
            fill=self.theme.background,
            stroke=self.theme.chip,
            part="plate",
        )
        yield Text(x=MARGIN + 24, y=y + 3.5, content=words, size=10, fill=self.theme.chip, part="divider-label")

    def samples(self) -> Iterator[Sample]:
        used = set(chain.from_iterable((cell.protection for cell in step.cells) for step in self.stair.steps))
        words = {"tamper-evident": "readable, tamper-evident", "encrypted twice": "encrypted twice or more"}
        for name in PROTECTIONS:
            if name in used:
                area = Box(x=0, y=0, width=34, height=18, part="cell")
                frame = replace(area, stroke=self.theme.line)
                yield Sample(text=words.get(name, name), draw=(*filling(area, name, self.theme), frame), width=34)
        bold = Box(x=1, y=1, width=32, height=16, stroke=self.theme.text, line=2)
        yield Sample(text="bytes that this layer adds, header and tag together; not to scale", draw=(bold,), width=34)


def filling(area: Box, protection: str, theme: Theme) -> Iterator[Shape]:
    """What a cell is filled with."""
    tone = theme.roles["secure"]
    fills = {"encrypted": tone.fill, "encrypted twice": tone.fill}
    yield replace(area, fill=fills.get(protection, theme.background))
    inner = replace(area, part="hatch")
    if protection == "tamper-evident":
        yield icons.dots(inner, tone.stroke, of=area.of)
    elif protection == "encrypted":
        yield icons.hatch(inner, tone.stroke, of=area.of)
    elif protection == "encrypted twice":
        yield icons.hatch(inner, tone.stroke, step=5, crossed=True, of=area.of)


def _spoken(step: Step) -> str:
    name = step.node.label if step.node else step.who
    return f"{name}: {'; '.join(note.text for note in step.notes)}."

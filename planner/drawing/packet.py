"""A packet: one line a layer, from the top, with what it puts before and behind what it carries, then the whole.

Headers and trailers are drawn to one scale, with the payload cut short where they would be too small beside it; the
last bar shows the whole packet to scale."""

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
from planner.drawing.shapes import Box, Path, Picture, Shape, Text, polygon, polyline
from planner.drawing.themes import Theme
from planner.drawing.widths import text_width, wrapped

BAR, LINE, NOTES, MARGIN, TOP = 28.0, 14.0, 320.0, 16.0, 62.0
APART = 12.0
PAYLOAD = 150.0
"""Pixels of a payload that is cut short."""

WIDEST, LARGEST, UNKNOWN = 560.0, 7.0, 22.0
"""Pixels for all headers and trailers together, at most for one byte, and for bytes that nobody counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bytes:
    """A group of fields: its name and bytes, ``None`` for unknown."""

    name: str
    count: int | None
    padding: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A layer: what it puts before and behind what it carries, each from left to right, and what is said of it."""

    node: Node
    header: tuple[Bytes, ...]
    trailer: tuple[Bytes, ...]
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnPacket:
    """Rows from the top layer down. ``payload`` is what the top one carries, ``total`` the whole packet, in bytes;
    ``None`` is unknown."""

    title: str
    subtitle: str
    rows: tuple[Row, ...]
    payload: int | None
    total: int | None
    says: tuple[str, ...]


def packet_picture(packet: DrawnPacket, theme: Theme) -> Picture:
    """The picture of one packet."""
    made = _Drawing(packet, theme)
    shapes: list[Shape] = list(heading(packet.title, packet.subtitle, theme))
    y = TOP
    for place in range(len(packet.rows)):
        shapes += made.row(place, y)
        y += made.height(place)
    shapes += made.whole(y + 4)
    y += 4 + max(BAR, LINE * len(made.says)) + APART
    if packet.total:
        shapes += made.to_scale(y)
        y += BAR + 26
    below, bottom = legend(made.samples(), theme, y=y + 2, width=made.width)
    return Picture(
        width=made.width,
        height=bottom + 6,
        title=packet.title,
        about=f"{packet.subtitle}. " + " ".join(f"{row.node.label}: {row.note}." for row in packet.rows),
        background=theme.background,
        shapes=(*shapes, *below),
    )


# --- machinery below --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
    """A group of fields in its place."""

    row: int
    group: Bytes
    area: Box


class _Drawing:
    def __init__(self, packet: DrawnPacket, theme: Theme) -> None:
        self.packet, self.theme = packet, theme
        self.names = max(116.0, *(node_width(row.node) for row in packet.rows))
        self.says = [line for words in packet.says for line in self._lines(words)]
        self.start = MARGIN + self.names + 22
        groups = list(chain.from_iterable((*row.header, *row.trailer) for row in packet.rows))
        known = sum(group.count or 0 for group in groups)
        self.pixels = min(LARGEST, WIDEST / max(1, known))
        self.cells = tuple(self._placed())
        areas = [self.payload, *(cell.area for cell in self.cells)]
        self.notes = max(area.x + area.width for area in areas) + 22
        self.width = max(self.notes + NOTES + MARGIN, heading_width(packet.title, packet.subtitle))

    def _placed(self) -> Iterator[_Cell]:
        rows = list(enumerate(self.packet.rows))
        x = self.start
        for place, row in reversed(rows):
            for group in row.header:
                yield _Cell(row=place, group=group, area=Box(x=x, y=0, width=self._wide(group), height=BAR))
                x += self._wide(group)
        self.payload = Box(x=x, y=0, width=PAYLOAD, height=BAR, of="payload", part="payload")
        x += PAYLOAD
        for place, row in rows:
            for group in row.trailer:
                yield _Cell(row=place, group=group, area=Box(x=x, y=0, width=self._wide(group), height=BAR))
                x += self._wide(group)

    def _wide(self, group: Bytes) -> float:
        return UNKNOWN if group.count is None else group.count * self.pixels

    @staticmethod
    def _lines(words: str) -> list[str]:
        return wrapped(words, 11, NOTES / 1.04)

    def height(self, place: int) -> float:
        return max(BAR, LINE * len(self._lines(self.packet.rows[place].note))) + APART

    def row(self, place: int, y: float) -> Iterator[Shape]:
        """A layer's own bytes around all that is inside."""
        row = self.packet.rows[place]
        yield from node_shapes(row.node, Box(x=MARGIN, y=y, width=self.names, height=BAR), self.theme)
        inside = [cell.area for cell in self.cells if cell.row < place] + [self.payload]
        left, right = min(area.x for area in inside), max(area.x + area.width for area in inside)
        content = Box(x=left, y=y, width=right - left, height=BAR, of=row.node.id, part="content")
        yield replace(content, stroke=self.theme.line)
        words = "what it carries" if place else self.payload_words()
        yield from self._centred(words, content, self.theme.muted)
        for cell in self.cells:
            if cell.row == place:
                yield from self.cell(cell, y)
        yield from self._notes(self._lines(row.note), y)

    def whole(self, y: float) -> Iterator[Shape]:
        """All layers' bytes in one bar, the payload cut short."""
        title = Text(
            x=MARGIN, y=y + 18, content="The whole packet", size=12, bold=True, fill=self.theme.text, part="who"
        )
        yield title
        area = replace(self.payload, y=y)
        yield replace(area, fill=self.theme.background, stroke=self.theme.line)
        yield from self._cut(area)
        yield from self._centred(self.payload_words(), area, self.theme.text)
        for cell in self.cells:
            yield from self.cell(cell, y)
        yield from self._notes(self.says, y)

    def to_scale(self, y: float) -> Iterator[Shape]:
        """The whole packet with nothing cut short."""
        title = Text(x=MARGIN, y=y + 18, content="To scale", size=12, bold=True, fill=self.theme.text, part="who")
        yield title
        across = self.width - MARGIN - self.start
        pixels, x = across / (self.packet.total or 1), self.start
        cells = [(cell, (cell.group.count or 0) * pixels) for cell in self.cells]  # from the outermost header on
        trailers = [cell.area.x > self.payload.x for cell, _ in cells]
        room = across - sum(wide for _, wide in cells)
        for (cell, wide), is_trailer in zip(cells, trailers, strict=True):
            tone = self.theme.roles[self.packet.rows[cell.row].node.role]
            at = x + room if is_trailer else x
            yield Box(x=at, y=y, width=wide, height=BAR, fill=tone.stroke, of=str(cell.row), part="scaled")
            x += wide
        frame = Box(x=self.start, y=y, width=across, height=BAR, part="frame")
        yield replace(frame, stroke=self.theme.line)
        yield from self._centred(f"payload {self.packet.payload}", frame, self.theme.text)
        for content, at, anchor in (
            ("0", self.start, "start"),
            (f"{self.packet.total} bytes", self.start + across, "end"),
        ):
            label = Text(x=at, y=y + BAR + 13, content=content, size=10, anchor=anchor, part="tick")
            yield replace(label, fill=self.theme.muted)

    def cell(self, cell: _Cell, y: float) -> Iterator[Shape]:
        row = self.packet.rows[cell.row]
        tone = self.theme.roles[row.node.role]
        area = replace(cell.area, y=y, of=row.node.id, part="cell")
        yield replace(area, fill=tone.fill)
        if cell.group.padding and area.width > 8:
            yield icons.dots(area, tone.stroke, of=row.node.id)
        yield replace(area, stroke=tone.stroke, line=1.2, part="frame")
        number = "?" if cell.group.count is None else str(cell.group.count)
        if text_width(number, 11) + 4 <= area.width:
            if cell.group.padding:
                wide = text_width(number, 11) + 4
                plate = replace(area, x=area.x + (area.width - wide) / 2, y=y + 6, width=wide, height=16, part="plate")
                yield replace(plate, fill=self.theme.background)
            yield from self._centred(number, area, self.theme.on_fill if not cell.group.padding else self.theme.text)

    def _cut(self, area: Box) -> Iterator[Shape]:
        """Two torn edges near the right end, with nothing between them."""
        x, step = area.x + area.width - 22, (area.height + 4) / 4
        left = [(x + (4 if number % 2 else -4), area.y - 2 + number * step) for number in range(5)]
        right = [(across + 7, down) for across, down in left]
        yield Path(commands=polygon([*left, *reversed(right)]), fill=self.theme.background, part="gap")
        for edge in (left, right):
            yield Path(commands=polyline(edge), stroke=self.theme.line, line=1.2, part="torn")

    def _centred(self, content: str, area: Box, colour: str) -> Iterator[Text]:
        if text_width(content, 11) + 6 > area.width:
            return
        middle = area.x + area.width / 2
        put = Text(x=middle, y=area.y + area.height / 2 + 4, content=content, size=11, anchor="middle", part="number")
        yield replace(put, fill=colour, of=area.of)

    def payload_words(self) -> str:
        return "payload" if self.packet.payload is None else f"payload {self.packet.payload}"

    def _notes(self, lines: list[str], y: float) -> Iterator[Text]:
        at = y + (18 if len(lines) == 1 else 11)
        for line in lines:
            yield Text(x=self.notes, y=at, content=line, size=11, fill=self.theme.text, part="note")
            at += LINE

    def samples(self) -> Iterator[Sample]:
        area = Box(x=0, y=0, width=34, height=18)
        secure = self.theme.roles["secure"]
        if any(group.padding for row in self.packet.rows for group in (*row.header, *row.trailer) if group.count):
            dots = icons.dots(area, secure.stroke)
            yield Sample(
                text="padding",
                draw=(replace(area, fill=secure.fill), dots, replace(area, stroke=secure.stroke)),
                width=34,
            )
        torn = Box(x=0, y=0, width=46, height=18, stroke=self.theme.line)
        words = f"the payload is cut short; but for the bar to scale, one byte is {self.pixels:.1f} pixels wide"
        yield Sample(text=words, draw=(torn, *self._cut(torn)), width=46)

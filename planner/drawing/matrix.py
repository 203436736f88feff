"""Which pairs exist: upper protocols down the side, carriers along the top, a mark where one runs over the other.

A mark's colour is the role of its column; hollow is one that goes against the lanes, round one that no document has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.drawing import icons
from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.heading import heading, heading_width
from planner.drawing.legend import Sample, legend
from planner.drawing.rows import rows
from planner.drawing.shapes import Box, Path, Picture, Shape, Text
from planner.drawing.themes import Theme
from planner.drawing.widths import room_for, text_width

CELL, MARK, SIZE, LANE, MARGIN = 17.0, 10.0, 11.0, 9.5, 16.0
GLYPH = 15.0
"""The room of the key before the name of what makes keys."""
ROLES = {
    "network": "network",
    "transport": "transport",
    "mapping": "mapping, tunnel or relay",
    "secure": "protects bytes",
    "keys": "makes keys",
    "plain": "session",
}
SLANT = 0.8660254
"""The sine of the 60 degrees that the names of columns are turned by."""


def matrix_picture(graph: Graph, theme: Theme) -> Picture:
    """The pairs of a graph. Rows go from the top lane to the bottom, columns from the bottom lane to the top; rows and
    columns without a mark are left out."""
    made = _Matrix(graph, theme)
    shapes = [*made.ground(), *made.names(), *made.marks()]
    below, bottom = legend(made.samples(), theme, y=made.bottom + 16, width=made.width)
    return Picture(
        width=made.width,
        height=bottom + 6,
        title=graph.title,
        about=f"{graph.subtitle}. A mark says that the protocol of the row runs over, or keys, that of the column.",
        background=theme.background,
        shapes=(*shapes, *below),
    )


# --- machinery below --------------------------------------------------------------------------


class _Matrix:
    """Where rows and columns stand, and their shapes."""

    def __init__(self, graph: Graph, theme: Theme) -> None:
        self.graph, self.theme = graph, theme
        self.level = rows(graph, lambda node, chips: 0).row
        uppers, lowers = {edge.upper for edge in graph.edges}, {edge.lower for edge in graph.edges}
        self.uppers = sorted(
            (node for node in graph.nodes if node.id in uppers), key=lambda node: (-node.lane, node.label.lower())
        )
        self.lowers = sorted(
            (node for node in graph.nodes if node.id in lowers), key=lambda node: (node.lane, node.label.lower())
        )
        self.keyed = any(node.role == "keys" for node in self.uppers)
        names = max((room_for(node.label, SIZE) for node in self.uppers), default=0) + (GLYPH if self.keyed else 0)
        lanes = max((room_for(graph.lanes[node.lane], LANE, bold=True) for node in self.uppers), default=0)
        self.left = MARGIN + lanes + 12 + names + 8
        longest = max((room_for(node.label, SIZE) for node in self.lowers), default=0)
        self.top = 62 + longest * SLANT + 8
        self.right = self.left + CELL * len(self.lowers)
        self.bottom = self.top + CELL * len(self.uppers)
        overhang = max((self._column(node) + room_for(node.label, SIZE) / 2 + 12 for node in self.lowers), default=0)
        self.width = max(self.right + MARGIN, overhang + MARGIN, heading_width(graph.title, graph.subtitle), 460.0)

    def _column(self, node: Node) -> float:
        return self.left + CELL * self.lowers.index(node) + CELL / 2

    def _row(self, node: Node) -> float:
        return self.top + CELL * self.uppers.index(node) + CELL / 2

    def ground(self) -> Iterator[Shape]:
        for number in range(0, len(self.uppers), 2):
            yield Box(
                x=MARGIN,
                y=self.top + CELL * number,
                width=self.right - MARGIN,
                height=CELL,
                fill=self.theme.band,
                part="band",
            )
        for number, (above, node) in enumerate(zip(self.uppers, self.uppers[1:], strict=False), start=1):
            if above.lane != node.lane:
                y = self.top + CELL * number
                yield Path(commands=(("M", (MARGIN, y)), ("L", (self.right, y))), stroke=self.theme.line, part="rule")
        for number, (before, node) in enumerate(zip(self.lowers, self.lowers[1:], strict=False), start=1):
            if before.lane != node.lane:
                x = self.left + CELL * number
                yield Path(
                    commands=(("M", (x, self.top - 6)), ("L", (x, self.bottom))), stroke=self.theme.line, part="rule"
                )

    def names(self) -> Iterator[Shape]:
        yield from heading(self.graph.title, self.graph.subtitle, self.theme)
        for number, node in enumerate(self.uppers):
            if number == 0 or self.uppers[number - 1].lane != node.lane:
                yield Text(
                    x=MARGIN,
                    y=self._row(node) + 3.5,
                    content=self.graph.lanes[node.lane],
                    size=LANE,
                    bold=True,
                    fill=self.theme.muted,
                    part="lane",
                )
            if node.role == "keys":
                x = self.left - 8 - text_width(node.label, SIZE) - GLYPH
                yield from icons.key(x, self._row(node) - 6, self.theme.roles["keys"].stroke, of=node.id)
            yield Text(
                x=self.left - 8,
                y=self._row(node) + 4,
                content=node.label,
                size=SIZE,
                anchor="end",
                fill=self.theme.text,
                of=node.id,
                part="row",
            )
        for node in self.lowers:
            yield Text(
                x=self._column(node) + 2,
                y=self.top - 9,
                content=node.label,
                size=SIZE,
                fill=self.theme.text,
                turned=-60,
                of=node.id,
                part="column",
            )

    def marks(self) -> Iterator[Shape]:
        nodes = {node.id: node for node in self.graph.nodes}
        for edge in self.graph.edges:
            x, y = self._column(nodes[edge.lower]), self._row(nodes[edge.upper])
            of = f"{edge.upper}>{edge.lower}"
            if edge.kind == "keys":
                yield icons.diamond(x, y + 5, self.theme.roles["keys"].stroke, of=of)
            else:
                colour = self.theme.roles[nodes[edge.lower].role].stroke
                yield _mark(x, y, colour, round_=edge.derived, hollow=self._against(edge), of=of)

    def _against(self, edge: Edge) -> bool:
        """Whether it runs over what stands higher, or what it carries."""
        return self.level[edge.upper] <= self.level[edge.lower]

    def samples(self) -> Iterator[Sample]:
        roles = {node.id: node.role for node in self.graph.nodes}
        runs = [edge for edge in self.graph.edges if edge.kind == "runs-over"]
        ink, keys = self.theme.text, self.theme.roles["keys"].stroke
        if any(not edge.derived and not self._against(edge) for edge in runs):
            yield Sample(text="row runs over column", draw=(_mark(5, 9, ink),), width=MARK)
        if any(edge.derived for edge in runs):
            draw = (_mark(5, 9, ink, round_=True),)
            yield Sample(text="services match, no document has it", draw=draw, width=MARK)
        if any(self._against(edge) for edge in runs):
            draw = (_mark(5, 9, ink, hollow=True),)
            yield Sample(text="hollow: over a layer of a higher lane or inside a tunnel", draw=draw, width=MARK)
        if len(runs) < len(self.graph.edges):
            yield Sample(text="row keys column", draw=(icons.diamond(5, 14, keys),), width=MARK)
        if self.keyed:
            yield Sample(text="the row makes keys", draw=tuple(icons.key(0, 3, keys)), width=icons.SIZE)
        used = {roles[edge.lower] for edge in runs}
        colours: dict[str, list[str]] = {}
        for role, words in ROLES.items():
            if role in used:
                colours.setdefault(self.theme.roles[role].stroke, []).append(words)
        for colour, its in colours.items():
            yield Sample(text=f"column: {' or '.join(its)}", draw=(_mark(5, 9, colour),), width=MARK)


def _mark(x: float, y: float, colour: str, *, round_: bool = False, hollow: bool = False, of: str = "") -> Box:
    """One pair, with its middle there."""
    side = MARK - 1.6 if hollow else MARK
    box = Box(x=x - side / 2, y=y - side / 2, width=side, height=side, radius=side / 2 if round_ else 2, of=of)
    return replace(box, part="mark", fill="" if hollow else colour, stroke=colour if hollow else "", line=1.6)

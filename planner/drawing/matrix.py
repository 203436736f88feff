"""Which pairs exist: upper protocols down the side, carriers along the top, a mark where one runs over the other."""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing import icons
from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.heading import heading, heading_width
from planner.drawing.legend import Sample, legend
from planner.drawing.rows import rows
from planner.drawing.shapes import Box, Path, Picture, Shape, Text
from planner.drawing.themes import Theme
from planner.drawing.widths import room_for

CELL, MARK, SIZE, MARGIN = 17.0, 10.0, 11.0, 16.0
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
        self.uppers = sorted((it for it in graph.nodes if it.id in uppers), key=lambda it: (-it.lane, it.label.lower()))
        self.lowers = sorted((it for it in graph.nodes if it.id in lowers), key=lambda it: (it.lane, it.label.lower()))
        self.left = MARGIN + max((room_for(it.label, SIZE) for it in self.uppers), default=0) + 8
        longest = max((room_for(it.label, SIZE) for it in self.lowers), default=0)
        self.top = 62 + longest * SLANT + 8
        self.right = self.left + CELL * len(self.lowers)
        self.bottom = self.top + CELL * len(self.uppers)
        overhang = max((self._column(it) + room_for(it.label, SIZE) / 2 + 12 for it in self.lowers), default=0)
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
        for node in self.uppers:
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
            yield self._mark(edge, nodes[edge.lower], x, y, f"{edge.upper}>{edge.lower}")

    def _mark(self, edge: Edge, lower: Node, x: float, y: float, of: str) -> Shape:
        if edge.kind == "keys":
            return icons.diamond(x, y + 5, self.theme.roles["keys"].stroke, of=of)
        colour = self.theme.roles[lower.role].stroke
        down = self.level[edge.upper] > self.level[edge.lower]
        if down and not edge.derived:
            return Box(
                x=x - MARK / 2, y=y - MARK / 2, width=MARK, height=MARK, radius=2, fill=colour, of=of, part="mark"
            )
        side = MARK - 1.6
        radius = side / 2 if edge.derived else 2
        return Box(
            x=x - side / 2,
            y=y - side / 2,
            width=side,
            height=side,
            radius=radius,
            stroke=colour,
            line=1.6,
            of=of,
            part="mark",
        )

    def samples(self) -> Iterator[Sample]:
        lower = Node(id="", label="", role="transport", lane=0)
        edges = self.graph.edges
        runs = [edge for edge in edges if edge.kind == "runs-over" and not edge.derived]
        down = [edge for edge in runs if self.level[edge.upper] > self.level[edge.lower]]
        colour = self.theme.roles["transport"].stroke
        if down:
            box = Box(x=0, y=4, width=MARK, height=MARK, radius=2, fill=colour)
            yield Sample(text="row runs over column", draw=(box,), width=MARK)
        if len(down) < len(runs):
            box = Box(x=1, y=5, width=MARK - 1.6, height=MARK - 1.6, radius=2, stroke=colour, line=1.6)
            yield Sample(text="the same, over a layer of a higher lane or inside a tunnel", draw=(box,), width=MARK)
        if any(edge.derived for edge in edges):
            edge = Edge(upper="", lower="", derived=True)
            self.level = {**self.level, "": 0}
            yield Sample(
                text="services match, no document has it", draw=(self._mark(edge, lower, 5, 9, ""),), width=MARK
            )
        if any(edge.kind == "keys" for edge in edges):
            yield Sample(
                text="row keys column", draw=(icons.diamond(5, 14, self.theme.roles["keys"].stroke),), width=MARK
            )

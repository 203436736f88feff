"""Which pairs exist: a graph -> a matrix as SVG, what runs above in rows, what carries in columns.

Knows lanes and edges; needs no positions but the order they give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians, sin

from planner.drawing.svg import number as num
from planner.drawing.widths import text_width
from planner.page.graph import KEY
from planner.page.values import Edge, Lane, Node, PositionedGraph
from planner.render.escapes import html_text as escape

CELL, SIZE = 15.0, 10.5
SLANT, SIGN = 55, 16.0
"""The degrees that the names of columns are turned by, and the room of a handshake's sign."""


def matrix_svg(drawn: PositionedGraph, number: int) -> str:
    """Filled square: runs over; hollow: over what the graph does not draw lower; diamond: keys. The names of rows and
    columns are groups that the script keeps in sight."""
    order = sorted(drawn.nodes, key=lambda node: (node.lane, node.label.lower()))
    uppers = {edge.upper for edge in drawn.edges}
    lowers = {edge.lower for edge in drawn.edges}
    frame = _Frame(
        rows=sorted((node for node in order if node.id in uppers), key=lambda node: -node.lane),
        columns=[node for node in order if node.id in lowers],
        lanes=drawn.lanes,
    )
    return "".join(
        (
            f'<svg class="matrix" id="matrix-{number}" data-graph="{number}" viewBox="0 0 {num(frame.width)} '
            f'{num(frame.bottom + 8)}" role="img" aria-label="Matrix of which protocol runs over which; the Table tab '
            f'has the same in words" hidden="hidden">',
            *frame.ground(),
            '<g class="marks">',
            *_marks(drawn, frame),
            "</g>",
            *frame.names(),
            "</svg>",
        )
    )


# --- machinery below --------------------------------------------------------------------------


class _Frame:
    """Where rows and columns stand, and their names."""

    def __init__(self, rows: list[Node], columns: list[Node], lanes: Sequence[Lane]) -> None:
        self.rows, self.columns = rows, columns
        self.lanes = lanes
        places = _places(rows), _places(columns)
        self.row, self.column = ({node.id: at for node, at in its} for its in places)
        names = [text_width(node.label, SIZE, bold=True) + (SIGN if node.handshake_of else 0) for node in rows]
        heads = [lanes[node.lane].label for node in rows]
        self.left = 24 + max([*names, *(text_width(head, SIZE, bold=True) for head in heads)], default=0)
        columned = [text_width(node.label, SIZE, bold=True) + (SIGN if node.handshake_of else 0) for node in columns]
        heads = [lanes[node.lane].label for node in columns]
        longest = max([*columned, *(text_width(head, SIZE, bold=True) for head in heads)], default=0)
        self.top = 20 + longest * sin(radians(SLANT))
        self.right = self.left + max(self.column.values(), default=0) + CELL
        self.bottom = self.top + max(self.row.values(), default=0) + CELL
        self.width = self.right + longest * cos(radians(SLANT)) + 8

    def ground(self) -> Iterator[str]:
        for row in self.rows[::2]:
            y = self.top + self.row[row.id]
            yield f'<rect class="stripe" x="0" y="{num(y)}" width="{num(self.right)}" height="{num(CELL)}"/>'
        for node in _firsts(self.rows):
            yield f'<path class="rule" d="M12 {num(self.top + self.row[node.id])}H{num(self.right)}"/>'
        for node in _firsts(self.columns):
            x = num(self.left + self.column[node.id])
            yield f'<path class="rule" d="M{x} {num(self.top)}V{num(self.bottom)}"/>'

    def names(self) -> Iterator[str]:
        width, height = num(self.left), num(self.bottom - self.top + 8)
        yield f'<g class="sides"><rect class="under" y="{num(self.top)}" width="{width}" height="{height}"/>'
        for node in _firsts(self.rows):
            y = self.top + self.row[node.id] - 4
            yield f'<text class="lane" x="12" y="{num(y)}">{escape(self.lanes[node.lane].label)}</text>'
        for row in self.rows:
            x, y = self.left - 8, self.top + self.row[row.id] + 11
            if row.handshake_of:
                yield _key(x - text_width(row.label, SIZE) - 9, y - 4)
            yield (
                f'<text class="row" data-id="{escape(row.id)}" x="{num(x)}" y="{num(y)}">{escape(row.label)}'
                f"{_title(row)}</text>"
            )
        yield f'</g><g class="heads"><rect class="under" width="{num(self.width)}" height="{num(self.top)}"/>'
        for node in _firsts(self.columns):
            at = self._slanted(self.column[node.id] - CELL)
            yield f'<text class="lane" transform="{at}">{escape(self.lanes[node.lane].label)}</text>'
        for column in self.columns:
            at = self._slanted(self.column[column.id])
            if column.handshake_of:
                yield f'<g transform="{at}">{_key(text_width(column.label, SIZE) + 10, -4)}</g>'
            yield (
                f'<text data-id="{escape(column.id)}" transform="{at}">{escape(column.label)}{_title(column)}</text>'
            )
        yield "</g>"

    def _slanted(self, x: float) -> str:
        return f"translate({num(self.left + x + 11)} {num(self.top - 6)}) rotate(-{SLANT})"


def _firsts(nodes: list[Node]) -> list[Node]:
    """The first one of each lane."""
    return [node for before, node in zip([None, *nodes], nodes, strict=False) if not before or before.lane != node.lane]


def _places(nodes: list[Node]) -> list[tuple[Node, float]]:
    """Where each stands; a lane begins with room for its label."""
    firsts, at, places = _firsts(nodes), 0.0, []
    for node in nodes:
        at += CELL if node in firsts else 0
        places.append((node, at))
        at += CELL
    return places


def _key(x: float, y: float) -> str:
    return f'<path class="handshake" transform="translate({num(x)} {num(y)})" d="{KEY}"/>'


def _title(node: Node) -> str:
    return f"<title>{escape(node.label)} as handshake: makes keys</title>" if node.handshake_of else ""


def _marks(drawn: PositionedGraph, frame: _Frame) -> Iterator[str]:
    roles = {node.id: node.role for node in drawn.nodes}
    lined = {pair for line in drawn.lines for pair in line.edges}
    for index, edge in enumerate(drawn.edges):
        x = frame.left + frame.column[edge.lower] + CELL / 2
        y = frame.top + frame.row[edge.upper] + CELL / 2
        role = roles[edge.lower]
        yield _mark(edge, index, x, y, role if edge.pair in lined else f"hollow {role}")


def _mark(edge: Edge, index: int, x: float, y: float, role: str) -> str:
    if edge.keys:
        kind, shape = "mark keyed", f"M{num(x)} {num(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5-4.5Z"
    else:
        kind = f"mark {role}"
        shape = f"M{num(x - 4)} {num(y - 4)}h8v8h-8Z"
    verb = "keys" if edge.keys else "runs over"
    says = f"{edge.upper} {verb} {edge.lower}: {edge.source or edge.status}"
    return f'<path class="{kind}" data-e="{index}" d="{shape}"><title>{escape(says)}</title></path>'

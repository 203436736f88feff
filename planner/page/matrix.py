"""Which pairs exist: a graph -> a matrix as SVG, what runs above in rows, what carries in columns.

Knows lanes and edges; needs no positions but the order they give.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import cos, radians, sin

from planner.drawing.svg import number as num
from planner.drawing.widths import text_width
from planner.page.values import Drawn, Edge, Node

CELL, SIZE = 15.0, 10.5
SLANT = 55


def matrix_svg(drawn: Drawn, number: int) -> str:
    """Filled square: runs over; hollow: over what the graph does not draw lower; diamond: keys. The names of rows and
    columns are groups that the script keeps in sight."""
    order = sorted(drawn.nodes, key=lambda node: (node.lane, node.label.lower()))
    uppers = {edge.upper for edge in drawn.edges}
    lowers = {edge.lower for edge in drawn.edges}
    frame = _Frame(
        rows=sorted((node for node in order if node.id in uppers), key=lambda node: -node.lane),
        columns=[node for node in order if node.id in lowers],
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

    def __init__(self, rows: list[Node], columns: list[Node]) -> None:
        self.rows, self.columns = rows, columns
        self.left = 24 + max((text_width(node.label, SIZE, bold=True) for node in rows), default=0)
        longest = max((text_width(node.label, SIZE, bold=True) for node in columns), default=0)
        self.top = 20 + longest * sin(radians(SLANT))
        self.right = self.left + CELL * len(columns)
        self.bottom = self.top + CELL * len(rows)
        self.width = self.right + longest * cos(radians(SLANT)) + 8

    def ground(self) -> Iterator[str]:
        for index in range(0, len(self.rows), 2):
            y = self.top + CELL * index
            yield f'<rect class="stripe" x="0" y="{num(y)}" width="{num(self.right)}" height="{num(CELL)}"/>'
        for index in _breaks(self.rows):
            yield f'<path class="rule" d="M12 {num(self.top + CELL * index)}H{num(self.right)}"/>'
        for index in _breaks(self.columns):
            yield f'<path class="rule" d="M{num(self.left + CELL * index)} {num(self.top)}V{num(self.bottom)}"/>'

    def names(self) -> Iterator[str]:
        width, height = num(self.left), num(self.bottom - self.top + 8)
        yield f'<g class="sides"><rect class="under" y="{num(self.top)}" width="{width}" height="{height}"/>'
        for index, row in enumerate(self.rows):
            y = self.top + CELL * index + 11
            yield (
                f'<text class="row" data-id="{escape(row.id)}" x="{num(self.left - 8)}" y="{num(y)}">'
                f"{escape(row.label)}</text>"
            )
        yield f'</g><g class="heads"><rect class="under" width="{num(self.width)}" height="{num(self.top)}"/>'
        for index, column in enumerate(self.columns):
            at = f"translate({num(self.left + CELL * index + 11)} {num(self.top - 6)}) rotate(-{SLANT})"
            yield f'<text data-id="{escape(column.id)}" transform="{at}">{escape(column.label)}</text>'
        yield "</g>"


def _breaks(nodes: list[Node]) -> Iterator[int]:
    """Where the lane changes."""
    for index in range(1, len(nodes)):
        if nodes[index].lane != nodes[index - 1].lane:
            yield index


def _marks(drawn: Drawn, frame: _Frame) -> Iterator[str]:
    row = {node.id: index for index, node in enumerate(frame.rows)}
    column = {node.id: index for index, node in enumerate(frame.columns)}
    roles = {node.id: node.role for node in drawn.nodes}
    lined = {pair for line in drawn.lines for pair in line.edges}
    for index, edge in enumerate(drawn.edges):
        x = frame.left + CELL * column[edge.lower] + CELL / 2
        y = frame.top + CELL * row[edge.upper] + CELL / 2
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

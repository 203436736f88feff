"""Which pairs exist: a graph -> a matrix as SVG, what runs above in rows, what carries in columns.

Knows lanes and edges; needs no positions but the order they give.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from planner.drawing.svg import number as num
from planner.page.values import Drawn, Edge, Node

CELL = 15.0
LEFT = 132.0
TOP = 112.0


def matrix_svg(drawn: Drawn, number: int) -> str:
    """Filled square: runs over; hollow: over what the graph does not draw lower; diamond: keys."""
    order = sorted(drawn.nodes, key=lambda node: (node.lane, node.label.lower()))
    uppers = {edge.upper for edge in drawn.edges}
    lowers = {edge.lower for edge in drawn.edges}
    rows = [node for node in reversed(order) if node.id in uppers]
    columns = [node for node in order if node.id in lowers]
    width, height = LEFT + CELL * len(columns) + 70, TOP + CELL * len(rows) + 12
    return "".join(
        (
            f'<svg class="matrix" id="matrix-{number}" data-graph="{number}" viewBox="0 0 {num(width)} {num(height)}" '
            f'role="img" aria-label="Matrix of which protocol runs over which; the Table tab has the same in words" '
            f'hidden="hidden">',
            *_frame(rows, columns),
            '<g class="marks">',
            *_marks(drawn, rows, columns),
            "</g></svg>",
        )
    )


# --- machinery below --------------------------------------------------------------------------


def _frame(rows: list[Node], columns: list[Node]) -> Iterator[str]:
    right, bottom = LEFT + CELL * len(columns), TOP + CELL * len(rows)
    for index, row in enumerate(rows):
        y = TOP + CELL * index
        if index % 2 == 0:
            yield f'<rect class="stripe" x="0" y="{num(y)}" width="{num(right)}" height="{num(CELL)}"/>'
        of = f'class="row" data-id="{escape(row.id)}"'
        yield f'<text {of} x="{num(LEFT - 8)}" y="{num(y + 11)}">{escape(row.label)}</text>'
    for index, column in enumerate(columns):
        x = LEFT + CELL * index
        at = f"translate({num(x + 11)} {num(TOP - 8)}) rotate(-55)"
        yield f'<text class="column" data-id="{escape(column.id)}" transform="{at}">{escape(column.label)}</text>'
    for index in _breaks(rows):
        y = TOP + CELL * index
        yield f'<path class="rule" d="M12 {num(y)}H{num(right)}"/>'
    for index in _breaks(columns):
        x = LEFT + CELL * index
        yield f'<path class="rule" d="M{num(x)} {num(TOP - 4)}V{num(bottom)}"/>'


def _breaks(nodes: list[Node]) -> Iterator[int]:
    """Where the lane changes."""
    for index in range(1, len(nodes)):
        if nodes[index].lane != nodes[index - 1].lane:
            yield index


def _marks(drawn: Drawn, rows: list[Node], columns: list[Node]) -> Iterator[str]:
    row = {node.id: index for index, node in enumerate(rows)}
    column = {node.id: index for index, node in enumerate(columns)}
    roles = {node.id: node.role for node in drawn.nodes}
    lined = {pair for line in drawn.lines for pair in line.edges}
    for index, edge in enumerate(drawn.edges):
        x = LEFT + CELL * column[edge.lower] + CELL / 2
        y = TOP + CELL * row[edge.upper] + CELL / 2
        yield _mark(edge, index, x, y, roles[edge.lower] if edge.pair in lined else f"hollow {roles[edge.lower]}")


def _mark(edge: Edge, index: int, x: float, y: float, role: str) -> str:
    if edge.keys:
        kind, shape = "mark keyed", f"M{num(x)} {num(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5-4.5Z"
    else:
        kind = f"mark {role}"
        shape = f"M{num(x - 4)} {num(y - 4)}h8v8h-8Z"
    verb = "keys" if edge.keys else "runs over"
    says = f"{edge.upper} {verb} {edge.lower}: {edge.source or edge.status}"
    return f'<path class="{kind}" data-e="{index}" d="{shape}"><title>{escape(says)}</title></path>'

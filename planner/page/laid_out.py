"""A layering graph -> the same with positions, by the layout of ``drawing``; and a stack -> its staircase.

The only room of the page that knows how pictures are laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from planner.drawing.graphs import Edge as DrawnEdge
from planner.drawing.layout import TITLE, Layout, lane_spans, layout
from planner.drawing.routing import Line as DrawnLine
from planner.drawing.routing import lines
from planner.drawing.shapes import Box, Path, Shape, Text
from planner.drawing.staircase import staircase_picture
from planner.drawing.svg import number, svg
from planner.drawing.themes import ROLES, Theme, Tone
from planner.model import Graph, StackView
from planner.page.values import Chip, Edge, Lane, Line, Node, PositionedGraph
from planner.render.graphs import HANDSHAKE, drawn
from planner.render.stacks import staircase

SHAPES = {"network": "foot", "transport": "foot", "mapping": "hexagon", "secure": "lock", "keys": "key"}
"""By role; any other is plain."""

HEADING = 50.0
"""The height of a staircase's own heading."""
SMALLEST = 11.0
"""The size of the smallest letters in a staircase: the page never scales it down."""
THEME = Theme(
    name="page",
    background="var(--paper)",
    band="var(--band)",
    text="var(--ink)",
    muted="var(--muted)",
    line="var(--edge)",
    chosen="var(--path)",
    on_fill="var(--ink)",
    on_chosen="var(--on-path)",
    roles={role: Tone(fill=f"var(--{role}-fill)", stroke=f"var(--{role}-line)") for role in ROLES},
)


def laid_out(graph: Graph, documents: Mapping[str, str]) -> PositionedGraph:
    """The graph with a place for everything; ``documents`` names what defines each protocol. No title is drawn."""
    made = layout(drawn(graph, title="", subtitle=""))
    known = {(edge.upper, edge.lower, str(edge.kind)): edge for edge in graph.edges}
    edges = []
    for edge in made.graph.edges:
        rule = known[edge.upper.removesuffix(HANDSHAKE), edge.lower, edge.kind]
        edges.append(Edge(upper=edge.upper, lower=edge.lower, status=rule.status, source=rule.source, keys=_keys(edge)))
    return PositionedGraph(
        width=made.width,
        height=made.bottom + 14 - TITLE,
        lanes=tuple(
            Lane(label=label, y=top - TITLE, h=bottom - top) for label, top, bottom in reversed([*lane_spans(made)])
        ),
        nodes=tuple(_nodes(made, graph, documents)),
        edges=tuple(edges),
        lines=tuple(_lines(made)),
        chips=tuple(_chips(made)),
    )


def staircase_svg(view: StackView) -> str:
    """The staircase of a stack without its heading, in the page's own colours: they change with its theme."""
    made = staircase_picture(staircase(view), THEME)
    shapes = tuple(_shared(_legible(shape) for shape in made.shapes if shape.part not in ("title", "subtitle")))
    width, height = number(made.width), number(made.height)
    whole = svg(replace(made, shapes=shapes))
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    less = number(made.height - HEADING)
    return whole.replace(box, f'width="{width}" height="{less}" viewBox="0 {number(HEADING)} {width} {less}"', 1)


# --- machinery below --------------------------------------------------------------------------


def _legible(shape: Shape) -> Shape:
    """Small letters larger, and the plates that stand around them."""
    if isinstance(shape, Box) and shape.part == "plate" and shape.radius == 8:
        return replace(shape, width=shape.width * 1.1)
    return replace(shape, size=max(shape.size, SMALLEST)) if isinstance(shape, Text) else shape


def _shared(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Hatches and dots as areas that are filled with the page's patterns: a tenth of the weight."""
    area = None
    for shape in shapes:
        if isinstance(shape, Box):
            area = shape
        if isinstance(shape, Path) and shape.part in ("hatch", "dots") and area:
            slants = {
                command[1][1] < last[1][1]
                for last, command in zip(shape.commands, shape.commands[1:], strict=False)
                if command[0] == "L"
            }
            name = "dots" if shape.part == "dots" else "crossed" if len(slants) > 1 else "hatch"
            yield replace(area, fill=f"url(#{name})", stroke="", part=name)
        else:
            yield shape


def _keys(edge: DrawnEdge) -> bool:
    return edge.kind == "keys"


def _pair(edge: DrawnEdge) -> tuple[str, str, bool]:
    return edge.upper, edge.lower, _keys(edge)


def _nodes(made: Layout, graph: Graph, documents: Mapping[str, str]) -> Iterator[Node]:
    known = {node.id: node for node in graph.nodes}
    occupied = [bool(last - first) for first, last in made.rows.lanes]
    for node in made.graph.nodes:
        box, its = made.boxes[node.id], known[node.id.removesuffix(HANDSHAKE)]
        yield Node(
            id=node.id,
            label=node.label,
            name=its.name,
            document=documents.get(its.id, ""),
            # The page's lanes are those that have something in them.
            lane=sum(occupied[: node.lane]),
            role=node.role,
            shape=SHAPES.get(node.role, "round"),
            x=box.x,
            y=box.y - TITLE,
            w=box.width,
            h=box.height,
            kinds=its.kinds,
            statuses=its.statuses,
            handshake_of=its.id if its.id != node.id else "",
            deployment=its.deployment,
            evidence=its.evidence,
            rare=node.rare,
        )


def _lines(made: Layout) -> Iterator[Line]:
    """The pieces of line, those that the same edges share as one."""
    joined: dict[tuple[DrawnEdge, ...], list[DrawnLine]] = {}
    for line in lines(made):
        joined.setdefault(line.edges, []).append(line)
    for edges, pieces in joined.items():
        end = next((piece.end for piece in pieces if piece.keys and piece.ends), None)
        yield Line(
            path="".join(_path(pieces)),
            edges=tuple(map(_pair, edges)),
            end=(end[0], end[1] - TITLE) if end else None,
        )


def _path(pieces: list[DrawnLine]) -> Iterator[str]:
    """The pieces from the top, each on from where the one above ends, if it does. A straight part names its end's y
    alone: it is under the last point with an x."""
    at: tuple[str, ...] = ()
    for piece in sorted(pieces, key=lambda line: line.commands[0][1][1]):
        for name, values in piece.commands:
            said = tuple(number(value - TITLE if place % 2 else value) for place, value in enumerate(values))
            if name == "L" and said[0] == at[0]:
                yield f"V{said[1]}"
            elif said != at:
                yield name + " ".join(said)
            at = said[-2:]


def _chips(made: Layout) -> Iterator[Chip]:
    """The chips with the edges that they stand for: by the label of the other end, or of its group."""
    labels = {node.id: node.short or node.label for node in made.graph.nodes}
    drawn_ones = set(made.rows.drawn)
    floors = {node.id for node in made.graph.nodes if node.floor}
    at: dict[tuple[str, str], list[tuple[str, DrawnEdge]]] = {}
    for edge in made.graph.edges:
        if edge in drawn_ones:
            continue
        if _keys(edge):
            place, other = (edge.lower, "keys"), edge.upper
        elif edge.upper in floors:
            place, other = (edge.lower, "carries"), edge.upper
        else:
            place, other = (edge.upper, "over"), edge.lower
        at.setdefault(place, []).append((other, edge))
    for id, chips in made.chips.items():
        for chip, box in chips:
            words = set(chip.text.split(", "))
            words |= {labels[member] for name, members in made.graph.groups if name in words for member in members}
            its = [edge for other, edge in at.get((id, chip.kind), []) if labels[other] in words]
            yield _chip(id, chip.kind, chip.text, box, its)


def _chip(id: str, kind: str, text: str, box: Box, edges: list[DrawnEdge]) -> Chip:
    return Chip(
        node=id, label=text, kind=kind, x=box.x, y=box.y - TITLE, w=box.width, h=box.height,
        edges=tuple(map(_pair, edges)),
    )  # fmt: skip

"""Which row each node stands in, and which edges are cut.

Row = base of its lane + longest path inside the lane, so an edge within a lane goes down as well; a lane that would be
too wide is stacked in more rows. Cycles are cut by what they mean: an edge from the floor up (IP inside a tunnel) and
one against the order of the lanes become chips.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum

from planner.drawing.graphs import Chip, Edge, Graph, Node

WIDEST = 1150.0
"""A lane whose boxes take more than this side by side is stacked."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """``row`` of each node, 0 is the floor's; ``lanes`` the rows of each lane; ``drawn`` edges go down, the others are
    ``chips`` of a node, at most two of each kind."""

    graph: Graph
    row: Mapping[str, int]
    lanes: tuple[tuple[int, int], ...]
    drawn: tuple[Edge, ...]
    chips: Mapping[str, tuple[Chip, ...]]


def rows(graph: Graph, width: Callable[[Node, tuple[Chip, ...]], float]) -> Rows:
    """The rows of a graph, where ``width`` is the room that a node takes with its chips. Lanes that nobody stands in
    have none."""
    lane = {node.id: node.lane for node in graph.nodes}
    floor = {node.id for node in graph.nodes if node.floor}
    drawn: list[Edge] = []
    cut: list[Edge] = []
    for edge in sorted(graph.edges, key=lambda edge: (edge.upper, edge.lower, edge.kind)):
        down = edge.upper not in floor and edge.upper != edge.lower and lane[edge.upper] >= lane[edge.lower]
        (drawn if down else cut).append(edge)
    back = _closing([edge for edge in drawn if lane[edge.upper] == lane[edge.lower]])
    drawn = [edge for edge in drawn if edge not in back]
    cut += sorted(back, key=str)
    chips = {node.id: _chips(graph, cut, node.id) for node in graph.nodes}
    inside = [edge for edge in drawn if lane[edge.upper] == lane[edge.lower]]
    depth = _depths(lane, inside)
    widths = {node.id: width(node, chips[node.id]) for node in graph.nodes if not node.floor}
    _stack(lane, depth, drawn, widths)
    row, spans, base = {}, [], 0
    for number in range(len(graph.lanes)):
        here = [id for id in lane if lane[id] == number]
        height = 1 + max((depth[id] for id in here), default=-1)
        spans.append((base, base + height))
        row.update({id: base + depth[id] for id in here})
        base += height
    return Rows(graph=graph, row=row, lanes=tuple(spans), drawn=tuple(drawn), chips=chips)


# --- machinery below --------------------------------------------------------------------------


def _closing(edges: Sequence[Edge]) -> set[Edge]:
    """Edges that close a cycle within a lane, found depth first in the order of names."""
    below: dict[str, list[Edge]] = {}
    for edge in edges:
        below.setdefault(edge.upper, []).append(edge)
    done: set[str] = set()
    back: set[Edge] = set()

    def visit(id: str, path: tuple[str, ...]) -> None:
        for edge in below.get(id, ()):
            if edge.lower in path:
                back.add(edge)
            elif edge.lower not in done:
                visit(edge.lower, (*path, edge.lower))
        done.add(id)

    for id in sorted(below):
        if id not in done:
            visit(id, (id,))
    return back


def _depths(lane: Mapping[str, int], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest path under each node within its lane; the edges have no cycle."""
    below: dict[str, list[str]] = {}
    for edge in edges:
        below.setdefault(edge.upper, []).append(edge.lower)
    depth: dict[str, int] = {}

    def measure(id: str) -> int:
        if id not in depth:
            depth[id] = 1 + max((measure(lower) for lower in below.get(id, ())), default=-1)
        return depth[id]

    for id in lane:
        measure(id)
    return depth


def _stack(lane: Mapping[str, int], depth: dict[str, int], drawn: Sequence[Edge], widths: Mapping[str, float]) -> None:
    """Moves nodes of a row that is too wide up within their lane: those that nothing of the lane stands on, first what
    is keyed from above (keying lines share no trunk), then those with the fewest lines."""
    keyed = {edge.lower for edge in drawn if edge.kind == "keys"}
    lines = {id: sum(id in (edge.upper, edge.lower) for edge in drawn) for id in lane}
    carrying = {edge.lower for edge in drawn if lane[edge.upper] == lane[edge.lower]}
    for number in sorted(set(lane.values())):
        free = sorted(
            (id for id in widths if lane[id] == number and id not in carrying),
            key=lambda id: (id not in keyed, lines[id], id),
        )
        whole = fsum(widths[id] for id in widths if lane[id] == number)
        if whole <= WIDEST:
            continue
        many = ceil(whole / WIDEST)
        even = max(whole / many * 1.08, *widths.values())
        level = 0
        while here := [id for id in widths if lane[id] == number and depth[id] == level]:
            wide = fsum(widths[id] for id in here)
            most = even if level < many - 1 else max(even, WIDEST)
            for id in (id for id in free if id in here):
                if wide > most:
                    depth[id] += 1
                    wide -= widths[id]
            level += 1


def _chips(graph: Graph, cut: Sequence[Edge], id: str) -> tuple[Chip, ...]:
    nodes = {node.id: node for node in graph.nodes}
    found = []
    for kind in ("carries", "over", "keys"):
        edges = [edge for edge in cut if _chip_place(nodes, edge) == (id, kind)]
        best = _grouped(graph, {_other(edge, id) for edge in edges if edge.chosen})
        rest = _grouped(graph, {_other(edge, id) for edge in edges if not edge.chosen})
        texts = [(", ".join(best), True)] if best else []
        if len(texts) + len(rest) > 2:
            rest = [", ".join(rest)] if texts else [", ".join(rest[:-1]), rest[-1]]
        texts += [(text, False) for text in rest]
        found += [Chip(kind=kind, text=text, chosen=chosen) for text, chosen in texts]
    return tuple(found)


def _chip_place(nodes: Mapping[str, Node], edge: Edge) -> tuple[str, str]:
    if edge.kind == "keys":
        return edge.lower, "keys"
    return (edge.lower, "carries") if nodes[edge.upper].floor else (edge.upper, "over")


def _other(edge: Edge, id: str) -> str:
    return edge.lower if edge.upper == id else edge.upper


def _grouped(graph: Graph, ids: set[str]) -> list[str]:
    """The labels of these nodes; all members of a group together go by its name."""
    labels = {node.id: node.short or node.label for node in graph.nodes}
    texts = []
    for name, members in graph.groups:
        if members <= ids:
            texts.append(name)
            ids = ids - members
    return [*texts, *(labels[id] for id in sorted(ids))]

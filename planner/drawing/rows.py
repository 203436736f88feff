"""Which row each node stands in, and which edges are cut.

Row = base of its lane + longest path inside the lane, so an edge within a lane goes down as well; a lane that would be
too wide is stacked in more rows. Cycles are cut by what they mean: an edge from the floor up (IP inside a tunnel) and
one against the order of the lanes become chips.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, sqrt

from planner.drawing.graphs import Chip, Edge, Graph, Node

WIDEST = 1150.0
"""A lane whose boxes take more than this side by side is stacked, in a picture of up to about 150 boxes."""
PITCH = 84.0
"""From row to row where many lines run between them. A larger picture has rows as wide as all of them are high, which
has few rows for lines to cross on their way."""


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
    chips = _chips(graph, cut)
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

KINDS = ("carries", "over", "keys")
"""Of chips, in their order beside a box."""


def _closing(edges: Sequence[Edge]) -> set[Edge]:
    """Edges that close a cycle within a lane, found depth first in the order of names."""
    below: dict[str, list[Edge]] = {}
    for edge in edges:
        below.setdefault(edge.upper, []).append(edge)
    done: set[str] = set()
    back: set[Edge] = set()
    for first in sorted(below):
        path = {} if first in done else {first: iter(below[first])}
        while path:
            id, rest = next(reversed(path.items()))
            following = next(rest, None)
            if following is None:
                done.add(id)
                del path[id]
            elif following.lower in path:
                back.add(following)
            elif following.lower not in done:
                path[following.lower] = iter(below.get(following.lower, ()))
    return back


def _depths(lane: Mapping[str, int], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest path under each node within its lane; the edges have no cycle."""
    depth = dict.fromkeys(lane, 0)
    above: dict[str, list[str]] = {}
    for edge in edges:
        above.setdefault(edge.lower, []).append(edge.upper)
    waits = Counter(edge.upper for edge in edges)
    ready = [id for id in lane if not waits[id]]
    for id in ready:
        for upper in above.get(id, ()):
            depth[upper] = max(depth[upper], depth[id] + 1)
            waits[upper] -= 1
            if not waits[upper]:
                ready.append(upper)
    return depth


def _stack(lane: Mapping[str, int], depth: dict[str, int], drawn: Sequence[Edge], widths: Mapping[str, float]) -> None:
    """Moves nodes of a row that is too wide up within their lane: those that nothing of the lane stands on, first what
    is keyed from above (keying lines share no trunk), then those with the fewest lines."""
    keyed = {edge.lower for edge in drawn if edge.kind == "keys"}
    lines = Counter(id for edge in drawn for id in {edge.upper, edge.lower})
    carrying = {edge.lower for edge in drawn if lane[edge.upper] == lane[edge.lower]}
    widest = max(WIDEST, sqrt(fsum(widths.values()) * PITCH))
    for number in sorted(set(lane.values())):
        free = sorted(
            (id for id in widths if lane[id] == number and id not in carrying),
            key=lambda id: (id not in keyed, lines[id], id),
        )
        whole = fsum(widths[id] for id in widths if lane[id] == number)
        if whole <= widest:
            continue
        many = ceil(whole / widest)
        even = max(whole / many * 1.08, *widths.values())
        level = 0
        while here := [id for id in widths if lane[id] == number and depth[id] == level]:
            wide = fsum(widths[id] for id in here)
            most = even if level < many - 1 else max(even, widest)
            left = len(here)
            for id in (id for id in free if depth[id] == level):
                if (
                    wide > most and left > 1
                ):  # rounding may make a lone box wider than the row that it is the measure of
                    depth[id] += 1
                    wide -= widths[id]
                    left -= 1
            level += 1


def _chips(graph: Graph, cut: Sequence[Edge]) -> dict[str, tuple[Chip, ...]]:
    """The chips of each node, those of one kind in two texts at most."""
    floors = {node.id for node in graph.nodes if node.floor}
    labels = {node.id: node.short or node.label for node in graph.nodes}
    there: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for edge in cut:
        id, kind = _chip_place(floors, edge)
        there.setdefault((id, kind), []).append((edge.lower if edge.upper == id else edge.upper, edge.chosen))
    chips_of: dict[str, list[Chip]] = {node.id: [] for node in graph.nodes}
    for id, kind in sorted(there, key=lambda place: KINDS.index(place[1])):
        others = there[id, kind]
        best = _grouped(graph, labels, {other for other, chosen in others if chosen})
        rest = _grouped(graph, labels, {other for other, chosen in others if not chosen})
        texts = [(", ".join(best), True)] if best else []
        if len(texts) + len(rest) > 2:
            rest = [", ".join(rest)] if texts else [", ".join(rest[:-1]), rest[-1]]
        texts += [(text, False) for text in rest]
        chips_of[id] += [Chip(kind=kind, text=text, chosen=chosen) for text, chosen in texts]
    return {id: tuple(chips) for id, chips in chips_of.items()}


def _chip_place(floors: Container[str], edge: Edge) -> tuple[str, str]:
    if edge.kind == "keys":
        return edge.lower, "keys"
    return (edge.lower, "carries") if edge.upper in floors else (edge.upper, "over")


def _grouped(graph: Graph, labels: Mapping[str, str], ids: set[str]) -> list[str]:
    """The labels of these nodes; all members of a group together go by its name."""
    texts = []
    for name, members in graph.groups:
        if members <= ids:
            texts.append(name)
            ids = ids - members
    return [*texts, *(labels[id] for id in sorted(ids))]

"""The lines of a laid-out graph: where they leave and reach boxes, and their curves.

A curve lies in the gap between two rows and a bend is straight within its row, so no line runs over a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from planner.drawing.graphs import Edge
from planner.drawing.layout import Layout
from planner.drawing.placing import spread
from planner.drawing.shapes import Box, Command

APART = 9.0
"""Between two lines that leave one side of a box."""
CORNER = 14.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One step of one or more edges, from row to row. ``ends`` says that it reaches its box."""

    edges: tuple[Edge, ...]
    commands: tuple[Command, ...]
    end: tuple[float, float]
    ends: bool

    @property
    def chosen(self) -> bool:
        return any(edge.chosen for edge in self.edges)

    @property
    def keys(self) -> bool:
        return self.edges[0].kind == "keys"

    @property
    def derived(self) -> bool:
        return all(edge.derived for edge in self.edges)


def lines(made: Layout) -> Iterator[Line]:
    """Every line, chosen ones last, so that no other line is painted over them."""
    arriving = _arriving(made)
    leaving = _leaving(made, arriving)
    drawn = [_line(made, link, edges, leaving, arriving) for link, edges in made.links.items()]
    return iter(sorted(drawn, key=lambda line: (line.chosen, line.keys)))


# --- machinery below --------------------------------------------------------------------------

Ports = Mapping[tuple[str, str], float]


def _middle(box: Box) -> float:
    return box.x + box.width / 2


def _x(made: Layout, name: str) -> float:
    return made.bends[name] if "@" in name else _middle(made.boxes[name])


def _line(made: Layout, link: tuple[str, str], edges: tuple[Edge, ...], leaving: Ports, arriving: Ports) -> Line:
    upper, lower = link
    start, end = leaving[link], arriving[link]
    row, goal = _row(made, upper), _row(made, lower)
    begin, stop = made.tops[row] + made.heights[row], made.tops[goal]
    bend = (begin + stop) / 2
    first = made.tops[row] if "@" in upper else made.boxes[upper].y + made.boxes[upper].height
    last = stop if "@" in lower else made.boxes[lower].y
    commands: list[Command] = [("M", (start, first))]
    if first < begin:
        commands.append(("L", (start, begin)))
    if abs(start - end) < 0.05:
        commands.append(("L", (end, stop)))
    else:
        commands.append(("C", (start, bend, end, bend, end, stop)))
    if last > stop:
        commands.append(("L", (end, last)))
    return Line(edges=edges, commands=tuple(commands), end=(end, last), ends="@" not in lower)


def _row(made: Layout, name: str) -> int:
    return int(name.rsplit("@", 1)[1]) if "@" in name else made.rows.row[name]


def _arriving(made: Layout) -> dict[tuple[str, str], float]:
    """Where lines reach the upper side of boxes: all that run over one carrier in one place, keys each in its own."""
    floors = {node.id for node in made.graph.nodes if node.floor}
    ends: dict[tuple[str, str], float] = {}
    into: dict[str, list[tuple[str, str]]] = {}
    for link in made.links:
        into.setdefault(link[1], []).append(link)
    for lower, links in sorted(into.items()):
        if "@" in lower:
            ends.update(dict.fromkeys(links, made.bends[lower]))
        elif lower not in floors:
            ends.update(_docked(made, lower, links))
    return ends


def _docked(made: Layout, lower: str, links: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], float]]:
    keys = [link for link in links if made.links[link][0].kind == "keys"]
    carried = [link for link in links if link not in keys]
    docks: list[tuple[float, list[tuple[str, str]]]] = [(_x(made, link[0]), [link]) for link in keys]
    if carried:
        docks.append((fsum(_x(made, link[0]) for link in carried) / len(carried), carried))
    docks.sort(key=lambda dock: (dock[0], dock[1]))
    box = made.boxes[lower]
    wishes = [_middle(box) if links is carried else at for at, links in docks]
    weights = [8.0 if links is carried else 1.0 for _, links in docks]
    for place, (_, its) in zip(_ports(box, wishes, weights, 11.0), docks, strict=True):
        yield from ((link, place) for link in its)


def _leaving(made: Layout, arriving: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Where lines leave the lower side of boxes, in the order of where they go. A line to the floor goes straight
    down."""
    floors = {node.id for node in made.graph.nodes if node.floor}
    out: dict[str, list[tuple[str, str]]] = {}
    for link in made.links:
        out.setdefault(link[0], []).append(link)
    starts: dict[tuple[str, str], float] = {}
    for upper, links in sorted(out.items()):
        if "@" in upper:
            starts.update(dict.fromkeys(links, made.bends[upper]))
            continue
        box = made.boxes[upper]
        goals = sorted((arriving.get(link, _middle(box)), link) for link in links)
        places = _ports(box, [goal for goal, _ in goals], [1.0] * len(goals), APART)
        starts.update({link: place for (_, link), place in zip(goals, places, strict=True)})
    for link in made.links:
        if link[1] in floors:
            arriving[link] = starts[link]
    return starts


def _ports(box: Box, wishes: Sequence[float], weights: Sequence[float], apart: float) -> list[float]:
    """Places on a side of a box near the wishes, evenly closer where there are too many for the side; the corners,
    which may be round, are left alone."""
    inset = min(CORNER, box.width / 3)
    low, high = box.x + inset, box.x + box.width - inset
    step = min(apart, (high - low) / max(1, len(wishes) - 1))
    return spread(wishes, weights, [step] * (len(wishes) - 1), low, high)

"""Arcs: edges of the best stack that are cut, drawn up from where it stands to where it goes on.

An arc crosses a row only where nothing stands, and goes over in the gaps between rows, as lines do; where a row leaves
no room, it goes round at the right side of the picture.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from planner.drawing.badges import badge_at, overhang
from planner.drawing.graphs import Edge, Node
from planner.drawing.layout import LANE_LABEL, MARGIN, Layout
from planner.drawing.routing import Line
from planner.drawing.shapes import Box, Command

CLEAR, ASIDE, SIDE = 7.0, 8.0, 8.0
"""Between an arc and boxes, an arc and lines, an arc at the side and the floor."""
LEFT = LANE_LABEL + MARGIN
ROOM = 16.0
"""Between the middle of a badge and lines that leave the same side of a box, if there is that much."""
TURN, OTHER, BEST = 14.0, 5.0, 60.0
"""What a bend costs, in pixels of way; what it costs to cross a line, and one of the best stack."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arc:
    """The way of a cut edge. ``at`` is its end, the middle of its badge."""

    edge: Edge
    commands: tuple[Command, ...]
    at: tuple[float, float]

    @property
    def badge(self) -> Box:
        return badge_at(*self.at, self.edge.places)


def arcs(made: Layout, lines: Sequence[Line]) -> tuple[Arc, ...]:
    """An arc for each edge of the best stack that is a chip. What leads nowhere higher has none."""
    drawn = set(made.rows.drawn)
    row = made.rows.row
    cut = [
        edge
        for edge in made.graph.edges
        if edge.chosen and edge not in drawn and edge.kind == "runs-over" and row[edge.lower] > row[edge.upper]
    ]
    way = _Way(made, lines)
    return tuple(way.arc(edge) for edge in sorted(cut, key=lambda edge: (edge.places, edge.upper, edge.lower)))


# --- machinery below --------------------------------------------------------------------------


class _Way:
    """Finds ways between what stands in the rows, each beside those before it."""

    def __init__(self, made: Layout, lines: Sequence[Line]) -> None:
        self.made, self.lines = made, lines
        self.nodes: Mapping[str, Node] = {node.id: node for node in made.graph.nodes}
        self.taken = [list(self._standing(number)) for number in range(len(made.tops))]
        self.side = made.width - MARGIN + SIDE
        self.starts: dict[str, int] = {}
        self.ends: dict[str, list[float]] = {}
        self.gaps: list[list[tuple[float, float, float]]] = [[] for _ in made.tops]
        for line in lines:
            under = max(number for number, top in enumerate(made.tops) if top + made.heights[number] >= line.end[1])
            self.gaps[under].append((line.end[0], line.commands[0][1][0], BEST if line.chosen else OTHER))

    def arc(self, edge: Edge) -> Arc:
        made, row = self.made, self.made.rows.row
        first, last = row[edge.upper], row[edge.lower]
        box, ends = made.boxes[edge.lower], self._ends(edge)
        start = self._start(edge)
        middle = start[0] if start else box.x + box.width / 2
        crossed = range(first + 1, last)
        wishes = [middle, ends[0], ends[-1], *(x for number in crossed for span in self.taken[number] for x in span)]
        ways = [self._free(number, wishes) for number in crossed]
        ways = [[start[0]] if start else (ways or [ends])[0], *ways, ends]
        across = self._shortest(ways, first)
        start = start or (min(across[0], made.width - MARGIN - SIDE), made.boxes[edge.upper].y)
        across[0], end = start[0], (across[-1], box.y + box.height)
        self.ends.setdefault(edge.lower, []).append(end[0])
        commands: list[Command] = [("M", (across[0], start[1]))]
        if start[1] > made.tops[first]:
            commands.append(("L", (across[0], made.tops[first])))
        for number, (x, goal) in enumerate(itertools.pairwise(across), start=first):
            begin, stop = made.tops[number], made.tops[number + 1] + made.heights[number + 1]
            bend = (begin + stop) / 2
            commands.append(("C", (x, bend, goal, bend, goal, stop)))
            if number + 1 < last:
                commands.append(("L", (goal, made.tops[number + 1])))
                self.taken[number + 1].append((goal - ASIDE, goal + ASIDE))
        commands.append(("L", end))
        return Arc(edge=edge, commands=tuple(commands), at=end)

    def _start(self, edge: Edge) -> tuple[float, float] | None:
        """The middle of the chip's upper side; on the floor, wherever the arc goes up."""
        if self.nodes[edge.upper].floor:
            return None
        chip = next(box for chip, box in self.made.chips[edge.upper] if chip.kind == "over" and chip.chosen)
        many = self.starts.get(edge.upper, 0)
        self.starts[edge.upper] = many + 1
        return chip.x + chip.width / 2 + 8 * many, chip.y

    def _ends(self, edge: Edge) -> list[float]:
        """On the lower side of the box: at the corner beside its chip, or wherever a badge has room beside what leaves
        it; where there is none, as far from that as can be."""
        box = self.made.boxes[edge.lower]
        bottom = box.y + box.height
        if self.nodes[edge.upper].floor:
            return [box.x + box.width - 4]
        ports = [
            line.commands[0][1][0]
            for line in self.lines
            if abs(line.commands[0][1][1] - bottom) < 0.05
            and any(carried.upper == edge.lower for carried in line.edges)
        ]
        ports += self.ends.get(edge.lower, [])
        inset = 13.0 if self.nodes[edge.lower].role == "mapping" else 9.0
        places = [box.x + inset + step for step in range(int(box.width - 2 * inset) + 1)]
        room = {x: min([abs(x - port) for port in ports] + [ROOM]) for x in places}
        return [x for x in places if room[x] == max(room.values())]

    def _standing(self, number: int) -> Iterator[tuple[float, float]]:
        """From where to where a row is taken: by boxes with their chips and badges, and by lines."""
        for id, row in self.made.rows.row.items():
            if row == number:
                box = self.made.boxes[id]
                left = box.x - overhang(self.nodes[id].places)
                right = max([box.x + box.width, *(chip.x + chip.width for _, chip in self.made.chips.get(id, ()))])
                yield left - CLEAR, right + CLEAR
        for name, x in self.made.bends.items():
            if name.endswith(f"@{number}"):
                yield x - ASIDE, x + ASIDE

    def _free(self, number: int, wishes: Sequence[float]) -> list[float]:
        """Where an arc may cross a row: straight on, close to what stands in one that it crosses, or at the side."""
        taken = self.taken[number]
        free = [x for x in wishes if LEFT <= x <= self.side and not any(low < x < high for low, high in taken)]
        return sorted({*free, self.side})

    def _shortest(self, ways: Sequence[Sequence[float]], first: int) -> list[float]:
        """The way with the least to go sideways and to cross; the first of equals."""
        best = [(0.0, [x]) for x in ways[0]]
        for number, choices in enumerate(ways[1:], start=first):
            best = [min((cost + self._cost(number, way[-1], x), [*way, x]) for cost, way in best) for x in choices]
        return min(best)[1]

    def _cost(self, number: int, a: float, b: float) -> float:
        """Of the gap above a row."""
        crossed = fsum(price for low, high, price in self.gaps[number] if (a - low) * (b - high) < 0)
        return abs(a - b) + (TURN if abs(a - b) > 0.5 else 0) + crossed

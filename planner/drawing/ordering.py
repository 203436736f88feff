"""The order within rows that crosses few lines: barycentre sweeps and swaps of neighbours, from several seeded starts.

Deterministic: the same rows and links give the same order everywhere.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from math import fsum
from random import Random

RESTARTS = 100
"""A third of a second for the whole catalogue, and a tenth fewer crossings than 14 starts."""
EFFORT = 40_000
"""Links that all starts together go over. Up to 400 links are started 100 times, more than 20,000 once: the time grows
with the links, no faster, and hangs on nothing but them, so the same graph is the same picture everywhere."""
SWEEPS = 10

Order = list[list[str]]
Links = Mapping[str, Sequence[str]]


def restarts(links: int) -> int:
    """How many starts a graph with so many links between rows gets."""
    return max(1, min(RESTARTS, EFFORT // max(1, links)))


def ordered(rows: Sequence[Sequence[str]], down: Links) -> Order:
    """The rows, from the bottom, each put in the best order that was found. ``down`` links each thing to those that it
    meets in the row below."""
    up: dict[str, list[str]] = {}
    for upper in sorted(down):
        for lower in down[upper]:
            up.setdefault(lower, []).append(upper)
    best: Order = [sorted(row) for row in rows]
    fewest = crossings(best, down)
    for seed in range(restarts(sum(map(len, down.values())))):
        order = _start(rows, seed)
        for sweep in range(SWEEPS):
            _sweep(order, up if sweep % 2 else down, upwards=sweep % 2 == 0)
            crossed = crossings(order, down)
            if crossed < fewest:
                best, fewest = [list(row) for row in order], crossed
        swapped = _swapped(order, up, down)
        crossed = crossings(swapped, down)
        if crossed < fewest:
            best, fewest = swapped, crossed
    return _swapped(best, up, down)


def crossings(order: Sequence[Sequence[str]], down: Links) -> int:
    """How many pairs of links cross between neighbouring rows: for each link, how many ends of those left of it lie
    further right."""
    total = 0
    for lower, upper in itertools.pairwise(order):
        place = {name: at for at, name in enumerate(lower)}
        seen: list[int] = []
        for name in upper:
            ends = [place[below] for below in down.get(name, ()) if below in place]
            for end in ends:
                total += len(seen) - bisect_right(seen, end)
            for end in ends:
                insort(seen, end)
    return total


# --- machinery below --------------------------------------------------------------------------


def _start(rows: Sequence[Sequence[str]], seed: int) -> Order:
    random = Random(seed)
    order = [sorted(row) for row in rows]
    if seed:
        for row in order:
            random.shuffle(row)
    return order


def _sweep(order: Order, links: Links, *, upwards: bool) -> None:
    """Sort each row by the mean place of what it is linked to in the row before; what has no link keeps its place."""
    for at in range(len(order)) if upwards else reversed(range(len(order))):
        before = at - 1 if upwards else at + 1
        if not 0 <= before < len(order):
            continue
        scale = len(order[at]) / max(1, len(order[before]))
        place = {name: number * scale for number, name in enumerate(order[before])}
        keys = {}
        for number, name in enumerate(order[at]):
            ends = [place[end] for end in links.get(name, ()) if end in place]
            keys[name] = fsum(ends) / len(ends) if ends else float(number)
        order[at].sort(key=lambda name: keys[name])


def _swapped(order: Order, up: Links, down: Links, rounds: int = 8) -> Order:
    """The order with neighbours swapped as long as that crosses fewer links."""
    order = [list(row) for row in order]
    for _ in range(rounds):
        better = False
        for at, row in enumerate(order):
            below = _ends(row, down, order[at - 1] if at else ())
            above = _ends(row, up, order[at + 1] if at + 1 < len(order) else ())
            for first in range(len(row) - 1):
                a, b = row[first], row[first + 1]
                if _saved(below[a], below[b]) + _saved(above[a], above[b]) > 0:
                    row[first], row[first + 1] = b, a
                    better = True
        if not better:
            break
    return order


def _ends(row: Sequence[str], links: Links, other: Sequence[str]) -> dict[str, list[int]]:
    """Where in the other row the links of each end."""
    place = {name: number for number, name in enumerate(other)}
    return {name: [place[end] for end in links.get(name, ()) if end in place] for name in row}


def _saved(left: Sequence[int], right: Sequence[int]) -> int:
    """How many links fewer cross where neighbours with these ends are swapped."""
    return sum((x > y) - (x < y) for x in left for y in right)

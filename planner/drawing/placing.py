"""Where things stand along a line, in a given order, with exact distances: weighted isotonic regression.

Pool adjacent violators gives the places that are nearest to the wishes in the least-squares sense. Floats are added by
``fsum``, since ``sum`` adds them in other ways from Python 3.12 on, and a picture is the same everywhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from math import fsum

STRAIGHT = 24.0
"""The weight of a link between two bends of a trunk, against 1 for a link between boxes: trunks stay straight."""
LOOSE = 0.05
"""The weight of what no link pulls at."""
MOST, LEAST, LAST, EFFORT = 40, 12, 6, 80_000
"""Rounds of a small graph, of a large one; the last ones, which look both ways; links that all rounds go over."""


def spread(
    wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[float], low: float, high: float
) -> list[float]:
    """Places nearest to the wishes, ascending, at least ``gaps[i]`` from place i to the next, from ``low`` to
    ``high``. Where there is no room between these, they start at ``low``."""
    offsets = list(itertools.accumulate(gaps, initial=0.0))
    pools: list[tuple[float, float, int]] = []
    for wish, weight, offset in zip(wishes, weights, offsets, strict=True):
        mean, total, count = wish - offset, weight, 1
        while pools and pools[-1][0] > mean:
            before, its, many = pools.pop()
            mean, total, count = (before * its + mean * total) / (its + total), its + total, many + count
        pools.append((mean, total, count))
    top = max(low, high - offsets[-1])
    flat = [min(max(mean, low), top) for mean, _, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(flat, offsets, strict=True)]


def rounds(links: int) -> int:
    """How often the rows of a graph with so many links are gone through: 40 times up to 2,000 links, 12 times from
    6,700 on."""
    return max(LEAST, min(MOST, EFFORT // max(1, links)))


def columns(
    order: Sequence[Sequence[str]],
    down: Mapping[str, Sequence[str]],
    width: Mapping[str, float],
    gap: Callable[[str, str], float],
) -> dict[str, float]:
    """The middle of everything, so that links are short and trunks straight, in the width of the fullest row."""
    rows = [row for row in order if row]
    gaps = [[(width[a] + width[b]) / 2 + gap(a, b) for a, b in itertools.pairwise(row)] for row in rows]
    ends = [(width[row[0]] / 2, width[row[-1]] / 2) for row in rows]
    whole = max(fsum(between) + left + right for between, (left, right) in zip(gaps, ends, strict=True))
    x: dict[str, float] = {}
    for row, between, (left, right) in zip(rows, gaps, ends, strict=True):
        at = (whole - fsum(between) - left - right) / 2 + left
        for name, step in zip(row, [*between, 0.0], strict=True):
            x[name] = at
            at += step
    level = {name: at for at, row in enumerate(rows) for name in row}
    pulls = _pulls(down, level)
    many = rounds(sum(map(len, down.values())))
    for turn in range(many):
        upwards = turn % 2 == 0
        its = pulls[BOTH if turn >= many - LAST else upwards]
        for at in range(len(rows)) if upwards else reversed(range(len(rows))):
            row = rows[at]
            wishes, weights = [], []
            for name in row:
                linked, total = its[name]
                wishes.append(fsum([x[other] * weight for other, weight in linked]) / total if linked else x[name])
                weights.append(total)
            places = spread(wishes, weights, gaps[at], ends[at][0], whole - ends[at][1])
            x.update(zip(row, places, strict=True))
    return x


# --- machinery below --------------------------------------------------------------------------

BOTH = 2
"""The place of the pulls of all links, behind those of what is above and of what is below."""
Pulls = tuple[list[tuple[str, float]], float]


def _pulls(down: Mapping[str, Sequence[str]], level: Mapping[str, int]) -> tuple[dict[str, Pulls], ...]:
    """What pulls at each thing, on the way down, on the way up, and on both; and the weight of that together."""
    around: tuple[dict[str, list[tuple[str, float]]], ...] = tuple({name: [] for name in level} for _ in range(3))
    for upper in sorted(down):
        for lower in down[upper]:
            if upper in level and lower in level:
                weight = (1.0, 4.0, STRAIGHT)[("@" in upper) + ("@" in lower)]
                for name, other in ((upper, lower), (lower, upper)):
                    around[level[other] < level[name]][name].append((other, weight))
                    around[BOTH][name].append((other, weight))
    return tuple(
        {name: (its, fsum(weight for _, weight in its) or LOOSE) for name, its in side.items()} for side in around
    )

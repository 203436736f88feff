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


def spread(
    wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[float], low: float, high: float
) -> list[float]:
    """Places nearest to the wishes, ascending, at least ``gaps[i]`` from place i to the next, from ``low`` to
    ``high``. Where there is no room between these, they start at ``low``."""
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
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


def columns(
    order: Sequence[Sequence[str]],
    down: Mapping[str, Sequence[str]],
    width: Mapping[str, float],
    gap: Callable[[str, str], float],
    rounds: int = 40,
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
    links = _both_ways(down, x)
    level = {name: at for at, row in enumerate(rows) for name in row}
    for turn in range(rounds):
        upwards = turn % 2 == 0
        both = turn >= rounds - 6
        for at in range(len(rows)) if upwards else reversed(range(len(rows))):
            row = rows[at]
            wishes, weights = [], []
            for name in row:
                pulls = [(x[other], weight) for other, weight in links[name] if both or (level[other] < at) == upwards]
                total = fsum(weight for _, weight in pulls)
                wishes.append(fsum(place * weight for place, weight in pulls) / total if total else x[name])
                weights.append(total or 0.05)
            places = spread(wishes, weights, gaps[at], ends[at][0], whole - ends[at][1])
            x.update(zip(row, places, strict=True))
    return x


# --- machinery below --------------------------------------------------------------------------


def _both_ways(down: Mapping[str, Sequence[str]], x: Mapping[str, float]) -> dict[str, list[tuple[str, float]]]:
    links: dict[str, list[tuple[str, float]]] = {name: [] for name in x}
    for upper in sorted(down):
        for lower in down[upper]:
            if upper in x and lower in x:
                bends = ("@" in upper) + ("@" in lower)
                weight = (1.0, 4.0, STRAIGHT)[bends]
                links[upper].append((lower, weight))
                links[lower].append((upper, weight))
    return links

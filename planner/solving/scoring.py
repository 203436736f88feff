"""What orders stacks, segment by segment: costs, which add up, and wishes, each of which counts once in a stack.

Knows figures and their weights. Knows no order of search and no text.

A vector of a ranking's criteria is one integer, ``BITS`` for each criterion, the first one highest: integers add and
compare as vectors do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from planner import model
from planner.catalogue.coding import (
    BYTES_UNKNOWN,
    EXPOSED,
    FEATURES,
    HELD,
    IS_ALWAYS,
    IS_NEVER,
    RELIABLE,
    RTTS_UNKNOWN,
    CodedSegments,
)
from planner.catalogue.layers import FROM_BELOW
from planner.catalogue.segments import SegmentFacts
from planner.demands.asked import SOFT
from planner.demands.table import PREFERENCES
from planner.model import Preference
from planner.solving.problem import SegmentClass

BITS = 80
"""Of a packed vector, for each criterion: enough for as many unknown figures as a stack can have."""
LANE = (1 << BITS) - 1

UNKNOWN = 1 << 60
"""More than any figure: what is unknown ranks after everything known (docs/design.md, "Ranking")."""

Vector = tuple[int, ...]
Criteria = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

UNKNOWNS = {"handshake-rtts": RTTS_UNKNOWN.mask, "overhead-bytes": BYTES_UNKNOWN.mask}
"""The figures that may be unknown, each with the bit of a segment for which it is."""

EVERY_UNKNOWN = (0, RTTS_UNKNOWN.mask, BYTES_UNKNOWN.mask, RTTS_UNKNOWN.mask | BYTES_UNKNOWN.mask)
"""Which sums of a stack may be unknown."""


class Costs:
    """What a ranking's criteria make of figures.

    ``unknown`` is None where stacks with unknown sums are among the others: what is unknown then weighs ``UNKNOWN``,
    which orders rightly all stacks but those with the same criterion unknown. Else all stacks have exactly the sums of
    ``unknown`` unknown (bits of ``UNKNOWNS``): these weigh nothing, since a known part of them decides nothing.
    """

    def __init__(self, criteria: Criteria, unknown: int | None = None) -> None:
        self.criteria, self.unknown = criteria, unknown
        self.left_out = self.lanes(unknown or 0, LANE)
        self.weights = {
            figure: _packed(sum(weight for other, weight in weights if other == figure) for _, weights in criteria)
            & ~self.left_out
            for figure in model.FIGURES
        }
        self.base = self.lanes(unknown or 0, UNKNOWN) + len(model.FEATURES) * self.weights["missing-security"]
        """What every stack has to begin with: what is unknown, and every feature missing."""
        self._unknowns = _packed(LANE & -UNKNOWN for _ in criteria)

    def lanes(self, unknown: int, content: int) -> int:
        """Something in each criterion that some unknown figures make unknown."""
        figures = {figure for figure, bit in UNKNOWNS.items() if bit & unknown}
        return _packed(
            content if any(figure in figures for figure, _ in weights) else 0 for _, weights in self.criteria
        )

    def of(self, facts: SegmentFacts, six: bool) -> int:
        """What a segment adds, its ``ip`` having version 6 or 4."""
        weights, added = self.weights, facts.bytes6 if six else facts.bytes4
        cost = (
            facts.deployment * weights["deployment"]
            + facts.carrier * weights["carrier"]
            + facts.maturity * weights["maturity"]
            + (facts.relays + facts.tunnels) * weights["relays-and-tunnels"]
            + (facts.security_head + facts.security_rest) * weights["security-layers"]
            + facts.reliable * weights["nested-reliability"]
            + (facts.rtts or 0) * weights["handshake-rtts"]
            + (added or 0) * weights["overhead-bytes"]
        )
        unknown = (RTTS_UNKNOWN.mask if facts.rtts is None else 0) | (BYTES_UNKNOWN.mask if added is None else 0)
        return cost + self.lanes(unknown, UNKNOWN) if unknown else cost  # wishes still take from what is known there

    def unpacked(self, vector: int) -> Vector:
        """The criteria of a whole stack's vector."""
        shifts = range(BITS * (len(self.criteria) - 1), -1, -BITS)
        return tuple([min(vector >> shift & LANE, UNKNOWN) for shift in shifts])

    def values(self, vector: int) -> tuple[int | None, ...]:
        """The same, ``None`` for what is unknown."""
        return tuple([None if part == UNKNOWN else part for part in self.unpacked(vector)])

    def is_unknown(self, vector: int) -> bool:
        """Whether a criterion of a whole stack's vector is unknown."""
        return bool(vector & self._unknowns)

    def normal(self, vector: int) -> int:
        """The vector of a whole stack, what is unknown without the known part of it."""
        if not self.is_unknown(vector):
            return vector
        return _packed(self.unpacked(vector))

    def of_layers(self, count: int) -> int:
        return count * self.weights["layers"]


class Wish(NamedTuple):
    """What counts once: the first segment that has one of these bits adds the weight."""

    bits: int
    weight: int


class Wishes:
    """What a scenario's wishes and the ranking make of bits that are met on the way down, remembered."""

    def __init__(self, wishes: tuple[Wish, ...]) -> None:
        self.wishes = wishes
        self.bits = 0
        for wish in wishes:
            self.bits |= wish.bits
        self._met: dict[int, tuple[int, int]] = {0: (0, 0)}
        self._hopes: dict[int, int] = {0: 0}

    def met(self, bits: int) -> tuple[int, int]:
        """What meeting some bits adds, and all bits that no longer count then."""
        known = self._met.get(bits)
        if known is None:
            hit = [wish for wish in self.wishes if wish.bits & bits]
            closed = 0
            for wish in hit:
                closed |= wish.bits
            known = self._met[bits] = sum(wish.weight for wish in hit), closed
        return known

    def after(self, open_wishes: int, entering: SegmentClass) -> tuple[int, int]:
        """What a class adds by the wishes that it meets, and those that still count below it."""
        added, closed = self.met(entering.code & open_wishes)
        return added, open_wishes & ~closed & entering.left_open

    def hope(self, bits: int) -> int:
        """The least that these bits could still add."""
        known = self._hopes.get(bits)
        if known is None:
            known = self._hopes[bits] = sum(min(0, wish.weight) for wish in self.wishes if wish.bits & bits)
        return known


def wishes_of(scenario: model.Scenario, segments: CodedSegments, costs: Costs) -> tuple[tuple[Wish, ...], int]:
    """The wishes of a scenario by what they weigh, and what every stack has to begin with."""
    wishes = _Weighing(costs)
    weights = costs.weights
    for index in range(len(model.FEATURES)):
        wishes.add(FEATURES.bit(index), -weights["missing-security"])
    # Of the reliable layers, which costs count, one is not inside another.
    wishes.add(RELIABLE.mask, -weights["nested-reliability"])
    for section in PREFERENCES:
        preferences = getattr(scenario, section)
        for name in preferences:
            if preferences[name] in SOFT:
                _weigh(wishes, scenario, segments, section, name, preferences[name])
    return wishes.done()


def profile(scenario: model.Scenario, rules: model.Rules) -> model.Ranking:
    """The ranking that a scenario names or writes."""
    return scenario.ranking if isinstance(scenario.ranking, model.Ranking) else rules.rankings[scenario.ranking]


def weigh(ranking: model.Ranking, figures: dict[str, int | None]) -> Vector:
    """A stack's figures as the vector that orders it; a criterion with an unknown part is ``UNKNOWN``."""
    return tuple(_weighed(weights, figures) for _, weights in ranking.criteria)


# --- machinery below --------------------------------------------------------------------------


class _Weighing:
    """Wishes put together by their bits."""

    def __init__(self, costs: Costs) -> None:
        self.weights, self.base = costs.weights, costs.base
        self.weighed: dict[int, int] = {}

    def add(self, bits: int, weight: int) -> None:
        self.weighed[bits] = self.weighed.get(bits, 0) + weight

    def done(self) -> tuple[tuple[Wish, ...], int]:
        return tuple(Wish(bits, weight) for bits, weight in sorted(self.weighed.items()) if weight), self.base


def _weigh(
    wishes: _Weighing, scenario: model.Scenario, segments: CodedSegments, section: str, name: str, wanted: Preference
) -> None:
    """Add one preference: ``prefer`` is missed, or ``avoid`` hit."""
    missed, hit = wishes.weights["preferences"], wishes.weights["avoided"]
    if section == "transport":
        index = model.PROPERTIES.index(name)
        if wanted == Preference.AVOID:  # what is always so wherever below is not avoided by a layer on top
            held = HELD.bit(FROM_BELOW.index(name)) if name in FROM_BELOW else 0
            wishes.add(IS_ALWAYS.bit(index) | held, hit)
        elif not scenario.keeps(name):
            wishes.add(IS_NEVER.bit(index), missed)
    elif wanted == Preference.AVOID:
        wishes.add(_bit(segments, section, name), hit)
    else:
        wishes.base += missed
        wishes.add(_bit(segments, section, name), -missed)


def _bit(segments: CodedSegments, section: str, name: str) -> int:
    match section:
        case "interfaces":
            return EXPOSED.bit(model.INTERFACES.index(name))
        case "security":
            return FEATURES.bit(model.FEATURES.index(name))
        case _:
            return segments.alphabet.bits[name] << segments.names.at


def _packed(parts: Iterable[int]) -> int:
    total = 0
    for part in parts:
        total = (total << BITS) + part
    return total


def _weighed(weights: Iterable[tuple[str, int]], figures: dict[str, int | None]) -> int:
    total = 0
    for figure, weight in weights:
        value = figures.get(figure, 0)
        if value is None:
            return UNKNOWN
        total += weight * value
    return total

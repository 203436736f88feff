"""Sequences of kinds -> stacks, best first and only as many as asked for.

Knows figures and their weights; the only room that adds numbers. Knows no solver and no text.

A sequence of kinds stands for the product of its kinds' members, and most of those are never built. Members whose
figures differ only in what adds up (maturity, round trips, bytes, layers) are one ``Variant``; a sequence of
variants fixes the rest (preferences, features). So one heap holds, in the order of what they can be at best:
sequences of kinds, sequences of variants, and stacks; what comes off it is opened one step further, until it is a
stack.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product
from operator import add
from typing import NamedTuple

from planner import model
from planner.demands import Wish, soft_wishes
from planner.model import Preference
from planner.problem import ALWAYS, INHERIT, NEVER, Problem, State
from planner.segments import Alphabet, Facts, Segment

UNKNOWN = 1 << 60
"""More than any figure: what is unknown ranks after everything known (DESIGN 9)."""

Vector = tuple[int, ...]
Figures = dict[str, int | None]


def rank(
    problem: Problem,
    sequences: Callable[[int], Iterable[Sequence[int]]],
    scenario: model.Scenario,
    rules: model.Rules,
    *,
    limit: int,
) -> list[model.Stack]:
    """The best ``limit`` stacks, best first. Equal figures are ordered by the layers' names from the top, so the same
    input always gives the same list.

    ``sequences`` gives the sequences of a length; it is asked for the longer ones only as long as one of them could
    still come before what is found, so the largest limits cost no more than what they can bring.
    """
    best = _Ranker(problem, scenario, rules).stacks(sequences)
    return [stack for stack, _ in zip(best, range(limit), strict=False)]


def profile(scenario: model.Scenario, rules: model.Rules) -> model.Ranking:
    """The ranking that a scenario names or writes."""
    return scenario.ranking if isinstance(scenario.ranking, model.Ranking) else rules.rankings[scenario.ranking]


def weigh(ranking: model.Ranking, figures: Figures) -> Vector:
    """A stack's figures as the vector that orders it; a criterion with an unknown part is ``UNKNOWN``."""
    return tuple(_weighed(weights, figures) for _, weights in ranking.criteria)


# --- machinery below --------------------------------------------------------------------------

Names = tuple[str, ...]


class Trait(NamedTuple):
    """What a segment gives to figures that do not add up; ``relay`` ends the first leg."""

    interfaces: int
    features: int
    names: int
    properties: tuple[str, ...]
    relay: bool
    reliable: bool
    rtts_known: bool
    bytes_known: bool


END = Trait(0, 0, 0, (), False, False, True, True)
"""What is below the outermost segment: nothing, and nothing unknown."""

ADDED = (
    "maturity",
    "relays-and-tunnels",
    "security-layers",
    "nested-reliability",
    "handshake-rtts",
    "overhead-bytes",
    "layers",
)
"""The figures that add up segment by segment."""


class Least(NamedTuple):
    """The least that some stacks add: the first of their vectors, and the least of each criterion by itself. Where a
    sum is unknown, the first vector was chosen by figures that then decide nothing, and only the second is a bound."""

    first: Vector
    each: Vector


Outcomes = dict[Trait, Least]
"""What stacks can come to in what does not add up, each with the least that they add to what does."""

FEW_SEGMENTS = 2


class Member(NamedTuple):
    """A segment with the part of the vector that it adds; sorted as its stacks rank."""

    vector: Vector
    names: Names
    segment: Segment


@dataclass(frozen=True, eq=False)
class Variant:
    """The segments of a kind that share a trait."""

    trait: Trait
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class _Open:
    """A sequence of kinds: its vector is a bound that no stack of it comes before."""

    vector: Vector
    kinds: tuple[int, ...]


@dataclass(frozen=True)
class _Stack:
    """The members taken in each slot, as places in their sorted lists."""

    vector: Vector
    names: Names
    places: tuple[int, ...]
    choices: tuple[list[Member], ...]
    base: Vector


class _Ranker:
    def __init__(self, problem: Problem, scenario: model.Scenario, rules: model.Rules) -> None:
        self.problem = problem
        self.ranking = profile(scenario, rules)
        self.six = scenario.ip_version == 6
        alphabet = Alphabet.of(rules)
        self.wishes = [(wish, _bit(wish, alphabet)) for wish in soft_wishes(scenario)]
        self.named = _union(bit for wish, bit in self.wishes if wish.section == "protocols")
        self.exposed = _union(bit for wish, bit in self.wishes if wish.section == "interfaces")
        self.asked = sorted(bit for wish, bit in self.wishes if wish.section == "transport")
        self.variants: dict[int, tuple[Variant, ...]] = {}
        self.leasts: dict[Variant, Least] = {}
        self.bases: dict[Trait, Vector] = {}
        self.rests: dict[tuple[State, int], Outcomes] = {}
        nothing = (0,) * len(self.ranking.criteria)
        self.folded: dict[tuple[int, ...], Outcomes] = {}
        self.end: Outcomes = {END: Least(nothing, nothing)}
        self.sorted: dict[tuple[Variant, bool, bool], list[Member]] = {}

    def stacks(self, sequences: Callable[[int], Iterable[Sequence[int]]]) -> Iterator[model.Stack]:
        """Every stack, best first. Entries are (vector, names, order, thing); a bound has no names, so it is opened
        before a stack of the same vector is given out."""
        heap: list[tuple[Vector, Names, int, _Open | _Stack]] = []
        length, order = 1, count()
        while True:
            while length <= self.problem.longest and self.worth_listing(length, heap[0][0] if heap else None):
                for kinds in map(tuple, sequences(length)):
                    vector = self.bound(self.outcomes(kinds))
                    heapq.heappush(heap, (vector, (), next(order), _Open(vector, kinds)))
                length += 1
            if not heap:
                return
            thing = heapq.heappop(heap)[3]
            if isinstance(thing, _Stack):
                yield tuple(layer for member in _taken(thing) for layer in member.segment.layers)
            for after in self.opened(thing) if isinstance(thing, _Open) else self.followers(thing):
                heapq.heappush(heap, (after.vector, after.names, next(order), after))

    def worth_listing(self, length: int, best: Vector | None) -> bool:
        """Whether a stack of at least ``length`` segments could come before, or beside, one with the vector ``best``.
        The shortest are so few that listing them is cheaper than asking."""
        if length <= FEW_SEGMENTS or self.problem.longest <= FEW_SEGMENTS + 1:
            return True
        rest = self.rest(self.problem.start, length)
        return bool(rest) and (best is None or self.bound(rest) <= best)

    def bound(self, outcomes: Outcomes) -> Vector:
        """No stack with one of these outcomes comes before this."""
        found = []
        for trait, least in outcomes.items():
            base = self.base(trait)
            unknown = next((place for place, part in enumerate(base) if part >= UNKNOWN), len(base))
            added = least.first[:unknown] + least.each[unknown:]
            found.append(tuple(min(part, UNKNOWN) for part in _sum(base, added)))
        return min(found)

    def outcomes(self, kinds: tuple[int, ...]) -> Outcomes:
        """What the stacks of a sequence of kinds can come to, each with the least that it adds."""
        if not kinds:
            return self.end
        if kinds not in self.folded:
            self.folded[kinds] = {}
            self.fold(kinds[0], self.outcomes(kinds[1:]), self.folded[kinds])
        return self.folded[kinds]

    def rest(self, state: State, slots: int) -> Outcomes:
        """The same for all completions of ``state`` with at least ``slots`` more kinds."""
        if state.ended:
            return {} if slots > 0 else self.end
        key = (state, max(slots, 0))
        if key not in self.rests:
            found: Outcomes = {}
            for number in self.problem.next_kinds(state):
                after = self.problem.step(state, self.problem.kinds[number])
                if after is not None:
                    self.fold(number, self.rest(after, slots - 1), found)
            self.rests[key] = found
        return self.rests[key]

    def fold(self, number: int, below: Outcomes, into: Outcomes) -> None:
        """Put a kind above some outcomes."""
        for variant in self.variants_of(number):
            least = self.least(variant)
            for trait, rest in below.items():
                folded = _over(variant.trait, trait)
                first, each = _sum(least.first, rest.first), _sum(least.each, rest.each)
                before = into.get(folded)
                if before is not None:
                    first, each = min(first, before.first), tuple(map(min, each, before.each))
                into[folded] = Least(first, each)

    def least(self, variant: Variant) -> Least:
        """The least that a variant adds."""
        if variant not in self.leasts:
            members = self.members(variant, variant.trait.rtts_known, variant.trait.bytes_known)
            self.leasts[variant] = Least(
                members[0].vector, tuple(map(min, zip(*(member.vector for member in members), strict=True)))
            )
        return self.leasts[variant]

    def opened(self, thing: _Open) -> Iterator[_Stack]:
        """The best stack of each sequence of variants that a sequence of kinds stands for."""
        for variants in product(*(self.variants_of(number) for number in thing.kinds)):
            trait = END
            for variant in reversed(variants):
                trait = _over(variant.trait, trait)
            choices = tuple(self.members(variant, trait.rtts_known, trait.bytes_known) for variant in variants)
            yield _at((0,) * len(choices), choices, self.base(trait))

    def variants_of(self, number: int) -> tuple[Variant, ...]:
        if number not in self.variants:
            groups: dict[Trait, list[Segment]] = {}
            for segment in self.problem.members[number]:
                groups.setdefault(self.trait(segment.facts), []).append(segment)
            self.variants[number] = tuple(Variant(trait, tuple(groups[trait])) for trait in sorted(groups))
        return self.variants[number]

    def trait(self, facts: Facts) -> Trait:
        return Trait(
            interfaces=facts.interfaces & self.exposed,
            features=facts.features,
            names=facts.names & self.named,
            properties=tuple(facts.properties[place] for place in self.asked),
            relay=bool(facts.relays),
            reliable=bool(facts.reliable),
            rtts_known=facts.rtts is not None,
            bytes_known=(facts.bytes6 if self.six else facts.bytes4) is not None,
        )

    def members(self, variant: Variant, rtts_known: bool, bytes_known: bool) -> list[Member]:
        """A variant's segments in the order in which they rank. Where a sum is unknown, a known part of it decides
        nothing."""
        key = (variant, rtts_known, bytes_known)
        if key not in self.sorted:
            weights = self.weights(rtts_known, bytes_known)
            found = [self.member(segment, weights) for segment in variant.segments]
            self.sorted[key] = sorted(found, key=lambda member: member[:2])
        return self.sorted[key]

    def member(self, segment: Segment, weights: list[list[tuple[int, int]]]) -> Member:
        facts = segment.facts
        figures = (
            facts.maturity,
            facts.relays + facts.tunnels,
            facts.security_head + facts.security_rest,
            facts.reliable,
            facts.rtts or 0,
            (facts.bytes6 if self.six else facts.bytes4) or 0,
            len(segment.layers),
        )
        vector = tuple([sum([weight * figures[place] for place, weight in some]) for some in weights])
        return Member(vector, segment.names, segment)

    def weights(self, rtts_known: bool, bytes_known: bool) -> list[list[tuple[int, int]]]:
        """For each criterion the figures that add up, by their place in ``ADDED``, and what they weigh; none where the
        criterion is unknown as a whole: then a known part of it decides nothing."""
        known = {"handshake-rtts": rtts_known, "overhead-bytes": bytes_known}
        return [
            [(ADDED.index(figure), weight) for figure, weight in weights if figure in ADDED]
            if all(known.get(figure, True) for figure, _ in weights)
            else []
            for _, weights in self.ranking.criteria
        ]

    def base(self, trait: Trait) -> Vector:
        """The part of the vector that does not add up, of stacks that come to ``trait``."""
        if trait not in self.bases:
            met = [self.is_met(trait, wish, bit) for wish, bit in self.wishes]
            pairs = list(zip(self.wishes, met, strict=True))
            figures: Figures = {
                "preferences": sum(wish.preference == Preference.PREFER and not it for (wish, _), it in pairs),
                "avoided": sum(wish.preference == Preference.AVOID and it for (wish, _), it in pairs),
                "missing-security": len(model.FEATURES) - trait.features.bit_count(),
                # Of the reliable layers, which the members count, one is not inside another.
                "nested-reliability": -1 if trait.reliable else 0,
                "handshake-rtts": 0 if trait.rtts_known else None,
                "overhead-bytes": 0 if trait.bytes_known else None,
            }
            self.bases[trait] = weigh(self.ranking, figures)
        return self.bases[trait]

    def is_met(self, trait: Trait, wish: Wish, bit: int) -> bool:
        """For ``prefer`` whether the stack can have the thing; for ``avoid`` whether it has it always (DESIGN 5)."""
        match wish.section:
            case "transport":
                value = trait.properties[self.asked.index(bit)]
                return value not in (NEVER, INHERIT) if wish.preference == Preference.PREFER else value == ALWAYS
            case "interfaces":
                return bool(trait.interfaces & bit)
            case "security":
                return bool(trait.features & bit)
            case _:
                return bool(trait.names & bit)

    def followers(self, thing: _Stack) -> Iterator[_Stack]:
        """The stacks that come next after this one: one slot moved on. Only slots up to the last moved one are moved
        (from the right), so each combination is met once."""
        for slot in reversed(range(len(thing.places))):
            if thing.places[slot] + 1 < len(thing.choices[slot]):
                places = (*thing.places[:slot], thing.places[slot] + 1, *thing.places[slot + 1 :])
                yield _at(places, thing.choices, thing.base)
            if thing.places[slot]:
                return


def _sum(one: Vector, other: Vector) -> Vector:
    return tuple(map(add, one, other))


def _at(places: tuple[int, ...], choices: tuple[list[Member], ...], base: Vector) -> _Stack:
    taken = [members[place] for members, place in zip(choices, places, strict=True)]
    sums = map(sum, zip(base, *(member.vector for member in taken), strict=True))
    vector = tuple(UNKNOWN if total >= UNKNOWN else total for total in sums)
    return _Stack(vector, tuple(name for member in taken for name in member.names), places, choices, base)


def _taken(thing: _Stack) -> list[Member]:
    return [members[place] for members, place in zip(thing.choices, thing.places, strict=True)]


def _weighed(weights: Iterable[tuple[str, int]], figures: Figures) -> int:
    total = 0
    for figure, weight in weights:
        value = figures.get(figure, 0)
        if value is None:
            return UNKNOWN
        total += weight * value
    return total


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total


def _over(upper: Trait, lower: Trait) -> Trait:
    """The trait of a segment with what is below it; a relay ends the first leg, and with it what is end to end."""
    return Trait(
        interfaces=upper.interfaces | (0 if upper.relay else lower.interfaces),
        features=upper.features | (0 if upper.relay else lower.features),
        names=upper.names | lower.names,
        properties=tuple(
            below if value == INHERIT else value
            for value, below in zip(upper.properties, lower.properties or upper.properties, strict=True)
        ),
        relay=False,
        reliable=upper.reliable or lower.reliable,
        rtts_known=upper.rtts_known and lower.rtts_known,
        bytes_known=upper.bytes_known and lower.bytes_known,
    )


def _bit(wish: Wish, alphabet: Alphabet) -> int:
    """The wish's bit in the masks of ``Facts``; for a transport property its place."""
    match wish.section:
        case "transport":
            return model.PROPERTIES.index(wish.key)
        case "interfaces":
            return 1 << model.INTERFACES.index(wish.key)
        case "security":
            return 1 << model.FEATURES.index(wish.key)
        case _:
            return alphabet.bits[wish.key]

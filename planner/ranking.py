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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from planner import model
from planner.demands import Wish, soft_wishes
from planner.model import Preference
from planner.problem import ALWAYS, INHERIT, NEVER, Problem
from planner.segments import Alphabet, Facts, Segment

UNKNOWN = 1 << 60
"""More than any figure: what is unknown ranks after everything known (DESIGN 9)."""

Vector = tuple[int, ...]
Figures = dict[str, int | None]


def rank(
    problem: Problem, sequences: Iterable[Sequence[int]], scenario: model.Scenario, rules: model.Rules, *, limit: int
) -> list[model.Stack]:
    """The best ``limit`` stacks of the sequences, best first. Equal figures are ordered by the layers' names from
    the top, so the same input always gives the same list."""
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
        self.bounds: dict[int, Vector] = {}
        self.sorted: dict[tuple[Variant, bool, bool], list[Member]] = {}

    def stacks(self, sequences: Iterable[Sequence[int]]) -> Iterator[model.Stack]:
        """Every stack of the sequences, best first. Entries are (vector, names, order, thing); a bound has no names,
        so it is opened before a stack of the same vector is given out."""
        heap: list[tuple[Vector, Names, int, _Open | _Stack]] = []
        for sequence in sequences:
            kinds = tuple(sequence)
            vector = self.bound(kinds)
            heap.append((vector, (), len(heap), _Open(vector, kinds)))
        heapq.heapify(heap)
        order = len(heap)
        while heap:
            thing = heapq.heappop(heap)[3]
            if isinstance(thing, _Stack):
                yield tuple(layer for member in _taken(thing) for layer in member.segment.layers)
            for after in self.opened(thing) if isinstance(thing, _Open) else self.followers(thing):
                heapq.heappush(heap, (after.vector, after.names, order, after))
                order += 1

    def bound(self, kinds: tuple[int, ...]) -> Vector:
        """At least this is every stack of the sequence: each criterion at the best that its kinds could add."""
        for number in kinds:
            if number not in self.bounds:
                self.bounds[number] = self.least(number)
        return tuple(map(sum, zip(*(self.bounds[number] for number in kinds), strict=True)))

    def least(self, number: int) -> Vector:
        """What a kind adds at the least to each criterion. Preferences and features may come from elsewhere, and so
        count nothing."""
        some = [self.added(segment.facts, len(segment.layers)) for segment in self.problem.members[number]]
        figures: Figures = {name: min(one[name] or 0 for one in some) for name in some[0]}
        return weigh(self.ranking, figures)

    def added(self, facts: Facts, layers: int) -> Figures:
        """The figures of one segment that add up."""
        return {
            "maturity": facts.maturity,
            "relays-and-tunnels": facts.relays + facts.tunnels,
            "security-layers": facts.security_head + facts.security_rest,
            "handshake-rtts": facts.rtts,
            "overhead-bytes": facts.bytes6 if self.six else facts.bytes4,
            "layers": layers,
        }

    def opened(self, thing: _Open) -> Iterator[_Stack]:
        """The best stack of each sequence of variants that a sequence of kinds stands for."""
        for variants in product(*(self.variants_of(number) for number in thing.kinds)):
            traits = [variant.trait for variant in variants]
            known = all(trait.rtts_known for trait in traits), all(trait.bytes_known for trait in traits)
            choices = tuple(self.members(variant, *known) for variant in variants)
            yield _at((0,) * len(choices), choices, self.base(traits, *known))

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
            known = {"handshake-rtts": rtts_known, "overhead-bytes": bytes_known}
            found = [self.member(segment, known) for segment in variant.segments]
            self.sorted[key] = sorted(found, key=lambda member: member[:2])
        return self.sorted[key]

    def member(self, segment: Segment, known: dict[str, bool]) -> Member:
        figures = self.added(segment.facts, len(segment.layers)) | {"nested-reliability": segment.facts.reliable}
        vector = tuple(
            _weighed(weights, figures) if all(known.get(figure, True) for figure, _ in weights) else 0
            for _, weights in self.ranking.criteria
        )
        return Member(vector, tuple(map(str, segment.layers)), segment)

    def base(self, traits: list[Trait], rtts_known: bool, bytes_known: bool) -> Vector:
        """The part of the vector that all stacks of a sequence of variants have in common."""
        head = _head(traits)
        features = _union(trait.features for trait in head)
        seen = {
            "interfaces": _union(trait.interfaces for trait in head),
            "security": features,
            "protocols": _union(trait.names for trait in traits),
        }
        met = [
            self.property_met(traits, bit, wish.preference)
            if wish.section == "transport"
            else bool(seen[wish.section] & bit)
            for wish, bit in self.wishes
        ]
        pairs = list(zip(self.wishes, met, strict=True))
        return weigh(
            self.ranking,
            {
                "preferences": sum(wish.preference == Preference.PREFER and not it for (wish, _), it in pairs),
                "avoided": sum(wish.preference == Preference.AVOID and it for (wish, _), it in pairs),
                "missing-security": len(model.FEATURES) - features.bit_count(),
                # Of the reliable layers, which the members count, one is not inside another.
                "nested-reliability": -1 if any(trait.reliable for trait in traits) else 0,
                "handshake-rtts": 0 if rtts_known else None,
                "overhead-bytes": 0 if bytes_known else None,
            },
        )

    def property_met(self, traits: list[Trait], place: int, preference: Preference) -> bool:
        """For ``prefer`` whether the stack can have the property; for ``avoid`` whether it always has it (DESIGN 5)."""
        at = self.asked.index(place)
        value = next((trait.properties[at] for trait in traits if trait.properties[at] != INHERIT), NEVER)
        return value != NEVER if preference == Preference.PREFER else value == ALWAYS

    def followers(self, thing: _Stack) -> Iterator[_Stack]:
        """The stacks that come next after this one: one slot moved on. Only slots up to the last moved one are moved
        (from the right), so each combination is met once."""
        for slot in reversed(range(len(thing.places))):
            if thing.places[slot] + 1 < len(thing.choices[slot]):
                places = (*thing.places[:slot], thing.places[slot] + 1, *thing.places[slot + 1 :])
                yield _at(places, thing.choices, thing.base)
            if thing.places[slot]:
                return


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


def _head(traits: list[Trait]) -> list[Trait]:
    """The traits of the first leg: down to and with the first relay."""
    for place, trait in enumerate(traits):
        if trait.relay:
            return traits[: place + 1]
    return traits


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

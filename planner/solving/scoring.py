"""What orders stacks, segment by segment: what adds up (a vector of the ranking's criteria) and what does not.

Knows figures and their weights. Knows no order of search and no text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from planner import model
from planner.catalogue.layers import FROM_BELOW
from planner.catalogue.segments import Alphabet, Segment, union
from planner.demands.asked import Demands, PreferenceDemand
from planner.model import Preference
from planner.solving.masks import ALWAYS, INHERIT, NEVER
from planner.solving.problem import Problem

UNKNOWN = 1 << 60
"""More than any figure: what is unknown ranks after everything known (docs/design.md, "Ranking")."""

Vector = tuple[int, ...]
Figures = dict[str, int | None]
Names = tuple[str, ...]


class NonAdditive(NamedTuple):
    """What a segment gives to figures that do not add up, its trait; ``relay`` ends the first leg."""

    interfaces: int
    features: int
    names: int
    properties: tuple[str, ...]
    held: int
    relay: bool
    reliable: bool
    rtts_known: bool
    bytes_known: bool


END = NonAdditive(0, 0, 0, (), 0, False, False, True, True)
"""What is below the outermost segment: nothing, and nothing unknown."""

ADDED = (
    "deployment",
    "carrier",
    "maturity",
    "relays-and-tunnels",
    "security-layers",
    "nested-reliability",
    "handshake-rtts",
    "overhead-bytes",
    "layers",
)
"""The figures that add up segment by segment."""


class Member(NamedTuple):
    """A segment with the part of the vector that it adds; sorted as its stacks rank."""

    vector: Vector
    names: Names
    segment: Segment


@dataclass(frozen=True, eq=False)
class Variant:
    """The segments of a class that share a trait."""

    trait: NonAdditive
    segments: tuple[Segment, ...]


class Scoring:
    """The figures of one scenario's ranking, for the segments of its problem."""

    def __init__(self, problem: Problem, demands: Demands, rules: model.Rules) -> None:
        self.problem = problem
        self.scenario = demands.scenario
        self.ranking = profile(self.scenario, rules)
        self.outer_six, self.inner_six = self.scenario.ip_version == 6, self.scenario.inner_ip == 6
        alphabet = Alphabet.of(rules)
        self.wishes = [(wish, _bit(wish, alphabet)) for wish in demands.soft]
        self.named = union(bit for wish, bit in self.wishes if wish.section == "protocols")
        self.exposed = union(bit for wish, bit in self.wishes if wish.section == "interfaces")
        self.asked = sorted(bit for wish, bit in self.wishes if wish.section == "transport")
        self.held = union(
            1 << FROM_BELOW.index(wish.name)
            for wish in demands.soft
            if wish.section == "transport" and wish.name in FROM_BELOW and wish.preference == Preference.AVOID
        )
        self.variants: dict[int, tuple[Variant, ...]] = {}
        self.nothing: Vector = (0,) * len(self.ranking.criteria)
        self.bases: dict[NonAdditive, Vector] = {}
        self.weighing: dict[tuple[bool, bool], list[list[tuple[int, int]]]] = {}
        self.sorted: dict[tuple[Variant, bool, bool, str], list[Member]] = {}
        self.keyed = rules.keyings_of
        self.counts_layers = any(weights == (("layers", 1),) for _, weights in self.ranking.criteria)

    def variants_of(self, number: int) -> tuple[Variant, ...]:
        if number not in self.variants:
            groups: dict[NonAdditive, list[Segment]] = {}
            for segment in self.problem.members[number]:
                groups.setdefault(self.trait(segment), []).append(segment)
            self.variants[number] = tuple(Variant(trait, tuple(groups[trait])) for trait in sorted(groups))
        return self.variants[number]

    def trait(self, segment: Segment) -> NonAdditive:
        facts = segment.facts
        return NonAdditive(
            interfaces=facts.interfaces & self.exposed,
            features=facts.features,
            names=facts.names & self.named,
            properties=tuple(facts.properties[index] for index in self.asked),
            held=facts.held & self.held,
            relay=bool(facts.relays),
            reliable=bool(facts.reliable),
            rtts_known=facts.rtts is not None,
            bytes_known=self.bytes(segment) is not None,
        )

    def bytes(self, segment: Segment) -> int | None:
        """The bytes that a segment adds, by the IP version of its ``ip``."""
        six = self.outer_six if segment.outermost else self.inner_six
        return segment.facts.bytes6 if six else segment.facts.bytes4

    def members(self, variant: Variant, rtts_known: bool, bytes_known: bool, boundary: str = "") -> list[Member]:
        """A variant's segments in the order in which their stacks rank over one boundary. Where a sum is unknown, a
        known part of it decides nothing."""
        if self.counts_layers:  # a segment that is the beginning of another one never has its vector
            boundary = ""
        key = (variant, rtts_known, bytes_known, boundary)
        if key not in self.sorted:
            weights = self.weights(rtts_known, bytes_known)
            members = [self.member(segment, weights) for segment in variant.segments]
            below = f"{boundary}(" if boundary in self.keyed else boundary
            self.sorted[key] = sorted(members, key=lambda member: (member.vector, (*member.names, below)))
        return self.sorted[key]

    def member(self, segment: Segment, weights: list[list[tuple[int, int]]]) -> Member:
        facts = segment.facts
        figures = (
            facts.deployment,
            facts.carrier,
            facts.maturity,
            facts.relays + facts.tunnels,
            facts.security_head + facts.security_rest,
            facts.reliable,
            facts.rtts or 0,
            self.bytes(segment) or 0,
            len(segment.layers),
        )
        vector = tuple([sum([weight * figures[index] for index, weight in criterion]) for criterion in weights])
        return Member(vector, segment.names, segment)

    def weights(self, rtts_known: bool, bytes_known: bool) -> list[list[tuple[int, int]]]:
        """For each criterion the figures that add up, by their index in ``ADDED``, and what they weigh; none where the
        criterion is unknown as a whole: then a known part of it decides nothing."""
        key = (rtts_known, bytes_known)
        if key not in self.weighing:
            known = {"handshake-rtts": rtts_known, "overhead-bytes": bytes_known}
            self.weighing[key] = [
                [(ADDED.index(figure), weight) for figure, weight in weights if figure in ADDED]
                if all(known.get(figure, True) for figure, _ in weights)
                else []
                for _, weights in self.ranking.criteria
            ]
        return self.weighing[key]

    def base(self, trait: NonAdditive) -> Vector:
        """The part of the vector that does not add up, of stacks that come to ``trait``."""
        if trait not in self.bases:
            met = [(wish, self.is_met(trait, wish, bit)) for wish, bit in self.wishes]
            figures: Figures = {
                "preferences": sum(wish.preference == Preference.PREFER and not has for wish, has in met),
                "avoided": sum(wish.preference == Preference.AVOID and has for wish, has in met),
                "missing-security": len(model.FEATURES) - trait.features.bit_count(),
                # Of the reliable layers, which the members count, one is not inside another.
                "nested-reliability": -1 if trait.reliable else 0,
                "handshake-rtts": 0 if trait.rtts_known else None,
                "overhead-bytes": 0 if trait.bytes_known else None,
            }
            self.bases[trait] = weigh(self.ranking, figures)
        return self.bases[trait]

    def is_met(self, trait: NonAdditive, wish: PreferenceDemand, bit: int) -> bool:
        """For ``prefer`` whether the stack can have the thing; for ``avoid`` whether it has it always (docs/design.md,
        "What the application hands over")."""
        match wish.section:
            case "transport":
                value = trait.properties[self.asked.index(bit)]
                if wish.preference == Preference.PREFER:
                    return value not in (NEVER, INHERIT) or self.scenario.keeps(wish.name)
                held = wish.name in FROM_BELOW and trait.held >> FROM_BELOW.index(wish.name) & 1
                return value == ALWAYS or bool(held)
            case "interfaces":
                return bool(trait.interfaces & bit)
            case "security":
                return bool(trait.features & bit)
            case _:
                return bool(trait.names & bit)


def profile(scenario: model.Scenario, rules: model.Rules) -> model.Ranking:
    """The ranking that a scenario names or writes."""
    return scenario.ranking if isinstance(scenario.ranking, model.Ranking) else rules.rankings[scenario.ranking]


def weigh(ranking: model.Ranking, figures: Figures) -> Vector:
    """A stack's figures as the vector that orders it; a criterion with an unknown part is ``UNKNOWN``."""
    return tuple(_weighed(weights, figures) for _, weights in ranking.criteria)


def over(upper: NonAdditive, lower: NonAdditive) -> NonAdditive:
    """The trait of a segment with what is below it; a relay ends the first leg, and with it what is end to end."""
    return NonAdditive(
        interfaces=upper.interfaces | (0 if upper.relay else lower.interfaces),
        features=upper.features | (0 if upper.relay else lower.features),
        names=upper.names | lower.names,
        properties=tuple(
            below if value == INHERIT else value
            for value, below in zip(upper.properties, lower.properties or upper.properties, strict=True)
        ),
        held=upper.held | lower.held,
        relay=False,
        reliable=upper.reliable or lower.reliable,
        rtts_known=upper.rtts_known and lower.rtts_known,
        bytes_known=upper.bytes_known and lower.bytes_known,
    )


# --- machinery below --------------------------------------------------------------------------


def _weighed(weights: Iterable[tuple[str, int]], figures: Figures) -> int:
    total = 0
    for figure, weight in weights:
        value = figures.get(figure, 0)
        if value is None:
            return UNKNOWN
        total += weight * value
    return total


def _bit(wish: PreferenceDemand, alphabet: Alphabet) -> int:
    """The wish's bit in the masks of ``SegmentFacts``; for a transport property its index."""
    match wish.section:
        case "transport":
            return model.PROPERTIES.index(wish.name)
        case "interfaces":
            return 1 << model.INTERFACES.index(wish.name)
        case "security":
            return 1 << model.FEATURES.index(wish.name)
        case _:
            return alphabet.bits[wish.name]

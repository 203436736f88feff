"""A scenario's demands over the segments of a catalogue -> the problem: segments grouped into classes.

Knows demands and segments. Knows not how a problem is solved, and no score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner import model
from planner.catalogue.segments import LIMIT, Alphabet, Segment, Segments
from planner.demands.asked import Demands
from planner.model import DemandKey
from planner.solving.masks import Needs, breaks, fits, fold, is_foreign
from planner.solving.problem import Problem, SegmentClass, State


def state_problem(demands: Demands, rules: model.Rules, segments: Segments) -> Problem:
    """The scenario over the catalogue's segments as a constraint problem."""
    needs = fold(demands, rules, Alphabet.of(rules))
    groups: dict[SegmentClass, list[Segment]] = {}
    for start, boundary in _entries(needs, rules, segments):
        for segment in segments.starting[boundary]:
            if fits(needs.limits, segment) and not breaks(needs.anywhere, segment):
                groups.setdefault(_class_of(needs, start, segment, 0), []).append(segment)
    return _problem(needs, groups)


class Relaxation:
    """A scenario of which demands can be dropped, one set after another, without looking at segments again.

    A dropped limit becomes ``roof`` (the largest there is, or what the segments were cut for).
    """

    def __init__(self, demands: Demands, rules: model.Rules, segments: Segments, *, roof: int = LIMIT) -> None:
        self.demands, self.rules, self.roof = demands, rules, roof
        self.alphabet = Alphabet.of(rules)
        needs = fold(demands, rules, self.alphabet, roof=roof)
        self.groups: dict[SegmentClass, list[Segment]] = {}
        for start, segment in _starts(rules, segments):
            broken = breaks(needs.anywhere, segment)
            if not start and is_foreign(needs, rules, segment):
                broken |= needs.payload_at
            self.groups.setdefault(_class_of(needs, start, segment, broken), []).append(segment)

    def problem(self, dropped: frozenset[DemandKey]) -> Problem:
        """The problem without the demands that are ``dropped``."""
        needs = fold(self.demands, self.rules, self.alphabet, dropped, self.roof)
        groups: dict[SegmentClass, list[Segment]] = {}
        for segment_class, members in self.groups.items():
            if not segment_class.breaks & needs.held:
                held = segment_class._replace(breaks=0, breaks_first=segment_class.breaks_first & needs.held)
                groups[held] = [*groups[held], *members] if held in groups else members
        return _problem(needs, groups)

    def feasible(self, dropped: frozenset[DemandKey]) -> bool:
        problem = self.problem(dropped)
        return problem.feasible(problem.start)


# --- machinery below --------------------------------------------------------------------------


def _problem(needs: Needs, groups: Mapping[SegmentClass, Sequence[Segment]]) -> Problem:
    classes = tuple(sorted(groups))
    following: dict[str, list[int]] = {}
    for number, segment_class in enumerate(classes):
        following.setdefault(segment_class.start, []).append(number)
    return Problem(
        needs=needs,
        classes=classes,
        members=tuple(tuple(groups[segment_class]) for segment_class in classes),
        following={start: tuple(numbers) for start, numbers in following.items()},
        start=State(
            carriers=("",),
            tunnels=needs.limits.tunnels,
            relays=needs.limits.relays,
            security=needs.limits.security_layers,
            first_leg=True,
            names=needs.names,
            interfaces=needs.interfaces,
            features=needs.features,
            protects=needs.protects,
            properties=tuple(sorted({index for index, _ in needs.properties})),
            ended=False,
        ),
    )


def _entries(needs: Needs, rules: model.Rules, segments: Segments) -> Iterator[tuple[str, str]]:
    """What may start a segment within the limits: as the topmost ('' first), and as a boundary further down."""
    tops = [rules.protocols[start] for start in segments.starting if needs.payload in rules.protocols[start].carries]
    yield from (("", top.id) for top in tops)
    tunnels = needs.limits.tunnels - min((top.is_tunnel for top in tops), default=0)
    for start in segments.starting:
        record = rules.protocols[start]
        left = tunnels if record.is_tunnel else needs.limits.relays if record.is_relay else 1
        if record.is_boundary and left > 0:
            yield start, start


def _starts(rules: model.Rules, segments: Segments) -> Iterator[tuple[str, Segment]]:
    """Each segment with the boundary that it can start at: '' for the topmost slot."""
    for start, starting in segments.starting.items():
        protocol = rules.protocols[start]
        boundaries = ([""] if protocol.carries else []) + ([start] if protocol.is_boundary else [])
        for segment in starting:
            for boundary in boundaries:
                yield boundary, segment


def _class_of(needs: Needs, start: str, segment: Segment, broken: int) -> SegmentClass:
    facts = segment.facts
    asked = {index for index, _ in needs.properties}
    return SegmentClass(
        start,
        segment.carriers,
        facts.tunnels,
        facts.relays,
        facts.security_head,
        facts.security_rest,
        broken,
        breaks(needs.first_leg, segment) if needs.first_leg else 0,
        facts.names & needs.names,
        facts.interfaces & needs.interfaces,
        facts.features & needs.features,
        min(facts.protects, needs.protects),
        tuple([value if index in asked else "" for index, value in enumerate(facts.properties)]) if asked else (),
    )

"""A scenario's demands over the segments of a catalogue -> the problem: segments grouped into classes.

Knows demands and segments. Knows not how a problem is solved, and no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from planner import model
from planner.catalogue.carriers import Carriers
from planner.catalogue.segments import LIMIT, Alphabet, Segment, Segments
from planner.demands.asked import Demands
from planner.model import DemandKey
from planner.solving.carrying import carrying
from planner.solving.masks import Needs, Room, breaks, fits, fold, misses
from planner.solving.problem import ROOMY, Problem, SegmentClass, State


def state_problem(demands: Demands, rules: model.Rules, segments: Segments, *, split: bool = False) -> Problem:
    """The scenario over the catalogue's segments as a constraint problem.

    Where the path's MTU can rule stacks out, segments are told apart by the room that they take if that was asked for,
    or if the MTU was given; else there are fewer classes, and of the stacks of the problem those that do not fit have
    to be left out.
    """
    alphabet = Alphabet.of(rules)
    needs = fold(demands, rules, alphabet)
    carriers = _carriers(demands, rules)
    entries = list(_entries(needs, rules, alphabet, segments, carriers))
    tight = _is_tight(needs, segments, entries)
    needs = replace(needs, is_tight=tight, is_split=tight and (split or DemandKey("mtu") in demands.by_key))
    groups: dict[SegmentClass, list[Segment]] = {}
    for start, boundary in entries:
        classed = _Classing(needs, start)
        for segment in segments.starting[boundary]:
            if fits(needs.limits, segment) and not breaks(needs.anywhere, segment):
                for part, broken in _parts(needs, carriers, start, segment):
                    if not broken:
                        groups.setdefault(classed.of(part, 0), []).append(part)
    return _problem(needs, groups)


class Relaxation:
    """A scenario of which demands can be dropped, one set after another, without looking at segments again.

    A dropped limit becomes ``roof`` (the largest there is, or what the segments were cut for). It only answers whether
    there is a stack: of segments that are alike but for the room that they take, those that take least are enough.
    """

    def __init__(self, demands: Demands, rules: model.Rules, segments: Segments, *, roof: int = LIMIT) -> None:
        self.demands, self.rules, self.roof = demands, rules, roof
        self.alphabet = Alphabet.of(rules)
        needs = replace(fold(demands, rules, self.alphabet, roof=roof), is_tight=True, is_split=True)
        carriers = _carriers(demands, rules)
        self.rooms: dict[SegmentClass, set[Room]] = {}
        for start, segment in _starts(rules, segments):
            broken = breaks(needs.anywhere, segment)
            if not start:
                broken |= misses(needs.topmost, self.alphabet.bits[segment.layers[0].protocol])
            classed = _Classing(needs, start)
            for part, more in _parts(needs, carriers, start, segment):
                segment_class = classed.of(part, broken | more)
                _put(self.rooms, segment_class._replace(room=ROOMY), segment_class.room)

    def problem(self, dropped: frozenset[DemandKey]) -> Problem:
        """The problem without the demands that are ``dropped``, its classes without their members."""
        needs = replace(fold(self.demands, self.rules, self.alphabet, dropped, self.roof), is_tight=True, is_split=True)
        rooms: dict[SegmentClass, set[Room]] = {}
        for segment_class, taken in self.rooms.items():
            if not segment_class.breaks & needs.held:
                held = segment_class._replace(breaks=0, breaks_first=segment_class.breaks_first & needs.held)
                for room in taken:
                    _put(rooms, held, room)
        return _problem(
            needs, {segment_class._replace(room=room): () for segment_class in rooms for room in rooms[segment_class]}
        )

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
            needed=needs.handed,
            ended=False,
        ),
    )


def _carriers(demands: Demands, rules: model.Rules) -> Carriers | None:
    """The carriers of the application, where the scenario names one."""
    application = demands.scenario.application
    return Carriers(rules, rules.applications[application]) if application else None


def _entries(
    needs: Needs, rules: model.Rules, alphabet: Alphabet, segments: Segments, carriers: Carriers | None
) -> Iterator[tuple[str, str]]:
    """What may start a segment within the limits: as the topmost ('' first), and as a boundary further down."""
    tops = [
        rules.protocols[start]
        for start in segments.starting
        if rules.protocols[start].carries
        and not misses(needs.topmost, alphabet.bits[start])
        and (carriers is None or start in carriers.tops)
    ]
    yield from (("", top.id) for top in tops)
    tunnels = needs.limits.tunnels - min((top.is_tunnel for top in tops), default=0)
    for start in segments.starting:
        record = rules.protocols[start]
        left = tunnels if record.is_tunnel else needs.limits.relays if record.is_relay else 1
        if record.is_boundary and left > 0:
            yield start, start


def _put(rooms: dict[SegmentClass, set[Room]], segment_class: SegmentClass, room: Room) -> None:
    """Keep of the rooms that a class takes those that no other one takes less than."""
    taken = rooms.setdefault(segment_class, set())
    if not any(other.at_most(room) for other in taken):
        taken.difference_update([other for other in taken if room.at_most(other)])
        taken.add(room)


def _is_tight(needs: Needs, segments: Segments, entries: Iterable[tuple[str, str]]) -> bool:
    """Whether the path's MTU can rule out any stack: not where the largest needs of any segment, under the most that
    any others add to it, still fit."""
    least, added = needs.handed, 0
    for start, boundary in entries:
        bound = segments.bound(boundary)
        for version, needed, more in ((4, bound.least4, bound.added4), (6, bound.least6, bound.added6)):
            if version in (needs.ip_version, needs.inner_ip):
                least, added = max(least, needed), max(added, more if start or needs.handed else 0)
    below = needs.most_slots if needs.handed else needs.most_slots - 1
    return least + added * below > needs.mtu


def _parts(needs: Needs, carriers: Carriers | None, start: str, segment: Segment) -> Iterator[tuple[Segment, int]]:
    """A segment, as the topmost in the parts that are carriers of the application and those that are not, each with
    the demand that it breaks."""
    if start or carriers is None:
        yield segment, 0
        return
    for part, carries in carrying(carriers, segment):
        yield part, 0 if carries else needs.carriers_at


def _starts(rules: model.Rules, segments: Segments) -> Iterator[tuple[str, Segment]]:
    """Each segment with the boundary that it can start at: '' for the topmost slot."""
    for start, starting in segments.starting.items():
        protocol = rules.protocols[start]
        boundaries = ([""] if protocol.carries else []) + ([start] if protocol.is_boundary else [])
        for segment in starting:
            for boundary in boundaries:
                yield boundary, segment


class _Classing:
    """Puts segments into classes: what the demands can tell of them, at one start."""

    def __init__(self, needs: Needs, start: str) -> None:
        self.needs, self.start = needs, start
        self.asked = {index for index, _ in needs.properties}

    def of(self, segment: Segment, broken: int) -> SegmentClass:
        needs, facts = self.needs, segment.facts
        return SegmentClass(
            self.start,
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
            tuple([value if index in self.asked else "" for index, value in enumerate(facts.properties)])
            if self.asked
            else (),
            needs.room(segment) if needs.is_split else ROOMY,
        )

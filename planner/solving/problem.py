"""A scenario and the segments -> kinds, slots and named constraints by prefix.

Knows what each rule of docs/design.md, "A stack", means for a sequence of segments. Knows not how the problem is
solved, and no score.

A stack is a sequence of segments. Segments that no demand of the scenario can tell apart are one kind; slot i takes
a kind. Whether a kind may follow a prefix depends only on the prefix's ``State``, so a constraint over slots 0..i
checks one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from planner import model
from planner.catalogue.segments import LIMIT, Alphabet, Segment, Segments
from planner.solving.masks import INHERIT, NEVER, Needs, breaks, fits, fold, is_foreign


class SegmentClass(NamedTuple):
    """Segments that no demand of the scenario tells apart. ``start`` is '' for the topmost slot."""

    start: str
    carriers: tuple[str, ...]
    tunnels: int
    relays: int
    security_head: int
    security_rest: int
    breaks: int  # the demands, by their place, that it breaks wherever it stands; none but in a relaxation
    breaks_first: int  # those that it breaks in the first leg
    names: int
    interfaces: int
    features: int
    protects: int
    properties: tuple[str, ...]


class State(NamedTuple):
    """All that a prefix of kinds leaves for the next slot to meet."""

    carriers: tuple[str, ...]
    tunnels: int
    relays: int
    security: int
    first_leg: bool
    names: int  # required names not yet seen
    interfaces: int  # required interfaces not yet exposed
    features: int  # required features not yet there
    protects: int  # required width of protection not yet reached, else 0
    properties: tuple[int, ...]  # demanded properties that every layer so far leaves to the next one
    ended: bool


class Constraint(NamedTuple):
    """A prefix constraint: whether the kinds in ``scope`` may stand there. ``failed`` names the rule that they
    break."""

    scope: tuple[str, ...]
    allows: Callable[..., bool]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Kinds by the boundary that starts them, their members, and the start state. ``solver`` only sees this."""

    needs: Needs
    kinds: tuple[SegmentClass, ...]
    members: tuple[tuple[Segment, ...], ...]
    following: Mapping[str, tuple[int, ...]]
    start: State
    _counts: dict[State, int] = field(default_factory=dict, repr=False)
    _feasible: dict[State, bool] = field(default_factory=dict, repr=False)
    _lengths: dict[tuple[State, int], bool] = field(default_factory=dict, repr=False)

    def next_kinds(self, state: State) -> Iterator[int]:
        """The kinds that the layering lets stand in the next slot, in the order of kinds within each boundary."""
        for boundary in state.carriers:
            yield from self.following.get(boundary, ())

    def failed(self, state: State, kind: SegmentClass) -> str:
        """The id of the first constraint that ``kind`` breaks after ``state``, or ''."""
        if kind.start not in state.carriers:
            return "layering"
        if kind.tunnels > state.tunnels:
            return "tunnels"
        if kind.relays > state.relays:
            return "relays"
        if kind.security_head > state.security or kind.security_rest > self.needs.limits.security_layers:
            return "security-layers"
        if state.first_leg and kind.breaks_first:
            return next(one.constraint for one in self.needs.first if one.bit & kind.breaks_first)
        for place in state.properties:
            value = kind.properties[place]
            if value == INHERIT and not kind.carriers:
                value = NEVER
            if (place, value) in self.needs.properties:
                return "transport"
        return self.missed(state, kind)

    def missed(self, state: State, kind: SegmentClass) -> str:
        """The id of a constraint that asks for something which can no longer come, or ''."""
        ends_leg = not kind.carriers or kind.relays
        if not kind.carriers and state.names & ~kind.names:
            return "protocols"
        if state.first_leg and ends_leg:
            if state.interfaces & ~kind.interfaces:
                return "interfaces"
            if state.features & ~kind.features:
                return "security"
            if state.protects > kind.protects:
                return "protects"
        return ""

    def step(self, state: State, kind: SegmentClass) -> State | None:
        """The state after ``kind``, or None where a constraint forbids it."""
        if self.failed(state, kind):
            return None
        first = state.first_leg and not kind.relays
        left = self.needs.limits.security_layers if kind.relays else state.security
        return State(
            carriers=kind.carriers,
            tunnels=state.tunnels - kind.tunnels,
            relays=state.relays - kind.relays,
            security=left - (kind.security_rest if kind.relays else kind.security_head),
            first_leg=first,
            names=state.names & ~kind.names,
            interfaces=state.interfaces & ~kind.interfaces if first else 0,
            features=state.features & ~kind.features if first else 0,
            protects=state.protects if first and state.protects > kind.protects else 0,
            properties=tuple(place for place in state.properties if kind.properties[place] == INHERIT),
            ended=not kind.carriers,
        )

    def completions(self, state: State) -> int:
        """How many stacks go on from ``state``: exact, without listing any."""
        if state.ended:
            return 1
        if state not in self._counts:
            total = 0
            for number in self.next_kinds(state):
                after = self.step(state, self.kinds[number])
                if after is not None:
                    total += len(self.members[number]) * self.completions(after)
            self._counts[state] = total
        return self._counts[state]

    def feasible(self, state: State) -> bool:
        """Whether any stack goes on from ``state``."""
        if state.ended:
            return True
        if state not in self._feasible:
            afters = (self.step(state, self.kinds[number]) for number in self.next_kinds(state))
            self._feasible[state] = any(after is not None and self.feasible(after) for after in afters)
        return self._feasible[state]

    def reachable(self, state: State, slots: int) -> bool:
        """Whether exactly ``slots`` more kinds can complete the stack."""
        if state.ended or slots == 0:
            return state.ended and slots == 0
        key = (state, slots)
        if key not in self._lengths:
            afters = (self.step(state, self.kinds[number]) for number in self.next_kinds(state))
            self._lengths[key] = any(after is not None and self.reachable(after, slots - 1) for after in afters)
        return self._lengths[key]

    @cached_property
    def longest(self) -> int:
        """More slots than this can never be filled: every boundary takes a tunnel, a relay or a security layer."""
        limits = self.needs.limits
        return 1 + limits.tunnels + limits.relays + limits.security_layers * (limits.relays + 1)

    def slots(self, length: int) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], tuple[Constraint, ...]]:
        """The problem of stacks with ``length`` segments: slot names, sorted domains, a constraint for each prefix."""
        names = tuple(f"slot-{place:02}" for place in range(length))
        domains = {name: self.domain(place, length) for place, name in enumerate(names)}
        walker = _Walker(self, length)
        return names, domains, tuple(Constraint(names[: place + 1], walker.allows) for place in range(length))

    def domain(self, place: int, length: int) -> tuple[int, ...]:
        last = place == length - 1
        return tuple(
            number
            for number, kind in enumerate(self.kinds)
            if (kind.start == "") == (place == 0) and (not kind.carriers) == last
        )


def state_problem(scenario: model.Scenario, rules: model.Rules, segments: Segments) -> Problem:
    """The scenario over the catalogue's segments as a constraint problem."""
    needs = fold(scenario, rules, Alphabet.of(rules), frozenset(), LIMIT)
    groups: dict[SegmentClass, list[Segment]] = {}
    for at, start in _entries(needs, rules, segments):
        for segment in segments.starting[start]:
            if fits(needs.limits, segment) and not breaks(needs.alone, segment):
                groups.setdefault(_kind(needs, at, segment, 0), []).append(segment)
    return _problem(needs, groups)


class Relaxation:
    """A scenario of which demands can be dropped, one set after another, without looking at segments again.

    A dropped limit becomes ``roof`` (the largest there is, or what the segments were cut for).
    """

    def __init__(self, scenario: model.Scenario, rules: model.Rules, segments: Segments, *, roof: int = LIMIT) -> None:
        self.scenario, self.rules, self.roof = scenario, rules, roof
        self.alphabet = Alphabet.of(rules)
        needs = fold(scenario, rules, self.alphabet, frozenset(), roof)
        self.groups: dict[SegmentClass, list[Segment]] = {}
        for at, segment in _places(rules, segments):
            broken = breaks(needs.alone, segment)
            if not at and is_foreign(needs, rules, segment):
                broken |= needs.payload_at
            self.groups.setdefault(_kind(needs, at, segment, broken), []).append(segment)

    def problem(self, dropped: frozenset[str]) -> Problem:
        """The problem without the demands whose paths are in ``dropped``."""
        needs = fold(self.scenario, self.rules, self.alphabet, dropped, self.roof)
        groups: dict[SegmentClass, list[Segment]] = {}
        for kind, members in self.groups.items():
            if not kind.breaks & needs.held:
                held = kind._replace(breaks=0, breaks_first=kind.breaks_first & needs.held)
                groups[held] = [*groups[held], *members] if held in groups else members
        return _problem(needs, groups)

    def feasible(self, dropped: frozenset[str]) -> bool:
        problem = self.problem(dropped)
        return problem.feasible(problem.start)


# --- machinery below --------------------------------------------------------------------------


def _problem(needs: Needs, groups: Mapping[SegmentClass, Sequence[Segment]]) -> Problem:
    kinds = tuple(sorted(groups))
    following: dict[str, list[int]] = {}
    for number, kind in enumerate(kinds):
        following.setdefault(kind.start, []).append(number)
    return Problem(
        needs=needs,
        kinds=kinds,
        members=tuple(tuple(groups[kind]) for kind in kinds),
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
            properties=tuple(sorted({place for place, _ in needs.properties})),
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


def _places(rules: model.Rules, segments: Segments) -> Iterator[tuple[str, Segment]]:
    """Each segment with the boundary that it can start at: '' for the topmost slot."""
    for start, some in segments.starting.items():
        protocol = rules.protocols[start]
        starts = ([""] if protocol.carries else []) + ([start] if protocol.is_boundary else [])
        for segment in some:
            for at in starts:
                yield at, segment


def _kind(needs: Needs, start: str, segment: Segment, broken: int) -> SegmentClass:
    facts = segment.facts
    asked = {place for place, _ in needs.properties}
    return SegmentClass(
        start,
        segment.carriers,
        facts.tunnels,
        facts.relays,
        facts.security_head,
        facts.security_rest,
        broken,
        breaks(needs.first, segment) if needs.first else 0,
        facts.names & needs.names,
        facts.interfaces & needs.interfaces,
        facts.features & needs.features,
        min(facts.protects, needs.protects),
        tuple([value if place in asked else "" for place, value in enumerate(facts.properties)]) if asked else (),
    )


class _Walker:
    """Checks prefixes: remembers the state of each prefix that passed, so that a constraint makes one step only."""

    def __init__(self, problem: Problem, length: int) -> None:
        self.problem, self.length = problem, length
        self.states: dict[tuple[int, ...], State] = {(): problem.start}

    def allows(self, *numbers: int) -> bool:
        above = self.states.get(numbers[:-1])
        if above is None:
            return False
        after = self.problem.step(above, self.problem.kinds[numbers[-1]])
        if after is None or not self.problem.reachable(after, self.length - len(numbers)):
            return False
        self.states[numbers] = after
        return True

"""Classes of segments, slots and named constraints by prefix.

Knows what each constraint of docs/design.md, "A stack", means for a sequence of segments. Knows not how the problem is
stated or solved, and no score.

A stack is a sequence of segments. Segments that no demand of the scenario can tell apart are one class; slot i takes
a class. Whether a class may follow a prefix depends only on the prefix's ``State``, so a constraint over slots 0..i
checks one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from planner.catalogue.segments import Segment
from planner.demands.changes import LARGEST
from planner.solving.masks import INHERIT, NEVER, Needs, Room, most_slots

ROOMY = Room(0, 0, False)


class SegmentClass(NamedTuple):
    """Segments that no demand of the scenario tells apart. ``start`` is '' for the topmost slot."""

    start: str
    carriers: tuple[str, ...]
    tunnels: int
    relays: int
    security_head: int
    security_rest: int
    breaks: int  # the demands, by their bits, that it breaks wherever it stands; none but in a relaxation
    breaks_first: int  # those that it breaks in the first leg
    names: int
    interfaces: int
    features: int
    protects: int
    properties: tuple[str, ...]
    room: Room


class State(NamedTuple):
    """All that a prefix of classes leaves for the next slot to meet."""

    carriers: tuple[str, ...]
    tunnels: int
    relays: int
    security: int
    first_leg: bool
    names: int  # required names not yet seen
    interfaces: int  # required interfaces not yet exposed
    features: int  # required features not yet there
    protects: int  # required width of protection not yet reached, else 0
    properties: tuple[int, ...]  # indexes of demanded properties that every layer so far leaves to the next one
    needed: int  # bytes of the packet that has to fit below, 0 for none
    ended: bool


class Constraint(NamedTuple):
    """A prefix constraint: whether the classes in ``scope`` may stand there.
    ``Problem.failed`` names the constraint that they break."""

    scope: tuple[str, ...]
    allows: Callable[..., bool]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Classes by the boundary that starts them, their members, and the start state. ``solver`` only sees this."""

    needs: Needs
    classes: tuple[SegmentClass, ...]
    members: tuple[tuple[Segment, ...], ...]
    following: Mapping[str, tuple[int, ...]]
    start: State
    _steps: dict[State, tuple[tuple[int, State], ...]] = field(default_factory=dict, repr=False)
    _counts: dict[State, int] = field(default_factory=dict, repr=False)
    _feasible: dict[State, tuple[int, int]] = field(default_factory=dict, repr=False)
    _lengths: dict[tuple[State, int], bool] = field(default_factory=dict, repr=False)

    def steps(self, state: State) -> tuple[tuple[int, State], ...]:
        """Every class that may stand in the next slot, by its number, and the state after it: the one walk that all
        counting, searching and ranking makes."""
        if state not in self._steps:
            self._steps[state] = tuple(self._stepping(state))
        return self._steps[state]

    def _stepping(self, state: State) -> Iterator[tuple[int, State]]:
        for boundary in state.carriers:
            for number in self.following.get(boundary, ()):
                after = self.step(state, self.classes[number])
                if after is not None:
                    yield number, after

    def failed(self, state: State, entering: SegmentClass) -> str:
        """The id of the first constraint that a class breaks after ``state``, or ''."""
        if entering.start not in state.carriers:
            return "layering"
        if entering.tunnels > state.tunnels:
            return "tunnels"
        if entering.relays > state.relays:
            return "relays"
        if entering.security_head > state.security or entering.security_rest > self.needs.limits.security_layers:
            return "security-layers"
        if state.first_leg and entering.breaks_first:
            return next(ask.constraint for ask in self.needs.first_leg if ask.bit & entering.breaks_first)
        for index in state.properties:
            value = entering.properties[index]
            if value == INHERIT and not entering.carriers:
                value = NEVER
            if (index, value) in self.needs.properties:
                return "transport"
        if not entering.carriers and entering.room.needed(state.needed) > self.needs.mtu:
            return "mtu"
        return self.missed(state, entering)

    def missed(self, state: State, entering: SegmentClass) -> str:
        """The id of a constraint that asks for something which can no longer come, or ''."""
        ends_leg = not entering.carriers or entering.relays
        if not entering.carriers and state.names & ~entering.names:
            return "protocols"
        if state.first_leg and ends_leg:
            if state.interfaces & ~entering.interfaces:
                return "interfaces"
            if state.features & ~entering.features:
                return "security"
            if state.protects > entering.protects:
                return "protects"
        return ""

    def step(self, state: State, entering: SegmentClass) -> State | None:
        """The state after a class, or None where a constraint forbids it."""
        if self.failed(state, entering):
            return None
        first = state.first_leg and not entering.relays
        left = self.needs.limits.security_layers if entering.relays else state.security
        return State(
            carriers=entering.carriers,
            tunnels=state.tunnels - entering.tunnels,
            relays=state.relays - entering.relays,
            security=left - (entering.security_rest if entering.relays else entering.security_head),
            first_leg=first,
            names=state.names & ~entering.names,
            interfaces=state.interfaces & ~entering.interfaces if first else 0,
            features=state.features & ~entering.features if first else 0,
            protects=state.protects if first and state.protects > entering.protects else 0,
            properties=tuple(index for index in state.properties if entering.properties[index] == INHERIT),
            needed=self.tight(entering.room.needed(state.needed), state, entering),
            ended=not entering.carriers,
        )

    def tight(self, needed: int, state: State, entering: SegmentClass) -> int:
        """The packet that has to fit below a class, or 0 where it will fit whatever comes below."""
        if not needed:
            return 0
        slots = most_slots(
            tunnels=state.tunnels - entering.tunnels,
            relays=state.relays - entering.relays,
            security_layers=self.needs.limits.security_layers,
        )
        if needed + self.most_added * (slots - 1) <= self.needs.mtu:
            return 0
        return min(needed, self.needs.mtu + 1)

    @cached_property
    def most_added(self) -> int:
        """The most bytes that a class below another adds to what it does not cut."""
        return max((lower.room.added for lower in self.classes if lower.start and not lower.room.cuts), default=0)

    def completions(self, state: State) -> int:
        """How many stacks go on from ``state``: exact, without listing any."""
        if state.ended:
            return 1
        if state not in self._counts:
            steps = self.steps(state)
            self._counts[state] = sum(len(self.members[number]) * self.completions(after) for number, after in steps)
        return self._counts[state]

    def feasible(self, state: State) -> bool:
        """Whether any stack goes on from ``state``. The smaller the packet that has to fit below, the better, so what
        is known of one size answers for others."""
        if state.ended:
            return True
        roomy = state._replace(needed=0)
        fitting, failing = self._feasible.get(roomy, (-1, LARGEST + 2))
        if fitting < state.needed < failing:
            if (not state.needed or self.feasible(roomy)) and any(
                self.feasible(after) for _, after in self._stepping(state)
            ):
                fitting = state.needed
            else:
                failing = state.needed
            before = self._feasible.get(roomy, (-1, LARGEST + 2))
            self._feasible[roomy] = max(fitting, before[0]), min(failing, before[1])
        return state.needed <= fitting

    def reachable(self, state: State, slots: int) -> bool:
        """Whether exactly ``slots`` more classes can complete the stack."""
        if state.ended or slots == 0:
            return state.ended and slots == 0
        key = (state, slots)
        if key not in self._lengths:
            self._lengths[key] = any(self.reachable(after, slots - 1) for _, after in self.steps(state))
        return self._lengths[key]

    @cached_property
    def longest(self) -> int:
        """See ``most_slots``."""
        return self.needs.most_slots

    def slots(self, length: int) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], tuple[Constraint, ...]]:
        """The problem of stacks with ``length`` segments: slot names, sorted domains, a constraint for each prefix."""
        names = tuple(f"slot-{index:02}" for index in range(length))
        domains = {name: self.domain(index, length) for index, name in enumerate(names)}
        walker = _Walker(self, length)
        return names, domains, tuple(Constraint(names[: index + 1], walker.allows) for index in range(length))

    def domain(self, index: int, length: int) -> tuple[int, ...]:
        last = index == length - 1
        return tuple(
            number
            for number, entering in enumerate(self.classes)
            if (entering.start == "") == (index == 0) and (not entering.carriers) == last
        )


# --- machinery below --------------------------------------------------------------------------


class _Walker:
    """Checks prefixes: remembers the state of each prefix that passed, so that a constraint makes one step only."""

    def __init__(self, problem: Problem, length: int) -> None:
        self.problem, self.length = problem, length
        self.states: dict[tuple[int, ...], State] = {(): problem.start}

    def allows(self, *numbers: int) -> bool:
        above = self.states.get(numbers[:-1])
        if above is None:
            return False
        after = self.problem.step(above, self.problem.classes[numbers[-1]])
        if after is None or not self.problem.reachable(after, self.length - len(numbers)):
            return False
        self.states[numbers] = after
        return True

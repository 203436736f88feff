"""A scenario of which demands can be dropped, one set after another, without looking at segments again.

Knows demands and segments. Knows no order of stacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from planner.catalogue.carriers import Carriers
from planner.catalogue.coding import HEAD, RELAYS, REST, ROOM, TUNNELS, Room, telling
from planner.catalogue.segments import LIMIT, union
from planner.demands.asked import Demands
from planner.demands.changes import LIMITS
from planner.model import DemandKey, Limits
from planner.solving.carrying import carrying
from planner.solving.masks import Needs, broken_by, fold, missed_by, without_limits
from planner.solving.problem import Breaks, Group, Path, State, Walk
from planner.solving.reaching import MOST_WORK, Reaching, TooMuchWork, Work
from planner.solving.stating import Statements

NEVER_SURE = ("mtu",)
"""Kinds of demands that the segments of a stack, each by itself, do not answer."""

COUNTED = {"tunnels": (TUNNELS,), "relays": (RELAYS,), "security-layers": (HEAD, REST)}
"""What a segment takes of each limit."""


class Relaxation:
    """Whether there is a stack when some demands are dropped.

    A dropped limit becomes ``roof`` (the largest there is, or what the segments were cut for). Of segments that are
    alike but for the room that they take, those that take least are enough. What is known of some demands answers for
    others: a stack that was found answers for every set of demands that it meets, and a set that no stack meets for all
    that hold it.
    """

    def __init__(
        self, demands: Demands, statements: Statements, *, roof: int = LIMIT, most_work: int = MOST_WORK
    ) -> None:
        self.demands, self.rules, self.segments, self.roof = demands, statements.rules, statements.segments, roof
        self._places = {key: 1 << place for place, (key, _) in enumerate(demands.asked)}
        self._anywhere = self.segments.secured.then(len(demands.asked))
        self._first_leg = self._anywhere.then(len(demands.asked))
        self._needs = fold(demands, self.rules, self.segments, roof=roof)
        self._groups = self._grouped(statements.carriers(demands.scenario.application))
        self._reaching: dict[tuple[int, int], Reaching] = {}
        others = frozenset(self._places)
        self._wanted = {key: fold(demands, self.rules, self.segments, others - {key}, roof).wanted for key in others}
        self._met: list[int] = []
        self._failing: list[int] = []
        self._work = Work(most_work)

    def feasible(self, dropped: frozenset[DemandKey] = frozenset()) -> bool | None:
        """Whether there is a stack without these demands; None where that is not known, since all questions together
        took too much work."""
        held = self._held(dropped)
        if any(not held & ~met for met in self._met):
            return True
        if any(not failing & ~held for failing in self._failing):
            return False
        try:
            stack = self._stack(dropped, self.demands.scenario.limits)
        except TooMuchWork:
            return None
        if stack is None:
            self._failing = [*(failing for failing in self._failing if held & ~failing), held]
        else:
            met = held | self._met_by(stack)
            self._met = [*(other for other in self._met if other & ~met), met]
        return stack is not None

    def feasible_within(self, limits: Limits, dropped: frozenset[DemandKey]) -> bool | None:
        """The same with other limits, those that are dropped apart."""
        try:
            return self._stack(dropped, limits) is not None
        except TooMuchWork:
            return None

    # --- machinery below --------------------------------------------------------------------------

    def _held(self, dropped: frozenset[DemandKey]) -> int:
        return union(place for key, place in self._places.items() if key not in dropped)

    def _stack(self, dropped: frozenset[DemandKey], limits: Limits) -> tuple[int, ...] | None:
        """A stack without these demands, by the codes of its segments. Raises ``TooMuchWork``."""
        needs = fold(self.demands, self.rules, self.segments, dropped, self.roof)
        needs = replace(needs, limits=without_limits(limits, dropped, self.roof))
        held = self._held(dropped)
        asked = needs.wanted | (held << self._anywhere.at | held << self._first_leg.at) & self._told
        return self._reached(needs).stack(State.first(needs, asked=asked, split=True), self._work)

    def _reached(self, needs: Needs) -> Reaching:
        """What is known of the questions with the same path and the same limit of a leg."""
        key = (needs.mtu, needs.limits.security_layers)
        if key not in self._reaching:
            walk = Walk(
                self.segments,
                lambda start, _: self._groups.get(start, ()),
                security_layers=needs.limits.security_layers,
                path=Path(needs.mtu, needs.limits.security_layers, self._most_added),
                breaks=Breaks(self._anywhere.mask, self._first_leg.mask),
            )
            self._reaching[key] = Reaching(walk, self._told)
        return self._reaching[key]

    @cached_property
    def _told(self) -> int:
        """All that segments have, the demands that they break among it."""
        return union(code for groups in self._groups.values() for code, _ in groups)

    @cached_property
    def _most_added(self) -> int:
        rooms = [self.segments.room(code) for start, groups in self._groups.items() if start for code, _ in groups]
        return max((room.added for room in rooms if not room.cuts), default=0)

    def _met_by(self, codes: Sequence[int]) -> int:
        """Demands that a stack meets in any case, by their places: limits that it keeps, names that it has, and what
        asks for nothing and is broken by none of its segments."""
        had = union(codes)
        broken = (had >> self._anywhere.at | had >> self._first_leg.at) & ((1 << self._anywhere.width) - 1)
        met = 0
        for key, value in self.demands.asked:
            if key.kind in LIMITS:
                taken = sum((code & field.mask) >> field.at for code in codes for field in COUNTED[key.kind])
                is_met = taken <= int(value)
            else:
                is_met = not broken & self._places[key] and not self._wanted[key] & ~(had & self.segments.names.mask)
            met |= self._places[key] if is_met and key.kind not in NEVER_SURE else 0
        return met

    def _grouped(self, carriers: Carriers | None) -> dict[str, list[Group]]:
        """Segments of a start that no demand tells apart, as groups without members."""
        told, needs = telling(self._needs.wanted) & ~ROOM.mask, self._needs
        rooms: dict[tuple[str, int], set[Room]] = {}
        for start, code, missed in self._starts(carriers):
            broken = missed | broken_by(needs.anywhere, code)
            beside = broken << self._anywhere.at | broken_by(needs.first_leg, code) << self._first_leg.at
            _put(rooms.setdefault((start, code & told | beside), set()), self.segments.room(code))
        groups: dict[str, list[Group]] = {}
        for (start, code), least in rooms.items():
            numbers = [self.segments.numbered(room) << ROOM.at for room in sorted(least)]
            groups.setdefault(start, []).extend((code | number, ()) for number in numbers)
        return groups

    def _starts(self, carriers: Carriers | None) -> Iterator[tuple[str, int, int]]:
        """Each segment by its code, with the boundary that it can start at, '' for the topmost slot, and what it breaks
        there."""
        needs = self._needs
        self.segments.segments.afford(self.segments.segments.starting)
        for start in self.segments.segments.starting:
            protocol = self.rules.protocols[start]
            missed = missed_by(needs.topmost, start)
            for coded in self.segments.starting(start):
                code = coded.code(needs.outer_ip, needs.inner_ip)
                if protocol.carries and carriers is None:
                    yield "", code, missed
                elif protocol.carries and carriers:
                    for part, carries in carrying(carriers, coded.segment):
                        part_code = self.segments.carried_by(code, part.carriers)
                        yield "", part_code, missed | (0 if carries else needs.carriers_at)
                if protocol.is_boundary:
                    yield start, code, 0


def _put(rooms: set[Room], room: Room) -> None:
    """Keep of the rooms that segments take those that no other one takes less than."""
    if not any(other.at_most(room) for other in rooms):
        rooms.difference_update([other for other in rooms if room.at_most(other)])
        rooms.add(room)

"""Classes of segments, the states of a stack from the top down, and the walk that counts them.

Knows what each constraint of docs/design.md, "A stack", means for a sequence of segments. Knows not how the problem is
stated or searched; that members have a cost, and not what it is made of.

A stack is a sequence of segments. Segments that nothing in a question can tell apart are one class, and are again put
together for each ``State``, by what still matters there: all that a prefix leaves for the next segment to meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from planner.catalogue.coding import (
    BANNED,
    CARRIERS,
    END_TO_END,
    HEAD,
    RELAYS,
    REST,
    ROOM,
    TUNNELS,
    VALUES,
    CodedSegments,
    Room,
    left_open,
    telling,
)
from planner.catalogue.segments import Segment
from planner.demands.changes import LARGEST
from planner.solving.masks import Needs, most_slots

TOP = CARRIERS.mask
"""What stands where the number of carriers does, above the topmost segment."""

BANNED_HERE, TAKEN, IS_VALUE, IS_END_TO_END = BANNED.mask, ROOM.mask, VALUES, END_TO_END
new_tuple: Callable[[type[State], tuple[int, ...]], State] = tuple.__new__
"""What the walk makes a hundred thousand of: a state without the checks of its own constructor."""


class Member(NamedTuple):
    """A segment with what it adds to the vector of its stacks, packed; ``number`` makes the order of members total."""

    cost: int
    names: tuple[str, ...]
    number: int
    segment: Segment


Group = tuple[int, Sequence[Member]]
"""The code that some segments share as far as a question asks, and these, the best first."""


class SegmentClass:
    """Segments that are not told apart where they may stand next, by groups of members; what their code says."""

    __slots__ = (
        "_members",
        "carriers",
        "code",
        "groups",
        "head",
        "least",
        "left_open",
        "relays",
        "rest",
        "size",
        "tunnels",
    )

    def __init__(self, code: int, groups: list[Sequence[Member]]) -> None:
        self.code, self.groups = code, groups
        self.carriers = code & CARRIERS.mask
        self.tunnels = (code & TUNNELS.mask) >> TUNNELS.at
        self.relays = (code & RELAYS.mask) >> RELAYS.at
        self.head = (code & HEAD.mask) >> HEAD.at
        self.rest = (code & REST.mask) >> REST.at
        self.left_open = left_open(code)
        self.size = sum(map(len, groups))
        self.least = min([members[0].cost for members in groups if members], default=0)
        self._members: Sequence[Member] | None = None

    @property
    def members(self) -> Sequence[Member]:
        """Its segments, the best first."""
        if self._members is None:
            groups = self.groups
            self._members = groups[0] if len(groups) == 1 else sorted(it for group in groups for it in group)
        return self._members


class State(NamedTuple):
    """All that a prefix of segments leaves for the next one to meet."""

    carriers: int  # the number of what may come next; 0 where the stack has ended
    tunnels: int
    relays: int
    security: int
    first_leg: bool  # whether what is banned from the first leg is banned here
    open: int  # what is required and not there yet, and the values of properties that the deciding layer must not have
    needed: int  # bytes of the packet that has to fit below, 0 for none


END = State(0, 0, 0, 0, False, 0, 0)


class Below(NamedTuple):
    """What goes on from a state: how many stacks, and the least cost that one of them adds."""

    total: int
    least: int


@dataclass(frozen=True, slots=True)
class Path:
    """A path that some packets do not fit through, where segments are told apart by the room that they take: its MTU,
    the limits that say how many segments may follow, and the most bytes that one below another adds to what it does
    not cut."""

    mtu: int
    security_layers: int
    most_added: int

    def needed(self, room: Room, above: int, tunnels: int, relays: int) -> int:
        """The packet that has to fit below a segment, by the limits that are left there; 0 where it will fit whatever
        comes below, one more than the MTU for any that is too large."""
        needed = room.needed(above)
        if not needed:
            return 0
        slots = most_slots(tunnels=tunnels, relays=relays, security_layers=self.security_layers)
        return 0 if needed + self.most_added * (slots - 1) <= self.mtu else min(needed, self.mtu + 1)


class Walk:
    """The walk over states that counting, searching and ranking make. What it learns holds for every question that
    rules out the same segments, whatever else that requires, wishes and limits."""

    def __init__(
        self,
        segments: CodedSegments,
        groups: Callable[[str, int], Sequence[Group]],
        *,
        security_layers: int,
        path: Path | None = None,
    ) -> None:
        """``groups`` gives the segments of a start ('' for the topmost) as far as a mask tells them apart."""
        self.segments, self.groups, self.security_layers, self.path = segments, groups, security_layers, path
        self._masks: dict[int, int] = {}
        self._classes: dict[tuple[int, int], list[SegmentClass]] = {}
        self._below: dict[State, Below] = {END: Below(1, 0)}

    @property
    def size(self) -> int:
        """How much it has learned."""
        return len(self._below) + len(self._classes)

    def starts(self, carriers: int) -> tuple[str, ...]:
        """What starts the segments that may come next; '' for the topmost."""
        return ("",) if carriers == TOP else self.segments.carriers[carriers]

    def classes(self, carriers: int, bits: int, told: int) -> list[SegmentClass]:
        """What may come next, put together by what still matters: ``bits``, of all that is ``told`` apart."""
        mask = self._masks.get(bits)
        if mask is None:
            mask = self._masks[bits] = telling(bits)
        known = self._classes.get((carriers, mask))
        if known is None:
            merged: dict[int, list[Sequence[Member]]] = {}
            for start in self.starts(carriers):
                for code, members in self.groups(start, told):
                    code &= mask
                    if code in merged:
                        merged[code].append(members)
                    else:
                        merged[code] = [members]
            known = self._classes[carriers, mask] = [SegmentClass(code, groups) for code, groups in merged.items()]
        return known

    def steps(self, state: State, told: int, bits: int = 0) -> list[tuple[SegmentClass, State]]:
        """Every class that may stand next, segments told apart by ``bits`` as well, and the state after it."""
        carriers, tunnels, relays, security, first_leg, asked, above = state
        banned = BANNED_HERE if first_leg else 0
        fails, most_security, path = asked & IS_VALUE | banned, self.security_layers, self.path
        steps = []
        for entering in self.classes(carriers, asked | bits | banned | (TAKEN if path else 0), told):
            code = entering.code
            if code & fails or entering.tunnels > tunnels or entering.relays > relays:
                continue
            if entering.head > security or entering.rest > most_security:
                continue
            left = asked & ~code
            if not entering.carriers:
                if not left & ~IS_VALUE and (not path or self.segments.room(code).needed(above) <= path.mtu):
                    steps.append((entering, END))
                continue
            if not entering.relays:
                security_left, first = security - entering.head, first_leg
            elif left & IS_END_TO_END:
                continue
            else:
                security_left, first = most_security - entering.rest, False
            tunnels_left, relays_left = tunnels - entering.tunnels, relays - entering.relays
            following = self.segments.within(entering.carriers, tunnels_left > 0, relays_left > 0, security_left > 0)
            if following:
                left &= entering.left_open
                needed = 0
                if path:
                    needed = path.needed(self.segments.room(code), above, tunnels_left, relays_left)
                after = (following, tunnels_left, relays_left, security_left, first, left, needed)
                steps.append((entering, new_tuple(State, after)))
        return steps

    def below(self, state: State, told: int) -> Below:
        """How many stacks go on from a state, exact, without listing any; and the least that one of them adds."""
        known = self._below.get(state)
        if known is None:
            count, least = 0, None
            for entering, after in self.steps(state, told):
                more, rest = self._below.get(after) or self.below(after, told)
                if more:
                    count += entering.size * more
                    rest += entering.least
                    if least is None or rest < least:
                        least = rest
            known = self._below[state] = Below(count, least or 0)
        return known


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """One question: where it starts, and all that it tells apart. ``walk`` is shared with others like it."""

    needs: Needs
    walk: Walk
    start: State
    told: int
    _feasible: dict[State, tuple[int, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def below(self) -> Below:
        return self.walk.below(self.start, self.told)

    def steps(self, state: State, bits: int = 0) -> list[tuple[SegmentClass, State]]:
        return self.walk.steps(state, self.told, bits)

    @property
    def feasible(self) -> bool:
        """Whether there is any stack."""
        return self._goes_on(self.start)

    @property
    def longest(self) -> int:
        """See ``most_slots``."""
        return self.needs.most_slots

    def _goes_on(self, state: State) -> bool:
        """Whether any stack goes on from ``state``. The smaller the packet that has to fit below, the better, so what
        is known of one size answers for others."""
        if not state.carriers:
            return True
        roomy = state._replace(needed=0)
        fitting, failing = self._feasible.get(roomy, (-1, LARGEST + 2))
        if fitting < state.needed < failing:
            if (not state.needed or self._goes_on(roomy)) and any(
                self._goes_on(after) for _, after in self.steps(state)
            ):
                fitting = state.needed
            else:
                failing = state.needed
            before = self._feasible.get(roomy, (-1, LARGEST + 2))
            self._feasible[roomy] = max(fitting, before[0]), min(failing, before[1])
        return state.needed <= fitting

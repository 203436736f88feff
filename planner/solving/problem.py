"""Classes of segments, the states of a stack from the top down, and the walk that counts them.

Knows what each constraint of docs/design.md, "A stack", means for a sequence of segments. Knows not how the problem is
stated or searched; that members have a cost, and not what it is made of.

A stack is a sequence of segments. Segments that nothing in a question can tell apart are one class, and are again put
together for each ``State``, by what still matters there: all that a prefix leaves for the next segment to meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner.catalogue.coding import (
    BANNED,
    CARRIERS,
    COUNTED,
    END_TO_END,
    GUARDS,
    HEAD,
    LIMITED,
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
from planner.solving.masks import Needs, most_slots

TOP = CARRIERS.mask
"""What stands where the number of carriers does, above the topmost segment."""

CARRIED, RELAYED, TAKEN = CARRIERS.mask, RELAYS.mask, ROOM.mask
OF_STACK = (TUNNELS.mask | RELAYS.mask) & ~GUARDS
OF_LEG = HEAD.mask & ~GUARDS
OF_NEXT_LEG = REST.mask & ~GUARDS
FAILS = VALUES | BANNED.mask
"""What a segment must not have, where it is asked about; some other segment has to have everything else."""
new_tuple: Callable[[type[State], tuple[int, ...]], State] = tuple.__new__
"""What the walk makes a hundred thousand of: a state without the checks of its own constructor."""


class Member(NamedTuple):
    """A segment with what it adds to the vector of its stacks, packed, and what it takes of the path's MTU; ``number``
    makes the order of members total."""

    cost: int
    names: tuple[str, ...]
    number: int
    segment: Segment
    room: Room


Group = tuple[int, Sequence[Member]]
"""The code that some segments share as far as a question asks, and these, the best first."""


class SegmentClass:
    """Segments that are not told apart where they may stand next, by groups of members; what their code says."""

    __slots__ = ("_members", "carriers", "code", "groups", "least", "left_open", "size")

    def __init__(self, code: int, groups: list[Sequence[Member]]) -> None:
        self.code, self.groups = code, groups
        self.carriers = code & CARRIED
        self.left_open = left_open(code)
        self.size = sum(map(len, groups))
        self.least = min([members[0].cost for members in groups if members], default=0)
        self._members: Sequence[Member] | None = None

    @property
    def members(self) -> Sequence[Member]:
        """Its segments, the best first."""
        if self._members is None:
            groups = self.groups
            self._members = groups[0] if len(groups) == 1 else sorted(member for group in groups for member in group)
        return self._members


class Following:
    """What may come next, as codes; each becomes a class when a state first lets it stand there."""

    __slots__ = ("_classes", "codes", "groups")

    def __init__(self, groups: dict[int, list[Sequence[Member]]]) -> None:
        self.codes, self.groups = tuple(groups), tuple(groups.values())
        self._classes: list[SegmentClass | None] = [None] * len(groups)

    def at(self, place: int) -> SegmentClass:
        known = self._classes[place]
        if known is None:
            known = self._classes[place] = SegmentClass(self.codes[place], self.groups[place])
        return known


class State(NamedTuple):
    """All that a prefix of segments leaves for the next one to meet."""

    carriers: int  # the number of what may come next; 0 where the stack has ended
    limits: int  # what is left of them: fields of tunnels, relays, and of security layers in this leg
    open: int  # what is required and not there yet, values that the deciding layer must not have, whether this is
    # the first leg where something is banned from that
    needed: int  # bytes of the packet that has to fit below, 0 for none

    @classmethod
    def first(cls, needs: Needs, *, asked: int, split: bool) -> State:
        """Where every stack of a question starts."""
        limits = needs.limits
        left = limits.tunnels << TUNNELS.at | limits.relays << RELAYS.at | limits.security_layers << HEAD.at
        return cls(TOP, left, asked, needs.handed if split else 0)

    def takes(self, harder: State) -> bool:
        """Whether a stack that goes on from ``harder``, with the same carriers, goes on from here, too: there is as
        much left of every limit, no more is open, and no larger packet has to fit."""
        return (
            (self.limits | GUARDS) - harder.limits & GUARDS == GUARDS
            and not self.open & ~harder.open
            and self.needed <= harder.needed
        )


END = State(0, 0, 0, 0)


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

    def needed(self, room: Room, above: int, left: int) -> int:
        """The packet that has to fit below a segment, by what is left of the limits there; 0 where it will fit whatever
        comes below, one more than the MTU for any that is too large."""
        needed = room.needed(above)
        if not needed:
            return 0
        tunnels, relays = (left & TUNNELS.mask) >> TUNNELS.at, (left & RELAYS.mask) >> RELAYS.at
        slots = most_slots(tunnels=tunnels, relays=relays, security_layers=self.security_layers)
        return 0 if needed + self.most_added * (slots - 1) <= self.mtu else min(needed, self.mtu + 1)


class Breaks(NamedTuple):
    """Bits for demands that may be dropped, which a segment that breaks them has beside its code: where one is asked
    about, such a segment must not stand anywhere, or not in the first leg."""

    anywhere: int = 0
    first_leg: int = 0


NO_BREAKS = Breaks()


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
        breaks: Breaks = NO_BREAKS,
    ) -> None:
        """``groups`` gives the segments of a start ('' for the topmost) as far as a mask tells them apart."""
        self.breaks = breaks
        self.fails = FAILS | breaks.anywhere | breaks.first_leg
        self.has_to_come = ~self.fails
        self._beyond = ~breaks.first_leg  # what is still asked below a relay
        self.segments, self.groups, self.security_layers, self.path = segments, groups, security_layers, path
        self._leg = security_layers << REST.at | GUARDS
        self._following: dict[tuple[int, int], Following] = {}
        self._below: dict[State, Below] = {END: Below(1, 0)}
        self.fitting: dict[tuple[State, int, int], int] = {}
        """Totals that were counted by the room that segments take: by start, MTU, and what is handed over."""

    @property
    def size(self) -> int:
        """How much it has learned."""
        return len(self._below) + len(self._following)

    def starts(self, carriers: int) -> tuple[str, ...]:
        """What starts the segments that may come next; '' for the topmost."""
        return ("",) if carriers == TOP else self.segments.carriers[carriers]

    def following(self, carriers: int, bits: int, told: int) -> Following:
        """What may come next, put together by what still matters: ``bits``, of all that is ``told`` apart."""
        known = self._following.get((carriers, bits))
        if known is None:
            mask, merged = telling(bits), dict[int, list[Sequence[Member]]]()
            for start in self.starts(carriers):
                for code, members in self.groups(start, told):
                    code &= mask
                    if code in merged:
                        merged[code].append(members)
                    else:
                        merged[code] = [members]
            known = self._following[carriers, bits] = Following(merged)
        return known

    def steps(self, state: State, told: int, bits: int = 0) -> list[tuple[SegmentClass, State]]:
        """Every class that may stand next, segments told apart by ``bits`` as well, and the state after it."""
        carriers, limits, asked, above = state
        fails, path, within, has_to_come = asked & self.fails, self.path, self.segments.within, self.has_to_come
        limits |= self._leg
        following = self.following(carriers, asked | bits | (TAKEN if path else 0), told)
        steps = []
        for place, code in enumerate(following.codes):
            left = limits - (code & LIMITED)
            if code & fails or left & GUARDS != GUARDS:
                continue
            carried, wanted = code & CARRIED, asked & ~code
            if not carried:
                if not wanted & has_to_come and (not path or self.segments.room(code).needed(above) <= path.mtu):
                    steps.append((following.at(place), END))
                continue
            if code & RELAYED:  # the leg below begins with the whole limit, less what the relay's segment takes
                if wanted & END_TO_END:
                    continue
                left = left & OF_STACK | (left & OF_NEXT_LEG) >> COUNTED
                wanted &= self._beyond
            else:
                left &= OF_STACK | OF_LEG
            carried = within(carried, left)
            if carried:
                entering = following.at(place)
                needed = path.needed(self.segments.room(code), above, left) if path else 0
                after = (carried, left, wanted & entering.left_open, needed)
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

    @cached_property
    def below(self) -> Below:
        return self.walk.below(self.start, self.told)

    def steps(self, state: State, bits: int = 0) -> list[tuple[SegmentClass, State]]:
        return self.walk.steps(state, self.told, bits)

    @property
    def longest(self) -> int:
        """See ``most_slots``."""
        return self.needs.most_slots

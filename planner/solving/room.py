"""How many stacks fit into the path's MTU: counted, without listing any and without telling segments apart by their
bytes.

Knows a problem and what each of its segments takes of the MTU. Knows no score.

For each state of the walk the number of completions is wanted for every packet that may have to fit below it. These
numbers are kept side by side in one integer, a lane of bits for each size: then to add a segment's bytes is to shift,
to take a class as often as it has members is to multiply, and all sizes are done at once.
"""

from __future__ import annotations

from collections import Counter

from planner.catalogue.coding import ROOM, Room
from planner.solving.problem import Problem, State

SPARE = 8
"""Bits of a lane beyond what the number of all stacks needs."""


def total(problem: Problem) -> int:
    """The exact number of stacks of a problem that fit into the path's MTU."""
    if not problem.needs.is_tight or problem.needs.is_split:
        return problem.below.total
    return _Lanes(problem).total()


# --- machinery below --------------------------------------------------------------------------


class _Lanes:
    """Lane 0 is for no packet at all; lane k for a packet of ``smallest + k - 1`` bytes, the last one for any that is
    larger than the MTU and only fits where it is cut."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.segments = problem, problem.walk.segments
        stacks = problem.below.total  # this walk numbers the rooms of all segments that are looked at
        leasts = [room.least for room in self.segments.rooms if room.least]
        self.smallest = min([*leasts, problem.needs.handed or problem.needs.mtu, problem.needs.mtu])
        self.last = problem.needs.mtu - self.smallest + 2
        self.width = stacks.bit_length() + SPARE
        self.lane = (1 << self.width) - 1
        self.known: dict[State, int] = {}
        self.made: dict[tuple[int, int], int] = {}
        self.ended = self.ones(0, self.last)

    def total(self) -> int:
        return self.at(self.count(self.problem.start), self.index(self.problem.needs.handed))

    def index(self, packet: int) -> int:
        """The lane of a packet that has to fit below."""
        return min(packet - self.smallest + 1, self.last) if packet else 0

    def at(self, lanes: int, index: int) -> int:
        return lanes >> (index * self.width) & self.lane

    def ones(self, first: int, behind: int) -> int:
        """A one in each lane from ``first`` to before ``behind``."""
        if behind <= first:
            return 0
        if (first, behind) not in self.made:
            lanes = ((1 << ((behind - first) * self.width)) - 1) // self.lane
            self.made[first, behind] = lanes << (first * self.width)
        return self.made[first, behind]

    def count(self, state: State) -> int:
        """The number of completions of a state, for every packet that has to fit below it."""
        if not state.carriers:
            return self.ended
        if state not in self.known:
            below: dict[State, Counter[Room]] = {}
            told = self.problem.told | ROOM.mask
            for entering, after in self.problem.walk.steps(state, told, ROOM.mask):
                below.setdefault(after, Counter())[self.segments.room(entering.code)] += entering.size
            self.known[state] = sum(self.above(rooms, self.count(after)) for after, rooms in below.items())
        return self.known[state]

    def above(self, rooms: Counter[Room], below: int) -> int:
        """The lanes of what is above some segments, by those of what is below them."""
        cutting = sum(times * self.at(below, self.index(room.least)) for room, times in rooms.items() if room.cuts)
        lanes = cutting * self.ones(0, self.last + 1) if cutting else 0
        for room, times in rooms.items():
            if not room.cuts:
                lanes += times * self.through(room, below)
        return lanes

    def through(self, room: Room, below: int) -> int:
        """The same for one segment that does not cut what is above it."""
        own = self.at(below, self.index(room.least))
        # Sizes that stay below what the segment itself needs, then those that grow by its bytes, then those too large.
        small = min(max(1, self.index(room.least) - room.added), self.last + 1) if room.least else 1
        large = max(small, self.last - room.added)
        grown = below >> ((small + room.added) * self.width) & ((1 << ((large - small) * self.width)) - 1)
        too_large = self.at(below, self.last) * self.ones(large, self.last + 1)
        return own * self.ones(0, small) | grown << (small * self.width) | too_large

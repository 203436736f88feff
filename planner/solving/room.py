"""How many stacks fit into the path's MTU: counted, without listing any and without telling segments apart by their
bytes.

Knows a problem and what each of its segments takes of the MTU. Knows no score.

For each state of the walk the number of completions is wanted for every packet that may have to fit below it. These
numbers are kept side by side in one integer, a lane of bits for each number of bytes that are left of the MTU: then a
segment that adds bytes is a shift, one that stands for several is a multiplication, and all sizes are done at once.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from planner.catalogue.coding import Room
from planner.solving.problem import END, Problem, SegmentClass, State

SPARE = 8
"""Bits of a lane beyond what the number of all stacks needs."""


def total(problem: Problem) -> int:
    """The exact number of stacks of a problem that fit into the path's MTU."""
    if not problem.needs.is_tight or problem.needs.is_split:
        return problem.below.total
    key = (problem.start, problem.needs.mtu, problem.needs.handed)
    if key not in problem.walk.fitting:
        problem.walk.fitting[key] = _Lanes(problem).total()
    return problem.walk.fitting[key]


# --- machinery below --------------------------------------------------------------------------


class _Fitting(NamedTuple):
    """The completions of a state: ``free`` where nothing has to fit below, ``cut`` where too much has to, and only a
    segment that cuts it helps; ``lanes`` by the bytes that are left of the MTU, below them as many lanes for too much
    as any segment adds bytes."""

    free: int
    cut: int
    lanes: int


class _Adding(NamedTuple):
    """What some segments with the same state below them take: how many add so many bytes and need no packet
    themselves; how many have each other room."""

    plain: tuple[tuple[int, int], ...]
    others: tuple[tuple[Room, int], ...]


class _Lanes:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.mtu = problem, problem.needs.mtu
        self.width = problem.below.total.bit_length() + SPARE
        self.lane = (1 << self.width) - 1
        rooms = problem.walk.segments.rooms  # all of them: the walk has looked at every segment
        needed = [problem.needs.handed, *(room.least for room in rooms)]
        self.most_left = self.mtu - min([self.mtu, *filter(None, needed)])
        self.most_added = max(room.added for room in rooms)
        self.ones = self.repeated(self.most_left + 1)
        self.too_much = self.repeated(self.most_added)
        self.whole = self.ones * self.lane
        self.rooms: dict[SegmentClass, Counter[Room]] = {}
        self.adding: dict[tuple[SegmentClass, ...], _Adding] = {}
        self.known = {END: self.fitting(1, 0, self.ones)}

    def total(self) -> int:
        handed, start = self.problem.needs.handed, self.count(self.problem.start)
        return self.own(start, handed)

    def repeated(self, times: int) -> int:
        """A one in each of so many lanes."""
        return ((1 << (times * self.width)) - 1) // self.lane

    def fitting(self, free: int, cut: int, lanes: int) -> _Fitting:
        return _Fitting(free, cut, lanes << (self.most_added * self.width) | cut * self.too_much)

    def own(self, below: _Fitting, least: int) -> int:
        """The completions under a packet of some size; 0 for none."""
        if not least:
            return below.free
        if least > self.mtu:
            return below.cut
        return below.lanes >> ((self.most_added + self.mtu - least) * self.width) & self.lane

    def count(self, state: State) -> _Fitting:
        """The completions of a state."""
        known = self.known.get(state)
        if known is None:
            below: dict[State, list[SegmentClass]] = {}
            for entering, after in self.problem.steps(state):
                below.setdefault(after, []).append(entering)
            always = free = cut = lanes = 0  # always: whatever has to fit, since it is cut
            for after, classes in below.items():
                under, adding = self.count(after), self.taken(tuple(classes))
                for added, times in adding.plain:
                    all_of_them = under.lanes if times == 1 else under.lanes * times
                    lanes += all_of_them << (added * self.width)
                    free += under.free * times
                    cut += under.cut * times
                for room, times in adding.others:
                    own = self.own(under, room.least)
                    if room.cuts:
                        always += own * times
                    else:
                        free += own * times
                        cut += under.cut * times
                        lanes += self.through(room, under, own) * times
            lanes = lanes >> (self.most_added * self.width) & self.whole
            known = self.known[state] = self.fitting(free + always, cut + always, lanes + always * self.ones)
        return known

    def through(self, room: Room, under: _Fitting, own: int) -> int:
        """The lanes above a segment that needs a packet itself: what fits into less has to fit into no more than that,
        and those for too much are as above others."""
        left = self.mtu - room.least
        if left < 0:
            return (under.cut * self.repeated(self.most_left + 1)) << (self.most_added * self.width)
        kept = self.most_added + left + 1
        lanes = under.lanes & ((1 << (kept * self.width)) - 1)
        lanes |= (own * self.repeated(self.most_left - left)) << (kept * self.width)
        return lanes << (room.added * self.width)

    def taken(self, classes: tuple[SegmentClass, ...]) -> _Adding:
        """What the segments of some classes take, together."""
        if classes not in self.adding:
            plain, others = Counter[int](), Counter[Room]()
            for room, times in sum(map(self.rooms_of, classes), Counter[Room]()).items():
                if room.cuts or room.least:
                    others[Room(room.least, 0 if room.cuts else room.added, room.cuts)] += times
                else:
                    plain[room.added] += times
            self.adding[classes] = _Adding(tuple(plain.items()), tuple(others.items()))
        return self.adding[classes]

    def rooms_of(self, entering: SegmentClass) -> Counter[Room]:
        """How many segments of a class take each room."""
        if entering not in self.rooms:
            self.rooms[entering] = Counter(member.room for members in entering.groups for member in members)
        return self.rooms[entering]

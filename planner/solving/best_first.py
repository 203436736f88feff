"""The best stacks in their order, only as many as are asked for.

Knows a walk, the costs of its members, and wishes. Knows no text.

Each state, with the wishes that are still open there, has a list of the stacks that go on from it, worked out as far as
it was asked (E. Lawler's k best, Management Science 1972, over an acyclic graph of states). A heap holds what may come
next in the list: classes, by the least that they could add; a class is opened when nothing else could come before it;
its members come in their order, above them one stack after another of the list below. Equal vectors are ordered by the
layers' names from the top, so nothing of a vector is given out before everything of that vector is open.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import NamedTuple

from planner import model
from planner.solving.problem import Below, Member, Problem, SegmentClass, State, Walk
from planner.solving.scoring import EVERY_UNKNOWN, Costs, Wishes


class Found(NamedTuple):
    """A stack, with the values of the criteria that order it; ``None`` is unknown."""

    stack: model.Stack
    values: tuple[int | None, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class RankedProblem(Problem):
    """A problem whose stacks are ordered: ``base`` is what every one has to begin with."""

    costs: Costs
    lists: Lists
    base: int

    @property
    def wishes(self) -> Wishes:
        return self.lists.wishes

    def stacks(self) -> Iterator[Ranked]:
        """Every stack that fits into the path's MTU, best first; but where a sum is unknown, see ``Costs``."""
        index = 0
        while ranked := self.lists.at(index, self.start, self.told):
            index += 1
            if not self.needs.is_tight or self.needs.is_split or self.fits(ranked):
                yield ranked._replace(vector=ranked.vector + self.base)

    def fits(self, ranked: Ranked) -> bool:
        """Whether every layer of a stack gets packets of the size that it needs."""
        needed = self.needs.handed
        for member in ranked.members:
            needed = member.room.needed(needed)
        return needed <= self.needs.mtu


def best(problem: RankedProblem, part: Callable[[int], RankedProblem], limit: int) -> list[Found]:
    """The best ``limit`` stacks of a problem, best first. ``part`` gives the part of it that has exactly these sums
    unknown; such stacks are rare among the best, and only where one comes up the parts are asked."""
    listed = list(islice(problem.stacks(), limit))
    if any(problem.costs.is_unknown(ranked.vector) for ranked in listed):
        listed = list(islice(heapq.merge(*(part(unknown).stacks() for unknown in EVERY_UNKNOWN)), limit))
    return [Found(ranked.stack, problem.costs.values(ranked.vector)) for ranked in listed]


# --- machinery below --------------------------------------------------------------------------


class Ranked(NamedTuple):
    """One of the stacks from some state on: its topmost segment, and what is below that."""

    vector: int
    names: tuple[str, ...]
    member: Member
    below: Ranked | None

    @property
    def members(self) -> Iterator[Member]:
        """Its segments from the top."""
        ranked: Ranked | None = self
        while ranked:
            yield ranked.member
            ranked = ranked.below

    @property
    def stack(self) -> model.Stack:
        return tuple(layer for member in self.members for layer in member.segment.layers)


class Lists:
    """The lists of a walk for some wishes, each made when it is first asked for. Threads may share them."""

    def __init__(self, walk: Walk, wishes: Wishes) -> None:
        self.walk, self.wishes = walk, wishes
        self._known: dict[tuple[State, int], RankedList] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """How much is kept."""
        return sum(map(len, list(self._known.values())))

    def rest(self, after: State, told: int) -> Below:
        """How much goes on from a state, nothing only where nothing does, and no more than the least that it adds."""
        return self.walk.below(after, told)

    def goes_on(self, state: State) -> bool:
        """Whether anything may go on from a state of which ``rest`` says so."""
        return True

    def at(self, index: int, start: State, told: int) -> Ranked | None:
        """The stack at a place of the list of all from a state on, or None where there are fewer."""
        with self._lock:  # a list that is asked works out and keeps what comes next
            return self.of(start, self.wishes.bits, told).get(index)

    def of(self, state: State, open_wishes: int, told: int) -> RankedList:
        """The stacks from a state on, by the wishes that still count there."""
        node = (state, open_wishes)
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = RankedList(self, state, open_wishes, told)
        return known


class _Source:
    """A class that may come next: what it stands above, and what it and the wishes that it meets add to that."""

    __slots__ = ("added", "after", "below", "entering", "least", "open_wishes")

    def __init__(self, entering: SegmentClass, after: State, open_wishes: int, added: int) -> None:
        self.entering, self.after, self.open_wishes, self.added = entering, after, open_wishes, added
        self.below: RankedList | None = None
        self.least = added


Entry = tuple[int, tuple[str, ...], int, _Source, int, int]
"""What may come next: the vector that it has, or that nothing of it comes before; the names of a stack, none for what
has still to be opened; a number, so that entries are never equal; where it comes from; the place of its member, or -1
for a class that is not open; the place in the list below."""


class RankedList:
    """The stacks from a state on, best first."""

    def __init__(self, lists: Lists, state: State, open_wishes: int, told: int) -> None:
        self._lists, self._told = lists, told
        self._done: list[Ranked] = []
        self._heap: list[Entry] = []
        self._pushed = 0
        walk, wishes = lists.walk, lists.wishes
        for entering, after in walk.steps(state, told, open_wishes):
            rest = lists.rest(after, told)
            if rest.total:
                added, left = wishes.after(open_wishes, entering)
                bound = entering.least + added
                if after.carriers:
                    bound += rest.least + wishes.hope(left)
                self._pushed += 1
                self._heap.append((bound, (), self._pushed, _Source(entering, after, left, added), -1, 0))
        heapq.heapify(self._heap)

    def __len__(self) -> int:
        return len(self._done) + len(self._heap)

    def get(self, index: int) -> Ranked | None:
        """The stack at a place, or None where there are fewer."""
        while len(self._done) <= index:
            if not self._heap:
                return None
            vector, names, _, source, place, under = heapq.heappop(self._heap)
            if names:
                self._take(vector, names, source, place, under)
            elif place < 0:
                self._open(source)
            else:
                self._open_members(vector, source, place)
        return self._done[index]

    def _take(self, vector: int, names: tuple[str, ...], source: _Source, place: int, under: int) -> None:
        """Give out a stack; the next of the same member takes its place."""
        member = source.entering.members[place]
        if source.below is None:
            self._done.append(Ranked(vector, names, member, None))
            return
        self._done.append(Ranked(vector, names, member, source.below.get(under)))
        following = source.below.get(under + 1)
        if following:
            vector = member.cost + source.added + following.vector
            self._push(vector, member.names + following.names, source, place, under + 1)

    def _open(self, source: _Source) -> None:
        """Open a class: the best of what it stands above is worked out, which may be worse than its bound."""
        if source.after.carriers:
            if not self._lists.goes_on(source.after):
                return
            source.below = self._lists.of(source.after, source.open_wishes, self._told)
            first = source.below.get(0)
            if first is None:
                return
            source.least = source.added + first.vector
        self._push(source.entering.least + source.least, (), source, 0, 0)

    def _open_members(self, vector: int, source: _Source, place: int) -> None:
        """Open the members from a place on that have the same cost."""
        members = source.entering.members
        first = source.below.get(0) if source.below else None
        names = first.names if first else ()
        cost = members[place].cost
        while place < len(members) and members[place].cost == cost:
            self._push(vector, members[place].names + names, source, place, 0)
            place += 1
        if place < len(members):
            self._push(members[place].cost + source.least, (), source, place, 0)

    def _push(self, vector: int, names: tuple[str, ...], source: _Source, place: int, under: int) -> None:
        self._pushed += 1
        heapq.heappush(self._heap, (vector, names, self._pushed, source, place, under))

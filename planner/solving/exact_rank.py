"""Where a stack stands, and which stack stands at a rank: counted, not searched for by listing.

Knows a problem whose stacks are ordered. Knows no text.

The vectors that stacks come to are counted state by state, as totals are (``Walk.below``), so millions of
stacks are a few thousand vectors. Stacks with the same vector are ordered by the layers' names: there the count goes
down layer by layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from planner import model
from planner.errors import Bug, PlannerError
from planner.solving.best_first import RankedProblem
from planner.solving.problem import END, Member, State

Names = tuple[str, ...]

MOST = 2_500_000
"""Vectors that are kept before counting is given up: hundreds of millions of stacks come to fewer."""

MOST_STACKS = 10**10
"""Of more stacks than this the order is not worth counting, and would not be counted in a minute."""


class TooMany(PlannerError):
    """The limits leave so many different stacks that their order is not counted."""


class ExactRanks:
    """The exact order of all stacks of a problem."""

    def __init__(self, problem: RankedProblem) -> None:
        self.problem = problem
        self._below: dict[Node, Histogram] = {Node(END, 0): {0: 1}}
        self._kept = 0

    def rank(self, stack: model.Stack) -> int:
        """The rank of a valid stack, from 1. Raises ``Bug`` for a stack that is not one of the problem's."""
        threads, names = self.start, tuple(map(str, stack))
        vector = self.vector(stack)
        rank = 1 + sum(count for other, count in self.vectors.items() if other < vector)
        for name in names:
            rank += self.ending(threads, vector)  # a stack comes before those that go on from it
            groups = _by_name(self.grown(threads))
            rank += sum(self.count(groups[other], vector) for other in groups if other < name)
            threads = groups.get(name, [])
        if not threads:
            raise Bug(f"{model.spell(stack)} is not one of the stacks")
        return rank

    @property
    def total(self) -> int:
        """How many stacks there are."""
        return self.problem.below.total

    def at(self, rank: int) -> model.Stack:
        """The stack at a rank. Raises ``IndexError`` where there are fewer."""
        left = rank - 1
        for vector in sorted(self.vectors):
            if left < self.vectors[vector]:
                return self._tied(vector, left)
            left -= self.vectors[vector]
        raise IndexError(rank)

    def vector(self, stack: model.Stack) -> int:
        """The vector of a valid stack as one number; numbers are ordered as vectors are."""
        threads = self.start
        for layer in stack:
            groups = _by_name(self.grown(threads))
            threads = groups.get(str(layer), [])
        done = [thread for thread in threads if thread.ended]
        if not done:
            raise Bug(f"{model.spell(stack)} is not one of the stacks")
        return self.seen(done[0].vector)

    # --- machinery below ---

    @cached_property
    def vectors(self) -> dict[int, int]:
        """Each vector that stacks come to, and how many do."""
        if self.total > MOST_STACKS:
            raise TooMany(f"the order of more than {MOST_STACKS:,} stacks is not counted; lower the limits")
        counts: dict[int, int] = {}
        for rest, count in self.below(self.start[0].after).items():
            vector = self.seen(rest)
            counts[vector] = counts.get(vector, 0) + count
        return counts

    @cached_property
    def start(self) -> list[Thread]:
        return [Thread((), Node(self.problem.start, self.problem.wishes.bits), 0)]

    def seen(self, added: int) -> int:
        """The vector of a stack that adds so much to what every one begins with; of an unknown sum the known part
        decides nothing."""
        return self.problem.costs.normal(self.problem.base + added)

    def below(self, node: Node) -> Histogram:
        """What goes on from a node: each sum that stacks add, and how many do."""
        if node not in self._below:
            sums: Histogram = {}
            for members, added, after in self.steps(node):
                rests = self.below(after)
                for own, times in Counter(member.cost + added for member in members).items():
                    for rest, count in rests.items():
                        sums[own + rest] = sums.get(own + rest, 0) + times * count
                self._check(sums)
            self._below[node] = sums
            self._kept += len(sums)
        return self._below[node]

    def _check(self, sums: Histogram) -> None:
        if self._kept + len(sums) > MOST:
            raise TooMany(f"the order of the stacks has more than {MOST:,} different figures; lower the limits")

    def steps(self, node: Node) -> Iterator[tuple[Sequence[Member], int, Node]]:
        """The segments that may come next, class by class, and what the wishes add that they meet."""
        for entering, after in self.problem.steps(node.state, node.wishes):
            added, left = self.problem.wishes.after(node.wishes, entering)
            yield entering.members, added, Node(after, left if after.carriers else 0)

    def grown(self, threads: list[Thread]) -> list[Thread]:
        """The threads, those at the end of a segment gone on to every segment that may follow."""
        grown = [thread for thread in threads if thread.names]
        for thread in threads:
            if not thread.names and thread.after.state.carriers:
                grown += (
                    Thread(member.names, after, thread.vector + member.cost + added)
                    for members, added, after in self.steps(thread.after)
                    for member in members
                )
        return grown

    def count(self, threads: list[Thread], vector: int) -> int:
        """How many stacks that go on from the threads come to a vector."""
        total = 0
        unknown = self.problem.costs.is_unknown(vector)
        for thread in threads:
            sums = self.below(thread.after)
            if unknown:
                total += sum(count for rest, count in sums.items() if self.seen(thread.vector + rest) == vector)
            else:
                total += sums.get(vector - self.problem.base - thread.vector, 0)
        return total

    def ending(self, threads: list[Thread], vector: int) -> int:
        """How many stacks with a vector end where the threads are."""
        return self.count([thread for thread in threads if thread.ended], vector)

    def _tied(self, vector: int, left: int) -> model.Stack:
        """Of the stacks with a vector the one that ``left`` others come before."""
        threads = self.start
        names: list[str] = []
        while True:
            groups = _by_name(self.grown(threads))
            for name in sorted(groups):
                here = self.count(groups[name], vector)
                if left < here:
                    names.append(name)
                    threads = groups[name]
                    break
                left -= here
            ended = self.ending(threads, vector)
            if left < ended:
                return _layers(names)
            left -= ended


Histogram = dict[int, int]


class Node(NamedTuple):
    """A state, and the wishes that still count there."""

    state: State
    wishes: int


class Thread(NamedTuple):
    """A way to go on: the names still to come of the segment that is entered, what is after it, and the costs and met
    wishes so far."""

    names: Names
    after: Node
    vector: int

    @property
    def ended(self) -> bool:
        return not self.names and not self.after.state.carriers


def _by_name(threads: list[Thread]) -> dict[str, list[Thread]]:
    """The threads by the name that comes next, which is taken off."""
    groups: dict[str, list[Thread]] = {}
    for thread in threads:
        groups.setdefault(thread.names[0], []).append(thread._replace(names=thread.names[1:]))
    return groups


def _layers(names: list[str]) -> model.Stack:
    parts = [name.rstrip(")").partition("(") for name in names]
    return tuple(model.Layer(protocol=protocol, keyed_by=keyed_by) for protocol, _, keyed_by in parts)

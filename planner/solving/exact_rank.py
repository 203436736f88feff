"""Where a stack stands, and which stack stands at a rank: counted, not searched for by listing.

Knows a problem and a scale. Knows no text.

The vectors that stacks come to are counted state by state, as totals are (``Problem.completions``), so millions of
stacks are a few thousand vectors. Stacks with the same vector are ordered by the layers' names: there the count goes
down layer by layer.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, reduce
from typing import NamedTuple

from planner import model
from planner.errors import Bug, PlannerError
from planner.solving.problem import Problem, State
from planner.solving.scoring import END, UNKNOWN, Names, NonAdditive, Scoring, Vector, over

BITS = 64
"""Of a packed vector, for each criterion: more than ``UNKNOWN`` has."""

MOST = 2_500_000
"""Vectors that are kept before counting is given up: hundreds of millions of stacks come to fewer."""

MOST_STACKS = 10**10
"""Of more stacks than this the order is not worth counting, and would not be counted in a minute."""


class TooMany(PlannerError):
    """The limits leave so many different stacks that their order is not counted."""


class ExactRanks:
    """The exact order of all stacks of a problem."""

    def __init__(self, problem: Problem, scoring: Scoring) -> None:
        self.problem, self.scoring = problem, scoring
        self._below: dict[State, Histogram] = {}
        self._kept = 0

    def rank(self, stack: model.Stack) -> int:
        """The rank of a valid stack, from 1. Raises ``Bug`` for a stack that is not one of the problem's."""
        threads, names = self.start, tuple(map(str, stack))
        packed = self.packed(stack)
        rank = 1 + sum(count for vector, count in self.vectors.items() if vector < packed)
        for name in names:
            groups = _by_name(self.grown(threads))
            rank += sum(self.count(groups[other], packed) for other in groups if other < name)
            threads = groups.get(name, [])
        if not threads:
            raise Bug(f"{model.spell(stack)} is not one of the stacks")
        return rank

    @property
    def total(self) -> int:
        """How many stacks there are."""
        return self.problem.completions(self.problem.start)

    def at(self, rank: int) -> model.Stack:
        """The stack at a rank. Raises ``IndexError`` where there are fewer."""
        left = rank - 1
        for vector in sorted(self.vectors):
            if left < self.vectors[vector]:
                return self._tied(vector, left)
            left -= self.vectors[vector]
        raise IndexError(rank)

    def packed(self, stack: model.Stack) -> int:
        """The vector of a valid stack as one number; numbers are ordered as vectors are."""
        threads = self.start
        for layer in stack:
            groups = _by_name(self.grown(threads))
            threads = groups.get(str(layer), [])
        done = [thread for thread in threads if thread.after.ended and not thread.names]
        if not done:
            raise Bug(f"{model.spell(stack)} is not one of the stacks")
        return self.seen(done[0].packed, over_all((*done[0].traits, END)))

    # --- machinery below ---

    @cached_property
    def vectors(self) -> dict[int, int]:
        """Each vector that stacks come to, packed, and how many do."""
        if self.total > MOST_STACKS:
            raise TooMany(f"the order of more than {MOST_STACKS:,} stacks is not counted; lower the limits")
        counts: dict[int, int] = {}
        for trait, histogram in self.below(self.problem.start).items():
            for packed, count in histogram.items():
                vector = self.seen(packed, trait)
                counts[vector] = counts.get(vector, 0) + count
        return counts

    @cached_property
    def start(self) -> list[Thread]:
        return [Thread((), self.problem.start, 0, ())]

    @cached_property
    def packs(self) -> dict[Vector, int]:
        return {}

    def pack(self, vector: Vector) -> int:
        if vector not in self.packs:
            self.packs[vector] = reduce(lambda total, part: (total << BITS) + part, vector, 0)
        return self.packs[vector]

    def seen(self, packed: int, trait: NonAdditive) -> int:
        """The vector of a stack that comes to ``trait`` and adds ``packed``; of an unknown sum the known part decides
        nothing."""
        base = self.scoring.base(trait)
        if any(part >= UNKNOWN for part in base):
            keep = tuple(0 if part >= UNKNOWN else (1 << BITS) - 1 for part in base)
            packed &= self.pack(keep)
        return packed + self.pack(base)

    def below(self, state: State) -> Histogram:
        """What completions of ``state`` come to: for each trait the packed vectors and how many have them."""
        if state.ended:
            return {END: {0: 1}}
        if state not in self._below:
            outcomes: Histogram = {}
            for member_trait, vectors, after in self.steps(state):
                for trait, histogram in self.below(after).items():
                    into = outcomes.setdefault(over(member_trait, trait), {})
                    for own, times in vectors.items():
                        for rest, count in histogram.items():
                            into[own + rest] = into.get(own + rest, 0) + times * count
                    self._check(outcomes)
            self._below[state] = outcomes
            self._kept += sum(map(len, outcomes.values()))
        return self._below[state]

    def _check(self, outcomes: Histogram) -> None:
        if self._kept + sum(map(len, outcomes.values())) > MOST:
            raise TooMany(f"the order of the stacks has more than {MOST:,} different figures; lower the limits")

    def steps(self, state: State) -> Iterator[tuple[NonAdditive, dict[int, int], State]]:
        """The variants that may come next, with the vectors of their segments."""
        for number, after in self.problem.steps(state):
            for variant in self.scoring.variants_of(number):
                vectors: dict[int, int] = {}
                for member in self.scoring.members(variant, True, True):
                    packed = self.pack(member.vector)
                    vectors[packed] = vectors.get(packed, 0) + 1
                yield variant.trait, vectors, after

    def grown(self, threads: list[Thread]) -> list[Thread]:
        """The threads, those at the end of a segment gone on to every segment that may follow."""
        grown = [thread for thread in threads if thread.names]
        for thread in threads:
            if not thread.names and not thread.after.ended:
                grown += self.next_threads(thread)
        return grown

    def next_threads(self, thread: Thread) -> Iterator[Thread]:
        for number, after in self.problem.steps(thread.after):
            for variant in self.scoring.variants_of(number):
                traits = (*thread.traits, variant.trait)
                for member in self.scoring.members(variant, True, True):
                    yield Thread(member.names, after, thread.packed + self.pack(member.vector), traits)

    def count(self, threads: list[Thread], vector: int) -> int:
        """How many stacks that go on from the threads come to a vector."""
        total = 0
        for thread in threads:
            for trait, histogram in self.below(thread.after).items():
                whole = over_all((*thread.traits, trait))
                base = self.scoring.base(whole)
                if any(part >= UNKNOWN for part in base):
                    total += sum(n for rest, n in histogram.items() if self.seen(thread.packed + rest, whole) == vector)
                else:
                    total += histogram.get(vector - self.pack(base) - thread.packed, 0)
        return total

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
            for thread in threads:
                if thread.after.ended and not thread.names and self.count([thread], vector):
                    return _layers(names)


Histogram = dict[NonAdditive, dict[int, int]]


class Thread(NamedTuple):
    """A way to go on: the names still to come of the segment that is entered, and the state after it."""

    names: Names
    after: State
    packed: int
    traits: tuple[NonAdditive, ...]


def over_all(traits: tuple[NonAdditive, ...]) -> NonAdditive:
    """The trait of segments from the top, the last one of what is below them."""
    return reduce(lambda below, upper: over(upper, below), reversed(traits[:-1]), traits[-1])


def _by_name(threads: list[Thread]) -> dict[str, list[Thread]]:
    """The threads by the name that comes next, which is taken off."""
    groups: dict[str, list[Thread]] = {}
    for thread in threads:
        groups.setdefault(thread.names[0], []).append(thread._replace(names=thread.names[1:]))
    return groups


def _layers(names: list[str]) -> model.Stack:
    parts = [name.rstrip(")").partition("(") for name in names]
    return tuple(model.Layer(protocol=protocol, keyed_by=keyed_by) for protocol, _, keyed_by in parts)

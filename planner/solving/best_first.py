"""Sequences of classes -> stacks, best first and only as many as asked for.

Knows figures and their weights; the only room that adds numbers. Knows no solver and no text.

A sequence of classes stands for the product of its classes' members, and most of those are never built. Members whose
figures differ only in what adds up (maturity, round trips, bytes, layers) are one ``Variant``; a sequence of
variants fixes the rest (preferences, features). So one heap holds, in the order of what they can be at best:
sequences of classes, sequences of variants, and stacks; what comes off it is opened one step further, until it is a
stack.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product
from operator import add
from typing import NamedTuple

from planner import model
from planner.solving.problem import Problem, State
from planner.solving.scoring import END, UNKNOWN, Member, Names, NonAdditive, Scoring, Variant, Vector, over


def rank(
    problem: Problem,
    sequences: Callable[[int], Iterable[Sequence[int]]],
    scoring: Scoring,
    *,
    limit: int,
    fits: Callable[[model.Stack], bool] = lambda _: True,
) -> list[model.Stack]:
    """The best ``limit`` stacks, best first. Equal figures are ordered by the layers' names from the top, so the same
    input always gives the same list.

    ``sequences`` gives the sequences of a length; it is asked for the longer ones only as long as one of them could
    still come before what is found, so the largest limits cost no more than what they can bring. ``fits`` leaves stacks
    out that the problem takes and the path's MTU does not.
    """
    best = filter(fits, _Ranker(problem, scoring).stacks(sequences))
    return [stack for stack, _ in zip(best, range(limit), strict=False)]


# --- machinery below --------------------------------------------------------------------------


class Least(NamedTuple):
    """The least that some stacks add: the first of their vectors, and the least of each criterion by itself. Where a
    sum is unknown, the first vector was chosen by figures that then decide nothing, and only the second is a bound."""

    first: Vector
    each: Vector


Outcomes = dict[NonAdditive, Least]
"""What stacks can come to in what does not add up, each with the least that they add to what does."""

FEW_SEGMENTS = 2


@dataclass(frozen=True)
class _Open:
    """A sequence of classes: its vector is a bound that no stack of it comes before."""

    vector: Vector
    classes: tuple[int, ...]


@dataclass(frozen=True)
class _Stack:
    """The members taken in each slot, as indexes in their sorted lists."""

    vector: Vector
    names: Names
    indexes: tuple[int, ...]
    choices: tuple[list[Member], ...]
    base: Vector


class _Ranker:
    def __init__(self, problem: Problem, scoring: Scoring) -> None:
        self.problem, self.scoring = problem, scoring
        self.leasts: dict[Variant, Least] = {}
        self.rests: dict[tuple[State, int], Outcomes] = {}
        self.folded: dict[tuple[int, ...], Outcomes] = {}
        self.end: Outcomes = {END: Least(scoring.nothing, scoring.nothing)}

    def stacks(self, sequences: Callable[[int], Iterable[Sequence[int]]]) -> Iterator[model.Stack]:
        """Every stack, best first. Entries are (vector, names, order, entry); a bound has no names, so it is opened
        before a stack of the same vector is given out."""
        heap: list[tuple[Vector, Names, int, _Open | _Stack]] = []
        length, order = 1, count()
        while True:
            while length <= self.problem.longest and self.worth_listing(length, heap[0][0] if heap else None):
                for classes in map(tuple, sequences(length)):
                    vector = self.bound(self.outcomes(classes))
                    heapq.heappush(heap, (vector, (), next(order), _Open(vector, classes)))
                length += 1
            if not heap:
                return
            entry = heapq.heappop(heap)[3]
            if isinstance(entry, _Stack):
                yield tuple(layer for member in _taken(entry) for layer in member.segment.layers)
            for after in self.opened(entry) if isinstance(entry, _Open) else self.followers(entry):
                heapq.heappush(heap, (after.vector, after.names, next(order), after))

    def worth_listing(self, length: int, best: Vector | None) -> bool:
        """Whether a stack of at least ``length`` segments could come before, or beside, one with the vector ``best``.
        The shortest are so few that listing them is cheaper than asking."""
        if length <= FEW_SEGMENTS or self.problem.longest <= FEW_SEGMENTS + 1:
            return True
        rest = self.rest(self.problem.start, length)
        return bool(rest) and (best is None or self.bound(rest) <= best)

    def bound(self, outcomes: Outcomes) -> Vector:
        """No stack with one of these outcomes comes before this."""
        bounds = []
        for trait, least in outcomes.items():
            base = self.scoring.base(trait)
            unknown = next((index for index, part in enumerate(base) if part >= UNKNOWN), len(base))
            added = least.first[:unknown] + least.each[unknown:]
            bounds.append(tuple(min(part, UNKNOWN) for part in _sum(base, added)))
        return min(bounds)

    def outcomes(self, classes: tuple[int, ...]) -> Outcomes:
        """What the stacks of a sequence of classes can come to, each with the least that it adds."""
        if not classes:
            return self.end
        if classes not in self.folded:
            self.folded[classes] = {}
            self.fold(classes[0], self.outcomes(classes[1:]), self.folded[classes])
        return self.folded[classes]

    def rest(self, state: State, slots: int) -> Outcomes:
        """The same for all completions of ``state`` with at least ``slots`` more classes."""
        if state.ended:
            return {} if slots > 0 else self.end
        key = (state, max(slots, 0))
        if key not in self.rests:
            outcomes: Outcomes = {}
            for number, after in self.problem.steps(state):
                self.fold(number, self.rest(after, slots - 1), outcomes)
            self.rests[key] = outcomes
        return self.rests[key]

    def fold(self, number: int, below: Outcomes, into: Outcomes) -> None:
        """Put a class above some outcomes."""
        for variant in self.scoring.variants_of(number):
            least = self.least(variant)
            for trait, rest in below.items():
                folded = over(variant.trait, trait)
                first, each = _sum(least.first, rest.first), _sum(least.each, rest.each)
                before = into.get(folded)
                if before is not None:
                    first, each = min(first, before.first), tuple(map(min, each, before.each))
                into[folded] = Least(first, each)

    def least(self, variant: Variant) -> Least:
        """The least that a variant adds."""
        if variant not in self.leasts:
            members = self.scoring.members(variant, variant.trait.rtts_known, variant.trait.bytes_known)
            self.leasts[variant] = Least(
                members[0].vector, tuple(map(min, zip(*(member.vector for member in members), strict=True)))
            )
        return self.leasts[variant]

    def opened(self, opening: _Open) -> Iterator[_Stack]:
        """The best stack of each sequence of variants that a sequence of classes stands for."""
        boundaries = [*(self.problem.classes[number].start for number in opening.classes[1:]), ""]
        for variants in product(*(self.scoring.variants_of(number) for number in opening.classes)):
            trait = END
            for variant in reversed(variants):
                trait = over(variant.trait, trait)
            choices = tuple(
                self.scoring.members(variant, trait.rtts_known, trait.bytes_known, boundary)
                for variant, boundary in zip(variants, boundaries, strict=True)
            )
            yield _at((0,) * len(choices), choices, self.scoring.base(trait))

    def followers(self, stack: _Stack) -> Iterator[_Stack]:
        """The stacks that come next after this one: one slot moved on. Only slots up to the last moved one are moved
        (from the right), so each combination is met once."""
        for slot in reversed(range(len(stack.indexes))):
            if stack.indexes[slot] + 1 < len(stack.choices[slot]):
                indexes = (*stack.indexes[:slot], stack.indexes[slot] + 1, *stack.indexes[slot + 1 :])
                yield _at(indexes, stack.choices, stack.base)
            if stack.indexes[slot]:
                return


def _sum(left: Vector, right: Vector) -> Vector:
    return tuple(map(add, left, right))


def _at(indexes: tuple[int, ...], choices: tuple[list[Member], ...], base: Vector) -> _Stack:
    taken = [members[index] for members, index in zip(choices, indexes, strict=True)]
    sums = map(sum, zip(base, *(member.vector for member in taken), strict=True))
    vector = tuple(UNKNOWN if total >= UNKNOWN else total for total in sums)
    return _Stack(vector, tuple(name for member in taken for name in member.names), indexes, choices, base)


def _taken(stack: _Stack) -> list[Member]:
    return [members[index] for members, index in zip(stack.choices, stack.indexes, strict=True)]

"""A problem as slots: a variable for each segment, with constraints by prefix, for a solver that lists every sequence.

Knows problems. Knows not how they are solved, and no score.

Slot i takes a class of segments that the question cannot tell apart. Whether a class may follow a prefix depends only
on the prefix's ``State``, so a constraint over slots 0..i checks one step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from planner.solving.problem import Problem, SegmentClass, State


class Constraint(NamedTuple):
    """A prefix constraint: whether the classes in ``scope`` may stand there."""

    scope: tuple[str, ...]
    allows: Callable[..., bool]


class StartedClass(NamedTuple):
    """A class with the boundary that starts its segments; '' for the topmost slot."""

    start: str
    segments: SegmentClass


class Slots:
    """The classes of a problem, numbered in a canonical order, and the slots of a length."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.classes = _classes(problem)
        self._numbers = {(start, kind.code): number for number, (start, kind) in enumerate(self.classes)}
        self._steps: dict[State, Mapping[int, State]] = {}
        self._lengths: dict[tuple[State, int], bool] = {}

    def of(self, length: int) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], tuple[Constraint, ...]]:
        """The problem of stacks with ``length`` segments: slot names, sorted domains, a constraint for each prefix."""
        names = tuple(f"slot-{index:02}" for index in range(length))
        domains = {name: self._domain(index, length) for index, name in enumerate(names)}
        walker = _Walker(self, length)
        return names, domains, tuple(Constraint(names[: index + 1], walker.allows) for index in range(length))

    def steps(self, state: State) -> Mapping[int, State]:
        """The classes that may follow, by their numbers, and the state after each."""
        if state not in self._steps:
            segments, told = self.problem.walk.segments, self.problem.told
            after: dict[int, State] = {}
            for start in self.problem.walk.starts(state.carriers):
                alone = state._replace(carriers=segments.number((start,))) if start else state
                for entering, following in self.problem.steps(alone, told):
                    after[self._numbers[start, entering.code]] = following
            self._steps[state] = after
        return self._steps[state]

    def reachable(self, state: State, slots: int) -> bool:
        """Whether exactly ``slots`` more classes can complete the stack."""
        if not state.carriers or slots == 0:
            return not state.carriers and slots == 0
        key = (state, slots)
        if key not in self._lengths:
            self._lengths[key] = any(self.reachable(after, slots - 1) for after in self.steps(state).values())
        return self._lengths[key]

    def _domain(self, index: int, length: int) -> tuple[int, ...]:
        last = index == length - 1
        return tuple(
            number
            for number, (start, kind) in enumerate(self.classes)
            if (start == "") == (index == 0) and (not kind.carriers) == last
        )


# --- machinery below --------------------------------------------------------------------------


def _classes(problem: Problem) -> tuple[StartedClass, ...]:
    """All classes that may stand anywhere in a stack."""
    walk = problem.walk
    waiting, seen, classes = [""], {""}, list[StartedClass]()
    while waiting:
        start = waiting.pop()
        for code, members in walk.groups(start, problem.told):
            kind = SegmentClass(code, [members])
            classes.append(StartedClass(start, kind))
            more = set(walk.starts(walk.segments.within(kind.carriers, problem.start.limits))) - seen
            waiting += more
            seen |= more
    return tuple(sorted(classes, key=lambda slot: (slot.start, slot.segments.code)))


class _Walker:
    """Checks prefixes: remembers the state of each prefix that passed, so that a constraint makes one step only."""

    def __init__(self, slots: Slots, length: int) -> None:
        self.slots, self.length = slots, length
        self.states: dict[tuple[int, ...], State] = {(): slots.problem.start}

    def allows(self, *numbers: int) -> bool:
        above = self.states.get(numbers[:-1])
        after = None if above is None else self.slots.steps(above).get(numbers[-1])
        if after is None or not self.slots.reachable(after, self.length - len(numbers)):
            return False
        self.states[numbers] = after
        return True

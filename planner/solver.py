"""A problem -> its sequences of kinds, in canonical order; or a smallest set of demands that cannot hold together.

The only user of python-constraint2. Knows slots, domains and predicates; knows nothing of what a rule means, and no
score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import constraint

from planner.errors import Bug
from planner.problem import Problem

Sequence = tuple[int, ...]
"""Kinds from the topmost slot to the outermost one, as places in ``Problem.kinds``."""


def total(problem: Problem) -> int:
    """The exact number of stacks, whatever the limits; none of them is built."""
    return problem.completions(problem.start)


def solve(problem: Problem, length: int) -> list[Sequence]:
    """Every sequence of ``length`` kinds that meets all constraints, sorted.

    A ``constraint.Problem`` for each length, used once: solving changes its domains, and its order is an accident.
    """
    return sorted(_sequences(problem, length)) if problem.reachable(problem.start, length) else []


def smallest_conflict(demands: Iterable[str], feasible: Callable[[frozenset[str]], bool]) -> tuple[str, ...]:
    """Of demands that cannot hold together, a set that still cannot, and of which none can be left out.

    The deletion filter: each demand in the order given is dropped, and stays dropped where there is still no stack.
    So the demands named first are the first to be found superfluous. ``feasible`` is asked for the set that is dropped.
    """
    wanted = tuple(demands)
    dropped: frozenset[str] = frozenset()
    if feasible(dropped):
        raise Bug("asked for the conflict of a problem that has a solution")
    for demand in wanted:
        if not feasible(dropped | {demand}):
            dropped |= {demand}
    return tuple(demand for demand in wanted if demand not in dropped)


# --- machinery below --------------------------------------------------------------------------


def _sequences(problem: Problem, length: int) -> Iterator[Sequence]:
    names, domains, constraints = problem.slots(length)
    # The library's solver takes the slots with most constraints first: stated by prefix, that is from top to bottom.
    search = constraint.Problem(constraint.OptimizedBacktrackingSolver(forwardcheck=False))
    for name in names:
        if not domains[name]:
            return
        search.addVariable(name, domains[name])
    for one in constraints:
        if not one.scope:
            raise Bug("python-constraint2 would apply a constraint without a scope to every slot")
        search.addConstraint(constraint.FunctionConstraint(one.allows), one.scope)
    for solution in search.getSolutionIter():
        yield tuple(solution[name] for name in names)

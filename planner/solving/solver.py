"""A problem -> its sequences of classes, in canonical order.

The only user of python-constraint2. Knows slots, domains and predicates; knows nothing of what a rule means, and no
score.
"""

from __future__ import annotations

from collections.abc import Iterator

import constraint

from planner.errors import Bug
from planner.solving.slots import Slots

ClassSequence = tuple[int, ...]
"""Classes from the topmost slot to the outermost one, as indexes in ``Slots.classes``."""


def solve(slots: Slots, length: int) -> list[ClassSequence]:
    """Every sequence of ``length`` classes that meets all constraints, sorted.

    A ``constraint.Problem`` for each length, used once: solving changes its domains, and its order is an accident.
    """
    return sorted(_sequences(slots, length)) if slots.reachable(slots.problem.start, length) else []


# --- machinery below --------------------------------------------------------------------------


def _sequences(slots: Slots, length: int) -> Iterator[ClassSequence]:
    names, domains, constraints = slots.of(length)
    # The library's solver takes the slots with most constraints first: stated by prefix, that is from top to bottom.
    search = constraint.Problem(constraint.OptimizedBacktrackingSolver(forwardcheck=False))
    for name in names:
        if not domains[name]:
            return
        search.addVariable(name, domains[name])
    for stated in constraints:
        if not stated.scope:
            raise Bug("python-constraint2 would apply a constraint without a scope to every slot")
        search.addConstraint(constraint.FunctionConstraint(stated.allows), stated.scope)
    for solution in search.getSolutionIter():
        yield tuple(solution[name] for name in names)

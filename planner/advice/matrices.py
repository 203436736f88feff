"""Applications by environments: the best stack or the conflict of each pair.

Knows plans; asks whoever makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.errors import DataError
from planner.model import Cell, Matrix, Plan


def matrix(applications: Sequence[str], environments: Sequence[str], plan: Callable[[str, str], Plan]) -> Matrix:
    """The matrix by names; ``plan`` makes the plan of a pair. Bad input is a cell with its faults; the others
    are answered."""
    cells = {
        (application, environment): _cell(plan, application, environment)
        for application in applications
        for environment in environments
    }
    return Matrix(applications=tuple(applications), environments=tuple(environments), cells=cells)


# --- machinery below --------------------------------------------------------------------------


def _cell(plan: Callable[[str, str], Plan], application: str, environment: str) -> Cell:
    try:
        planned = plan(application, environment)
    except DataError as error:
        return Cell(error=str(error))
    return Cell(
        total=planned.total,
        best=planned.stacks[0].spelling if planned.stacks else "",
        conflict=planned.conflicts[0] if planned.conflicts else (),
    )

"""Applications by environments: the best stack or the conflict of each pair.

Knows plans; asks whoever makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.errors import DataError
from planner.model import Cell, Matrix, Plan


def matrix(
    applications: Mapping[str, str], environments: Mapping[str, str], plan: Callable[[str, str], Plan]
) -> Matrix:
    """The matrix of files by name. Bad input is a cell with its faults; the others are answered."""
    cells = {
        (app, environment): _cell(plan, file, applied)
        for app, file in applications.items()
        for environment, applied in environments.items()
    }
    return Matrix(applications=tuple(applications), environments=tuple(environments), cells=cells)


# --- machinery below --------------------------------------------------------------------------


def _cell(plan: Callable[[str, str], Plan], application: str, environment: str) -> Cell:
    try:
        found = plan(application, environment)
    except DataError as error:
        return Cell(error=str(error))
    return Cell(
        total=found.total,
        best=found.stacks[0].spelling if found.stacks else "",
        conflict=found.conflicts[0] if found.conflicts else (),
    )

"""Applications by environments, as documents, HTML and CSV.

Knows values of ``model``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from planner.model import Blame, Cell, Matrix
from planner.render.document import Block, Items, Paragraph, documented, table
from planner.render.escapes import csv_cell, html_text


@documented
def matrix_lines(matrix: Matrix) -> Iterator[Block]:
    """The matrix one cell a line, so that stacks are read whole: for a terminal."""
    rows = []
    for app in matrix.applications:
        for number, environment in enumerate(matrix.environments):
            rows.append((app if number == 0 else "", environment, _long_cell(matrix.cells[app, environment])))
    yield table(("Application", "Environment", "Best stack, or why there is none"), rows)


@documented
def matrix_grid(matrix: Matrix) -> Iterator[Block]:
    """The matrix as a grid, and below it the conflicts: for Markdown."""
    rows = [
        (app, *(_cell(matrix.cells[app, environment]) for environment in matrix.environments))
        for app in matrix.applications
    ]
    yield table(("", *matrix.environments), rows)
    notes = [
        (0, f"{app}, {environment}: {_long_cell(cell)}")
        for app in matrix.applications
        for environment in matrix.environments
        if not (cell := matrix.cells[app, environment]).best
    ]
    if notes:
        yield Paragraph("No stack:")
        yield Items(tuple(notes))


def matrix_csv(matrix: Matrix) -> str:
    """One line a cell: application, environment, total, best, conflict, error."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["application", "environment", "total", "best", "conflict", "error"])
    for app in matrix.applications:
        for environment in matrix.environments:
            cell = matrix.cells[app, environment]
            texts = map(csv_cell, (cell.best, _conflict(cell.conflict), cell.error))
            writer.writerow([csv_cell(app), csv_cell(environment), cell.total, *texts])
    return out.getvalue()


def matrix_html(matrix: Matrix) -> str:
    """One page with the table; no script, no request."""
    head = "".join(f'<th scope="col">{html_text(name)}</th>' for name in matrix.environments)
    body = "\n".join(
        f'<tr><th scope="row">{html_text(app)}</th>'
        + "".join(_html_cell(matrix.cells[app, environment]) for environment in matrix.environments)
        + "</tr>"
        for app in matrix.applications
    )
    return _PAGE.format(head=head, body=body)


# --- machinery below --------------------------------------------------------------------------

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Applications by environments</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 14px/1.4 Helvetica, Arial, "Liberation Sans", sans-serif; margin: 1.5rem; overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #8d97a3; padding: .4rem .6rem; text-align: left; vertical-align: top; }}
td.none {{ border-left: 4px solid #c2410c; }}
small {{ display: block; }}
</style></head><body>
<table>
<thead><tr><td></td>{head}</tr></thead>
<tbody>
{body}
</tbody></table>
</body></html>
"""


def _html_cell(cell: Cell) -> str:
    if cell.best:
        return f"<td>{html_text(cell.best)}<small>{cell.total:,} valid</small></td>"
    return f'<td class="none">none<small>{html_text(_conflict(cell.conflict) or cell.error)}</small></td>'


def _cell(cell: Cell) -> str:
    return cell.best or ("bad input" if cell.error else "none")


def _long_cell(cell: Cell) -> str:
    if cell.best or cell.error:
        return cell.best or f"bad input: {cell.error}"
    return f"none: {', '.join(blame.demand.spelling for blame in cell.conflict)}"


def _conflict(conflict: Sequence[Blame]) -> str:
    return ", ".join(f"{blame.demand.spelling} ({blame.demand.where})" for blame in conflict)

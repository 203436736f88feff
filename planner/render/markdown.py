"""A plan as Markdown, for a report or an issue. Knows plans."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Plan
from planner.render.escapes import markdown_cell
from planner.render.escapes import markdown_code as code
from planner.render.escapes import markdown_text as text
from planner.render.text import headline, known, legend, which, why


def plan_markdown(plan: Plan) -> str:
    """One section with a table of the stacks, or with the conflict where there is none."""
    return "\n".join(_lines(plan)) + "\n"


# --- machinery below --------------------------------------------------------------------------


def _lines(plan: Plan) -> Iterator[str]:
    yield f"## {text(headline(plan))}"
    if plan.stacks:
        yield from _stacks(plan)
    for number, conflict in enumerate(plan.conflicts, start=1):
        yield f"\nThese demands cannot hold together; without any one of them they can{which(plan, number)}:\n"
        for blame in conflict:
            why_not = text(f"({blame.demand.where}): {blame.reason} [{blame.source}]")
            yield f"- {code(blame.demand.spelling)} {why_not}"
    if plan.repairs:
        yield "\nWhat would help:\n"
        for repair in plan.repairs:
            yield f"- {', '.join(map(code, repair.changes))}: then {code(repair.best)}"
    if plan.warnings:
        yield ""
        yield from (f"- {text(f'Note: {warning.text} [{warning.source}]')}" for warning in plan.warnings)


def _stacks(plan: Plan) -> Iterator[str]:
    yield "\n| # | Stack | Why | RTT | Bytes | Fits | Eq | Warnings |"
    yield "| --: | --- | --- | --: | --: | --: | --- | --- |"
    above = None
    for stack in plan.stacks:
        costs = stack.costs
        warnings = "; ".join(f"{warning.text} [{warning.source}]" for warning in stack.warnings)
        cells = (
            str(stack.rank),
            code(stack.spelling),
            text(why(stack, above)),
            *map(known, (costs.handshake_rtts, costs.overhead_bytes, costs.payload_mtu)),
            text(stack.equivalence),
            text(warnings),
        )
        yield f"| {' | '.join(map(markdown_cell, cells))} |"
        above = stack
    yield f"\n{text(legend(plan))}"

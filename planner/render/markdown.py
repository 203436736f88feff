"""A plan as Markdown, for a report or an issue. Knows plans."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Plan
from planner.render.text import headline, known, legend, which, why


def plan_markdown(plan: Plan) -> str:
    """One section with a table of the stacks, or with the conflict where there is none."""
    return "\n".join(_lines(plan)) + "\n"


# --- machinery below --------------------------------------------------------------------------


def _lines(plan: Plan) -> Iterator[str]:
    yield f"## {_cell(headline(plan))}"
    if plan.stacks:
        yield from _stacks(plan)
    for number, conflict in enumerate(plan.conflicts, start=1):
        yield f"\nThese demands cannot hold together; without any one of them they can{which(plan, number)}:\n"
        for blame in conflict:
            yield f"- `{blame.demand.spelling}` ({blame.demand.where}): {blame.reason} [{blame.source}]"
    if plan.repairs:
        yield "\nWhat would help:\n"
        yield from (f"- {', '.join(f'`{one}`' for one in it.changes)}: then `{it.best}`" for it in plan.repairs)
    if plan.warnings:
        yield ""
        yield from (f"- Note: {warning.text} [{warning.source}]" for warning in plan.warnings)


def _stacks(plan: Plan) -> Iterator[str]:
    yield "\n| # | Stack | Why | RTT | Bytes | Fits | Eq | Warnings |"
    yield "| --: | --- | --- | --: | --: | --: | --- | --- |"
    above = None
    for stack in plan.stacks:
        costs = stack.costs
        figures = " | ".join(map(known, (costs.handshake_rtts, costs.overhead_bytes, costs.payload_mtu)))
        warnings = "; ".join(f"{one.text} [{one.source}]" for one in stack.warnings)
        reason = _cell(why(stack, above))
        yield f"| {stack.rank} | `{stack.spelling}` | {reason} | {figures} | {stack.equivalence} | {_cell(warnings)} |"
        above = stack
    yield f"\n{legend(plan)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""A plan as a document: rank, stack, why it is there, what it costs, warnings; or why there is none.

Knows plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner import model
from planner.model import Blame, Plan, RankedStack, Scenario, Score
from planner.model.sentences import FIGURE_NAMES
from planner.render.document import (
    Block,
    Cautions,
    Cell,
    Code,
    Column,
    Face,
    Heading,
    Meaning,
    Meanings,
    Noted,
    Paragraph,
    SmallPrint,
    Table,
    documented,
    items,
)

NAMES = {**FIGURE_NAMES, "deployment": "deployment"}


@documented
def plan_document(plan: Plan, limits: Sequence[model.ShapingLimit] = ()) -> Iterator[Block]:
    """The answer to one scenario; ``limits`` are those that shaped it by default."""
    yield Heading(headline(plan))
    if plan.stacks:
        yield _stacks(plan)
        yield from (SmallPrint(line, inset=1) for line in (legend(plan), *limit_lines(limits)))
    yield from _conflicts(plan)
    if plan.repairs:
        yield Paragraph("What would help:")
        yield items(*map(_repair, plan.repairs), inset=2)
    if plan.warnings:
        yield Cautions(tuple((warning.text, warning.source) for warning in plan.warnings))


@documented
def conflict_document(plan: Plan) -> Iterator[Block]:
    """Why there is no stack, without what would help."""
    yield Heading(headline(plan))
    yield from _conflicts(plan)


def headline(plan: Plan) -> str:
    """``Browser call: 5 stacks meet every demand (scope survey), the best 3 are shown``."""
    name = plan.scenario.title or "scenario"
    if not plan.feasible:
        return f"{name}: no stack meets every demand (scope {plan.scope})"
    count = "1 stack meets" if plan.total == 1 else f"{plan.total:,} stacks meet"
    shown = f", the best {len(plan.stacks)} are shown" if plan.total > len(plan.stacks) else ""
    return f"{name}: {count} every demand (scope {plan.scope}){shown}"


def why(stack: RankedStack, above: RankedStack | None) -> str:
    """Why a stack stands where it stands, against the one above it."""
    if above is None:
        poor = [score for score in stack.score[:6] if score.value]
        reasons = [part.spoken for score in poor for part in score.parts]
        return f"nothing comes before it{'; it has: ' + ', '.join(reasons) if reasons else ''}"
    for here, there in zip(stack.score, above.score, strict=True):
        if here.value != there.value:
            name = NAMES.get(here.criterion, here.criterion)
            reasons = [reason for reason in here.because if reason not in there.because] or list(here.because)
            because = f": {', '.join(reasons)}" if reasons else ""
            return f"{name} {_value(here)} against {_value(there)}{because}"
    return "as good as the one above; names decide"


def legend(plan: Plan) -> str:
    scenario = plan.scenario
    return (
        f"RTT: round trips before the first byte. Bytes: around the largest payload. Fits: that payload, in a packet "
        f"of {scenario.mtu} (IPv{scenario.ip_version}{chosen_options(scenario)}). Eq: same letter, may stand in for "
        f"each other. ?: unknown."
    )


def chosen_options(scenario: Scenario) -> str:
    """The options that a scenario sets, behind a comma each."""
    return "".join(f", {name} {value}" for name, value in sorted(scenario.options.items()))


def limit_lines(limits: Sequence[model.ShapingLimit]) -> Iterator[str]:
    """Which limits stand by default, and what one more of each would put first."""
    if limits:
        standing = ", ".join(f"{limit.limit.removeprefix('limits.')} {limit.value}" for limit in limits)
        yield f"Limits by default: {standing}."
    for limit in limits:
        if limit.first:
            yield f"With {limit.limit}: {limit.value + 1} this would come first: {limit.first}"


def cannot_hold(plan: Plan, number: int) -> str:
    """The words above a conflict; where there are several, they say which of them."""
    which = f" (conflict {number} of {len(plan.conflicts)})" if len(plan.conflicts) > 1 else ""
    return f"These demands cannot hold together; without any one of them they can{which}:"


def known(value: int | None) -> str:
    return "?" if value is None else str(value)


# --- machinery below --------------------------------------------------------------------------

_COLUMNS = (
    Column("#", align="right", whole=True),
    Column("Stack", width=52),
    Column("Why", faces=frozenset({Face.MARKDOWN})),
    *(Column(name, align="right", whole=True) for name in ("RTT", "Bytes", "Fits")),
    Column("Eq", whole=True),
    Column("Unmet", faces=frozenset({Face.HTML})),
    Column("Warnings", faces=frozenset({Face.MARKDOWN})),
)


def _conflicts(plan: Plan) -> Iterator[Block]:
    for number, conflict in enumerate(plan.conflicts, start=1):
        yield Paragraph(cannot_hold(plan, number))
        yield Meanings(tuple(map(_meaning, conflict)))


def _meaning(blame: Blame) -> Meaning:
    return Meaning(blame.demand.spelling, blame.demand.where, f"{blame.reason} [{blame.source}]")


def _repair(repair: model.Repair) -> tuple[str | Code, ...]:
    changes = [piece for change in repair.changes for piece in (", ", Code(change))]
    return (*changes[1:], ": then ", Code(repair.best))


def _value(score: Score) -> str:
    return "unknown" if score.value is None else str(score.value)


def _stacks(plan: Plan) -> Table:
    above = (None, *plan.stacks)
    return Table(_COLUMNS, tuple(_row(stack, better) for stack, better in zip(plan.stacks, above, strict=False)))


def _row(stack: RankedStack, above: RankedStack | None) -> tuple[Cell, ...]:
    costs, reason = stack.costs, why(stack, above)
    return (
        str(stack.rank),
        Noted(
            Code(stack.spelling),
            notes=(reason, *_notes(stack)),
            urgent=tuple(f"{warning.code}: {warning.text.split(':')[0]}" for warning in stack.warnings),
        ),
        reason,
        known(costs.handshake_rtts),
        known(costs.overhead_bytes),
        known(costs.payload_mtu),
        stack.equivalence,
        ", ".join(stack.unmet),
        "; ".join(f"{warning.text} [{warning.source}]" for warning in stack.warnings),
    )


def _notes(stack: RankedStack) -> Iterator[str]:
    if stack.carrier:
        yield f"carrier: {stack.carrier}" + (f", port {stack.port}" if stack.port else "")
    if stack.unmet:
        yield f"unmet: {', '.join(stack.unmet)}"

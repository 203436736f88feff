"""What is said about a stack, or about several plans, as documents: explain, diff, verify, fallback.

Knows values of ``model``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.model import (
    Answer,
    Blame,
    Broken,
    Compared,
    Condition,
    Demand,
    Difference,
    Differences,
    Fallbacks,
    Group,
    Plan,
    Verified,
    Why,
)
from planner.render.document import Block, Heading, Items, Paragraph, documented, items
from planner.render.plans import NAMES, cannot_hold, headline
from planner.render.reasons import facts, sentence


@documented
def reasons_document(plan: Plan) -> Iterator[Block]:
    """Every listed stack with its answer to each demand; or the conflicts and what would help."""
    yield Heading(headline(plan))
    for stack in plan.stacks:
        yield Heading(f"{stack.rank}. {stack.spelling}", 3)
        yield Items(tuple(_answer_lines(stack.answers)))
        if stack.warnings:
            yield items(*(f"Warning: {warning.text} [{warning.source}]" for warning in stack.warnings))
    yield from _conflicts(plan)


def _conflicts(plan: Plan) -> Iterator[Block]:
    """All smallest conflicts, and the smallest repairs."""
    for number, conflict in enumerate(plan.conflicts, start=1):
        yield Paragraph(cannot_hold(plan, number))
        yield Items(tuple(line for blame in conflict for line in _blame_lines(blame)))
    if not plan.complete:
        yield Paragraph("There are more conflicts than these; the smallest were looked for first.")
    if plan.repairs:
        yield Paragraph("What would help, and the best stack then:")
        yield items(*(f"{', '.join(repair.changes)}: then {repair.best}" for repair in plan.repairs))


@documented
def why_document(why: Why) -> Iterator[Block]:
    """Where a stack stands and why; or all that it breaks."""
    yield Heading(_verdict(why))
    if why.problem:
        yield Paragraph(why.problem)
    if why.broken:
        unmendable = any(broken.demand is None for broken in why.broken)
        yield Paragraph(f"It breaks{', first what no change of the scenario could mend' if unmendable else ''}:")
        yield Items(tuple((0, _broken(broken)) for broken in why.broken))
    if why.mends:
        changed = ", ".join(why.mends.changes)
        place = "" if why.mends.rank is None else f", at rank {why.mends.rank:,}"
        yield Paragraph(f"With {changed} it would be valid{place}.")
    if why.nearest:
        yield Paragraph(f"The nearest stack that there is: {why.nearest}")
    if why.compared:
        yield from _compared(why)
    if why.moves:
        yield Paragraph("What would move it up, if it were so:")
        yield items(*(f"{', '.join(move.changes)}: rank {_value(move.rank)}" for move in why.moves))
    if why.answers:
        yield Paragraph("How it meets each demand:")
        shown = [answer for answer in why.answers if answer.rule != "layering"]
        yield Items(tuple(_answer_lines(shown)))
    if why.layers:
        yield Paragraph("What it stands on:")
        yield items(*map(sentence, why.layers))
    if why.warnings:
        yield items(*(f"Warning: {text} [{source}]" for text, source in why.warnings))
    if why.others:
        yield Paragraph(f"The spelling leaves open, too: {', '.join(why.others)}")


@documented
def difference_document(changes: Differences) -> Iterator[Block]:
    """What changes from one plan to the other."""
    yield Heading(f"{changes.before} against {changes.after}: {_totals(changes)}")
    if changes.digests[0] != changes.digests[1]:
        yield Paragraph("The catalogues are different ones.")
    for what, demands in (("Only before", changes.taken), ("Only after", changes.added)):
        if demands:
            yield Paragraph(f"{what}:")
            yield items(*map(_demand, demands))
    for what, conflicts in zip(("before", "after"), changes.conflicts, strict=True):
        if conflicts and changes.conflicts[0] != changes.conflicts[1]:
            yield Paragraph(f"These could not hold together {what}:" if what == "before" else "These cannot now:")
            yield items(*(", ".join(conflict) for conflict in conflicts))
    if not changes.stacks and any(changes.totals):
        more = (
            "" if changes.totals[0] == changes.totals[1] else "; what came or went is further down, --limit lists more"
        )
        yield Paragraph(f"The listed stacks are the same, in the same order{more}.")
    for change in ("lost", "gained", "moved", "warned"):
        some = [alike for alike in changes.stacks if alike.change == change]
        if some:
            yield Paragraph(f"{change.capitalize()}:")
            yield Items(tuple(line for difference in some for line in _difference_lines(difference)))


@documented
def fallback_document(order: Fallbacks) -> Iterator[Block]:
    """The groups in order, and the first stack that works on each kind of network."""
    yield Heading(f"{order.scenario}: the order to try stacks in")
    if not order.groups:
        yield Paragraph("No stack meets every demand, so there is none to try.")
        return
    first, *rest = order.groups
    protected = _security(first.security)
    yield Paragraph(f"Group {first.letter}, {protected}: these may be raced, or tried one after another.")
    yield items(*first.stacks)
    if rest:
        yield Paragraph(
            "Other choices. None of these may stand in for the first group by itself: the security protocols, or the "
            "demands that are met, are others (RFC 8922 Section 1.2)."
        )
        yield Items(tuple(line for group in rest for line in _group_lines(group)))
    yield Paragraph("On each kind of network:")
    yield Items(tuple(line for condition in order.conditions for line in _condition_lines(condition)))


@documented
def verified_document(verified: Verified) -> Iterator[Block]:
    """Whether a lock holds, and if not, why."""
    lock = verified.lock
    if verified.holds:
        place = "" if verified.rank is None else f", at rank {verified.rank:,}"
        was = f" (it was {lock.rank:,})" if verified.rank not in (None, lock.rank) else ""
        yield Paragraph(f"{lock.stack} still holds{place}{was}.")
    else:
        yield Paragraph(f"{lock.stack} no longer holds.")
    if verified.problem:
        yield Paragraph(verified.problem)
    if verified.broken:
        yield items(*map(_broken, verified.broken))
    for warning in verified.warnings:
        yield Paragraph(f"It has a warning that it had not: {warning.code}: {warning.text} [{warning.source}]")
    if verified.before_it:
        ranks = f"chosen at rank {lock.rank:,}, now at rank {verified.rank:,}"
        yield Paragraph(f"It was {ranks}; before it comes {verified.before_it}.")
    if verified.catalogue_changed:
        yield Paragraph(f"The catalogue is not the lock's ({lock.digest[:19]}…, scope {lock.scope}).")


# --- machinery below --------------------------------------------------------------------------


def _demand(demand: Demand) -> str:
    return f"{demand.spelling} ({demand.where})"


def _blame_lines(blame: Blame) -> Iterator[tuple[int, str]]:
    yield 0, _demand(blame.demand)
    yield 1, f"{blame.reason} [{blame.source}]"


def _answer_lines(answers: Sequence[Answer]) -> Iterator[tuple[int, str]]:
    for answer in answers:
        yield 0, f"{_demand(answer.demand)}: {'met' if answer.met else 'not met'}"
        yield 1, facts(answer)


def _broken(broken: Broken) -> str:
    source = f" [{broken.source}]" if broken.source else ""
    return (
        f"{_demand(broken.demand)}: {broken.found}{source}"
        if broken.demand
        else f"{broken.rule}: {broken.found}{source}"
    )


def _verdict(why: Why) -> str:
    rank = "" if why.rank is None else f"rank {why.rank:,} of {why.total:,}"
    match why.verdict:
        case "listed":
            return f"{why.spelling}: {rank}"
        case "valid":
            return f"{why.spelling}: valid, {rank or 'far down'}, below the listed ones"
        case "excluded":
            return f"{why.spelling}: not valid here"
        case _:
            return f"{why.spelling}: names no stack"


def _compared(why: Why) -> Iterator[Block]:
    if not why.above:
        yield Paragraph("Nothing comes before it. Its figures:")
    else:
        yield Paragraph(f"Against the one above it, {why.above} (smaller is better, the first difference decides):")
    yield Items(tuple((0, _criterion(compared, bool(why.above))) for compared in why.compared))
    if why.above and not any(compared.decides for compared in why.compared):
        yield Paragraph("All figures are alike; the layers' names decide.")


def _criterion(figure: Compared, against: bool) -> str:
    name = NAMES.get(figure.criterion, figure.criterion)
    text = f"{name}: {_value(figure.here)}" + (f" against {_value(figure.above)}" if against else "")
    if figure.decides:
        text += ", which decides"
    return text + (f" ({'; '.join(figure.because)})" if figure.because else "")


def _value(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _totals(changes: Differences) -> str:
    before, after = changes.totals
    return f"{before:,} valid before, {after:,} after"


def _difference_lines(difference: Difference) -> Iterator[tuple[int, str]]:
    ranks = {
        "lost": f"was rank {difference.before}",
        "gained": f"rank {difference.after}",
        "moved": f"rank {difference.before} before, {difference.after} after",
        "warned": f"rank {difference.after}, with a warning that it had not",
    }
    yield 0, f"{difference.stack}: {ranks[difference.change]}"
    for broken in difference.broken:
        yield 1, f"{'it broke' if difference.change == 'gained' else 'it breaks'} {_broken(broken)}"
    for compared in difference.compared:
        name = NAMES.get(compared.criterion, compared.criterion)
        because = f" ({'; '.join(compared.because)})" if compared.because else ""
        yield 1, f"{name}: {_value(compared.above)} before, {_value(compared.here)} after{because}"
    yield from ((1, str(reason)) for reason in difference.because)
    yield from ((1, f"new warning: {warning.code}: {warning.text}") for warning in difference.warnings)


def _security(layers: Sequence[str]) -> str:
    return f"protected by {', '.join(layers)}" if layers else "without protection"


def _group_lines(group: Group) -> Iterator[tuple[int, str]]:
    yield 0, f"Group {group.letter}, {_security(group.security)}"
    yield from ((1, stack) for stack in group.stacks)


def _condition_lines(condition: Condition) -> Iterator[tuple[int, str]]:
    yield 0, f"{condition.environment}: {condition.first or 'nothing equivalent is left; less security is not offered'}"
    if condition.lost:
        yield 1, f"the best one breaks {_broken(condition.lost[0])}"

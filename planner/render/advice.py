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
            yield items(*(f"Warning: {one.text} [{one.source}]" for one in stack.warnings))
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
        yield items(*(f"{', '.join(one.changes)}: then {one.best}" for one in plan.repairs))


@documented
def why_document(why: Why) -> Iterator[Block]:
    """Where a stack stands and why; or all that it breaks."""
    yield Heading(_verdict(why))
    if why.problem:
        yield Paragraph(why.problem)
    if why.broken:
        unmendable = any(one.demand is None for one in why.broken)
        yield Paragraph(f"It breaks{', first what no change of the scenario could mend' if unmendable else ''}:")
        yield Items(tuple((0, _broken(one)) for one in why.broken))
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
def difference_document(found: Differences) -> Iterator[Block]:
    """What changes from one plan to the other."""
    yield Heading(f"{found.before} against {found.after}: {_totals(found)}")
    if found.digests[0] != found.digests[1]:
        yield Paragraph("The catalogues are different ones.")
    for what, demands in (("Only before", found.taken), ("Only after", found.added)):
        if demands:
            yield Paragraph(f"{what}:")
            yield items(*map(_demand, demands))
    for what, conflicts in zip(("before", "after"), found.conflicts, strict=True):
        if conflicts and found.conflicts[0] != found.conflicts[1]:
            yield Paragraph(f"These could not hold together {what}:" if what == "before" else "These cannot now:")
            yield items(*(", ".join(one) for one in conflicts))
    if not found.stacks and any(found.totals):
        more = "" if found.totals[0] == found.totals[1] else "; what came or went is further down, --limit lists more"
        yield Paragraph(f"The listed stacks are the same, in the same order{more}.")
    for change in ("lost", "gained", "moved", "warned"):
        some = [one for one in found.stacks if one.change == change]
        if some:
            yield Paragraph(f"{change.capitalize()}:")
            yield Items(tuple(line for one in some for line in _difference_lines(one)))


@documented
def fallback_document(found: Fallbacks) -> Iterator[Block]:
    """The groups in order, and the first stack that works on each kind of network."""
    yield Heading(f"{found.scenario}: the order to try stacks in")
    if not found.groups:
        yield Paragraph("No stack meets every demand, so there is none to try.")
        return
    first, *rest = found.groups
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
    yield Items(tuple(line for one in found.conditions for line in _condition_lines(one)))


@documented
def verified_document(found: Verified) -> Iterator[Block]:
    """Whether a lock holds, and if not, why."""
    lock = found.lock
    if found.holds:
        place = "" if found.rank is None else f", at rank {found.rank:,}"
        was = f" (it was {lock.rank:,})" if found.rank not in (None, lock.rank) else ""
        yield Paragraph(f"{lock.stack} still holds{place}{was}.")
    else:
        yield Paragraph(f"{lock.stack} no longer holds.")
    if found.problem:
        yield Paragraph(found.problem)
    if found.broken:
        yield items(*map(_broken, found.broken))
    for warning in found.warnings:
        yield Paragraph(f"It has a warning that it had not: {warning.code}: {warning.text} [{warning.source}]")
    if found.before_it:
        ranks = f"chosen at rank {lock.rank:,}, now at rank {found.rank:,}"
        yield Paragraph(f"It was {ranks}; before it comes {found.before_it}.")
    if found.catalogue_changed:
        yield Paragraph(f"The catalogue is not the lock's ({lock.digest[:19]}…, scope {lock.scope}).")


# --- machinery below --------------------------------------------------------------------------


def _demand(demand: Demand) -> str:
    return f"{demand.spelling} ({demand.where})"


def _blame_lines(blame: Blame) -> Iterator[tuple[int, str]]:
    yield 0, _demand(blame.demand)
    yield 1, f"{blame.reason} [{blame.source}]"


def _answer_lines(found: Sequence[Answer]) -> Iterator[tuple[int, str]]:
    for answer in found:
        yield 0, f"{_demand(answer.demand)}: {'met' if answer.met else 'not met'}"
        yield 1, facts(answer)


def _broken(one: Broken) -> str:
    source = f" [{one.source}]" if one.source else ""
    return f"{_demand(one.demand)}: {one.found}{source}" if one.demand else f"{one.rule}: {one.found}{source}"


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
    yield Items(tuple((0, _criterion(one, bool(why.above))) for one in why.compared))
    if why.above and not any(one.decides for one in why.compared):
        yield Paragraph("All figures are alike; the layers' names decide.")


def _criterion(one: Compared, against: bool) -> str:
    name = NAMES.get(one.criterion, one.criterion)
    text = f"{name}: {_value(one.here)}" + (f" against {_value(one.above)}" if against else "")
    if one.decides:
        text += ", which decides"
    return text + (f" ({'; '.join(one.because)})" if one.because else "")


def _value(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _totals(found: Differences) -> str:
    before, after = found.totals
    return f"{before:,} valid before, {after:,} after"


def _difference_lines(one: Difference) -> Iterator[tuple[int, str]]:
    ranks = {
        "lost": f"was rank {one.before}",
        "gained": f"rank {one.after}",
        "moved": f"rank {one.before} before, {one.after} after",
        "warned": f"rank {one.after}, with a warning that it had not",
    }
    yield 0, f"{one.stack}: {ranks[one.change]}"
    for broken in one.broken:
        yield 1, f"{'it broke' if one.change == 'gained' else 'it breaks'} {_broken(broken)}"
    for compared in one.compared:
        name = NAMES.get(compared.criterion, compared.criterion)
        because = f" ({'; '.join(compared.because)})" if compared.because else ""
        yield 1, f"{name}: {_value(compared.above)} before, {_value(compared.here)} after{because}"
    yield from ((1, str(reason)) for reason in one.because)
    yield from ((1, f"new warning: {warning.code}: {warning.text}") for warning in one.warnings)


def _security(layers: Sequence[str]) -> str:
    return f"protected by {', '.join(layers)}" if layers else "without protection"


def _group_lines(group: Group) -> Iterator[tuple[int, str]]:
    yield 0, f"Group {group.letter}, {_security(group.security)}"
    yield from ((1, stack) for stack in group.stacks)


def _condition_lines(one: Condition) -> Iterator[tuple[int, str]]:
    yield 0, f"{one.environment}: {one.first or 'nothing equivalent is left; less security is not offered'}"
    if one.lost:
        yield 1, f"the best one breaks {_broken(one.lost[0])}"

"""What changes in the plan between two scenarios, environments or catalogues, and because of which lines.

Knows two plans, each with the engine that made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.engine import Engine
from planner.errors import printable
from planner.model import Broken, Claim, Compared, Demand, Difference, Differences, Plan, Stack, Warning_, claim, spell
from planner.solving.exact_rank import TooMany
from planner.solving.scoring import profile
from planner.stacks.demand_answers import broken
from planner.stacks.judging import breaches
from planner.stacks.scores import scores
from planner.stacks.warnings import stack_warnings

Side = tuple[Engine, Plan]

MANY = 500
"""Where neither side has more stacks, all of them are looked at for what came and went, not only the listed ones."""


def differences(before: Side, after: Side, *, names: tuple[str, str] = ("", "")) -> Differences:
    """The stacks that are listed on one side or the other and are not where they were, in the order of the ranks; of
    few stacks in all, those too that came or went below the listed ones."""
    (_, old), (_, new) = before, after
    taken, added = _lines(before, after)
    return Differences(
        before=names[0] or _name(old),
        after=names[1] or _name(new),
        totals=(old.total, new.total),
        digests=(old.digest, new.digest),
        taken=taken,
        added=added,
        stacks=tuple(_differences(before, after)),
        conflicts=(_conflicts(old), _conflicts(new)),
    )


# --- machinery below --------------------------------------------------------------------------


def _name(plan: Plan) -> str:
    return printable(plan.scenario.file or plan.scenario.name)


def _conflicts(plan: Plan) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(blame.demand.spelling for blame in conflict) for conflict in plan.conflicts)


def _all(side: Side) -> list[Stack]:
    engine, plan = side
    everything = replace(plan.scenario, limits=replace(plan.scenario.limits, stacks=MANY))
    return engine.listed(everything, engine.problem(everything)) if plan.total else []


def _lines(before: Side, after: Side) -> tuple[tuple[Demand, ...], tuple[Demand, ...]]:
    """The lines that only one side has, by their spelling: demands, wishes, and settings such as the ranking."""
    here, there = _spelled(before), _spelled(after)
    taken = tuple(demand for spelling, demand in here.items() if spelling not in there)
    return taken, tuple(demand for spelling, demand in there.items() if spelling not in here)


def _spelled(side: Side) -> dict[str, Demand]:
    engine, plan = side
    demands = engine.demands(plan.scenario)
    lines = [*demands.hard, *(wish.demand for wish in demands.soft), *demands.settings]
    return {demand.spelling: demand for demand in lines}


def _differences(before: Side, after: Side) -> Iterator[Difference]:
    listed = dict.fromkeys(stack.stack for side in (before, after) for stack in side[1].stacks)
    if max(before[1].total, after[1].total) <= MANY:
        here, there = _all(before), _all(after)
        listed |= dict.fromkeys(stack for stack in (*here, *there) if (stack in here) != (stack in there))
    for stack in listed:
        old, new = _rank(before, stack), _rank(after, stack)
        if old is None and new is not None:
            broken_before = _broken(before, stack)
            yield Difference(stack=spell(stack), change="gained", before=None, after=new, broken=broken_before)
        elif old is not None and new is None:
            broken_now = _broken(after, stack)
            yield Difference(stack=spell(stack), change="lost", before=old, after=None, broken=broken_now)
        elif old is not None and new is not None:
            warnings = tuple(_new_warnings(before, after, stack))
            if old != new:
                yield replace(_moved(before, after, stack, (old, new)), warnings=warnings)
            elif warnings:
                yield Difference(stack=spell(stack), change="warned", before=old, after=new, warnings=warnings)


def _new_warnings(before: Side, after: Side, stack: Stack) -> Iterator[Warning_]:
    """The warnings of a stack that it had not before."""
    (old_engine, old), (new_engine, new) = before, after
    known = {warning.text for warning in stack_warnings(old_engine.assess(old.scenario, stack))}
    for warning in stack_warnings(new_engine.assess(new.scenario, stack)):
        if warning.text not in known:
            yield warning


def _moved(before: Side, after: Side, stack: Stack, ranks: tuple[int | None, int | None]) -> Difference:
    compared = tuple(_compared(before, after, stack))
    because = () if compared else tuple(_why_moved(before[1], after[1]))
    return Difference(
        stack=spell(stack), change="moved", before=ranks[0], after=ranks[1], compared=compared, because=because
    )


def _why_moved(old: Plan, new: Plan) -> Iterator[Claim]:
    """Why a stack stands elsewhere whose own figures are the same."""
    if old.scenario.ranking != new.scenario.ranking:
        yield claim("ranked-otherwise", before=_ranking(old), after=_ranking(new))
    if old.total != new.total or {stack.stack for stack in old.stacks} != {stack.stack for stack in new.stacks}:
        yield claim("others-came-or-went")


def _ranking(plan: Plan) -> str:
    ranking = plan.scenario.ranking
    return ranking if isinstance(ranking, str) else ranking.name


def _is_known(side: Side, stack: Stack) -> bool:
    """Whether the side's catalogue has all the layers."""
    rules = side[0].rules
    return all(
        layer.protocol in rules.protocols
        and (not layer.keyed_by or layer.keyed_by in rules.keyings_of.get(layer.protocol, {}))
        for layer in stack
    )


def _rank(side: Side, stack: Stack) -> int | None:
    engine, plan = side
    for listed in plan.stacks:
        if listed.stack == stack:
            return listed.rank
    if not _is_known(side, stack) or breaches(engine.assess(plan.scenario, stack)):
        return None
    try:
        return engine.ranks(plan.scenario).rank(stack)
    except TooMany:
        return plan.total


def _broken(side: Side, stack: Stack) -> tuple[Broken, ...]:
    engine, plan = side
    if not _is_known(side, stack):
        return (Broken(rule="layering", says=claim("unknown-layers"), source=""),)
    return broken(engine.assess(plan.scenario, stack))


def _compared(before: Side, after: Side, stack: Stack) -> Iterator[Compared]:
    """The criteria in which a stack is another one than before; none where others made it move."""
    old_scores, new_scores = (
        {
            score.criterion: score
            for score in scores(engine.assess(plan.scenario, stack), profile(plan.scenario, engine.rules))
        }
        for engine, plan in (before, after)
    )
    for name, new in new_scores.items():
        old = old_scores.get(name)
        if old is not None and old.value != new.value:
            parts = tuple(part for part in new.parts if part not in old.parts) or tuple(
                claim("no-longer", text=str(part)) for part in old.parts if part not in new.parts
            )
            yield Compared(criterion=name, here=new.value, above=old.value, parts=parts, decides=True)

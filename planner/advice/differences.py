"""What changes in the plan between two scenarios, environments or catalogues, and because of which lines.

Knows two plans, each with the engine that made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.demands.asked import hard_demands, soft_wishes
from planner.engine import Engine
from planner.model import Broken, Compared, Demand, Difference, Differences, Plan, Stack, spell
from planner.solving.exact_rank import TooMany
from planner.solving.scoring import profile
from planner.stacks.demand_answers import broken
from planner.stacks.explanation import ranked

Side = tuple[Engine, Plan]


MANY = 500
"""Where neither side has more stacks, all of them are looked at for what came and went, not only the listed ones."""


def differences(before: Side, after: Side, *, names: tuple[str, str] = ("", "")) -> Differences:
    """The stacks that are listed on one side or the other and are not where they were, in the order of the ranks; of
    few stacks in all, those too that came or went below the listed ones."""
    (_, one), (_, other) = before, after
    taken, added = _demands(one, other)
    return Differences(
        before=names[0] or _name(one),
        after=names[1] or _name(other),
        totals=(one.total, other.total),
        digests=(one.digest, other.digest),
        taken=taken,
        added=added,
        stacks=tuple(_differences(before, after)),
        conflicts=(_conflicts(one), _conflicts(other)),
    )


# --- machinery below --------------------------------------------------------------------------


def _name(plan: Plan) -> str:
    return plan.scenario.file or plan.scenario.name


def _conflicts(plan: Plan) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(blame.demand.spelling for blame in conflict) for conflict in plan.conflicts)


def _all(side: Side) -> list[Stack]:
    engine, plan = side
    everything = replace(plan.scenario, limits=replace(plan.scenario.limits, stacks=MANY))
    return engine.listed(everything, engine.problem(everything)) if plan.total else []


def _demands(one: Plan, other: Plan) -> tuple[tuple[Demand, ...], tuple[Demand, ...]]:
    """The demands and wishes that only one side has, by their spelling."""
    here, there = _spelled(one), _spelled(other)
    taken = tuple(demand for spelling, demand in here.items() if spelling not in there)
    return taken, tuple(demand for spelling, demand in there.items() if spelling not in here)


def _spelled(plan: Plan) -> dict[str, Demand]:
    found = [*hard_demands(plan.scenario), *(wish.demand for wish in soft_wishes(plan.scenario))]
    return {demand.spelling: demand for demand in found}


def _differences(before: Side, after: Side) -> Iterator[Difference]:
    listed = dict.fromkeys([it.stack for it in before[1].stacks] + [it.stack for it in after[1].stacks])
    if max(before[1].total, after[1].total) <= MANY:
        here, there = _all(before), _all(after)
        listed |= dict.fromkeys(stack for stack in (*here, *there) if (stack in here) != (stack in there))
    for stack in listed:
        ranks = _rank(before, stack), _rank(after, stack)
        if ranks[0] is None and ranks[1] is not None:
            broke = _broken(before, stack)
            yield Difference(stack=spell(stack), change="gained", before=None, after=ranks[1], broken=broke)
        elif ranks[0] is not None and ranks[1] is None:
            broke = _broken(after, stack)
            yield Difference(stack=spell(stack), change="lost", before=ranks[0], after=None, broken=broke)
        elif ranks[0] != ranks[1]:
            yield Difference(
                stack=spell(stack),
                change="moved",
                before=ranks[0],
                after=ranks[1],
                compared=tuple(_compared(before, after, stack)),
            )


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
    for it in plan.stacks:
        if it.stack == stack:
            return it.rank
    if not _is_known(side, stack) or engine.assess(plan.scenario, stack).breaches:
        return None
    try:
        return engine.standing(plan.scenario).rank(stack)
    except TooMany:
        return plan.total


def _broken(side: Side, stack: Stack) -> tuple[Broken, ...]:
    engine, plan = side
    if not _is_known(side, stack):
        return (Broken(rule="layering", found="its catalogue does not have all of the layers", source=""),)
    return broken(engine.assess(plan.scenario, stack))


def _compared(before: Side, after: Side, stack: Stack) -> Iterator[Compared]:
    """The criteria in which a stack is another one than before; none where others made it move."""
    scores = []
    for engine, plan in (before, after):
        [it] = ranked([engine.assess(plan.scenario, stack)], profile(plan.scenario, engine.rules))
        scores.append({score.criterion: score for score in it.score})
    for name, score in scores[1].items():
        old = scores[0].get(name)
        if old is not None and old.value != score.value:
            because = tuple(one for one in score.because if one not in old.because) or tuple(
                f"no longer: {one}" for one in old.because if one not in score.because
            )
            yield Compared(criterion=name, here=score.value, above=old.value, because=because, decides=True)

"""Whether a locked stack still holds: it is valid, nothing comes before it that did not before, and it has no warning
that it had not.

Knows a lock and the plan of its scenario today.
"""

from __future__ import annotations

from planner.engine import Engine
from planner.errors import DataError, Fault, PlannerError
from planner.model import Lock, Plan, Stack, Verified, Warning_, spell
from planner.names import Unreadable
from planner.names.words import read
from planner.solving.exact_rank import TooMany
from planner.stacks.demand_answers import broken
from planner.stacks.warnings import stack_warnings


def lock(
    engine: Engine,
    plan: Plan,
    stack: Stack,
    *,
    scenario: str,
    with_: tuple[str, ...],
    rules: tuple[str, ...] = (),
) -> Lock:
    """The lock of one stack of a plan, with the files of its scenario and the folders of rules laid over ours."""
    listed = {ranked.stack: ranked.rank for ranked in plan.stacks}
    try:
        rank = listed.get(stack) or engine.ranks(plan.scenario).rank(stack)
    except TooMany as error:
        fault = Fault(
            file=plan.scenario.file, line=0, path="--stack", found=f"{spell(stack)} cannot be locked: {error}"
        )
        raise DataError([fault]) from None
    return Lock(
        scenario=scenario,
        with_=with_,
        stack=spell(stack),
        rank=rank,
        scope=plan.scope,
        digest=plan.digest,
        rules=rules,
        warnings=tuple(dict.fromkeys(warning.code for warning in _warnings(engine, plan, stack))),
    )


def verify(engine: Engine, locked: Lock, plan: Plan) -> Verified:
    """Whether the lock holds in the plan of today."""
    changed = (locked.digest, locked.scope) != (plan.digest, plan.scope)
    vocabulary = engine.vocabulary(plan.scenario.scope, plan.scenario.layering)
    try:
        stacks = vocabulary.stacks(read(locked.stack, vocabulary).places)
        [stack] = stacks
    except (Unreadable, ValueError) as error:
        problem = str(error) if isinstance(error, PlannerError) else "it spells several stacks"
        return Verified(lock=locked, holds=False, rank=None, catalogue_changed=changed, problem=problem)
    broken_now = broken(engine.assess(plan.scenario, stack))
    if broken_now:
        return Verified(lock=locked, holds=False, rank=None, catalogue_changed=changed, broken=broken_now)
    known = locked.warnings
    new = tuple(
        warning for warning in _warnings(engine, plan, stack) if known is not None and warning.code not in known
    )
    try:
        ranks = engine.ranks(plan.scenario)
        rank = ranks.rank(stack)
        before = spell(ranks.at(rank - 1)) if rank > 1 else ""
    except TooMany:  # valid, and among too many for its place to mean anything
        return Verified(lock=locked, holds=not new, rank=None, catalogue_changed=changed, warnings=new)
    worse = rank > locked.rank
    return Verified(
        lock=locked,
        holds=not worse and not new,
        rank=rank,
        catalogue_changed=changed,
        before_it=before if worse else "",
        warnings=new,
    )


# --- machinery below --------------------------------------------------------------------------


def _warnings(engine: Engine, plan: Plan, stack: Stack) -> tuple[Warning_, ...]:
    return tuple(stack_warnings(engine.assess(plan.scenario, stack)))

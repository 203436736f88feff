"""Whether a locked stack still holds: it is valid, and nothing comes before it that did not before.

Knows a lock and the plan of its scenario today.
"""

from __future__ import annotations

from planner.engine import Engine
from planner.errors import PlannerError
from planner.model import Lock, Plan, Verified, spell
from planner.names import Unreadable
from planner.names.words import read
from planner.solving.exact_rank import TooMany
from planner.stacks.demand_answers import broken


def lock(
    plan: Plan, stack: str, rank: int, *, scenario: str, with_: tuple[str, ...], rules: tuple[str, ...] = ()
) -> Lock:
    """The lock of one stack of a plan, with the files of its scenario and the folders of rules laid over ours."""
    return Lock(
        scenario=scenario, with_=with_, stack=stack, rank=rank, scope=plan.scope, digest=plan.digest, rules=rules
    )


def verify(engine: Engine, locked: Lock, plan: Plan) -> Verified:
    """Whether the lock holds in the plan of today."""
    changed = (locked.digest, locked.scope) != (plan.digest, plan.scope)
    vocabulary = engine.vocabulary(plan.scenario)
    try:
        stacks = vocabulary.stacks(read(locked.stack, vocabulary).places)
        [stack] = stacks
    except (Unreadable, ValueError) as error:
        problem = str(error) if isinstance(error, PlannerError) else "it spells several stacks"
        return Verified(lock=locked, holds=False, rank=None, catalogue_changed=changed, problem=problem)
    it = engine.assess(plan.scenario, stack)
    if it.breaches:
        return Verified(lock=locked, holds=False, rank=None, catalogue_changed=changed, broken=broken(it))
    try:
        standing = engine.standing(plan.scenario)
        rank = standing.rank(stack)
        before = spell(standing.at(rank - 1)) if rank > 1 else ""
    except TooMany:  # valid, and among too many for its place to mean anything
        return Verified(lock=locked, holds=True, rank=None, catalogue_changed=changed)
    worse = rank > locked.rank
    return Verified(
        lock=locked, holds=not worse, rank=rank, catalogue_changed=changed, before_it=before if worse else ""
    )

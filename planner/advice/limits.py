"""Which limits that nobody set shaped an answer, and what one more of each would put first."""

from __future__ import annotations

from collections.abc import Iterator

from planner.demands.changes import LIMITS, limit, limited
from planner.engine import Engine
from planner.model import Plan, ShapingLimit, spell


def shaping_limits(engine: Engine, plan: Plan) -> tuple[ShapingLimit, ...]:
    """The limits of a plan that stand by default, each with the stack that one more would put before the best one."""
    return tuple(_shaping(engine, plan))


# --- machinery below --------------------------------------------------------------------------


def _shaping(engine: Engine, plan: Plan) -> Iterator[ShapingLimit]:
    for kind in LIMITS:
        if f"limits.{kind}" not in plan.scenario.places:
            value = limit(plan.scenario, kind)
            wider, _ = limited(plan.scenario, kind, value + 1)
            best = engine.first(wider) if plan.feasible else None
            first = "" if best is None or best.stack == plan.stacks[0].stack else spell(best.stack)
            yield ShapingLimit(limit=f"limits.{kind}", value=value, first=first)

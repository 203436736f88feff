"""A plan as candidates for racing: the tree of RFC 9623 Section 4.1, with what may be raced against each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planner.model import Plan, RankedStack, Stack


def candidates(plan: Plan, named: Callable[[Stack], str]) -> dict[str, Any]:
    """The listed stacks as branches of one connection, in the order in which they are to be tried. ``named`` gives a
    stack's name as RFC 9623 writes it. Only branches of one race group carry the same security, so only these may be
    raced against each other (RFC 9621 Section 3.3). Where there are none, ``conflicts`` say why."""
    return {
        "id": "1",
        "connection": plan.scenario.title,
        "endpoint": "any",
        "path": "any",
        "candidates": [_branch(stack, named) for stack in plan.stacks],
        "conflicts": [[blame.to_dict() for blame in conflict] for conflict in plan.conflicts],
    }


# --- machinery below --------------------------------------------------------------------------


def _branch(stack: RankedStack, named: Callable[[Stack], str]) -> dict[str, Any]:
    return {
        "id": f"1.{stack.rank}",
        "protocols": named(stack.stack),
        "stack": stack.spelling,
        "port": stack.port,
        "race_group": stack.equivalence,
        "handshake_rtts": stack.costs.handshake_rtts,
    }

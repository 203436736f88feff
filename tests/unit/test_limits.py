"""Which limits that nobody set shaped an answer, and what one more would put first."""

from __future__ import annotations

from planner import Planner
from planner.model import ShapingLimit


def test_a_limit_that_was_set_is_not_told(planner: Planner) -> None:
    plan = planner.plan({"application": {"payload": "generic"}, "limits": {"tunnels": 1, "relays": 0}})
    assert planner.shaping_limits(plan) == (ShapingLimit(limit="limits.security-layers", value=1),)


def test_what_one_more_would_put_first(planner: Planner) -> None:
    """Demands of two security protocols are met by one that is rare, or by two that are common."""
    scenario = {"application": {"payload": "generic"}, "interfaces": {"AD": "prefer", "EXT": "prefer"}}
    plan = planner.plan(scenario)
    [limit] = [limit for limit in planner.shaping_limits(plan) if limit.first]
    assert (limit.limit, limit.value) == ("limits.security-layers", 1)
    wider = planner.plan({**scenario, "limits": {"security-layers": 2}})
    assert limit.first == wider.stacks[0].spelling != plan.stacks[0].spelling


def test_without_a_stack_the_repairs_say_it(planner: Planner) -> None:
    plan = planner.plan({"application": {"payload": "rtp"}, "protocols": {"wireguard": "require", "udp": "prohibit"}})
    assert not plan.feasible
    assert {limit.first for limit in planner.shaping_limits(plan)} <= {""}

"""Over random scenarios the planner and the brute force find the same stacks, the same total and the same order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brute_force
from planner import Planner, Scenario
from planner.model import (
    FEATURES,
    INTERFACES,
    PAYLOADS,
    POLICY_KINDS,
    PROPERTIES,
    PROTECTS,
    STATUSES,
    Limits,
    Preference,
    Rules,
    spell,
)
from planner.solving import solver

PLANNER = Planner()
RULES: Rules = PLANNER.rules
NAMES = sorted({*RULES.protocols, *RULES.families})
POLICY = sorted({*NAMES, *POLICY_KINDS, *STATUSES})
SECURITY = sorted(
    it.id for it in RULES.protocols.values() if it.scope and (it.is_security or "handshake" in it.kinds)
) + sorted(RULES.families)
SLOW_ENOUGH = 3000
"""The brute force lists every stack; scenarios with more are left to the known totals of tests/functional."""

preferences = st.sampled_from([Preference.PREFER, Preference.AVOID, Preference.REQUIRE, Preference.PROHIBIT])


def some(names: tuple[str, ...] | list[str], most: int = 2) -> st.SearchStrategy[dict[str, Preference]]:
    return st.dictionaries(st.sampled_from(names), preferences, max_size=most)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    scope = draw(st.sampled_from(["survey", "full"]))
    limits = [(0, 1, 0), (1, 1, 0), (0, 2, 0), *([(1, 2, 0)] if scope == "survey" else [(0, 1, 1)])]
    tunnels, security, relays = draw(st.sampled_from(limits))
    required = {"confidentiality": Preference.REQUIRE, "integrity": Preference.REQUIRE}
    lists = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
    return Scenario(
        payload=draw(st.sampled_from(PAYLOADS)),
        scope=scope,
        limits=Limits(stacks=10, tunnels=tunnels, security_layers=security, relays=relays),
        transport=draw(some(PROPERTIES)),
        interfaces=draw(some(INTERFACES)),
        security=required | draw(some(FEATURES)),
        protects=draw(st.sampled_from(["", "", "", *PROTECTS])),
        protocols=draw(some(POLICY)),
        allowed=draw(st.none() | st.lists(st.sampled_from(SECURITY), min_size=3, max_size=12, unique=True).map(tuple)),
        blocked=draw(st.sampled_from([(), ("udp",), ("tcp",)]) | lists),
        nat=draw(st.booleans()),
        unavailable=draw(st.just(()) | lists),
        ip_version=draw(st.sampled_from([4, 6])),
        ranking=draw(st.sampled_from(sorted(RULES.rankings))),
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_same_stacks_same_total_same_order(scenario: Scenario) -> None:
    plan = PLANNER.plan(scenario)
    if plan.total > SLOW_ENOUGH:
        return
    expected = [spell(stack) for stack in brute_force.ordered(RULES, scenario)]
    assert plan.total == len(expected)
    assert [stack.spelling for stack in plan.stacks] == expected[:10]


@settings(max_examples=40)
@given(scenarios())
def test_dropping_a_demand_never_loses_a_stack(scenario: Scenario) -> None:
    relaxation = PLANNER.engine.relaxation(scenario)
    total = PLANNER.engine.total(scenario)
    assert solver.total(relaxation.problem(frozenset())) == total
    for demand in PLANNER.engine.droppable(scenario):
        if not demand.path.startswith("limits"):
            assert solver.total(relaxation.problem(frozenset({demand.path}))) >= total

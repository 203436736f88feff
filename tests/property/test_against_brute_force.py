"""The planner finds what the brute force finds: the same stacks, the same total, the same order (docs/design.md)."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import HealthCheck, assume, given, settings

import brute_force
from planner import Planner
from planner.model import Limits, Rules, Scenario, spell
from strategies import scenarios

MANY = 5_000
"""The brute force lists every stack, so scenarios with more candidates than this are left out."""
SHIPPED = Planner()
HEALTH = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

# Scope, payload, limits (tunnels, security layers, relays), total.
TOTALS = (
    ("survey", "generic", (1, 1, 0), 35),
    ("survey", "generic", (1, 2, 0), 278),
    ("survey", "generic", (2, 3, 0), 4_039),
    ("full", "generic", (0, 1, 0), 136),
    ("full", "generic", (1, 1, 0), 3_477),
    ("full", "generic", (1, 1, 1), 11_820),
    ("full", "rtp", (1, 1, 1), 6_022),
)


def compare(planner: Planner, rules: Rules, scenario: Scenario) -> None:
    """Set, total and order; the set first, since it says most about what went wrong."""
    expected = [spell(stack) for stack in brute_force.ordered(rules, scenario)]
    plan = planner.plan(scenario)
    found = [stack.spelling for stack in plan.stacks]
    assert sorted(found) == sorted(expected)
    assert plan.total == len(expected)
    assert found[:10] == expected[:10]


def small_enough(rules: Rules, scenario: Scenario) -> bool:
    return len(list(islice(brute_force.candidates(rules, scenario), MANY + 1))) <= MANY


def asked(scope: str, payload: str, limits: tuple[int, int, int]) -> Scenario:
    tunnels, security_layers, relays = limits
    bounds = Limits(stacks=10, tunnels=tunnels, security_layers=security_layers, relays=relays)
    return Scenario(payload=payload, scope="survey" if scope == "survey" else "full", limits=bounds)


@pytest.mark.parametrize(("scope", "payload", "limits", "total"), TOTALS)
def test_totals_of_the_brute_force(scope: str, payload: str, limits: tuple[int, int, int], total: int) -> None:
    assert len(brute_force.stacks(SHIPPED.rules, asked(scope, payload, limits))) == total


@pytest.mark.parametrize("payload", ["generic", "rtp", "http", "coap", "ip-packets"])
def test_derived_layerings_in_full_scope(payload: str) -> None:
    limits = Limits(stacks=30_000, tunnels=0, security_layers=1)
    compare(SHIPPED, SHIPPED.rules, Scenario(payload=payload, layering="compatible", limits=limits))


@settings(max_examples=40, suppress_health_check=HEALTH, derandomize=True, deadline=None)
@given(scenarios(SHIPPED.rules, scopes=("survey",)))
def test_shipped_catalogue_in_survey_scope(scenario: Scenario) -> None:
    assume(small_enough(SHIPPED.rules, scenario))
    compare(SHIPPED, SHIPPED.rules, scenario)


@settings(max_examples=40, suppress_health_check=HEALTH, derandomize=True, deadline=None)
@given(scenarios(SHIPPED.rules, scopes=("full",), limits=((0, 1, 0), (0, 1, 1))))
def test_shipped_catalogue_in_full_scope(scenario: Scenario) -> None:
    assume(small_enough(SHIPPED.rules, scenario))
    compare(SHIPPED, SHIPPED.rules, scenario)

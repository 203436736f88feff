"""The planner finds what the brute force finds: the same stacks, the same total, the same order. Over random
scenarios, and over random catalogues."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import assume

import brute_force
from planner import Planner, model
from planner.model import Limits, Ranking, Rules, Scenario, spell
from properties import holds
from strategies import catalogues, scenarios

MANY = 800
"""The brute force lists every stack, so scenarios with more candidates than this are left out."""
PLANNER = Planner()
RULES = PLANNER.rules

# Scope, payload, limits (tunnels, security layers, relays), total.
TOTALS = (
    ("survey", "generic", (1, 1, 0), 35),
    ("survey", "generic", (1, 2, 0), 278),
    ("survey", "generic", (2, 3, 0), 4_039),
    ("full", "generic", (0, 1, 0), 176),
    pytest.param("full", "generic", (1, 1, 0), 6_158, marks=pytest.mark.long),
    ("full", "ip-packets", (1, 1, 0), 201),
    ("full", "ethernet-frames", (1, 1, 0), 65),
    pytest.param("full", "http", (1, 1, 0), 1_659, marks=pytest.mark.long),
    pytest.param("full", "coap", (1, 1, 0), 3_155, marks=pytest.mark.long),
)


def compare(planner: Planner, scenario: Scenario) -> None:
    """Set, total and order; the set first, since it says most about what went wrong."""
    expected = [spell(stack) for stack in brute_force.ordered(planner.rules, scenario)]
    plan = planner.plan(replace(scenario, limits=replace(scenario.limits, stacks=100_000)))
    listed = [stack.spelling for stack in plan.stacks]
    assert sorted(listed) == sorted(expected)
    assert plan.total == len(expected)
    assert listed == expected


def small_enough(rules: Rules, scenario: Scenario) -> bool:
    return len(list(islice(brute_force.candidates(rules, scenario), MANY + 1))) <= MANY


@pytest.mark.parametrize(("scope", "payload", "limits", "total"), TOTALS)
def test_totals_of_the_brute_force(scope: str, payload: str, limits: tuple[int, int, int], total: int) -> None:
    tunnels, security_layers, relays = limits
    bounds = Limits(tunnels=tunnels, security_layers=security_layers, relays=relays)
    scenario = Scenario(payload=payload, scope="survey" if scope == "survey" else "full", limits=bounds)
    assert len(brute_force.stacks(RULES, scenario)) == total


@pytest.mark.parametrize("payload", ["generic", "rtp", "http", "coap", "ip-packets"])
def test_derived_layerings_in_full_scope(payload: str) -> None:
    compare(PLANNER, Scenario(payload=payload, layering="compatible", limits=Limits(tunnels=0, security_layers=1)))


def test_names_decide_where_nothing_else_does() -> None:
    """A segment may be the beginning of another one, and what is below it come after what that goes on with."""
    indifferent = Ranking(name="own", about="", criteria=(("preferences", (("preferences", 1),)),))
    limits = Limits(tunnels=0, security_layers=1)
    compare(PLANNER, Scenario(payload="coap", layering="compatible", limits=limits, ranking=indifferent))


@pytest.mark.parametrize("preference", model.Preference)
def test_an_application_that_frames_its_messages(preference: model.Preference) -> None:
    limits = Limits(tunnels=0, security_layers=1)
    transport = {"preserveMsgBoundaries": preference}
    compare(PLANNER, Scenario(payload="generic", framer=True, transport=transport, limits=limits))


@holds(scenarios(RULES, layerings=model.LAYERINGS), few=15, many=80)
def test_the_same_over_random_scenarios(scenario: Scenario) -> None:
    assume(small_enough(RULES, scenario))
    compare(PLANNER, scenario)


@holds(catalogues(RULES), scenarios(RULES), few=10, many=40)
def test_the_same_over_random_catalogues(rules: Rules, scenario: Scenario) -> None:
    assume(small_enough(rules, scenario))
    compare(Planner(rules), scenario)

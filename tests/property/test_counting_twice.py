"""What the walk counts is counted in another way, and what questions share changes no answer."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from planner import Planner
from planner.engine import Engine
from planner.model import Limits, Scenario
from planner.solving import solver
from planner.solving.room import total
from planner.solving.slots import Slots
from properties import holds
from strategies import scenarios

PLANNER = Planner()
FEW = 20_000
"""Stacks whose sequences of classes python-constraint2 lists soon."""


@holds(scenarios(PLANNER.rules), few=15, many=80)
def test_sequences_of_classes_come_to_the_total(scenario: Scenario) -> None:
    problem = PLANNER.engine.problem(scenario)
    assume(problem.below.total <= FEW)
    slots = Slots(problem)
    sequences = (sequence for length in range(1, problem.longest + 1) for sequence in solver.solve(slots, length))
    counted = sum(prod(slots.classes[number].segments.size for number in sequence) for sequence in sequences)
    assert counted == problem.below.total


@holds(st.lists(scenarios(PLANNER.rules), min_size=2, max_size=4), few=10, many=60)
def test_what_was_asked_before_changes_no_answer(asked: list[Scenario]) -> None:
    shared = Engine(PLANNER.engine.catalogue)
    for scenario in (*asked, *reversed(asked)):
        alone, wider = Engine(PLANNER.engine.catalogue), replace(scenario, limits=replace(scenario.limits, tunnels=2))
        for question in (scenario, wider):
            mine, theirs = alone.problem(question), shared.problem(question)
            assert total(mine) == total(theirs)
            assert alone.best(question, mine) == shared.best(question, theirs)


@holds(scenarios(PLANNER.rules), st.sampled_from(((2, 2, 0), (1, 2, 1), (3, 1, 0))), few=15, many=80)
def test_stacks_that_fit_are_counted_with_and_without_telling_segments_apart(
    scenario: Scenario, limits: tuple[int, int, int]
) -> None:
    tunnels, security_layers, relays = limits
    wide = replace(scenario, mtu=1500, limits=Limits(tunnels=tunnels, security_layers=security_layers, relays=relays))
    assert total(PLANNER.engine.problem(wide)) == PLANNER.engine.problem(wide, split=True).below.total

"""Every case of tests/cases/ holds, and every rule has a case that obeys it and one that breaks it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

from cases import Case, load_cases
from planner import Planner, Rules, Scenario
from planner.names import parse_stack
from planner.solving import solver
from planner.solving.slots import Slots
from planner.stacks.judging import breaches


def test_case(case: Case, planner: Planner) -> None:
    record = case.record
    scenario = planner.scenario(record.scenario)
    if record.total is not None:
        assert planner.plan(scenario).total == record.total, record.note
    match record.want:
        case "listed":
            assert is_found(planner, scenario, record.stack), record.note
        case "excluded":
            assert not is_found(planner, scenario, record.stack), record.note
            broken = breaches(planner.engine.assess(scenario, parse_stack(record.stack)))
            assert case.rule in {breach.constraint for breach in broken}, record.note
        case "conflict":
            plan = planner.plan(scenario, repairs=False)
            assert plan.total == 0, record.note
            assert [blame.demand.spelling for blame in plan.conflicts[0]] == record.conflict, record.note


def is_found(planner: Planner, scenario: Scenario, spelling: str) -> bool:
    """Whether the solver has a stack, listed or not: among all that have as many segments as it has."""
    slots = Slots(planner.engine.problem(scenario))
    segments = 1 + sum(planner.rules.protocols[layer.protocol].is_boundary for layer in parse_stack(spelling)[1:])
    return any(
        spelling == "/".join(name for member in members for name in member.names)
        for sequence in solver.solve(slots, segments)
        for members in product(*(slots.classes[number].segments.members for number in sequence))
    )


def test_every_rule_has_a_case_that_obeys_and_one_that_breaks(rules: Rules) -> None:
    wants: dict[str, set[str]] = defaultdict(set)
    for case in load_cases(Path(__file__).parent.parent / "cases"):
        wants[case.rule].add("breaks" if case.record.want != "listed" else "obeys")
    assert set(wants) == set(rules.constraints)
    assert {rule for rule, kinds in wants.items() if kinds != {"obeys", "breaks"}} == set()

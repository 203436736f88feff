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
    plan = planner.plan(record.scenario)
    spellings = every_spelling(planner, plan.scenario)
    if record.total is not None:
        assert plan.total == record.total, record.note
    match record.want:
        case "listed":
            assert record.stack in spellings, record.note
        case "excluded":
            assert record.stack not in spellings, record.note
            stack = parse_stack(record.stack)
            broken = breaches(planner.engine.assess(plan.scenario, stack))
            assert case.rule in {breach.constraint for breach in broken}, record.note
        case "conflict":
            assert plan.total == 0, record.note
            assert [blame.demand.spelling for blame in plan.conflicts[0]] == record.conflict, record.note


def every_spelling(planner: Planner, scenario: Scenario) -> set[str]:
    """All stacks of a scenario, not only the best."""
    slots = Slots(planner.engine.problem(scenario))
    return {
        "/".join(name for member in members for name in member.names)
        for length in range(1, slots.problem.longest + 1)
        for sequence in solver.solve(slots, length)
        for members in product(*(slots.classes[number].segments.members for number in sequence))
    }


def test_every_rule_has_a_case_that_obeys_and_one_that_breaks(rules: Rules) -> None:
    wants: dict[str, set[str]] = defaultdict(set)
    for case in load_cases(Path(__file__).parent.parent / "cases"):
        wants[case.rule].add("breaks" if case.record.want != "listed" else "obeys")
    assert set(wants) == set(rules.constraints)
    assert {rule for rule, kinds in wants.items() if kinds != {"obeys", "breaks"}} == set()

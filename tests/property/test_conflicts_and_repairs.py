"""Conflicts, repairs and ranks over random scenarios, each checked by planning other scenarios.

A demand is dropped here by editing the scenario (`without`), not by the relaxation that the planner searches with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume

from planner import Planner, Scenario
from planner.demands.changes import LARGEST, LIMITS
from planner.demands.table import KINDS
from planner.model import PAYLOADS, DemandKey, Limits, Preference, Ranking, spell
from planner.solving.problem import Problem, State
from properties import holds
from strategies import scenarios

PLANNER = Planner()
ENGINE = PLANNER.engine
SCENARIOS = scenarios(PLANNER.rules)
MOST = 6
"""So many conflicts or corrections of one scenario are checked."""


def paths_of(keys: Iterable[DemandKey]) -> set[str]:
    return {KINDS[key.kind].path_of(key.name) for key in keys}


def changed(scenario: Scenario, key: str, value: Any) -> Scenario:
    """The scenario with another value of what a demand's path names."""
    return replace(scenario, **{key: value})


def with_limit(scenario: Scenario, limit: str, value: Any) -> Scenario:
    return replace(scenario, limits=replace(scenario.limits, **{limit.replace("-", "_"): value}))


def without(scenario: Scenario, path: str) -> Scenario:
    """The scenario as if a demand had never been written."""
    section, _, key = path.partition(".")
    name = key.partition("[")[2].removesuffix("]")
    match section, key.partition("[")[0]:
        case "limits", "deployment":
            return replace(scenario, limits=replace(scenario.limits, deployment=""))
        case "environment", ("available" | "tops") as what:
            return changed(scenario, what, None)
        case "environment", "mtu":
            return replace(scenario, mtu=65_535)
        case "application", "protocol":
            return replace(scenario, application="")
        case "limits", limit:
            return with_limit(scenario, limit, 8)
        case "environment", "nat":
            return replace(scenario, nat=False)
        case "environment", what:
            return changed(scenario, what, tuple(kept for kept in getattr(scenario, what) if kept != name))
        case "security", "protects":
            return replace(scenario, protects="")
        case "allowed", _:
            return replace(scenario, allowed=None)
        case _:
            preferences = {**getattr(scenario, section), key: Preference.NO_PREFERENCE}
            return changed(scenario, section, preferences)


def feasible(scenario: Scenario, held: set[str]) -> bool:
    """Whether the demands at these paths hold together, the others dropped."""
    dropped = paths_of(ENGINE.demands(scenario).droppable) - held
    if "application.payload" in dropped:  # no edit of a scenario drops it: any payload will do
        dropped -= {"application.payload"}
        return any(feasible_without(replace(scenario, payload=payload), dropped) for payload in PAYLOADS)
    return feasible_without(scenario, dropped)


def feasible_without(scenario: Scenario, dropped: set[str]) -> bool:
    for path in dropped:
        scenario = without(scenario, path)
    return any_stack(ENGINE.problem(scenario, split=True))


def any_stack(problem: Problem) -> bool:
    """Whether a problem has a stack, found without what the planner's search for conflicts knows: state by state, but
    that a stack under some packet is one under any smaller packet."""
    known: dict[State, tuple[int, int]] = {}

    def goes_on(state: State) -> bool:
        if not state.carriers:
            return True
        roomy = state._replace(needed=0)
        fitting, failing = known.get(roomy, (-1, LARGEST + 2))
        if fitting < state.needed < failing:
            goes = (not state.needed or goes_on(roomy)) and any(goes_on(after) for _, after in problem.steps(state))
            fitting, failing = known.get(roomy, (-1, LARGEST + 2))  # a smaller packet may have been asked about
            fitting, failing = (max(fitting, state.needed), failing) if goes else (fitting, min(failing, state.needed))
            known[roomy] = fitting, failing
        return state.needed <= fitting

    return goes_on(problem.start)


@holds(SCENARIOS, few=12, many=100)
def test_the_named_demands_alone_reproduce_the_conflict_and_no_fewer_do(scenario: Scenario) -> None:
    plan = PLANNER.plan(scenario)
    assume(not plan.feasible)
    assert plan.conflicts
    for conflict in plan.conflicts[:MOST]:
        paths = {blame.demand.path for blame in conflict}
        assert not feasible(scenario, paths)
        assert all(feasible(scenario, paths - {path}) for path in paths)


@holds(SCENARIOS, few=12, many=100)
def test_a_correction_is_needed_whole_and_every_conflict_is_hit(scenario: Scenario) -> None:
    assume(not feasible_without(scenario, set()))
    conflicts = ENGINE.conflicts(scenario)
    demands = paths_of(ENGINE.demands(scenario).droppable)
    for correction in map(paths_of, conflicts.corrections[:MOST]):
        assert feasible(scenario, demands - correction)
        assert not any(feasible(scenario, demands - correction | {path}) for path in correction)
        assert all(correction & paths_of(conflict) for conflict in conflicts.conflicts)


@holds(SCENARIOS, few=12, many=100)
def test_dropping_a_demand_never_loses_a_stack(scenario: Scenario) -> None:
    relaxation = ENGINE.relaxation(scenario)
    total = ENGINE.total(scenario)
    assert relaxation.feasible(frozenset()) == bool(total)
    for key in ENGINE.demands(scenario).droppable:
        if key.kind not in LIMITS:
            assert relaxation.feasible(frozenset({key})) in {True, bool(total)}


@holds(SCENARIOS, few=12, many=100)
def test_every_repair_gives_the_best_stack_that_it_names(scenario: Scenario) -> None:
    """Worked out again from the words of its changes."""
    plan = PLANNER.plan(scenario)
    assume(not plan.feasible)
    for repair in plan.repairs:
        assert PLANNER.plan(with_changes(scenario, repair.changes)).stacks[0].spelling == repair.best, repair
        for left_out in repair.changes:
            others = [change for change in repair.changes if change != left_out]
            assert not PLANNER.plan(with_changes(scenario, others)).feasible, (repair, left_out)
    sizes = [len(repair.changes) for repair in plan.repairs]
    assert sizes == sorted(sizes)


def with_changes(scenario: Scenario, changes: Iterable[str]) -> Scenario:
    for change in changes:
        scenario = with_change(scenario, change)
    return scenario


def with_change(scenario: Scenario, change: str) -> Scenario:
    """The scenario with a change, read from how it is spelled."""
    path, _, value = change.partition(": ")
    section, _, key = path.partition(".")
    words = value.split(", ")
    match section, key:
        case (("layering" | "scope"), _):
            return changed(scenario, section, value)
        case "allowed", _:
            if value == "everything":
                return replace(scenario, allowed=None)
            return replace(scenario, allowed=(*(scenario.allowed or ()), *(word.removeprefix("+") for word in words)))
        case "limits", "deployment":
            level = "" if value == "no demand" else value
            return replace(scenario, limits=replace(scenario.limits, deployment=level))
        case "environment", ("available" | "tops"):
            return changed(scenario, key, None)
        case "environment", "mtu":
            return replace(scenario, mtu=int(value))
        case "limits", _:
            return with_limit(scenario, key, int(value))
        case "environment", "nat":
            return replace(scenario, nat=False)
        case "environment", _:
            gone = {word.removeprefix("-") for word in words}
            return changed(scenario, key, tuple(kept for kept in getattr(scenario, key) if kept not in gone))
        case "security", "protects":
            return replace(scenario, protects="" if value == "no demand" else value)
        case _:
            return changed(scenario, section, {**getattr(scenario, section), key: Preference(value)})


@holds(SCENARIOS, few=12, many=100)
def test_a_rank_is_the_place_in_the_list_of_all(scenario: Scenario) -> None:
    problem = ENGINE.problem(scenario)
    total = ENGINE.total(scenario)
    assume(0 < total <= 1500)
    every = ENGINE.listed(replace(scenario, limits=replace(scenario.limits, stacks=total)), problem)
    standing = ENGINE.ranks(scenario)
    places = sorted({0, total // 3, total // 2, total - 1})
    assert [standing.rank(every[place]) for place in places] == [place + 1 for place in places]
    assert [spell(standing.at(place + 1)) for place in places] == [spell(every[place]) for place in places]


def test_a_stack_comes_before_those_that_go_on_from_it() -> None:
    """Where a ranking counts nothing that tells them apart: curvecp/udp/ip, then curvecp/udp/ip/wireguard/udp/ip."""
    alike = Ranking(name="alike", about="drawn", criteria=(("preferences", (("preferences", 1),)),))
    limits = Limits(stacks=1_500, security_layers=2)
    scenario = Scenario(payload="generic", scope="survey", limits=limits, ranking=alike)
    every = ENGINE.listed(scenario, ENGINE.problem(scenario))
    standing = ENGINE.ranks(scenario)
    assert [standing.rank(stack) for stack in every] == [*range(1, standing.total + 1)]
    assert [spell(standing.at(place + 1)) for place in range(standing.total)] == [*map(spell, every)]


def test_a_wish_takes_nothing_from_what_is_unknown() -> None:
    """MinimaLT's overhead is unknown, and it recovers losses, which once in a stack is no reliability inside another:
    where a ranking adds the two up, the sum is unknown."""
    both = (("nested-reliability", 1), ("overhead-bytes", 1))
    for weights in (both, (*both, ("missing-security", 3))):
        own = Ranking(name="own", about="drawn", criteria=(("rtts", (("handshake-rtts", 1),)), ("sum", weights)))
        plan = PLANNER.plan(Scenario(payload="generic", scope="survey", ranking=own, limits=Limits(stacks=1_500)))
        values = {stack.spelling: [score.value for score in stack.score] for stack in plan.stacks}
        assert values["minimalt/udp/ip"] == [0, None]
        order = [[float("inf") if value is None else value for value in row] for row in values.values()]
        assert order == sorted(order)


@holds(SCENARIOS, few=12, many=100)
def test_every_listed_stack_answers_every_demand(scenario: Scenario) -> None:
    plan = PLANNER.plan(replace(scenario, limits=replace(scenario.limits, stacks=3)))
    assume(plan.feasible)
    for stack in plan.stacks:
        answers = stack.answers
        assert {answer.demand.spelling for answer in answers if not answer.met} == set(stack.unmet)
        assert all(answer.source for answer in answers)
        assert set(ENGINE.demands(scenario).droppable) <= {answer.demand.key for answer in answers}


@pytest.mark.parametrize(
    ("limits", "total"),
    [
        (Limits(tunnels=2, security_layers=1), 164_486),
        pytest.param(Limits(tunnels=2, security_layers=2), 3_078_312, marks=pytest.mark.long),
    ],
    ids=["thousands", "millions"],
)
def test_the_far_end(limits: Limits, total: int) -> None:
    """The rank of the last one is counted; a list of millions would take minutes."""
    plan = PLANNER.plan(Scenario(payload="generic", limits=limits))
    last = ENGINE.ranks(plan.scenario).at(plan.total)
    why = PLANNER.why(plan, spell(last))
    assert (why.verdict, why.rank, why.total) == ("valid", total, total)
    assert why.above == spell(ENGINE.ranks(plan.scenario).at(plan.total - 1))

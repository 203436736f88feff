"""What a plan says of its stacks is worked out when it is asked for, and checked against what the search says."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from functools import partial

import pytest

from planner import Planner, Scenario
from planner.errors import Bug
from planner.solving.scoring import profile
from planner.stacks.assessment import Assessment
from planner.stacks.ranked import ranked

CALL = Scenario(payload="rtp", scope="survey")


def test_a_plan_is_made_without_looking_at_layers(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    found = planner.engine.best(CALL, planner.engine.problem(CALL))
    looked_at: list[str] = []

    def assessing(stack: object) -> Assessment:
        looked_at.append(str(stack))
        return planner.engine.assess(CALL, found[len(looked_at) - 1].stack)

    stacks = ranked(found, assessing, profile(CALL, planner.rules))
    assert [stack.spelling for stack in stacks] == [stack.spelling for stack in planner.plan(CALL).stacks]
    assert looked_at == []
    assert stacks[2].equivalence  # its letter depends on those above it
    assert len(looked_at) == 3


def test_a_stack_that_its_layers_see_otherwise_is_a_bug_when_it_is_asked_about(planner: Planner) -> None:
    first, *others = planner.engine.best(CALL, planner.engine.problem(CALL))
    wrong = first._replace(values=(*first.values[:-1], 99))
    stacks = ranked([wrong, *others], partial(planner.engine.assess, CALL), profile(CALL, planner.rules))
    assert stacks[1].details
    with pytest.raises(Bug, match="was ranked by other figures than it has"):
        assert stacks[0].details


def test_a_stack_that_breaks_a_demand_is_a_bug(planner: Planner) -> None:
    found = planner.engine.best(CALL, planner.engine.problem(CALL))
    dropped = Scenario(payload="rtp", scope="survey", blocked=("udp", "tcp"))
    stacks = ranked(found, partial(planner.engine.assess, dropped), profile(CALL, planner.rules))
    with pytest.raises(Bug, match="was listed and breaks blocked"):
        assert stacks[0].details


def test_a_ranked_stack_is_a_value(planner: Planner) -> None:
    stack, same = planner.plan(CALL).stacks[0], planner.plan(CALL).stacks[0]
    assert stack == same == pickle.loads(pickle.dumps(stack)) == copy.deepcopy(stack)
    assert stack != planner.plan(CALL).stacks[1]
    assert pickle.loads(pickle.dumps(stack)).to_dict() == stack.to_dict()
    with pytest.raises(FrozenInstanceError):
        stack.rank = 2  # type: ignore[misc]

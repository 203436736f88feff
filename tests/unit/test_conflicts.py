"""All smallest conflicts and corrections, against every subset: the question is any monotone one."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import Bug
from planner.solving.conflicts import all_conflicts, preferred_conflict

NAMES = tuple("abcdefg")
Cores = list[frozenset[str]]
cores = st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=4), min_size=1, max_size=6)


class Question:
    """Feasible without ``dropped`` if that hits every core: what demands are like."""

    def __init__(self, held_together_by: Cores) -> None:
        self.cores, self.asked = held_together_by, 0

    def __call__(self, dropped: frozenset[str]) -> bool:
        self.asked += 1
        return all(core & dropped for core in self.cores)


def subsets() -> list[frozenset[str]]:
    return [
        frozenset(some) for some in chain.from_iterable(combinations(NAMES, size) for size in range(len(NAMES) + 1))
    ]


def minimal(sets: Cores) -> set[frozenset[str]]:
    return {members for members in sets if not any(other < members for other in sets)}


@given(cores)
def test_they_are_those_that_trying_every_subset_finds(given_cores: Cores) -> None:
    question = Question(given_cores)
    answer = all_conflicts(NAMES, question)
    everything = frozenset(NAMES)
    conflicts = minimal([held for held in subsets() if not question(everything - held)])
    corrections = minimal([dropped for dropped in subsets() if question(dropped)])
    assert answer.complete
    assert {frozenset(conflict) for conflict in answer.conflicts} == conflicts
    assert {frozenset(correction) for correction in answer.corrections} == corrections


@given(cores)
def test_the_order_is_by_size_and_then_by_the_demands(given_cores: Cores) -> None:
    answer = all_conflicts(NAMES, Question(given_cores))
    for lists in (answer.conflicts, answer.corrections):
        assert list(lists) == sorted(lists, key=lambda names: (len(names), [NAMES.index(name) for name in names]))
        assert all(list(names) == sorted(names, key=NAMES.index) for names in lists)


@given(cores)
def test_quickxplain_finds_what_dropping_from_the_last_demand_on_finds(given_cores: Cores) -> None:
    """The deletion filter, a second way to the same preferred conflict."""
    question = Question(given_cores)
    dropped: frozenset[str] = frozenset()
    for name in reversed(NAMES):
        if not question(dropped | {name}):
            dropped |= {name}
    assert preferred_conflict(NAMES, question) == tuple(name for name in NAMES if name not in dropped)


def test_few_questions_are_asked() -> None:
    """Of sixty demands three conflict: QuickXplain asks some two dozen times, the deletion filter would ask sixty."""
    names = tuple(f"demand-{number:02}" for number in range(60))
    question = Question([frozenset({names[3], names[31], names[58]})])
    assert preferred_conflict(names, question) == (names[3], names[31], names[58])
    assert question.asked < 40


def test_more_than_asked_for_is_said() -> None:
    pairs = [frozenset({name, other}) for name, other in combinations(NAMES, 2)]
    answer = all_conflicts(NAMES, Question(pairs), most=3)
    assert not answer.complete
    assert len(answer.conflicts) == 3
    assert all(frozenset(conflict) in pairs for conflict in answer.conflicts)


def test_demands_that_hold_together_have_no_conflict() -> None:
    with pytest.raises(Bug, match="can hold together"):
        preferred_conflict(NAMES, lambda _: True)


def test_where_nothing_helps_the_conflict_is_empty() -> None:
    assert all_conflicts(NAMES, lambda _: False).conflicts == ((),)

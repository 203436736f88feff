"""What the field says (tests/field/*.yaml), asked of the planner as a user would."""

from __future__ import annotations

from pathlib import Path

import pytest

from field import load_questions
from planner import DataError, Plan, Planner

QUESTIONS = load_questions(Path(__file__).parents[1] / "field")


def test_there_are_many_and_each_asserts_something() -> None:
    assert len(QUESTIONS) >= 120
    assert [name for name, question in QUESTIONS.items() if not question.wanted] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_question(planner: Planner, name: str) -> None:
    question = QUESTIONS[name]
    if question.unknown:
        with pytest.raises(DataError, match="unknown"):
            planner.plan(question.ask, with_=question.with_)
        return
    plan = planner.plan(question.ask, with_=question.with_)
    spellings = [stack.spelling for stack in plan.stacks]
    if question.none:
        assert spellings == []
    if question.first:
        assert set(spellings[:1]) & set(question.first), spellings
    if question.among:
        assert set(question.among.stacks) & set(spellings[: question.among.places]), spellings
    for spelling in (*question.valid, *question.before):
        assert rank(planner, plan, spelling) is not None, spelling
    for spelling in question.invalid:
        assert rank(planner, plan, spelling) is None, spelling
    if question.before:
        places = [rank(planner, plan, spelling) or 0 for spelling in question.before]
        assert places == sorted(places), places
    for environment, spelling in question.fallback.items():
        assert fallback(planner, plan, environment) == spelling


# --- machinery below --------------------------------------------------------------------------


def rank(planner: Planner, plan: Plan, spelling: str) -> int | None:
    """Where a stack ranks; None where it is not valid."""
    return planner.why(plan, spelling).rank


def fallback(planner: Planner, plan: Plan, environment: str) -> str:
    conditions = planner.fallbacks(plan).conditions
    return next(condition.first for condition in conditions if condition.environment == environment)

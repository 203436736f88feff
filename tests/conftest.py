"""Shared fixtures; turns tests/cases/ into parameters."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cases import Case, load_cases
from planner import Planner, Rules, Scenario
from planner.engine import Engine
from planner.solving.best_first import Found, RankedProblem
from planner.solving.scoring import profile
from planner.stacks.ranked import checked

HERE = Path(__file__).parent
ROOT = HERE.parent

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """The tests neither use nor fill the cache of whoever runs them; all workers of a run share one."""
    if hasattr(config, "workerinput"):
        return
    cache = tempfile.mkdtemp(prefix="planner-tests-")
    os.environ["XDG_CACHE_HOME"] = cache
    config.add_cleanup(lambda: shutil.rmtree(cache))


@pytest.fixture(scope="session", autouse=True)
def at_home() -> None:
    """Files in tests go by the names that README calls them, wherever pytest was started."""
    os.chdir(ROOT)


@pytest.fixture(scope="session", autouse=True)
def every_listed_stack_is_seen_again() -> Iterator[None]:
    """In tests every stack that a search lists is checked by its layers, whether or not somebody asks about it."""
    best = Engine.best

    def checking(engine: Engine, scenario: Scenario, problem: RankedProblem) -> list[Found]:
        listed = best(engine, scenario, problem)
        for found in listed:
            checked(found, engine.assess(scenario, found.stack), profile(scenario, engine.rules))
        return listed

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Engine, "best", checking)
        yield


@pytest.fixture(scope="session")
def planner() -> Planner:
    return Planner()


@pytest.fixture(scope="session")
def rules(planner: Planner) -> Rules:
    return planner.rules


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        cases: list[Case] = load_cases(HERE / "cases")
        metafunc.parametrize("case", cases, ids=[case.id for case in cases])

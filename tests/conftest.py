"""Shared fixtures; turns tests/cases/ into parameters."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cases import Case, load_cases
from planner import Planner, Rules

HERE = Path(__file__).parent
ROOT = HERE.parent

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests neither use nor fill the cache of whoever runs them."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def planner(own_cache: None) -> Planner:
    return Planner()


@pytest.fixture(scope="session")
def rules(planner: Planner) -> Rules:
    return planner.rules


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        cases: list[Case] = load_cases(HERE / "cases")
        metafunc.parametrize("case", cases, ids=[case.id for case in cases])

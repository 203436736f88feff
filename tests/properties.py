"""Properties over what hypothesis draws, each as two tests: with few examples, which the default run has, and with
many, which is marked ``long``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
"""What hypothesis would complain of, and what these properties cannot help: planning a scenario takes its time."""


def holds(
    *drawn: SearchStrategy[object], few: int, many: int
) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Makes two tests of a function that asserts something of what is drawn."""

    def tests(property_: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.long)])
        def test(examples: int) -> None:
            settings(max_examples=examples, suppress_health_check=SLOW)(given(*drawn)(property_))()

        test.__name__, test.__doc__ = property_.__name__, property_.__doc__
        return test

    return tests

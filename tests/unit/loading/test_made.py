"""A ``Scenario`` made in Python has the same names as one that was read."""

from __future__ import annotations

import pytest

from planner import DataError, Planner
from planner.model import Preference, Scenario


def test_aliases_are_resolved(planner: Planner) -> None:
    made = Scenario(payload="http", blocked=("h3",), protocols={"http2": Preference.REQUIRE})
    resolved = planner.scenario(made)
    assert (resolved.blocked, dict(resolved.protocols)) == (("http-3",), {"http-2": Preference.REQUIRE})
    assert planner.plan(made).stacks[0].spelling == "http-2/tls-1.3/tcp/ip"


def test_a_scenario_without_aliases_is_itself(planner: Planner) -> None:
    made = Scenario(payload="http", blocked=("udp",))
    assert planner.scenario(made) is made


def test_every_unknown_name_is_told_at_once(planner: Planner) -> None:
    made = Scenario(
        payload="http",
        application="mqt",
        blocked=("upd",),
        allowed=("tls-1.4",),
        protocols={"quick": Preference.AVOID},
        interfaces={"ABC": Preference.REQUIRE},
        ranking="fastest",
    )
    with pytest.raises(DataError) as raised:
        planner.plan(made)
    told = str(raised.value).splitlines()
    assert len(told) == 6
    for line, (path, name, meant) in zip(
        told,
        [
            ("environment.blocked", "upd", "udp"),
            ("allowed", "tls-1.4", "tls-1.3"),
            ("protocols", "quick", "quic"),
            ("interfaces", "ABC", "known"),
            ("application.protocol", "mqt", "mqtt"),
            ("ranking", "fastest", "known"),
        ],
        strict=True,
    ):
        assert path in line
        assert name in line
        assert meant in line

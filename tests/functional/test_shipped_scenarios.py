"""Every shipped scenario: it opens with its question, it is good, and its answer is the one that its comment
promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands import run
from planner import DataError, Planner

FOLDER = Path(__file__).parent.parent.parent / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.yaml"))
ENVIRONMENTS = sorted((FOLDER / "environments").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, planner: Planner) -> None:
    first = path.read_text().splitlines()[0]
    assert first.startswith("# ")
    plan = planner.plan(path)
    assert plan.feasible == (not first.startswith("# Without an answer"))
    assert bool(plan.conflicts) != plan.feasible
    for blame in plan.conflicts[0] if plan.conflicts else ():
        assert blame.demand.default or blame.demand.place.line > 0
        assert blame.reason
        assert blame.source


def test_there_are_enough_for_each_scope(planner: Planner) -> None:
    plans = [planner.plan(path) for path in SCENARIOS]
    assert sum(plan.scope == "survey" for plan in plans) >= 15
    assert sum(plan.scope == "full" for plan in plans) >= 15
    assert sum(not plan.feasible for plan in plans) >= 2


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.stem)
def test_environment_can_be_laid_over_a_scenario(path: Path, planner: Planner) -> None:
    application = {"application": {"payload": "generic"}}
    here = planner.plan(application, with_=[path])
    limits = {"relays": here.scenario.limits.relays, "security-layers": here.scenario.limits.security_layers}
    assert here.total <= planner.plan({**application, "limits": limits}).total


NUMBERS = [
    ("survey", "generic", (1, 1, 0), 35),
    ("survey", "generic", (1, 2, 0), 278),
    ("survey", "generic", (2, 3, 0), 4039),
    ("survey", "generic", (3, 4, 0), 55872),
    ("full", "generic", (0, 1, 0), 176),
    ("full", "generic", (1, 1, 0), 6158),
    ("full", "generic", (1, 1, 1), 520277),
    ("full", "rtp", (1, 1, 1), 221780),
    ("full", "ip-packets", (1, 1, 0), 201),
    ("full", "ip-packets", (2, 1, 0), 7437),
    ("full", "ethernet-frames", (1, 1, 0), 65),
    ("full", "http", (1, 1, 0), 1659),
    ("full", "coap", (1, 1, 0), 3155),
]
COMMON = {"generic": 348, "rtp": 89, "ip-packets": 37, "ethernet-frames": 16, "http": 105, "coap": 81}
APPLICATIONS = {"mqtt": 2498, "dns": 1648, "bgp": 858, "webrtc-media": 285}


@pytest.mark.parametrize(("scope", "payload", "limits", "total"), NUMBERS)
def test_total(scope: str, payload: str, limits: tuple[int, int, int], total: int, planner: Planner) -> None:
    """Totals that were found by other means before the planner had them."""
    names = dict(zip(("tunnels", "security-layers", "relays"), limits, strict=True))
    scenario = {"application": {"payload": payload}, "scope": scope, "limits": names | {"stacks": 1}}
    assert planner.plan(scenario).total == total


@pytest.mark.parametrize("payload", COMMON)
def test_total_of_what_is_common(payload: str, planner: Planner) -> None:
    scenario = {"application": {"payload": payload}, "limits": {"deployment": "common", "stacks": 1}}
    assert planner.plan(scenario).total == COMMON[payload]


@pytest.mark.parametrize("application", APPLICATIONS)
def test_total_of_an_application(application: str, planner: Planner) -> None:
    scenario = {"application": {"protocol": application}, "limits": {"stacks": 1}}
    assert planner.plan(scenario).total == APPLICATIONS[application]


@pytest.mark.long
def test_the_largest_limits_are_counted_and_ranked(planner: Planner) -> None:
    limits = {"tunnels": 8, "security-layers": 8, "relays": 8, "stacks": 1}
    plan = planner.plan({"application": {"payload": "generic"}, "limits": limits})
    assert plan.total > 10**50
    assert plan.stacks[0].spelling == "quic(tls-1.3)/udp/ip"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_name_stands_for_it(path: Path, planner: Planner) -> None:
    by_name, by_path = planner.scenario(f"@{path.stem}"), planner.scenario(path)
    assert replace(by_name, file="", places={}) == replace(by_path, file="", places={})
    assert {place.file for place in by_name.places.values()} == {f"@{path.stem}"}


def test_a_name_that_none_has(planner: Planner) -> None:
    with pytest.raises(DataError, match=r"@browser-cal: no scenario of this name .*; did you mean 'browser-call'"):
        planner.plan("@browser-cal")
    with pytest.raises(DataError, match="`planner scenarios` lists them"):
        planner.plan("@")
    with pytest.raises(DataError, match="no scenario of this name"):
        planner.plan("@../rules/tunnels")


def test_a_file_of_that_name_goes_first(planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "@browser-call").write_text("application: {payload: ip-packets}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert planner.scenario("@browser-call").payload == "ip-packets"


def test_they_may_be_laid_over_each_other(planner: Planner) -> None:
    over = planner.scenario({"application": {"payload": "rtp"}}, ["@browser-call-udp-blocked"])
    assert over.blocked == ("udp",)


def test_quiet_prints_the_stacks_alone(planner: Planner) -> None:
    stacks = [stack.spelling for stack in planner.plan("@browser-call").stacks]
    assert run("plan", "@browser-call", "--quiet").text.splitlines() == stacks
    nothing = run("plan", "@eap-and-alpn-one-layer", "--quiet")
    assert (nothing.status, nothing.output) == (1, b"")

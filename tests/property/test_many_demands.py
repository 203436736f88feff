"""Scenarios of up to forty hard demands, as somebody might send to hold up a service: answered by a bounded amount of
work, whatever they ask (docs/design.md, "Explanations")."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from planner import Planner, Preference, Scenario
from planner.model import FEATURES, INTERFACES, PROPERTIES, Limits
from planner.solving import reaching
from planner.solving.relaxed import Relaxation
from properties import holds

PLANNER = Planner()
NAMES = sorted({*PLANNER.rules.protocols, *PLANNER.rules.families})
MOST_STEPS = 30_000
"""States that a whole plan may look into: its conflicts and every repair."""


@st.composite
def demanding(draw: st.DrawFn) -> Scenario:
    def hard(names: list[str], most: int) -> dict[str, Preference]:
        wanted = st.sampled_from((Preference.REQUIRE, Preference.PROHIBIT))
        return draw(st.dictionaries(st.sampled_from(names), wanted, max_size=most))

    few = st.lists(st.sampled_from(NAMES), unique=True, max_size=4).map(tuple)
    return Scenario(
        payload=draw(st.sampled_from(("generic", "rtp", "http", "ip-packets"))),
        protocols=hard(NAMES, 20),
        transport=hard(list(PROPERTIES), 5),
        interfaces=hard(list(INTERFACES), 4),
        security=hard(list(FEATURES), 3),
        blocked=draw(few),
        unavailable=draw(few),
        nat=draw(st.booleans()),
        limits=Limits(
            tunnels=draw(st.integers(0, 2)), security_layers=draw(st.integers(1, 2)), relays=draw(st.integers(0, 1))
        ),
        scope=draw(st.sampled_from(("survey", "full"))),
    )


@holds(demanding(), few=15, many=150)
def test_conflicts_and_repairs_take_a_bounded_amount_of_work(scenario: Scenario) -> None:
    spent = [0]
    spend = reaching.Work.spend

    def counted(work: reaching.Work) -> None:
        spent[0] += 1
        spend(work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reaching.Work, "spend", counted)
        plan = PLANNER.plan(scenario)
    assert spent[0] <= MOST_STEPS
    if not plan.feasible:
        assert plan.conflicts
        keys = set(PLANNER.engine.demands(scenario).droppable)
        assert all({blame.demand.key for blame in conflict} <= keys for conflict in plan.conflicts)


def required(names: str) -> dict[str, Preference]:
    return dict.fromkeys(names.split(), Preference.REQUIRE)


@pytest.mark.parametrize(
    ("names", "conflicts"),
    [
        ("coap connect-ip connect-udp curvecp dccp", 5),
        ("tls-1.3 tcp esp-tunnel gre ipip wireguard quic http-3 udp dtls-1.3", 24),
    ],
)
def test_what_took_minutes(names: str, conflicts: int) -> None:
    """Five such demands once took half a minute, and of ten nobody saw the end."""
    plan = PLANNER.plan(Scenario(payload="generic", protocols=required(names)))
    assert len(plan.conflicts) == conflicts
    assert plan.complete == (conflicts < 24)
    assert plan.repairs


def test_a_question_that_is_given_up_is_told() -> None:
    """What was not looked into is neither a conflict nor a correction; the first conflict holds in any case."""
    names = "tls-1.3 tcp esp-tunnel gre ipip wireguard quic http-3 udp dtls-1.3"
    scenario = Scenario(payload="generic", protocols=required(names))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.engine.Relaxation", few_questions)
        conflicts = Planner().engine.conflicts(scenario)
    assert not conflicts.complete
    assert conflicts.conflicts
    whole = PLANNER.engine.relaxation(scenario)
    everything = frozenset(PLANNER.engine.demands(scenario).droppable)
    assert all(whole.feasible(everything - {*conflict}) is False for conflict in conflicts.conflicts)


def few_questions(*given: object, **named: object) -> object:
    return Relaxation(*given, **named, most_work=3)  # type: ignore[arg-type]

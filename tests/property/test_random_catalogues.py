"""The same over random catalogues: ours with rules dropped, added and narrowed, figures and facts drawn anew."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from test_random_scenarios import RULES, scenarios

import brute_force
from planner import Planner, Scenario
from planner.model import Gives, Handshake, Layering, Overhead, Protocol, Rules, spell

IDS = sorted(it.id for it in RULES.protocols.values() if it.scope and "handshake" not in it.kinds)
figures = st.none() | st.integers(min_value=0, max_value=3)


@st.composite
def catalogues(draw: st.DrawFn) -> Rules:
    dropped = draw(st.sets(st.integers(min_value=0, max_value=len(RULES.layerings) - 1), max_size=60))
    kept = [rule for place, rule in enumerate(RULES.layerings) if place not in dropped]
    pairs = {(rule.upper, rule.lower) for rule in RULES.layerings}
    for upper, lower in draw(st.sets(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=4)):
        if upper != lower and "ip" not in (upper, lower) and (upper, lower) not in pairs:
            below = sorted(rule.lower for rule in kept if rule.upper == lower and rule.status == "specified")
            narrow = bool(below) and not RULES.protocols[lower].is_boundary and draw(st.booleans())
            on = frozenset(draw(st.sets(st.sampled_from(below), min_size=1))) if narrow else None
            kept.append(Layering(upper=upper, lower=lower, status="specified", scope="full", sources=(), on=on))
    changed = draw(st.sets(st.sampled_from(IDS), max_size=12))
    protocols = {name: draw(altered(it)) if name in changed else it for name, it in RULES.protocols.items()}
    return replace(RULES, protocols=protocols, layerings=tuple(kept))


@st.composite
def altered(draw: st.DrawFn, protocol: Protocol) -> Protocol:
    reliability = draw(st.sampled_from(list(Gives)))
    over = {draw(st.sampled_from(IDS)): draw(st.integers(min_value=0, max_value=3))}
    return replace(
        protocol,
        properties=dict(protocol.properties) | {"reliability": reliability},
        statuses=frozenset({draw(st.sampled_from(["standard", "superseded", "research"]))}),
        handshake=protocol.handshake if protocol.id in RULES.keyings_of else Handshake(full=draw(figures)),
        overhead=Overhead(bytes=draw(figures), over=draw(st.sampled_from([{}, over]))),
        passes_nat=draw(st.booleans()),
    )


@settings(max_examples=40)
@given(catalogues(), scenarios())
def test_same_stacks_same_total_same_order(rules: Rules, scenario: Scenario) -> None:
    plan = Planner(rules).plan(scenario)
    if plan.total > 2000:
        return
    expected = [spell(stack) for stack in brute_force.ordered(rules, scenario)]
    assert plan.total == len(expected)
    assert [stack.spelling for stack in plan.stacks] == expected[:10]

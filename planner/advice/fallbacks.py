"""The order to try stacks in, and what is left of it on each kind of network.

Knows the engine and environments as values. Never offers less security: only stacks that are equivalent to the best
one (same security protocols and handshakes end to end, same demands met: RFC 9621; RFC 8922 Section 1.2) may stand in
for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.engine import Engine
from planner.model import Condition, Fallbacks, Group, Plan, Preference, Scenario, Stack, ids_of, spell
from planner.stacks.assessment import Assessment
from planner.stacks.demand_answers import broken
from planner.stacks.ranked import equivalence

MOST = 1_000
"""Stacks of one environment that are looked through for an equivalent one; all have the best one's protocols."""

MORE = 1
"""Tunnels and relays that a stack may have more than the best one, within the scenario's limits, to stand in for it."""


def fallbacks(engine: Engine, plan: Plan, environments: Mapping[str, Scenario]) -> Fallbacks:
    """The groups of a plan in the order of their best stacks, and for each environment the first stack that still
    works."""
    conditions = [_condition(engine, plan, name, environments[name]) for name in environments] if plan.stacks else []
    return Fallbacks(
        scenario=plan.scenario.name or plan.scenario.file,
        groups=tuple(_groups(engine, plan)),
        conditions=tuple(conditions),
    )


def under(scenario: Scenario, environment: Scenario) -> Scenario:
    """The scenario in another environment: what is dropped and missing adds up, what the environment writes holds."""
    written = environment.places
    return replace(
        scenario,
        blocked=tuple(dict.fromkeys((*scenario.blocked, *environment.blocked))),
        unavailable=tuple(dict.fromkeys((*scenario.unavailable, *environment.unavailable))),
        nat=scenario.nat or environment.nat,
        ip_version=environment.ip_version if "environment.ip-version" in written else scenario.ip_version,
        mtu=environment.mtu if "environment.mtu" in written else scenario.mtu,
        places={**scenario.places, **{path: at for path, at in written.items() if path.startswith("environment.")}},
    )


# --- machinery below --------------------------------------------------------------------------


def _groups(engine: Engine, plan: Plan) -> list[Group]:
    letters: dict[str, list[Stack]] = {}
    for stack in plan.stacks:
        letters.setdefault(stack.equivalence, []).append(stack.stack)
    return [
        Group(
            letter=letter,
            stacks=tuple(map(spell, stacks)),
            security=tuple(map(str, engine.assess(plan.scenario, stacks[0]).secure_layers)),
        )
        for letter, stacks in letters.items()
    ]


def _condition(engine: Engine, plan: Plan, name: str, environment: Scenario) -> Condition:
    best = engine.assess(plan.scenario, plan.stacks[0].stack)
    there = under(plan.scenario, environment)
    lost = broken(engine.assess(there, best.stack))
    first = best.stack if not lost else _equivalent(engine, plan.scenario, there, best)
    if first is None:
        return Condition(environment=name, first="", rank=None, lost=lost)
    rank = next((stack.rank for stack in plan.stacks if stack.stack == first), None)
    return Condition(environment=name, first=spell(first), rank=rank, lost=lost)


def _equivalent(engine: Engine, scenario: Scenario, there: Scenario, best: Assessment) -> Stack | None:
    """The first stack that works there and is equivalent to the best one. It has the same security protocols, so only
    stacks that have them are looked at."""
    same = dict.fromkeys(ids_of(best.secure_layers), Preference.REQUIRE)
    if any(there.protocols.get(name) == Preference.PROHIBIT for name in same):
        return None
    limits = replace(
        there.limits,
        stacks=MOST,
        tunnels=min(there.limits.tunnels, MORE + best.counts["tunnels"]),
        relays=min(there.limits.relays, MORE + best.counts["relays"]),
        security_layers=min(there.limits.security_layers, max(1, len(best.secure_layers))),
    )
    narrowed = replace(there, protocols={**there.protocols, **same}, limits=limits)
    wanted = equivalence(best)
    for stack in engine.listed(narrowed, engine.problem(narrowed)):
        if equivalence(engine.assess(scenario, stack)) == wanted:
            return stack
    return None

"""The order to try stacks in, and what is left of it on each kind of network.

Knows the engine and environments as values. Never offers less security: only stacks that are equivalent to the best
one (same security protocols and handshakes end to end, or such as a policy lets stand in for them, and the same
demands met: RFC 9621; RFC 8922 Section 1.2) may stand in for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.engine import Engine
from planner.model import Condition, Fallbacks, Group, Plan, Scenario, Stack, spell
from planner.stacks.assessment import Assessment
from planner.stacks.demand_answers import broken
from planner.stacks.ranked import equivalence

MOST = 1_000
"""Stacks of one environment that are looked through for an equivalent one, best first."""


def fallbacks(engine: Engine, plan: Plan, environments: Mapping[str, Scenario]) -> Fallbacks:
    """The groups of a plan in the order of their best stacks, and for each environment the first stack that still
    works."""
    conditions = [_condition(engine, plan, name, environments[name]) for name in environments] if plan.stacks else []
    return Fallbacks(
        scenario=plan.scenario.title,
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
        available=_both(scenario.available, environment.available),
        tops=_both(scenario.tops, environment.tops),
        ip_version=environment.ip_version if "environment.ip-version" in written else scenario.ip_version,
        limits=replace(scenario.limits, relays=max(scenario.limits.relays, _relays(scenario, environment))),
        mtu=environment.mtu if "environment.mtu" in written else scenario.mtu,
        places={**scenario.places, **{path: at for path, at in written.items() if path.startswith("environment.")}},
    )


# --- machinery below --------------------------------------------------------------------------


def _relays(scenario: Scenario, environment: Scenario) -> int:
    """The relays that a network needs, where the scenario does not say how many there may be."""
    return 0 if "limits.relays" in scenario.places else environment.limits.relays


def _both(ours: tuple[str, ...] | None, theirs: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What two lists allow; an environment's list stands where the scenario has none."""
    if ours is None or theirs is None:
        return theirs if ours is None else ours
    return tuple(name for name in ours if name in theirs)


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
    """The first stack that works there and is equivalent to the best one: with no more tunnels, relays and security
    layers than that has, and only where there is none such with a tunnel and a relay more, if the scenario allows
    it."""
    limits = there.limits
    own = replace(
        limits,
        tunnels=min(limits.tunnels, best.counts["tunnels"]),
        relays=min(limits.relays, best.counts["relays"]),
        security_layers=min(limits.security_layers, max(1, best.counts["security-layers"])),
    )
    more = replace(own, tunnels=min(limits.tunnels, own.tunnels + 1), relays=min(limits.relays, own.relays + 1))
    wanted = equivalence(best)
    for kept in dict.fromkeys((own, more)):
        narrowed = replace(there, limits=replace(kept, stacks=MOST))
        for stack in engine.listed(narrowed, engine.problem(narrowed)):
            if equivalence(engine.assess(scenario, stack)) == wanted:
                return stack
    return None

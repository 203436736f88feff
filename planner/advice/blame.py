"""Who is to blame: what each demand of a conflict rules out, and by which document.

Knows demands and rules. Makes no sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner import model
from planner.demands.asked import Demands
from planner.demands.table import KINDS
from planner.model import Blame, Claim, Demand, DemandKey, cite, claim
from planner.stacks.warnings import left_out


def blame(demands: Demands, rules: model.Rules, keys: Iterable[DemandKey]) -> tuple[Blame, ...]:
    """The demands of a conflict, in the order of the table of demands, written ones first."""
    wanted = set(keys)
    return tuple(_blame(demands.scenario, rules, demand) for demand in demands.hard if demand.key in wanted)


# --- machinery below --------------------------------------------------------------------------


def _blame(scenario: model.Scenario, rules: model.Rules, demand: Demand) -> Blame:
    says, sources = _ruled_out(scenario, rules, demand)
    return Blame(demand=demand, says=says, source=cite(sources))


def _ruled_out(scenario: model.Scenario, rules: model.Rules, demand: Demand) -> tuple[Claim, model.Sources]:
    kind, name = demand.key
    protocol = rules.protocols.get(name) if kind == "protocols" else None
    if protocol and not protocol.planned_in(scenario.scope):
        says = claim("not-planned", name=name, scope=scenario.scope, reason=left_out(protocol))
        return says, protocol.left_out_sources
    if kind == "payload" and not _is_taken(scenario, rules):
        says = claim("nobody-takes", value=demand.value, scope=scenario.scope)
        return says, rules.constraints["planned"].sources
    rule = rules.constraints[KINDS[kind].constraint]
    must = "must not" if demand.value == model.Preference.PROHIBIT else "has to"
    about, sources = "", rule.sources
    if kind == "interfaces":
        interface = rules.interfaces[name]
        about, sources = interface.text, (*interface.sources, *rule.sources)
    return claim(f"means-{kind}", name=name, value=demand.value, must=must, rule=rule.text, about=about), sources


def _is_taken(scenario: model.Scenario, rules: model.Rules) -> bool:
    """Whether a protocol that the scope plans takes what the application hands over."""
    planned = (protocol for protocol in rules.protocols.values() if protocol.planned_in(scenario.scope))
    return any(scenario.payload in protocol.carries for protocol in planned)

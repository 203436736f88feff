"""One stack in one scenario: which demands it meets and breaks, and its figures.

Knows the stack's facts and the scenario's demands; what each kind of demand means for a list of layers is said in
``judging``. Knows no segment masks, no classes, no solver: what it says is checked against theirs for every stack that
is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planner import model
from planner.catalogue.carriers import Carriers
from planner.catalogue.layers import DEPLOYED, FROM_BELOW, least_handed, maturity, secured_by
from planner.demands.asked import Demands, PreferenceDemand
from planner.model import Gives, Preference
from planner.stacks.facts import Edges, StackFacts


@dataclass(frozen=True, kw_only=True)
class Assessment(StackFacts):
    """What is true of one stack in one scenario, worked out from its layers alone."""

    demands: Demands

    @property
    def scenario(self) -> model.Scenario:
        return self.demands.scenario

    @cached_property
    def not_allowed(self) -> tuple[str, ...]:
        """The security protocols, and handshakes of a choice, that it uses end to end and ``allowed`` leaves out."""
        if self.scenario.allowed is None:
            return ()
        allowed = {id for name in self.scenario.allowed for id in self.rules.expand(name)}
        used = [name for layer in self.head for name in secured_by(self.rules, layer, self.scope)]
        return tuple(name for name in dict.fromkeys(used) if name not in allowed)

    @cached_property
    def figures(self) -> dict[str, int | None]:
        """The figures that a ranking may count, the smaller the better; ``None`` is unknown."""
        return {
            "preferences": len(self.unmet_wishes(Preference.PREFER)),
            "avoided": len(self.unmet_wishes(Preference.AVOID)),
            "deployment": sum(DEPLOYED[part.level] for part in self.deployments),
            "carrier": self.carrier or 0,
            "maturity": sum(maturity(self.rules, layer) for layer in self.stack),
            "missing-security": sum(not has for has in self.security.values()),
            "nested-reliability": max(0, len(self.reliable_layers) - 1),
            "relays-and-tunnels": sum(record.is_tunnel + record.is_relay for record in self.records),
            "security-layers": sum(record.is_security for record in self.records),
            "handshake-rtts": self.handshake_rtts,
            "overhead-bytes": self.typical_total,
            "layers": len(self.stack),
        }

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """The soft preferences that the stack misses or hits, as they are spelled."""
        return tuple(wish.demand.spelling for wish in self.demands.soft if not self.meets(wish))

    def unmet_wishes(self, preference: Preference) -> tuple[PreferenceDemand, ...]:
        """The soft preferences of that kind which the stack does not meet: ``prefer`` missed, ``avoid`` hit."""
        return tuple(wish for wish in self.demands.soft if wish.preference == preference and not self.meets(wish))

    def meets(self, wish: PreferenceDemand) -> bool:
        """Whether the stack meets a preference, hard or soft: for a transport property ``require`` and ``prefer``
        want it possible, ``prohibit`` and ``avoid`` want it avoidable (docs/design.md, "What the application hands
        over")."""
        if wish.section == "transport":
            value = self.transport[wish.name]
            if wish.is_wanted:
                return value != Gives.NEVER or self.scenario.keeps(wish.name)
            return value != Gives.ALWAYS and not self.holding_up(wish.name)
        return self.has(wish.section, wish.name) == wish.is_wanted

    def holding_up(self, name: str) -> tuple[model.Layer, ...]:
        """The layers, wherever in the stack, that always do what is to be avoided to all that is above them."""
        return self.always_below(name) if name in FROM_BELOW else ()

    @property
    def application(self) -> model.Application | None:
        """The application that the scenario names."""
        return self.rules.applications[self.scenario.application] if self.scenario.application else None

    @cached_property
    def carrier(self) -> int | None:
        """The place of the stack's carrier in the application's list; None where it is none."""
        return Carriers(self.rules, self.application).first(self.stack) if self.application else None

    @property
    def carrier_name(self) -> str:
        """The carrier of the application that the stack is; '' for none."""
        return self.application.carriers[self.carrier] if self.application and self.carrier is not None else ""

    @property
    def port(self) -> int | None:
        """The application's default port over the stack's carrier; without an application that of the topmost layer
        that has one."""
        if self.application and self.carrier is not None:
            return self.application.port_of(self.carrier_name)
        return next((port for port in self.ports if port is not None), None)

    def has(self, section: str, name: str) -> bool:
        match section:
            case "interfaces":
                return name in self.interfaces
            case "security":
                return self.security[name]
            case _:
                return name in self.names


def assess(rules: model.Rules, edges: Edges, demands: Demands, stack: model.Stack) -> Assessment:
    """The assessment of a stack under a scenario's demands."""
    scenario = demands.scenario
    return Assessment(
        rules=rules,
        edges=edges,
        stack=stack,
        scope=scenario.scope,
        ip_version=scenario.ip_version,
        inner_ip=scenario.inner_ip,
        mtu=scenario.mtu,
        handed=least_handed(rules, scenario),
        options=scenario.options,
        demands=demands,
    )

"""The recursive search of the brute force: what may stand under what, and which limits a part of a stack has broken.

Knows the values (``planner.model``) and nothing else of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner import model

ORDER = ("specified", "practiced", "compatible")
On = frozenset[str] | None


class Search:
    """The recursive search: what may stand under what, and which limits a part of a stack has already broken."""

    def __init__(self, rules: model.Rules, scenario: model.Scenario) -> None:
        self.rules = rules
        self.scope = scenario.scope
        self.limits = scenario.limits
        self.lowers = pairs_of(rules, scenario)

    def layers(self, name: str) -> list[model.Layer]:
        """The protocol alone, or with each handshake that may key it in this scope."""
        if not self.rules.keyings_of.get(name):
            return [model.Layer(protocol=name)]
        return [
            model.Layer(protocol=name, keyed_by=keying.handshake) for keying in self.rules.keyings_in(name, self.scope)
        ]

    def extend(self, stack: model.Stack) -> Iterator[model.Stack]:
        """Every candidate that begins with these layers."""
        if not self.within_limits(stack):
            return
        last = stack[-1].protocol
        if last == "ip" and self.may_stand_on(stack, None):
            yield stack
        for lower in self.lowers.get(last, {}):
            if self.may_stand_on(stack, lower):
                for layer in self.layers(lower):
                    yield from self.extend((*stack, layer))

    def may_stand_on(self, stack: model.Stack, below: str | None) -> bool:
        """Whether the ``on`` of the rule above the last layer bears with ``below``; ``None`` is the stack's end."""
        if len(stack) < 2:
            return True
        return any(on is None or below in on for on in self.lowers[stack[-2].protocol][stack[-1].protocol])

    def within_limits(self, stack: model.Stack) -> bool:
        protocols = [self.rules.protocols[layer.protocol] for layer in stack]
        return (
            sum(protocol.is_tunnel for protocol in protocols) <= self.limits.tunnels
            and sum(protocol.is_relay for protocol in protocols) <= self.limits.relays
            and all(
                sum(protocol.is_security for protocol in leg) <= self.limits.security_layers
                for leg in legs_of(protocols)
            )
            and all(len({protocol.id for protocol in part}) == len(part) for part in segments_of(protocols))
        )


def pairs_of(rules: model.Rules, scenario: model.Scenario) -> dict[str, dict[str, list[On]]]:
    """upper -> lower -> the ``on`` of each rule that allows the pair."""
    rules_of: dict[str, dict[str, list[On]]] = {}
    prohibited: set[tuple[str, str]] = set()
    derived: set[tuple[str, str]] = set()
    planned = [protocol for protocol in rules.protocols.values() if protocol.planned_in(scenario.scope)]
    names = {protocol.id for protocol in planned}
    for rule in rules.layerings:
        if model.SCOPES.index(rule.scope) > model.SCOPES.index(scenario.scope) or not {rule.upper, rule.lower} <= names:
            continue
        if rule.status != "prohibited" and ORDER.index(rule.status) <= ORDER.index(scenario.layering):
            on = None if rule.on is None else with_stand_ins(rules, rule.on)
            rules_of.setdefault(rule.upper, {}).setdefault(rule.lower, []).append(on)
            for name in () if rule.exact else with_stand_ins(rules, {rule.lower}) - {rule.lower, rule.upper}:
                derived.add((rule.upper, name))
        elif rule.status == "prohibited":
            prohibited.add((rule.upper, rule.lower))
    written = {(rule.upper, rule.lower) for rule in rules.layerings if {rule.upper, rule.lower} <= names}
    for upper, lower in derived - written:
        if lower in names:
            rules_of.setdefault(upper, {}).setdefault(lower, [None])
    if scenario.layering == "compatible":
        for protocol in planned:
            for other in planned:
                if set(protocol.needs) & set(other.offers) and (protocol.id, other.id) not in prohibited:
                    rules_of.setdefault(protocol.id, {}).setdefault(other.id, [None])
    return rules_of


def with_stand_ins(rules: model.Rules, names: Iterable[str]) -> frozenset[str]:
    """The ids, and whatever offers their service (docs/design.md, "The catalogue")."""
    named = set(names)
    return frozenset(named | {protocol.id for protocol in rules.protocols.values() if named & set(protocol.stands_for)})


def segments_of(protocols: list[model.Protocol]) -> list[list[model.Protocol]]:
    """A boundary starts a segment."""
    parts: list[list[model.Protocol]] = [[]]
    for protocol in protocols:
        if protocol.is_boundary:
            parts.append([])
        parts[-1].append(protocol)
    return parts


def legs_of(protocols: list[model.Protocol]) -> list[list[model.Protocol]]:
    """A relay ends a leg and belongs to it."""
    parts: list[list[model.Protocol]] = [[]]
    for protocol in protocols:
        parts[-1].append(protocol)
        if protocol.is_relay:
            parts.append([])
    return parts

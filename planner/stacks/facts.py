"""One stack, layer by layer, without any scenario: its parts, what it gives, what it costs, what it stands on.

Knows rules and edges. Knows no demand, no segment mask and no solver: what is worked out here is checked against
theirs for every stack that is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planner import model
from planner.catalogue.layers import exposed, features, layer_names, round_trips
from planner.model import Gives, Layer, Stack, cite

Edges = Mapping[tuple[str, str], model.Layering]


@dataclass(frozen=True, kw_only=True)
class StackFacts:
    """What is true of a stack by itself, on a path of some MTU."""

    rules: model.Rules
    edges: Edges
    stack: Stack
    scope: str = "full"
    ip_version: int = 4
    mtu: int = 1500

    # --- its parts ---

    @cached_property
    def records(self) -> tuple[model.Protocol, ...]:
        return tuple(self.rules.protocols[layer.protocol] for layer in self.stack)

    @cached_property
    def head(self) -> Stack:
        """The first leg: the layers down to and with the first relay. Only these are end to end."""
        return self.legs[0]

    @cached_property
    def legs(self) -> tuple[Stack, ...]:
        legs, start = [], 0
        for index, record in enumerate(self.records):
            if record.is_relay:
                legs.append(self.stack[start : index + 1])
                start = index + 1
        rest = self.stack[start:]
        return (*legs, rest) if rest or not legs else tuple(legs)

    @cached_property
    def lowers(self) -> tuple[str | None, ...]:
        """The protocol directly below each layer; None below the outermost ``ip``."""
        return (*(layer.protocol for layer in self.stack[1:]), None)

    @property
    def head_over(self) -> tuple[tuple[Layer, str | None], ...]:
        """The first leg's layers, each with the protocol directly below it."""
        return tuple(zip(self.head, self.lowers, strict=False))

    @cached_property
    def segments(self) -> tuple[Stack, ...]:
        starts = [0, *(index for index, record in enumerate(self.records) if record.is_boundary and index)]
        return tuple(self.stack[a:b] for a, b in zip(starts, (*starts[1:], len(self.stack)), strict=True))

    @cached_property
    def secure_in_legs(self) -> tuple[int, ...]:
        """How many layers of each leg are security protocols."""
        protocols = self.rules.protocols
        return tuple(sum(protocols[layer.protocol].is_security for layer in leg) for leg in self.legs)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """What each limit, by the kind of its demand, has to be at least."""
        return {
            "tunnels": sum(record.is_tunnel for record in self.records),
            "relays": sum(record.is_relay for record in self.records),
            "security-layers": max(self.secure_in_legs),
        }

    # --- what it gives ---

    @cached_property
    def interfaces(self) -> Mapping[str, tuple[str, ...]]:
        """Each interface that the first leg exposes, with the layers that do, in the survey's order."""
        exposing: dict[str, list[str]] = {name: [] for name in model.INTERFACES}
        for layer, lower in self.head_over:
            for name in exposed(self.rules, layer, scope=self.scope, lower=lower):
                exposing[name].append(str(layer))
            if self.rules.protocols[layer.protocol].validates_address:
                exposing["SAV"].append(f"{layer} (implicit)")
        return {name: tuple(layers) for name, layers in exposing.items() if layers}

    @cached_property
    def transport(self) -> Mapping[str, Gives]:
        """Each transport property of the whole stack, from the first layer that has a value of its own."""
        return {name: self.deciding(name)[1] for name in model.PROPERTIES}

    def deciding(self, name: str) -> tuple[Layer | None, Gives]:
        """The layer that decides a transport property, and its value; nothing left to ask is ``never``."""
        for layer, record in zip(self.stack, self.records, strict=True):
            if record.properties[name] != Gives.INHERIT:
                return layer, record.properties[name]
        return None, Gives.NEVER

    @cached_property
    def secure_layers(self) -> Stack:
        return tuple(layer for layer in self.head if self.rules.protocols[layer.protocol].is_security)

    @cached_property
    def security(self) -> Mapping[str, bool]:
        has = frozenset[str]().union(*(features(self.rules, layer) for layer in self.secure_layers))
        return {name: name in has for name in model.FEATURES}

    @cached_property
    def protects(self) -> str:
        """The widest protection of the first leg; '' for none."""
        widths = [self.rules.protocols[layer.protocol].protects for layer in self.secure_layers]
        return max(widths, key=model.PROTECTS.index, default="")

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset[str]().union(*(layer_names(self.rules, layer) for layer in self.stack))

    # --- what it costs ---

    @cached_property
    def costs(self) -> model.Costs:
        layers = tuple(
            record.overhead.count(lower=lower, ip_version=self.ip_version)
            for record, lower in zip(self.records, self.lowers, strict=True)
        )
        total = _sum(layers)
        trips = [round_trips(self.rules, layer) for layer in self.stack]
        return model.Costs(
            handshake_rtts=_sum(tuple(trip.full for trip in trips)),
            resumed_rtts=_sum(tuple(trip.resumed for trip in trips)),
            early_rtts=_sum(tuple(trip.early for trip in trips)),
            overhead_bytes=total,
            payload_mtu=None if total is None else max(0, self.mtu - total),
            layers=layers,
        )

    @cached_property
    def reliable_layers(self) -> Stack:
        pairs = zip(self.stack, self.records, strict=True)
        return tuple(layer for layer, record in pairs if record.properties["reliability"] == Gives.ALWAYS)

    # --- the rules it stands on ---

    @property
    def over(self) -> tuple[model.Over | None, ...]:
        """The rule by which each layer runs over the next one; None for the outermost."""
        pairs = zip(self.stack, self.stack[1:], strict=False)
        rules = (self.edges[upper.protocol, lower.protocol] for upper, lower in pairs)
        return (*(model.Over(status=rule.status, source=cite(rule.sources)) for rule in rules), None)


def _sum(parts: tuple[int | None, ...]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

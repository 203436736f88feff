"""One stack, layer by layer, without any scenario: its parts, what it gives, what it costs, what it stands on.

Knows rules and edges. Knows no demand, no segment mask and no solver: what is worked out here is checked against
theirs for every stack that is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planner import model
from planner.catalogue.layers import deployments, exposed, features, layer_names, round_trips
from planner.model import Gives, Layer, Stack, cite
from planner.model.packets import OptionValue
from planner.stacks.packet import Packets

Edges = Mapping[tuple[str, str], model.Layering]


@dataclass(frozen=True, kw_only=True)
class StackFacts:
    """What is true of a stack by itself, on a path of some MTU; ``handed`` is the packet that the top has to take
    whole."""

    rules: model.Rules
    edges: Edges
    stack: Stack
    scope: str = "full"
    ip_version: int = 4
    inner_ip: int = 4
    mtu: int = 1500
    handed: int = 0
    options: Mapping[str, OptionValue] = field(default_factory=dict)

    # --- its parts ---

    @cached_property
    def records(self) -> tuple[model.Protocol, ...]:
        return tuple(self.rules.protocols[layer.protocol] for layer in self.stack)

    def label(self, layer: Layer) -> str:
        """What pictures call a layer."""
        protocols = self.rules.protocols
        keys = f" ({protocols[layer.keyed_by].short})" if layer.keyed_by else ""
        return f"{protocols[layer.protocol].short}{keys}"

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
        for index, layer in enumerate(self.stack):
            value = self.own(index, name)
            if value != Gives.INHERIT:
                return layer, value
        return None, Gives.NEVER

    def own(self, index: int, name: str) -> Gives:
        """What a layer by itself does for a transport property, over the layer directly below it."""
        record = self.records[index]
        return record.properties_over.get(self.lowers[index] or "", {}).get(name, record.properties[name])

    def beside(self, name: str) -> tuple[bool, ...]:
        """For each layer whether what is above it goes beside its streams, in datagrams, so that its value of a
        transport property does not count: from the layer that has the streams down to the first one with a value of its
        own."""
        beside, aside = [], False
        for index in range(len(self.stack)):
            beside.append(aside)
            leads_on = aside and self.own(index, name) == Gives.INHERIT
            aside = leads_on or self.lowers[index] in self.records[index].beside_streams
        return tuple(beside)

    def always_below(self, name: str) -> tuple[Layer, ...]:
        """The layers that always do something to all that is above them, wherever in the stack (docs/design.md, "What
        the application hands over")."""
        return tuple(
            layer
            for index, (layer, aside) in enumerate(zip(self.stack, self.beside(name), strict=True))
            if self.own(index, name) == Gives.ALWAYS and not aside
        )

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
        packet, trips = self.packets.packet(), self.trips
        return model.Costs(
            handshake_rtts=self.handshake_rtts,
            resumed_rtts=_sum(tuple(trip.resumed for trip in trips)),
            early_rtts=_sum(tuple(trip.early for trip in trips)),
            overhead_bytes=packet.overhead_bytes,
            payload_mtu=packet.payload_mtu,
            tcp_mss=packet.tcp_mss,
            layers=tuple(layer.bytes for layer in packet.layers),
        )

    @cached_property
    def trips(self) -> tuple[model.Handshake, ...]:
        """The round trips of each layer, its handshake included."""
        pairs = zip(self.stack, self.lowers, strict=True)
        return tuple(round_trips(self.rules, layer, lower) for layer, lower in pairs)

    @property
    def handshake_rtts(self) -> int | None:
        return _sum(tuple(trip.full for trip in self.trips))

    @cached_property
    def packets(self) -> Packets:
        """What it does to packets."""
        return Packets(facts=self)

    @cached_property
    def typical_bytes(self) -> tuple[int | None, ...]:
        """One figure for each layer, whatever the payload: what rankings and the path's MTU count with."""
        return tuple(
            record.overhead.count(lower=lower, ip_version=version, keyed_by=layer.keyed_by)
            for layer, record, lower, version in zip(self.stack, self.records, self.lowers, self.versions, strict=True)
        )

    @cached_property
    def typical_total(self) -> int | None:
        return _sum(self.typical_bytes)

    @property
    def versions(self) -> tuple[int, ...]:
        """The IP version that holds in each layer's segment: of the outermost ``ip``, or of those inside tunnels."""
        inner = len(self.stack) - len(self.segments[-1])
        return (*[self.inner_ip] * inner, *[self.ip_version] * len(self.segments[-1]))

    @cached_property
    def reliable_layers(self) -> Stack:
        """The layers that recover losses, whatever is above them. A relay of streams only passes one on."""
        records = self.rules.protocols
        return tuple(
            layer
            for layer in self.always_below("reliability")
            if not (records[layer.protocol].is_relay and records[layer.protocol].cuts)
        )

    @cached_property
    def squeezed(self) -> tuple[tuple[Layer, int, int], ...]:
        """The layers that get no packet of the size that they need, each with what it needs and what is left of the
        path's MTU (docs/design.md, "The environment"); what a layer adds is taken for nothing where it is unknown."""
        squeezed, left = [], self.mtu
        pairs = zip(self.records, self.beside("reliability"), strict=True)
        cuts = [record.cuts and not aside for record, aside in pairs]
        for index in reversed(range(len(self.stack))):
            record, added = self.records[index], self.typical_bytes[index] or 0
            needed = record.minimum_datagram if record.minimum_version in (None, self.versions[index]) else 0
            if needed > left and not any(cuts[index + 1 :]):
                squeezed.append((self.stack[index], needed, left))
            left -= added
        if self.handed > left and not any(cuts):
            squeezed.append((Layer(protocol="ip"), self.handed, left))
        return tuple(reversed(squeezed))

    @cached_property
    def deployments(self) -> tuple[model.Deployment, ...]:
        """What is known of how far its parts are deployed, from the top."""
        pairs = zip(self.stack, self.lowers, strict=True)
        return tuple(part for layer, lower in pairs for part in deployments(self.rules, layer, lower))

    # --- its ports ---

    @property
    def ports(self) -> tuple[int | None, ...]:
        """For each layer the port on which what is directly above it is by default; None where it has none."""
        above = zip(self.records, self.lowers, strict=True)
        ports = [record.port_over.get(lower or "", record.port) for record, lower in above]
        return (None, *ports[:-1])

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

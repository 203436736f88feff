"""What a segment's layers come to together: each layer's contribution, and their sum as ``SegmentFacts``.

Knows rules. Knows no path of the graph and no scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planner import model
from planner.catalogue.layers import (
    DEPLOYED,
    FROM_BELOW,
    deployments,
    exposed,
    features,
    layer_names,
    maturity,
    properties,
    round_trips,
    secured_by,
    seen_on_path,
)
from planner.catalogue.segments import Alphabet, SegmentFacts, union

ALWAYS, INHERIT = str(model.Gives.ALWAYS), str(model.Gives.INHERIT)
COMMON = model.DEPLOYMENTS.index("common")


class Contribution(NamedTuple):
    """What one layer, directly over one lower protocol, brings to the facts of every segment that it is in."""

    names: int
    path: int  # what a filter takes it for, wherever in the outermost segment
    path_on_ip: int  # the same directly on the outermost ip
    needed: int
    secured: int
    interfaces: int
    features: int
    protects: int
    properties: tuple[str, ...]
    tunnel: bool
    relay: bool
    secure: bool
    passes_nat: bool
    authenticates_addresses: bool
    beside_streams: bool
    cuts: bool
    maturity: int
    deployment: int
    level: int
    rtts: int | None
    bytes4: int | None
    bytes6: int | None
    least4: int
    least6: int


class Contributions:
    """The contributions of layers, each made once."""

    def __init__(self, rules: model.Rules, scope: str, alphabet: Alphabet) -> None:
        self.rules, self.scope, self.mask = rules, scope, alphabet.mask
        self._made: dict[tuple[model.Layer, str], Contribution] = {}

    def of(self, layer: model.Layer, lower: str) -> Contribution:
        """That of a layer over a protocol; over nothing where ``lower`` is ''."""
        if (layer, lower) not in self._made:
            self._made[layer, lower] = self._make(layer, lower)
        return self._made[layer, lower]

    def _make(self, layer: model.Layer, lower: str) -> Contribution:
        rules, mask = self.rules, self.mask
        record, pair = rules.protocols[layer.protocol], rules.pair_of(layer)
        interfaces = exposed(rules, layer, scope=self.scope, lower=lower or None)
        deployed = deployments(rules, layer, lower or None)
        least = record.minimum_datagram
        return Contribution(
            names=mask(layer_names(rules, layer)),
            path=mask(seen_on_path(rules, layer, on_outermost_ip=False)),
            path_on_ip=mask(seen_on_path(rules, layer, on_outermost_ip=True)),
            needed=mask([pair.native_needs] if pair and pair.native_needs else []),
            secured=mask(secured_by(rules, layer, self.scope)),
            interfaces=_bits(model.INTERFACES, (*interfaces, *(["SAV"] if record.validates_address else []))),
            features=_bits(model.FEATURES, features(rules, layer)),
            protects=1 + model.PROTECTS.index(record.protects) if record.protects else 0,
            properties=tuple(map(str, properties(rules, layer.protocol, lower or None))),
            tunnel=record.is_tunnel,
            relay=record.is_relay,
            secure=record.is_security,
            passes_nat=record.passes_nat,
            authenticates_addresses=record.authenticates_addresses,
            beside_streams=lower in record.beside_streams,
            cuts=record.cuts,
            maturity=maturity(rules, layer),
            deployment=sum(DEPLOYED[deployment.level] for deployment in deployed),
            level=max((model.DEPLOYMENTS.index(deployment.level) for deployment in deployed), default=COMMON),
            rtts=round_trips(rules, layer, lower or None).full,
            bytes4=record.overhead.count(lower=lower or None, ip_version=4, keyed_by=layer.keyed_by),
            bytes6=record.overhead.count(lower=lower or None, ip_version=6, keyed_by=layer.keyed_by),
            least4=least if record.minimum_version in (None, 4) else 0,
            least6=least if record.minimum_version in (None, 6) else 0,
        )


def segment_facts(layers: Sequence[Contribution], *, outermost: bool) -> SegmentFacts:
    """What some layers, from the top, come to together; ``outermost`` where they end in the outermost ``ip``."""
    head = layers[:1] if layers[0].relay else layers
    above = layers[-2] if outermost and len(layers) > 1 else None
    beside = _beside(layers)
    least4, cuts = _least((layer.least4, layer.bytes4, layer.cuts and not aside) for layer, aside in beside)
    least6, _ = _least((layer.least6, layer.bytes6, layer.cuts and not aside) for layer, aside in beside)
    return SegmentFacts(
        names=union(layer.names for layer in layers),
        path=union(layer.path_on_ip if layer is above else layer.path for layer in layers) if outermost else 0,
        needed=above.needed if above else 0,
        secured=union(layer.secured for layer in head),
        interfaces=union(layer.interfaces for layer in head),
        features=union(layer.features for layer in head),
        protects=max(layer.protects for layer in head),
        properties=_properties(layers),
        tunnels=sum(layer.tunnel for layer in layers),
        relays=sum(layer.relay for layer in layers),
        security_head=sum(layer.secure for layer in head),
        security_rest=sum(layer.secure for layer in layers[len(head) :]),
        passes_nat=above is not None
        and above.passes_nat
        and not any(layer.authenticates_addresses for layer in layers),
        reliable=sum(RELIABILITY in _held(layer, aside) and not _forwards(layer) for layer, aside in beside),
        held=union(1 << index for layer, aside in beside for index in _held(layer, aside)),
        maturity=sum(layer.maturity for layer in layers),
        deployment=sum(layer.deployment for layer in layers),
        level=max(layer.level for layer in layers),
        rtts=_total(layer.rtts for layer in layers),
        bytes4=_total(layer.bytes4 for layer in layers),
        bytes6=_total(layer.bytes6 for layer in layers),
        least4=least4,
        least6=least6,
        cuts=cuts,
    )


# --- machinery below --------------------------------------------------------------------------

PLACES = tuple(model.PROPERTIES.index(name) for name in FROM_BELOW)
RELIABILITY = FROM_BELOW.index("reliability")


def _beside(layers: Sequence[Contribution]) -> list[tuple[Contribution, frozenset[int]]]:
    """Each layer with those of ``FROM_BELOW`` that do not count in it, since what is above it goes in datagrams beside
    its streams: from the layer that has the streams down to the first one with a value of its own."""
    beside: list[tuple[Contribution, frozenset[int]]] = []
    aside: frozenset[int] = frozenset()
    for layer in layers:
        beside.append((layer, aside))
        aside = frozenset(index for index in aside if layer.properties[PLACES[index]] == INHERIT)
        if layer.beside_streams:
            aside = frozenset(range(len(PLACES)))
    return beside


def _held(layer: Contribution, aside: frozenset[int]) -> list[int]:
    """Those of ``FROM_BELOW`` that a layer always does to what is above it."""
    return [index for index, place in enumerate(PLACES) if layer.properties[place] == ALWAYS and index not in aside]


def _forwards(layer: Contribution) -> bool:
    """Whether a layer only passes a stream on: a relay of streams sends nothing again itself."""
    return layer.relay and layer.cuts


def _least(layers: Iterable[tuple[int, int | None, bool]]) -> tuple[int, bool]:
    """The packet that has to fit below some layers, each with the least that it needs, the bytes that it adds, and
    whether it cuts what is above; and whether any does. An unknown number of bytes is taken for none."""
    needed, cut = 0, False
    for least, added, cuts in layers:
        if cuts:
            needed, cut = 0, True
        needed = max(needed + (added or 0) if needed else 0, least)
    return needed, cut


def _properties(layers: Sequence[Contribution]) -> tuple[str, ...]:
    """For each property the first value that is not left to the layer below."""
    values = layers[-1].properties
    for layer in reversed(layers[:-1]):
        if INHERIT in layer.properties:
            values = tuple(
                [below if own == INHERIT else own for own, below in zip(layer.properties, values, strict=True)]
            )
        else:
            values = layer.properties
    return values


def _bits(order: tuple[str, ...], names: Iterable[str]) -> int:
    return union(1 << order.index(name) for name in names)


def _total(parts: Iterable[int | None]) -> int | None:
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total

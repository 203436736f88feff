"""What a segment's layers come to together: each layer's contribution, and their sum as ``SegmentFacts``.

Knows rules. Knows no path of the graph and no scenario.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    holds: int  # of FROM_BELOW, as bits, what it always does to what is above it
    inherits: int  # of these what it leaves to the layer below


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
        gives = tuple(map(str, properties(rules, layer.protocol, lower or None)))
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
            properties=gives,
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
            holds=union(1 << index for index, place in enumerate(PLACES) if gives[place] == ALWAYS),
            inherits=union(1 << index for index, place in enumerate(PLACES) if gives[place] == INHERIT),
        )


class Sums(NamedTuple):
    """What the layers of a segment from the top down come to so far. The fields are those of ``SegmentFacts``, but for
    the last ones, which say what the next layer meets."""

    names: int = 0
    secured: int = 0
    interfaces: int = 0
    features: int = 0
    protects: int = 0
    properties: tuple[str, ...] = (INHERIT,) * len(model.PROPERTIES)
    tunnels: int = 0
    relays: int = 0
    security_head: int = 0
    security_rest: int = 0
    reliable: int = 0
    held: int = 0
    maturity: int = 0
    deployment: int = 0
    level: int = 0
    rtts: int | None = 0
    bytes4: int | None = 0
    bytes6: int | None = 0
    least4: int = 0
    least6: int = 0
    cuts: bool = False
    path: int = 0  # of the layers above the last one
    last: Contribution | None = None
    authenticates_addresses: bool = False
    aside: int = 0  # of FROM_BELOW, as bits, what does not count, since the layers above go beside the streams
    ended: bool = False  # the first leg


def with_layer(sums: Sums, layer: Contribution) -> Sums:
    """The sums with one more layer below."""
    holds, cuts, ended = layer.holds & ~sums.aside, layer.cuts and not sums.aside, sums.ended
    recovers = holds & RELIABILITY and not (layer.relay and layer.cuts)  # a relay of streams only passes one on
    inherits = INHERIT in sums.properties
    return Sums(
        names=sums.names | layer.names,
        secured=sums.secured if ended else sums.secured | layer.secured,
        interfaces=sums.interfaces if ended else sums.interfaces | layer.interfaces,
        features=sums.features if ended else sums.features | layer.features,
        protects=sums.protects if ended else max(sums.protects, layer.protects),
        properties=_inherited(sums.properties, layer.properties) if inherits else sums.properties,
        tunnels=sums.tunnels + layer.tunnel,
        relays=sums.relays + layer.relay,
        security_head=sums.security_head if ended else sums.security_head + layer.secure,
        security_rest=sums.security_rest + layer.secure if ended else 0,
        reliable=sums.reliable + 1 if recovers else sums.reliable,
        held=sums.held | holds,
        maturity=sums.maturity + layer.maturity,
        deployment=sums.deployment + layer.deployment,
        level=max(sums.level, layer.level),
        rtts=_plus(sums.rtts, layer.rtts),
        bytes4=_plus(sums.bytes4, layer.bytes4),
        bytes6=_plus(sums.bytes6, layer.bytes6),
        least4=_least(0 if cuts else sums.least4, layer.least4, layer.bytes4),
        least6=_least(0 if cuts else sums.least6, layer.least6, layer.bytes6),
        cuts=sums.cuts or cuts,
        path=sums.path | sums.last.path if sums.last else 0,
        last=layer,
        authenticates_addresses=sums.authenticates_addresses or layer.authenticates_addresses,
        aside=ALL if layer.beside_streams else sums.aside & layer.inherits,
        ended=ended or layer.relay,
    )


def segment_facts(above: Sums, last: Contribution, *, outermost: bool) -> SegmentFacts:
    """What a segment comes to: of the sums of its layers and the last of them; ``outermost`` where that is the
    outermost ``ip``."""
    sums, on_ip = with_layer(above, last), above.last if outermost else None
    path = above.path | (on_ip.path_on_ip if on_ip else 0) | last.path if outermost else 0
    return SegmentFacts(
        names=sums.names,
        path=path,
        needed=on_ip.needed if on_ip else 0,
        secured=sums.secured,
        interfaces=sums.interfaces,
        features=sums.features,
        protects=sums.protects,
        properties=sums.properties,
        tunnels=sums.tunnels,
        relays=sums.relays,
        security_head=sums.security_head,
        security_rest=sums.security_rest,
        passes_nat=bool(on_ip and on_ip.passes_nat and not sums.authenticates_addresses),
        reliable=sums.reliable,
        held=sums.held,
        maturity=sums.maturity,
        deployment=sums.deployment,
        level=sums.level,
        rtts=sums.rtts,
        bytes4=sums.bytes4,
        bytes6=sums.bytes6,
        least4=sums.least4,
        least6=sums.least6,
        cuts=sums.cuts,
    )


# --- machinery below --------------------------------------------------------------------------

PLACES = tuple(model.PROPERTIES.index(name) for name in FROM_BELOW)
RELIABILITY = 1 << FROM_BELOW.index("reliability")
ALL = (1 << len(PLACES)) - 1


def _least(above: int, least: int, added: int | None) -> int:
    """The packet that has to fit below a layer, which needs one itself, ``above`` being what has to fit into it; 0 for
    none. An unknown number of bytes is taken for none."""
    return max(above + (added or 0), least) if above else least


def _inherited(above: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """For each property the first value that is not left to the layer below."""
    return tuple([below if value == INHERIT else value for value, below in zip(above, own, strict=True)])


def _plus(total: int | None, part: int | None) -> int | None:
    return None if total is None or part is None else total + part


def _bits(order: tuple[str, ...], names: Iterable[str]) -> int:
    return union(1 << order.index(name) for name in names)

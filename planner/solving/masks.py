"""The hard demands of a scenario folded into masks, so that stating a problem only compares integers.

Knows the demands, the alphabet of names, and what a single segment can break. Knows no sequence of segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from planner import model
from planner.catalogue.layers import FROM_BELOW, least_handed
from planner.catalogue.segments import LIMIT, Alphabet, Segment
from planner.demands.asked import Demands
from planner.demands.changes import LARGEST
from planner.model import Demand, DemandKey, Gives

NEVER, ALWAYS, INHERIT = str(Gives.NEVER), str(Gives.ALWAYS), str(Gives.INHERIT)
PROHIBITED = str(model.Preference.PROHIBIT)


class SegmentDemand(NamedTuple):
    """A demand that a single segment can break: one bit, what it looks at, and the mask that breaks it. Of ``topmost``
    demands a segment breaks those of which it has no bit."""

    bit: int
    constraint: str
    looks_at: Callable[[Segment], int]
    mask: int


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The hard demands folded into masks (see ``SegmentFacts``). ``held`` are the demands that hold, by their place."""

    limits: model.Limits
    held: int
    mtu: int
    ip_version: int
    inner_ip: int
    handed: int = 0  # the packet that the application hands over and that has to fit whole
    is_tight: bool = False  # whether the MTU can rule a stack out
    is_split: bool = False  # whether segments are told apart by the room that they take of it
    topmost: tuple[SegmentDemand, ...] = ()  # demands on what starts the topmost segment
    carriers_at: int = 0  # the bit of the demand for a carrier of the application
    anywhere: tuple[SegmentDemand, ...] = ()  # demands that look at one segment wherever it stands
    first_leg: tuple[SegmentDemand, ...] = ()  # demands that look at one segment of the first leg
    names: int = 0
    interfaces: int = 0
    features: int = 0
    protects: int = 0
    properties: tuple[tuple[int, str], ...] = ()  # (index, the value that fails)

    @property
    def most_slots(self) -> int:
        """More slots than this can never be filled within the limits."""
        limits = self.limits
        return most_slots(tunnels=limits.tunnels, relays=limits.relays, security_layers=limits.security_layers)

    def room(self, segment: Segment) -> Room:
        """What a segment takes of the path's MTU; an unknown number of bytes is taken for none."""
        facts = segment.facts
        version = self.ip_version if segment.outermost else self.inner_ip
        least, added = (facts.least6, facts.bytes6) if version == 6 else (facts.least4, facts.bytes4)
        return Room(least, added or 0, facts.cuts)


def most_slots(*, tunnels: int, relays: int, security_layers: int) -> int:
    """More slots than this can never be filled: every boundary takes a tunnel, a relay or a security layer."""
    return 1 + tunnels + relays + security_layers * (relays + 1)


class Room(NamedTuple):
    """What a segment takes of the path's MTU: the packet that its own layers need below them, the bytes that it adds to
    what is above it, and whether it cuts that, so that it needs no packet of any size."""

    least: int
    added: int
    cuts: bool

    def at_most(self, other: Room) -> bool:
        """Whether it takes no more than another in any way."""
        return self.least <= other.least and self.added <= other.added and self.cuts >= other.cuts

    def needed(self, above: int) -> int:
        """The packet that has to fit below a segment, ``above`` being what has to fit into it; 0 for none."""
        return max(above + self.added if above and not self.cuts else 0, self.least)


def fold(
    demands: Demands,
    rules: model.Rules,
    alphabet: Alphabet,
    dropped: frozenset[DemandKey] = frozenset(),
    roof: int = LIMIT,
) -> Needs:
    """The needs of a scenario without the demands that are ``dropped``; a dropped limit becomes the largest there is,
    that of security layers ``roof``."""
    scenario = demands.scenario
    bits = {demand.key: 1 << index for index, demand in enumerate(demands.hard) if demand.key not in dropped}
    limits = scenario.limits
    asking = _Asking(scenario, rules, alphabet, bits)
    needs = Needs(
        held=sum(bits.values()),
        mtu=scenario.mtu if DemandKey("mtu") in bits or DemandKey("mtu") not in demands.by_key else LARGEST,
        ip_version=scenario.ip_version,
        inner_ip=scenario.inner_ip,
        handed=least_handed(rules, scenario),
        topmost=tuple(asking.all_of(TOPMOST, demands)),
        carriers_at=bits.get(DemandKey("application"), 0),
        limits=replace(
            limits,
            tunnels=limits.tunnels if DemandKey("tunnels") in bits else LIMIT,
            security_layers=limits.security_layers if DemandKey("security-layers") in bits else roof,
            relays=limits.relays if DemandKey("relays") in bits else LIMIT,
        ),
        anywhere=tuple(asking.all_of(ANYWHERE, demands)),
        first_leg=tuple(asking.all_of(FIRST_LEG, demands)),
    )
    for demand in demands.hard:
        kept = demand.value != PROHIBITED and demand.key.kind == "transport" and scenario.keeps(demand.key.name)
        if demand.key in bits and demand.key.kind in WHOLE and not kept:
            needs = WHOLE[demand.key.kind](needs, alphabet, demand)
    return needs


def misses(demands: tuple[SegmentDemand, ...], top: int) -> int:
    """Which demands on the top a segment breaks that starts with the protocol of the bit ``top``."""
    return sum(bit for bit, _, __, mask in demands if not top & mask)


def fits(limits: model.Limits, segment: Segment) -> bool:
    """Whether a segment by itself keeps within the limits."""
    facts = segment.facts
    security = max(facts.security_head, facts.security_rest)
    return facts.tunnels <= limits.tunnels and facts.relays <= limits.relays and security <= limits.security_layers


def breaks(demands: tuple[SegmentDemand, ...], segment: Segment) -> int:
    """Which of some demands a segment breaks."""
    broken = 0
    for bit, _, looks_at, mask in demands:
        if looks_at(segment) & mask:
            broken |= bit
    return broken


# --- machinery below --------------------------------------------------------------------------

Looking = Iterator[tuple[str, Callable[[Segment], int], int]]
"""For one demand: the constraint that is broken, what it looks at, and the mask that breaks it."""


class _Asking(NamedTuple):
    """What it takes to fold one demand after another."""

    scenario: model.Scenario
    rules: model.Rules
    alphabet: Alphabet
    bits: Mapping[DemandKey, int]

    def all_of(
        self, kinds: Mapping[str, Callable[[_Asking, Demand], Looking]], demands: Demands
    ) -> Iterator[SegmentDemand]:
        for demand in demands.hard:
            look = kinds.get(demand.key.kind)
            if look and demand.key in self.bits:
                for constraint, looks_at, mask in look(self, demand):
                    yield SegmentDemand(self.bits[demand.key], constraint, looks_at, mask)

    def ids(self, name: str) -> int:
        return self.alphabet.mask(self.rules.expand(name))


_names = attrgetter("facts.names")
_path = attrgetter("facts.path")
_needed = attrgetter("facts.needed")
_secured = attrgetter("facts.secured")
_interfaces = attrgetter("facts.interfaces")
_features = attrgetter("facts.features")
"""What a demand looks at of a segment."""


_held = attrgetter("facts.held")


def _level(segment: Segment) -> int:
    """The least deployed part as a bit: one bit for each class."""
    return 1 << segment.facts.level


def _stuck_at_nat(segment: Segment) -> int:
    return int(segment.outermost and not segment.facts.passes_nat)


def _prohibited(asking: _Asking, demand: Demand) -> Looking:
    if demand.value == PROHIBITED:
        yield "protocols", _names, asking.alphabet.bits[demand.key.name]


def _unavailable(asking: _Asking, demand: Demand) -> Looking:
    yield "unavailable", _names, asking.ids(demand.key.name)
    yield "keying", _needed, asking.ids(demand.key.name)


def _blocked(asking: _Asking, demand: Demand) -> Looking:
    yield "blocked", _path, asking.ids(demand.key.name)
    yield "keying", _needed, asking.ids(demand.key.name)


def _available(asking: _Asking, _: Demand) -> Looking:
    """Nothing but what the names stand for is on this host, ``ip`` apart."""
    missing = asking.alphabet.mask(tuple(asking.rules.protocols))
    for name in (*(asking.scenario.available or ()), "ip"):
        missing &= ~asking.ids(name)
    yield "available", _names, missing
    yield "keying", _needed, missing


def _deployment(_: _Asking, demand: Demand) -> Looking:
    """No class after the one that is named."""
    most = model.DEPLOYMENTS.index(demand.value)
    yield "deployment", _level, ~((2 << most) - 1)


def _held_from_below(_: _Asking, demand: Demand) -> Looking:
    """What is prohibited must not come from any layer further down either."""
    if demand.value == PROHIBITED and demand.key.name in FROM_BELOW:
        yield "transport", _held, 1 << FROM_BELOW.index(demand.key.name)


def _taking(asking: _Asking, demand: Demand) -> Looking:
    takers = [protocol.id for protocol in asking.rules.protocols.values() if demand.value in protocol.carries]
    yield "payload", _names, asking.alphabet.mask(takers)


def _offered(asking: _Asking, _: Demand) -> Looking:
    tops = [id for name in asking.scenario.tops or () for id in asking.rules.expand(name)]
    yield "tops", _names, asking.alphabet.mask(tops)


def _nat(_: _Asking, __: Demand) -> Looking:
    yield "nat", _stuck_at_nat, 1


def _allowed(asking: _Asking, _: Demand) -> Looking:
    allowed = [id for name in asking.scenario.allowed or () for id in asking.rules.expand(name)]
    yield "allowed", _secured, ~asking.alphabet.mask(allowed)


def _exposed(_: _Asking, demand: Demand) -> Looking:
    if demand.value == PROHIBITED:
        yield "interfaces", _interfaces, 1 << model.INTERFACES.index(demand.key.name)


def _featured(_: _Asking, demand: Demand) -> Looking:
    if demand.value == PROHIBITED:
        yield "security", _features, 1 << model.FEATURES.index(demand.key.name)


ANYWHERE: Mapping[str, Callable[[_Asking, Demand], Looking]] = {
    "protocols": _prohibited,
    "blocked": _blocked,
    "nat": _nat,
    "unavailable": _unavailable,
    "available": _available,
    "deployment": _deployment,
    "transport": _held_from_below,
}
"""The kinds of demands that rule a segment out wherever it stands."""

TOPMOST: Mapping[str, Callable[[_Asking, Demand], Looking]] = {"payload": _taking, "tops": _offered}
"""The kinds of demands that ask for something of the top layer."""

FIRST_LEG: Mapping[str, Callable[[_Asking, Demand], Looking]] = {
    "interfaces": _exposed,
    "security": _featured,
    "allowed": _allowed,
}
"""The kinds of demands that keep a segment out of the first leg."""


def _whole_transport(needs: Needs, _: Alphabet, demand: Demand) -> Needs:
    failing = (model.PROPERTIES.index(demand.key.name), ALWAYS if demand.value == PROHIBITED else NEVER)
    return replace(needs, properties=(*needs.properties, failing))


def _whole_interfaces(needs: Needs, _: Alphabet, demand: Demand) -> Needs:
    wanted = 0 if demand.value == PROHIBITED else 1 << model.INTERFACES.index(demand.key.name)
    return replace(needs, interfaces=needs.interfaces | wanted)


def _whole_security(needs: Needs, _: Alphabet, demand: Demand) -> Needs:
    wanted = 0 if demand.value == PROHIBITED else 1 << model.FEATURES.index(demand.key.name)
    return replace(needs, features=needs.features | wanted)


def _whole_protocols(needs: Needs, alphabet: Alphabet, demand: Demand) -> Needs:
    wanted = 0 if demand.value == PROHIBITED else alphabet.bits[demand.key.name]
    return replace(needs, names=needs.names | wanted)


def _whole_protects(needs: Needs, _: Alphabet, demand: Demand) -> Needs:
    return replace(needs, protects=1 + model.PROTECTS.index(demand.value))


WHOLE: Mapping[str, Callable[[Needs, Alphabet, Demand], Needs]] = {
    "transport": _whole_transport,
    "interfaces": _whole_interfaces,
    "security": _whole_security,
    "protocols": _whole_protocols,
    "protects": _whole_protects,
}
"""The kinds of demands for which the whole stack has to do something."""

"""The hard demands of a scenario folded into masks over the codes of segments (``catalogue.coding``).

Knows the demands, the codes, and what a single segment can break. Knows no sequence of segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from planner import model
from planner.catalogue.coding import EXPOSED, FEATURES, HELD, IS_ALWAYS, IS_NEVER, LEVEL, NAT, WIDTH, CodedSegments
from planner.catalogue.layers import FROM_BELOW, least_handed
from planner.catalogue.segments import LIMIT, union
from planner.demands.asked import Demands
from planner.demands.changes import LARGEST
from planner.model import DemandKey

PROHIBITED = str(model.Preference.PROHIBIT)


class SegmentDemand(NamedTuple):
    """A demand that a single segment can break: one bit, and what breaks it in a segment's code."""

    bit: int
    mask: int


class TopDemand(NamedTuple):
    """A demand on what starts the topmost segment."""

    bit: int
    takes: Callable[[str], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """The hard demands folded into masks. ``held`` are the demands that hold, by their place."""

    limits: model.Limits
    held: int
    mtu: int
    outer_ip: int
    inner_ip: int
    handed: int = 0  # the packet that the application hands over and that has to fit whole
    is_tight: bool = False  # whether the MTU can rule a stack out
    is_split: bool = False  # whether segments are told apart by the room that they take of it
    topmost: tuple[TopDemand, ...] = ()  # demands on what starts the topmost segment
    carriers_at: int = 0  # the bit of the demand for a carrier of the application
    anywhere: tuple[SegmentDemand, ...] = ()  # demands that look at one segment wherever it stands
    first_leg: tuple[SegmentDemand, ...] = ()  # demands that look at one segment of the first leg
    wanted: int = 0  # what some segment has to have, and the values of properties that the deciding one must not have

    @property
    def most_slots(self) -> int:
        """More slots than this can never be filled within the limits."""
        limits = self.limits
        return most_slots(tunnels=limits.tunnels, relays=limits.relays, security_layers=limits.security_layers)


def most_slots(*, tunnels: int, relays: int, security_layers: int) -> int:
    """More slots than this can never be filled: every boundary takes a tunnel, a relay or a security layer."""
    return 1 + tunnels + relays + security_layers * (relays + 1)


def fold(
    demands: Demands,
    rules: model.Rules,
    segments: CodedSegments,
    dropped: frozenset[DemandKey] = frozenset(),
    roof: int = LIMIT,
) -> Needs:
    """The needs of a scenario without the demands that are ``dropped``; a dropped limit becomes the largest there is,
    that of security layers ``roof``."""
    scenario = demands.scenario
    folding = _Folding(scenario, rules, segments)
    held = 0
    for index, (key, value) in enumerate(demands.asked):
        if key not in dropped:
            held |= 1 << index
            if key.kind in FOLDING:
                FOLDING[key.kind](folding, 1 << index, key.name, value)
    return Needs(
        limits=without_limits(scenario.limits, dropped, roof) if dropped else scenario.limits,
        held=held,
        mtu=LARGEST if DemandKey("mtu") in dropped else scenario.mtu,
        outer_ip=scenario.ip_version,
        inner_ip=scenario.inner_ip,
        handed=least_handed(rules, scenario),
        topmost=tuple(folding.topmost),
        carriers_at=folding.carriers_at,
        anywhere=tuple(folding.anywhere),
        first_leg=tuple(folding.first_leg),
        wanted=folding.wanted,
    )


def without_limits(limits: model.Limits, dropped: frozenset[DemandKey], roof: int) -> model.Limits:
    """The limits, those that are dropped as wide as there are."""
    return replace(
        limits,
        tunnels=LIMIT if DemandKey("tunnels") in dropped else limits.tunnels,
        security_layers=roof if DemandKey("security-layers") in dropped else limits.security_layers,
        relays=LIMIT if DemandKey("relays") in dropped else limits.relays,
    )


def broken_by(demands: Iterable[SegmentDemand], code: int) -> int:
    """Which of some demands a segment breaks."""
    return union(bit for bit, mask in demands if code & mask)


def missed_by(demands: Iterable[TopDemand], start: str) -> int:
    """Which demands on the top a segment breaks that starts so."""
    return union(bit for bit, takes in demands if not takes(start))


# --- machinery below --------------------------------------------------------------------------


@dataclass(slots=True)
class _Folding:
    """What is folded so far."""

    scenario: model.Scenario
    rules: model.Rules
    segments: CodedSegments
    topmost: list[TopDemand] = field(default_factory=list)
    carriers_at: int = 0
    anywhere: list[SegmentDemand] = field(default_factory=list)
    first_leg: list[SegmentDemand] = field(default_factory=list)
    wanted: int = 0

    def ids(self, names: Iterable[str]) -> int:
        """The bits of all that some names stand for."""
        bits = self.segments.alphabet.bits
        return union(bits[id] for name in names for id in self.rules.expand(name))


def _transport(folding: _Folding, bit: int, name: str, value: str) -> None:
    """Of what is prohibited no value may be always, and what is held up from below not at any layer either."""
    index = model.PROPERTIES.index(name)
    if value == PROHIBITED:
        folding.wanted |= IS_ALWAYS.bit(index)
        if name in FROM_BELOW:
            folding.anywhere.append(SegmentDemand(bit, HELD.bit(FROM_BELOW.index(name))))
    elif not folding.scenario.keeps(name):
        folding.wanted |= IS_NEVER.bit(index)


def _interfaces(folding: _Folding, bit: int, name: str, value: str) -> None:
    _end_to_end(folding, bit, EXPOSED.bit(model.INTERFACES.index(name)), value)


def _security(folding: _Folding, bit: int, name: str, value: str) -> None:
    _end_to_end(folding, bit, FEATURES.bit(model.FEATURES.index(name)), value)


def _end_to_end(folding: _Folding, bit: int, mask: int, value: str) -> None:
    if value == PROHIBITED:
        folding.first_leg.append(SegmentDemand(bit, mask))
    else:
        folding.wanted |= mask


def _protocols(folding: _Folding, bit: int, name: str, value: str) -> None:
    mask = folding.segments.alphabet.bits[name] << folding.segments.names.at
    if value == PROHIBITED:
        folding.anywhere.append(SegmentDemand(bit, mask))
    else:
        folding.wanted |= mask


def _protects(folding: _Folding, _: int, __: str, value: str) -> None:
    folding.wanted |= WIDTH.bit(model.PROTECTS.index(value))


def _payload(folding: _Folding, bit: int, _: str, value: str) -> None:
    protocols = folding.rules.protocols
    folding.topmost.append(TopDemand(bit, lambda start: value in protocols[start].carries))


def _tops(folding: _Folding, bit: int, _: str, __: str) -> None:
    tops = frozenset(id for name in folding.scenario.tops or () for id in folding.rules.expand(name))
    folding.topmost.append(TopDemand(bit, tops.__contains__))


def _application(folding: _Folding, bit: int, _: str, __: str) -> None:
    folding.carriers_at = bit


def _allowed(folding: _Folding, bit: int, _: str, __: str) -> None:
    secured = folding.segments.secured
    allowed = folding.ids(folding.scenario.allowed or ()) << secured.at
    folding.first_leg.append(SegmentDemand(bit, secured.mask & ~allowed))


def _missing(folding: _Folding, bit: int, ids: int) -> None:
    """No layer may be one of these, nor a handshake need one beside it."""
    segments = folding.segments
    folding.anywhere.append(SegmentDemand(bit, ids << segments.names.at | ids << segments.needed.at))


def _unavailable(folding: _Folding, bit: int, name: str, _: str) -> None:
    _missing(folding, bit, folding.ids((name,)))


def _available(folding: _Folding, bit: int, _: str, __: str) -> None:
    """Nothing but what the names stand for is on this host, ``ip`` apart."""
    there = folding.ids((*(folding.scenario.available or ()), "ip"))
    _missing(folding, bit, folding.segments.alphabet.mask(tuple(folding.rules.protocols)) & ~there)


def _blocked(folding: _Folding, bit: int, name: str, _: str) -> None:
    ids, segments = folding.ids((name,)), folding.segments
    folding.anywhere.append(SegmentDemand(bit, ids << segments.path.at | ids << segments.needed.at))


def _nat(folding: _Folding, bit: int, _: str, __: str) -> None:
    folding.anywhere.append(SegmentDemand(bit, NAT.mask))


def _deployment(folding: _Folding, bit: int, _: str, value: str) -> None:
    """No class after the one that is named."""
    rarer = range(model.DEPLOYMENTS.index(value) + 1, len(model.DEPLOYMENTS))
    folding.anywhere.append(SegmentDemand(bit, union(map(LEVEL.bit, rarer))))


FOLDING: Mapping[str, Callable[[_Folding, int, str, str], None]] = {
    "payload": _payload,
    "application": _application,
    "transport": _transport,
    "interfaces": _interfaces,
    "security": _security,
    "protocols": _protocols,
    "protects": _protects,
    "allowed": _allowed,
    "blocked": _blocked,
    "nat": _nat,
    "unavailable": _unavailable,
    "available": _available,
    "tops": _tops,
    "deployment": _deployment,
}
"""What each kind of demand means for the code of a segment; limits and the MTU are counted along the stack."""

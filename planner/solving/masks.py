"""The hard demands of a scenario folded into masks, so that stating a problem only compares integers.

Knows the scenario, the alphabet of names, and what a single segment can break. Knows no sequence of segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from planner import model
from planner.catalogue.segments import LIMIT, Alphabet, Segment
from planner.demands.asked import HARD, PreferenceDemand, hard_demands, wishes
from planner.model import Preference

NEVER, ALWAYS, INHERIT = str(model.Gives.NEVER), str(model.Gives.ALWAYS), str(model.Gives.INHERIT)


class SegmentDemand(NamedTuple):
    """A demand that a single segment can break: one bit, what it looks at, and the mask that breaks it."""

    bit: int
    constraint: str
    looks_at: Callable[[Segment], int]
    mask: int


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The hard demands folded into masks (see ``SegmentFacts``). ``held`` are the demands that hold, by their place."""

    payload: str
    limits: model.Limits
    held: int
    payload_at: int = 0
    alone: tuple[SegmentDemand, ...] = ()  # demands that look at one segment wherever it stands
    first: tuple[SegmentDemand, ...] = ()  # demands that look at one segment of the first leg
    names: int = 0
    interfaces: int = 0
    features: int = 0
    protects: int = 0
    properties: tuple[tuple[int, str], ...] = ()  # (place, the value that fails)


def fold(scenario: model.Scenario, rules: model.Rules, alphabet: Alphabet, dropped: frozenset[str], roof: int) -> Needs:
    """The needs of a scenario without the demands whose paths are in ``dropped``; a dropped limit becomes the largest
    there is, that of security layers ``roof``."""
    demands = hard_demands(scenario)
    bits = {demand.path: 1 << place for place, demand in enumerate(demands) if demand.path not in dropped}
    limits = scenario.limits
    needs = Needs(
        payload=scenario.payload if "application.payload" in bits else "",
        payload_at=bits.get("application.payload", 0),
        held=sum(bits.values()),
        limits=replace(
            limits,
            tunnels=limits.tunnels if "limits.tunnels" in bits else LIMIT,
            security_layers=limits.security_layers if "limits.security-layers" in bits else roof,
            relays=limits.relays if "limits.relays" in bits else LIMIT,
        ),
        protects=1 + model.PROTECTS.index(scenario.protects) if "security.protects" in bits else 0,
        alone=tuple(one for one in _alone(scenario, rules, alphabet, bits) if one.bit),
        first=tuple(one for one in _first(scenario, rules, alphabet, bits) if one.bit),
    )
    for wish in wishes(scenario):
        if wish.preference in HARD and wish.demand.path in bits:
            needs = _with_wish(needs, alphabet, wish)
    return needs


def is_foreign(needs: Needs, rules: model.Rules, segment: Segment) -> bool:
    """Whether a segment, as the topmost, does not take what the application hands over."""
    return bool(needs.payload) and needs.payload not in rules.protocols[segment.layers[0].protocol].carries


def fits(limits: model.Limits, segment: Segment) -> bool:
    """Whether a segment by itself keeps within the limits."""
    facts = segment.facts
    security = max(facts.security_head, facts.security_rest)
    return facts.tunnels <= limits.tunnels and facts.relays <= limits.relays and security <= limits.security_layers


def breaks(demands: tuple[SegmentDemand, ...], segment: Segment) -> int:
    """Which of some demands a segment breaks."""
    found = 0
    for bit, _, looks_at, mask in demands:
        if looks_at(segment) & mask:
            found |= bit
    return found


# --- machinery below --------------------------------------------------------------------------


def _alone(
    scenario: model.Scenario, rules: model.Rules, alphabet: Alphabet, bits: Mapping[str, int]
) -> Iterator[SegmentDemand]:
    """The demands that rule a segment out wherever it stands."""
    for wish in wishes(scenario):
        if wish.section == "protocols" and wish.preference == Preference.PROHIBIT:
            yield SegmentDemand(bits.get(wish.demand.path, 0), "protocols", _names, alphabet.bits[wish.key])
    for entry in sorted(set(scenario.unavailable)):
        bit, mask = bits.get(f"environment.unavailable[{entry}]", 0), alphabet.mask(rules.expand(entry))
        yield SegmentDemand(bit, "unavailable", _names, mask)
        yield SegmentDemand(bit, "keying", _needed, mask)
    for entry in sorted(set(scenario.blocked)):
        bit, mask = bits.get(f"environment.blocked[{entry}]", 0), alphabet.mask(rules.expand(entry))
        yield SegmentDemand(bit, "blocked", _path, mask)
        yield SegmentDemand(bit, "keying", _needed, mask)
    if scenario.nat:
        yield SegmentDemand(bits.get("environment.nat", 0), "nat", _stuck_at_nat, 1)


def _first(
    scenario: model.Scenario, rules: model.Rules, alphabet: Alphabet, bits: Mapping[str, int]
) -> Iterator[SegmentDemand]:
    """The demands that keep a segment out of the first leg."""
    if scenario.allowed is not None:
        allowed = alphabet.mask([one for name in scenario.allowed for one in rules.expand(name)])
        yield SegmentDemand(bits.get("allowed", 0), "allowed", _secured, ~allowed)
    for wish in wishes(scenario):
        if wish.preference == Preference.PROHIBIT and wish.section == "interfaces":
            mask = 1 << model.INTERFACES.index(wish.key)
            yield SegmentDemand(bits.get(wish.demand.path, 0), "interfaces", _interfaces, mask)
        if wish.preference == Preference.PROHIBIT and wish.section == "security":
            mask = 1 << model.FEATURES.index(wish.key)
            yield SegmentDemand(bits.get(wish.demand.path, 0), "security", _features, mask)


def _with_wish(needs: Needs, alphabet: Alphabet, wish: PreferenceDemand) -> Needs:
    """The needs with a hard preference of which the whole stack has to do something."""
    wanted = wish.preference == Preference.REQUIRE
    if wish.section == "transport":
        failing = (model.PROPERTIES.index(wish.key), NEVER if wanted else ALWAYS)
        return replace(needs, properties=(*needs.properties, failing))
    if not wanted:
        return needs
    match wish.section:
        case "interfaces":
            return replace(needs, interfaces=needs.interfaces | 1 << model.INTERFACES.index(wish.key))
        case "security":
            return replace(needs, features=needs.features | 1 << model.FEATURES.index(wish.key))
        case _:
            return replace(needs, names=needs.names | alphabet.bits[wish.key])


_names = attrgetter("facts.names")
_path = attrgetter("facts.path")
_needed = attrgetter("facts.needed")
_secured = attrgetter("facts.secured")
_interfaces = attrgetter("facts.interfaces")
_features = attrgetter("facts.features")
"""What a demand looks at of a segment."""


def _stuck_at_nat(segment: Segment) -> int:
    return int(segment.outermost and not segment.facts.passes_nat)

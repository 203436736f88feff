"""What each kind of demand means for a list of layers: the breaches of a stack, demand by demand.

Knows an assessment's facts and demands. It is the second way to see a demand, beside ``solving.masks``, and shares
nothing with it. Makes no sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from planner import model
from planner.catalogue.layers import seen_on_path
from planner.demands.asked import PreferenceDemand
from planner.demands.table import KINDS
from planner.model import Claim, Demand, Gives, Preference, claim
from planner.stacks.assessment import Assessment
from planner.stacks.ruling import Breach, breach, broken_rules

Breaches = Iterator[Breach]


def breaches(assessment: Assessment) -> tuple[Breach, ...]:
    """Every rule and demand that a stack breaks, first those that no change of the scenario could mend."""
    return (*broken_rules(assessment), *broken_demands(assessment))


def broken_demands(assessment: Assessment) -> Breaches:
    """The demands that a stack breaks, in their order."""
    for demand in assessment.demands.hard:
        judge = JUDGES.get(demand.key.kind)
        if judge:
            yield from judge(assessment, demand)


# --- machinery below --------------------------------------------------------------------------


def _broken(
    assessment: Assessment, demand: Demand, says: Claim, *, constraint: str = "", sources: model.Sources = ()
) -> Breach:
    name = constraint or KINDS[demand.key.kind].constraint
    return breach(assessment, name, says, sources, demand.key)


def _payload(assessment: Assessment, demand: Demand) -> Breaches:
    top = assessment.records[0]
    if demand.value not in top.carries:
        yield _broken(assessment, demand, claim("not-taken", layer=str(assessment.stack[0]), payloads=top.carries))


def _preference(assessment: Assessment, demand: Demand) -> Breaches:
    wish = assessment.demands.preference_of[demand.key]
    if not assessment.meets(wish):
        constraint = _constraint_of(assessment, wish)
        yield _broken(assessment, demand, _shortfall(assessment, wish), constraint=constraint)


def _constraint_of(assessment: Assessment, wish: PreferenceDemand) -> str:
    """The constraint that an unmet wish breaks: where only a layer below a relay has what is required, that layer is
    not end to end."""
    below = assessment.stack[len(assessment.head) :]
    asks_end_to_end = wish.preference == Preference.REQUIRE and wish.section in ("interfaces", "security")
    if asks_end_to_end and below and replace(assessment, stack=below).meets(wish):
        return "end-to-end"
    return KINDS[wish.section].constraint


def _shortfall(assessment: Assessment, wish: PreferenceDemand) -> Claim:
    if wish.section == "transport":
        layer, value = assessment.deciding(wish.name)
        holding = assessment.holding_up(wish.name)
        if not wish.is_wanted and value != Gives.ALWAYS and holding:
            return claim("held-up", property=wish.name, layers=tuple(map(str, holding)))
        return claim("is-property", property=wish.name, value=str(value), layer=str(layer) if layer else "")
    if wish.section == "interfaces" and wish.name in assessment.interfaces:
        return claim("is-exposed", interface=wish.name, layers=assessment.interfaces[wish.name])
    if wish.section == "interfaces":
        return claim("nothing-exposes", interface=wish.name)
    if wish.section == "security":
        return claim("has-it" if assessment.security[wish.name] else "has-it-not", feature=wish.name)
    return claim("uses" if wish.name in assessment.names else "uses-not", name=wish.name)


def _protects(assessment: Assessment, demand: Demand) -> Breaches:
    order = model.PROTECTS.index
    if not assessment.protects or order(assessment.protects) < order(demand.value):
        yield _broken(assessment, demand, claim("protects-only", width=assessment.protects or "nothing"))


def _allowed(assessment: Assessment, demand: Demand) -> Breaches:
    for name in assessment.not_allowed:
        yield _broken(assessment, demand, claim("not-allowed", name=name))


def _unavailable(assessment: Assessment, demand: Demand) -> Breaches:
    ids = set(assessment.rules.expand(demand.key.name))
    for layer in assessment.stack:
        for name in sorted(ids & {layer.protocol, layer.keyed_by}):
            needed_by = "" if name == layer.protocol else str(layer)
            yield _broken(assessment, demand, claim("missing-here", name=name, layer=needed_by))
    yield from _without_needed(assessment, demand, ids)


def _available(assessment: Assessment, demand: Demand) -> Breaches:
    there = {id for name in (*(assessment.scenario.available or ()), "ip") for id in assessment.rules.expand(name)}
    for layer in assessment.stack:
        for name in layer.ids:
            if name not in there:
                needed_by = "" if name == layer.protocol else str(layer)
                yield _broken(assessment, demand, claim("missing-here", name=name, layer=needed_by))
    yield from _without_needed(assessment, demand, set(assessment.rules.protocols) - there)


def _tops(assessment: Assessment, demand: Demand) -> Breaches:
    tops = {id for name in assessment.scenario.tops or () for id in assessment.rules.expand(name)}
    if assessment.stack[0].protocol not in tops:
        yield _broken(assessment, demand, claim("not-offered", layer=str(assessment.stack[0])))


def _carriers(assessment: Assessment, demand: Demand) -> Breaches:
    application = assessment.application
    if application and assessment.carrier is None:
        says = claim("no-carrier", application=demand.value, carriers=application.carriers)
        yield _broken(assessment, demand, says, sources=application.sources)


def _mtu(assessment: Assessment, demand: Demand) -> Breaches:
    for layer, needed, left in assessment.squeezed:
        sources = assessment.rules.protocols[layer.protocol].sources
        says = claim("too-small", layer=str(layer), needed=needed, left=left)
        yield _broken(assessment, demand, says, sources=sources)


def _deployment(assessment: Assessment, demand: Demand) -> Breaches:
    for part in assessment.deployments:
        if model.DEPLOYMENTS.index(part.level) > model.DEPLOYMENTS.index(demand.value):
            says = claim("too-rare", part=part.part, level=part.level, evidence=part.evidence)
            yield _broken(assessment, demand, says, sources=part.sources)


def _blocked(assessment: Assessment, demand: Demand) -> Breaches:
    ids = set(assessment.rules.expand(demand.key.name))
    above = _above_ip(assessment)
    for layer in assessment.segments[-1]:
        seen = seen_on_path(assessment.rules, layer, on_outermost_ip=layer is above)
        for name in sorted(ids.intersection(seen)):
            yield _broken(assessment, demand, claim("dropped", name=name, layer=str(layer)))
    yield from _without_needed(assessment, demand, ids)


def _without_needed(assessment: Assessment, demand: Demand, missing: set[str]) -> Breaches:
    """A handshake that needs something beside the layer that it keys, where that stands on the outermost ``ip``."""
    above = _above_ip(assessment)
    pair = assessment.rules.pair_of(above) if above and above.keyed_by else None
    if pair and pair.native_needs in missing:
        says = claim("needs-beside", layer=str(above), name=pair.native_needs)
        yield _broken(assessment, demand, says, constraint="keying")


def _nat(assessment: Assessment, demand: Demand) -> Breaches:
    above = _above_ip(assessment)
    record = assessment.rules.protocols[above.protocol] if above else None
    if not (record and record.passes_nat):
        sources = record.nat_sources if record else ()
        yield _broken(assessment, demand, claim("stuck-at-nat", layer=str(above)), sources=sources)
    for layer in assessment.segments[-1]:
        record = assessment.rules.protocols[layer.protocol]
        if record.authenticates_addresses:
            says = claim("authenticates-addresses", layer=str(layer))
            yield _broken(assessment, demand, says, sources=record.nat_sources)


def _above_ip(assessment: Assessment) -> model.Layer | None:
    outermost = assessment.segments[-1]
    return outermost[-2] if len(outermost) > 1 else None


def _limit(assessment: Assessment, demand: Demand) -> Breaches:
    count = assessment.counts[demand.key.kind]
    if count > int(demand.value):
        yield _broken(assessment, demand, claim("too-many", what=demand.key.kind, count=count))


def _security_layers(assessment: Assessment, demand: Demand) -> Breaches:
    for count in assessment.secure_in_legs:
        if count > int(demand.value):
            yield _broken(assessment, demand, claim("leg-too-secure", count=count))


JUDGES: Mapping[str, Callable[[Assessment, Demand], Breaches]] = {
    "payload": _payload,
    "application": _carriers,
    "transport": _preference,
    "interfaces": _preference,
    "security": _preference,
    "protocols": _preference,
    "protects": _protects,
    "allowed": _allowed,
    "blocked": _blocked,
    "nat": _nat,
    "unavailable": _unavailable,
    "available": _available,
    "tops": _tops,
    "mtu": _mtu,
    "deployment": _deployment,
    "tunnels": _limit,
    "security-layers": _security_layers,
    "relays": _limit,
}
"""Each kind of demand with what judges it. ``layering`` is judged by the rules: it says which of them count."""

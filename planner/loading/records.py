"""One record of rules/*.yaml -> one value of the model. Names come resolved.

Knows the records' shapes and the model. Knows no other record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner import model
from planner.loading import grammar, protocol_grammar
from planner.loading.words import criteria

Expand = Callable[[Iterable[str]], list[str]]
"""The ids of ids and families; what is unknown is a fault of the record."""


def protocol(record: protocol_grammar.ProtocolRecord, expand: Expand) -> model.Protocol:
    """A protocol of the catalogue."""
    return model.Protocol(
        id=record.id,
        name=record.name,
        label=record.label,
        families=tuple(record.families),
        kinds=frozenset(record.kinds),
        statuses=frozenset(record.status),
        scope=None if record.scope == "none" else record.scope,
        document=record.document,
        sources=record.source,
        instead=record.instead,
        exposes=_exposes(record.exposes),
        notes=record.notes,
        **_reasons(record),
        **_services(record, expand),
        **_security(record),
        **_on_the_path(record, expand),
        **_costs(record, expand),
    )


def layering(record: grammar.LayeringRecord, upper: str, lower: str, on: frozenset[str] | None) -> model.Layering:
    """One pair of a record of layerings."""
    return model.Layering(
        upper=upper,
        lower=lower,
        status=record.status,
        scope=record.scope,
        sources=record.source,
        on=on,
        exact=record.exact,
        reason=record.reason,
    )


def keying(
    record: grammar.KeyingRecord, protocol: str, handshake: str, carriers: frozenset[str] | None
) -> model.Keying:
    """One pair of a record of pairs."""
    return model.Keying(
        record=protocol,
        handshake=handshake,
        scope=record.scope,
        travels=record.travels,
        sources=record.source,
        carriers=carriers,
        native_needs=record.native_needs,
        lacks=frozenset(record.lacks),
        exposes=_exposes(record.exposes),
        cost=_handshake(record.cost),
        statuses=frozenset(record.status),
        notes=record.notes,
    )


def row(record: grammar.TableRecord, expand: Expand) -> model.TableRow:
    """A row of Table 1 with its qualifiers."""
    qualifiers = tuple(
        model.Qualifier(
            interface=qualifier.interface,
            of=frozenset(expand(qualifier.of)),
            over=None if qualifier.over is None else frozenset(expand(qualifier.over)),
            scope=qualifier.scope,
            sources=qualifier.source,
        )
        for qualifier in record.only
    )
    return model.TableRow(row=record.row, interfaces=tuple(record.interfaces), sources=record.source, only=qualifiers)


def name(record: grammar.NameRecord) -> model.Name:
    """What another world calls a stack."""
    return model.Name(
        world=record.world,
        name=record.name,
        stacks=tuple(record.stack),
        sources=record.source,
        also=tuple(record.also),
        application=record.application,
        value=record.value,
        only_read=record.only_read,
        refused=record.refused,
        about=record.about,
    )


def ranking(record: grammar.RankingRecord) -> model.Ranking:
    """A ranking profile."""
    return model.Ranking(
        name=record.ranking, about=record.about, criteria=criteria(record.criteria), sources=record.source
    )


def reasoned(record: grammar.ReasonedRecord) -> model.Reasoned:
    """A named thing with its sentence."""
    return model.Reasoned(id=record.id, text=record.text, sources=record.source)


def application(record: grammar.ApplicationRecord) -> model.Application:
    """An application protocol with its carriers."""
    named = {"confidentiality": record.security.confidentiality, "integrity": record.security.integrity}
    return model.Application(
        id=record.id,
        name=record.name,
        carriers=tuple(record.carriers),
        sources=record.source,
        port=record.port,
        ports=dict(record.ports),
        security={feature: preference for feature, preference in named.items() if preference is not None},
        notes=record.notes,
    )


def deployment(record: grammar.DeploymentRecord, part: str) -> model.Deployment:
    """How far one part of a record's parts is deployed."""
    return model.Deployment(
        part=part, level=record.level, evidence=record.evidence, read=record.read, sources=record.source
    )


def equivalence(record: grammar.EquivalenceRecord) -> model.Equivalence:
    """Security protocols that a document lets stand in for each other."""
    return model.Equivalence(members=tuple(record.members), payloads=tuple(record.payloads), sources=record.source)


# --- machinery below --------------------------------------------------------------------------


def _reasons(record: protocol_grammar.ProtocolRecord) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if record.left_out:
        fields |= {"left_out": record.left_out.reason, "left_out_sources": record.left_out.source}
    if record.boundary:
        fields |= {"boundary": record.boundary.reason, "boundary_sources": record.boundary.source}
    if record.implementation:
        fields |= {"implementation": record.implementation.where, "maintained": record.implementation.maintained}
    return fields


def _services(record: protocol_grammar.ProtocolRecord, expand: Expand) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if service := record.service:
        fields |= {"needs": tuple(service.needs), "offers": tuple(service.offers)}
        fields |= {"carries": tuple(service.carries), "service_sources": service.source}
    if properties := record.properties:
        fields |= {
            "properties": {name: getattr(properties, name) or properties.rest for name in model.PROPERTIES},
            "properties_over": _properties_over(properties.over, expand),
            "property_sources": properties.source,
        }
    if record.beside_streams:
        fields["beside_streams"] = frozenset(expand(record.beside_streams.over))
    if stands_for := record.stands_for:
        fields |= {"stands_for": tuple(expand(stands_for.protocols)), "stands_for_sources": stands_for.source}
    return fields | {"cuts": record.cuts is not None}


def _properties_over(
    values: Mapping[str, protocol_grammar.PropertyValues], expand: Expand
) -> dict[str, dict[str, model.Gives]]:
    over: dict[str, dict[str, model.Gives]] = {}
    for lower, differing in values.items():
        named = {name: getattr(differing, name) for name in model.PROPERTIES}
        for protocol_id in expand([lower]):
            over[protocol_id] = {name: value for name, value in named.items() if value is not None}
    return over


def _security(record: protocol_grammar.ProtocolRecord) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if security := record.security:
        fields |= {"features": frozenset(security.features), "protects": security.protects}
        fields |= {"security_sources": security.source}
    if coverage := record.coverage:
        fields["coverage"] = model.Coverage(
            encrypts=tuple(coverage.encrypts),
            authenticates=tuple(coverage.authenticates),
            readable=coverage.readable,
            sources=coverage.source,
        )
    return fields


def _on_the_path(record: protocol_grammar.ProtocolRecord, expand: Expand) -> dict[str, Any]:
    """What a network does to it: filters, translators, sizes of datagrams, ports."""
    fields: dict[str, Any] = {}
    if record.validates_address:
        fields["validates_address"] = record.validates_address.source
    if path := record.path:
        fields |= {"ip_number": path.ip_number, "looks_like": tuple(expand(path.looks_like))}
        fields |= {"path_sources": path.source}
    if nat := record.nat:
        fields |= {"passes_nat": nat.passes, "authenticates_addresses": nat.authenticates_addresses}
        fields |= {"nat_sources": nat.source}
    if least := record.minimum_datagram:
        fields |= {"minimum_datagram": least.bytes, "minimum_version": least.ip_version}
    if port := record.port:
        over = {protocol_id: number for lower, number in port.over.items() for protocol_id in expand([lower])}
        fields |= {"port": port.number, "port_over": over, "port_sources": port.source}
    return fields


def _costs(record: protocol_grammar.ProtocolRecord, expand: Expand) -> dict[str, Any]:
    cost = record.cost or protocol_grammar.Cost()
    over = cost.handshake.over if cost.handshake else {}
    trips = {
        protocol_id: (other.full, other.resumed, other.early)
        for lower, other in over.items()
        for protocol_id in expand([lower])
    }
    return {"handshake": replace(_handshake(cost.handshake), over=trips), "overhead": _overhead(cost.overhead, expand)}


def _exposes(facts: protocol_grammar.ExposesFacts | None) -> model.Exposes | None:
    if facts is None:
        return None
    return model.Exposes(row=facts.row, interfaces=tuple(facts.interfaces), sources=facts.source or ())


def _handshake(cost: protocol_grammar.HandshakeCost | None) -> model.Handshake:
    if cost is None:
        return model.Handshake()
    return model.Handshake(full=cost.full, resumed=cost.resumed, early=cost.early, note=cost.note, sources=cost.source)


def _overhead(cost: protocol_grammar.OverheadCost | None, expand: Expand) -> model.Overhead:
    if cost is None:
        return model.Overhead()
    return model.Overhead(
        bytes=cost.bytes,
        bytes6=cost.bytes6,
        per=cost.per,
        over={protocol_id: count for lower, count in cost.over.items() for protocol_id in expand([lower])},
        keyed_by={id: count for handshake, count in cost.keyed_by.items() for id in expand([handshake])},
        assumption=cost.assumption,
        sources=cost.source,
    )

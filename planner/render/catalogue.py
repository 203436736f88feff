"""The catalogue as records and documents: all entries, or one with everything that is known of it and its sources.

Knows ``Rules``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner import model
from planner.model import Protocol, Rules, Sources
from planner.render.document import Block, Column, Heading, Items, SmallPrint, Table, documented
from planner.render.options import option_records


def catalogue_record(rules: Rules, scope: str) -> list[dict[str, Any]]:
    """Every entry in a few words, sorted by id; ``planned`` says whether the scope plans it."""
    return [
        {
            "id": entry.id,
            "name": entry.name,
            "kinds": sorted(entry.kinds),
            "status": sorted(entry.statuses),
            "document": entry.document,
            "planned": entry.planned_in(scope),
            "deployment": rules.level(entry.id) if entry.planned_in(scope) else None,
            "reason": "" if entry.planned_in(scope) else entry.left_out,
        }
        for entry in sorted(rules.protocols.values(), key=lambda entry: entry.id)
    ]


def entry_record(rules: Rules, id: str) -> dict[str, Any]:
    """Everything that the catalogue knows of one entry, each fact with its sources."""
    entry = rules.protocols[id]
    record: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "label": entry.short,
        "families": list(entry.families),
        "kinds": sorted(entry.kinds),
        "scope": entry.scope or "none",
        "status": sorted(entry.statuses),
        "document": entry.document,
        "sources": _sources(entry.sources),
    }
    if entry.left_out:
        record["left-out"] = {"reason": entry.left_out, "sources": _sources(entry.left_out_sources)}
    if entry.instead:
        record["instead"] = entry.instead
    record |= _service(entry) | _security(rules, entry) | _costs(entry)
    record["runs-over"] = [_rule(rule, rule.lower) for rule in rules.layerings if rule.upper == id]
    record["carries"] = [_rule(rule, rule.upper) for rule in rules.layerings if rule.lower == id]
    record["keyed-by"] = [_pair(rules, keying, keying.handshake) for keying in rules.keyings if keying.record == id]
    record["keys"] = [_pair(rules, keying, keying.record) for keying in rules.keyings if keying.handshake == id]
    record["options"] = option_records(rules, id)
    record |= _deployment(rules, entry)
    if entry.notes:
        record["notes"] = entry.notes
    return {key: value for key, value in record.items() if value not in ([], {}, "", None)}


def interfaces_record(rules: Rules) -> dict[str, Any]:
    """The survey's Table 1 with the qualifiers of its Section 5.3."""
    return {
        row.row: {
            "interfaces": [name for name in model.INTERFACES if name in row.interfaces],
            "only": {name: sorted(ids) for name, ids in row.only_in_survey.items()},
            "sources": _sources(row.sources),
        }
        for row in rules.rows.values()
    }


@documented
def catalogue_document(rules: Rules, scope: str) -> Iterator[Block]:
    """What a scope plans, entry by entry; below it what else is known."""
    columns = (Column("Id", whole=True), Column("Name"), Column("Kind, status"), Column("Deployment", whole=True))
    records = catalogue_record(rules, scope)
    rows = tuple(
        (
            record["id"],
            record["name"],
            f"{', '.join(record['kinds'])}; {', '.join(record['status'])}",
            str(record["deployment"]),
        )
        for record in records
        if record["planned"]
    )
    yield Table(columns, rows)
    known = ", ".join(record["id"] for record in records if not record["planned"])
    yield SmallPrint(f"Known and not planned in scope {scope}: {known}")


@documented
def interfaces_document(rows: Mapping[str, model.TableRow]) -> Iterator[Block]:
    """The survey's Table 1."""
    yield Heading("RFC 8922, Table 1")
    columns = (Column("Protocol", whole=True), *(Column(name, "center", whole=True) for name in model.INTERFACES))
    yield Table(columns, tuple((row.row, *(_exposes(row, name) for name in model.INTERFACES)) for row in rows.values()))
    yield from (
        SmallPrint(f"* {row.row} {name}: {', '.join(sorted(ids))} only")
        for row in rows.values()
        for name, ids in row.only_in_survey.items()
    )


@documented
def record_document(record: Mapping[str, Any]) -> Iterator[Block]:
    """A record of the catalogue: its id and name, and a list of all the rest."""
    yield Heading(f"{record['id']}: {record['name']}")
    rest = {key: value for key, value in record.items() if key not in ("id", "name")}
    yield Items(tuple(_nested(rest, 0)))


# --- machinery below --------------------------------------------------------------------------


def _exposes(row: model.TableRow, interface: str) -> str:
    if interface not in row.interfaces:
        return ""
    return "x*" if interface in row.only_in_survey else "x"


def _nested(value: Any, depth: int) -> Iterator[tuple[int, str]]:
    """Mappings by their keys and lists item by item, what is inside one step deeper; what is empty is left out. In a
    list of mappings the first line of each stands for the whole."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, (Mapping, list)):
                yield from ((depth, f"{key}:"), *_nested(inner, depth + 1)) if inner else ()
            elif inner != "":
                yield depth, f"{key}: {_scalar(inner)}"
    elif isinstance(value, list):
        for inner in value:
            lines = list(_nested(inner, depth + 1)) if isinstance(inner, (Mapping, list)) else [(0, _scalar(inner))]
            yield from ((depth if place == 0 else deep, line) for place, (deep, line) in enumerate(lines))


def _scalar(value: Any) -> str:
    return "?" if value is None else ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _sources(sources: Sources) -> list[str]:
    return [str(source) for source in sources]


def _service(protocol: Protocol) -> dict[str, Any]:
    if not protocol.properties:
        return {}
    return {
        "needs": list(protocol.needs),
        "offers": list(protocol.offers),
        "application-payloads": list(protocol.carries),
        "service-sources": _sources(protocol.service_sources),
        "properties": {name: str(value) for name, value in protocol.properties.items()},
        "property-sources": _sources(protocol.property_sources),
        "boundary": {"reason": protocol.boundary, "sources": _sources(protocol.boundary_sources)}
        if protocol.boundary
        else {},
        "nat": {"passes": protocol.passes_nat, "sources": _sources(protocol.nat_sources)}
        if protocol.nat_sources
        else {},
        "stands-for": list(protocol.stands_for),
        "port": protocol.port,
        "validates-address": _sources(protocol.validates_address),
    }


def _deployment(rules: Rules, protocol: Protocol) -> dict[str, Any]:
    """How far it is deployed, and in which layerings and keyings less than that."""
    lines = {
        part: line
        for part, line in rules.deployments.items()
        if part == protocol.id or part.startswith((f"{protocol.id}/", f"{protocol.id}("))
    }
    return {
        "deployment": {
            part: {
                "class": line.level,
                "evidence": line.evidence,
                "read": line.read,
                "sources": _sources(line.sources),
            }
            for part, line in lines.items()
        }
    }


def _security(rules: Rules, protocol: Protocol) -> dict[str, Any]:
    record: dict[str, Any] = {"interfaces": _exposed(rules, protocol.exposes)}
    if protocol.protects:
        features = [name for name in model.FEATURES if name in protocol.features]
        record["security"] = {
            "features": features,
            "protects": protocol.protects,
            "sources": _sources(protocol.security_sources),
        }
    if protocol.coverage:
        record["coverage"] = {
            "encrypts": list(protocol.coverage.encrypts),
            "authenticates": list(protocol.coverage.authenticates),
            "readable": protocol.coverage.readable,
            "sources": _sources(protocol.coverage.sources),
        }
    return record


def _exposed(rules: Rules, exposes: model.Exposes | None) -> dict[str, Any]:
    if exposes is None:
        return {}
    if exposes.row:
        row = rules.rows[exposes.row]
        return {"row": exposes.row, "interfaces": list(row.interfaces), "sources": _sources(row.sources)}
    return {"interfaces": list(exposes.interfaces), "sources": _sources(exposes.sources)}


def _costs(protocol: Protocol) -> dict[str, Any]:
    trips, bytes_ = protocol.handshake, protocol.overhead
    record: dict[str, Any] = {}
    if trips.sources:
        record["handshake"] = _trips(trips)
    if bytes_.sources:
        record["overhead"] = {
            "bytes": bytes_.bytes,
            "bytes-ipv6": bytes_.bytes6,
            "per": bytes_.per,
            "over": dict(bytes_.over),
            "keyed-by": dict(bytes_.keyed_by),
            "assumption": bytes_.assumption,
            "sources": _sources(bytes_.sources),
        }
    return record


TRIPS = ("full", "resumed", "early")


def _trips(trips: model.Handshake) -> dict[str, Any]:
    return {
        "full": trips.full,
        "resumed": trips.resumed,
        "early": trips.early,
        "over": {lower: dict(zip(TRIPS, figures, strict=True)) for lower, figures in trips.over.items()},
        "note": trips.note,
        "sources": _sources(trips.sources),
    }


def _rule(rule: model.Layering, other: str) -> dict[str, Any]:
    record: dict[str, Any] = {"protocol": other, "status": rule.status, "scope": rule.scope}
    if rule.on is not None:
        record["if-on"] = sorted(rule.on)
    if rule.reason:
        record["reason"] = rule.reason
    return record | {"sources": _sources(rule.sources)}


def _pair(rules: Rules, keying: model.Keying, other: str) -> dict[str, Any]:
    return {
        "protocol": other,
        "scope": keying.scope,
        "travels": keying.travels,
        "lacks": sorted(keying.lacks),
        "interfaces": _exposed(rules, keying.exposes),
        "handshake": _trips(keying.cost),
        "sources": _sources(keying.sources),
    }

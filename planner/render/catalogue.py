"""The catalogue as records and tables: all entries, or one with everything that is known of it and its sources.

Knows ``Rules``.
"""

from __future__ import annotations

from typing import Any

from planner import model
from planner.model import Protocol, Rules, Sources
from planner.render.options import option_records
from planner.render.terminal import Group, RenderableType, Table, line


def catalogue_record(rules: Rules, scope: str) -> list[dict[str, Any]]:
    """Every entry in a few words, sorted by id; ``planned`` says whether the scope plans it."""
    return [
        {
            "id": it.id,
            "name": it.name,
            "kinds": sorted(it.kinds),
            "status": sorted(it.statuses),
            "document": it.document,
            "planned": it.planned_in(scope),
            "deployment": rules.level(it.id) if it.planned_in(scope) else None,
            "reason": "" if it.planned_in(scope) else it.left_out,
        }
        for it in sorted(rules.protocols.values(), key=lambda it: it.id)
    ]


def entry_record(rules: Rules, id: str) -> dict[str, Any]:
    """Everything that the catalogue knows of one entry, each fact with its sources."""
    it = rules.protocols[id]
    record: dict[str, Any] = {
        "id": it.id,
        "name": it.name,
        "label": it.short,
        "families": list(it.families),
        "kinds": sorted(it.kinds),
        "scope": it.scope or "none",
        "status": sorted(it.statuses),
        "document": it.document,
        "sources": _sources(it.sources),
    }
    if it.left_out:
        record["left-out"] = {"reason": it.left_out, "sources": _sources(it.left_out_sources)}
    if it.instead:
        record["instead"] = it.instead
    record |= _service(it) | _security(rules, it) | _costs(it)
    record["runs-over"] = [_rule(rule, rule.lower) for rule in rules.layerings if rule.upper == id]
    record["carries"] = [_rule(rule, rule.upper) for rule in rules.layerings if rule.lower == id]
    record["keyed-by"] = [_pair(rules, one, one.handshake) for one in rules.keyings if one.record == id]
    record["keys"] = [_pair(rules, one, one.record) for one in rules.keyings if one.handshake == id]
    record["options"] = option_records(rules, id)
    record |= _deployment(rules, it)
    if it.notes:
        record["notes"] = it.notes
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


def catalogue_table(rules: Rules, scope: str) -> RenderableType:
    table = Table()
    table.add_column("Id", no_wrap=True)
    table.add_column("Name")
    table.add_column("Kind, status")
    table.add_column("Deployment", no_wrap=True)
    records = catalogue_record(rules, scope)
    for record in records:
        if record["planned"]:
            kinds = f"{', '.join(record['kinds'])}; {', '.join(record['status'])}"
            table.add_row(record["id"], record["name"], kinds, record["deployment"])
    known = ", ".join(record["id"] for record in records if not record["planned"])
    return Group(table, line(f"Known and not planned in scope {scope}: {known}", style="dim"))


# --- machinery below --------------------------------------------------------------------------


def _sources(sources: Sources) -> list[str]:
    return [str(source) for source in sources]


def _service(it: Protocol) -> dict[str, Any]:
    if not it.properties:
        return {}
    return {
        "needs": list(it.needs),
        "offers": list(it.offers),
        "application-payloads": list(it.carries),
        "service-sources": _sources(it.service_sources),
        "properties": {name: str(value) for name, value in it.properties.items()},
        "property-sources": _sources(it.property_sources),
        "boundary": {"reason": it.boundary, "sources": _sources(it.boundary_sources)} if it.boundary else {},
        "nat": {"passes": it.passes_nat, "sources": _sources(it.nat_sources)} if it.nat_sources else {},
        "stands-for": list(it.stands_for),
        "port": it.port,
        "validates-address": _sources(it.validates_address),
    }


def _deployment(rules: Rules, it: Protocol) -> dict[str, Any]:
    """How far it is deployed, and in which layerings and keyings less than that."""
    lines = {
        part: line
        for part, line in rules.deployments.items()
        if part == it.id or part.startswith((f"{it.id}/", f"{it.id}("))
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


def _security(rules: Rules, it: Protocol) -> dict[str, Any]:
    record: dict[str, Any] = {"interfaces": _exposed(rules, it.exposes)}
    if it.protects:
        features = [name for name in model.FEATURES if name in it.features]
        record["security"] = {"features": features, "protects": it.protects, "sources": _sources(it.security_sources)}
    if it.coverage:
        record["coverage"] = {
            "encrypts": list(it.coverage.encrypts),
            "authenticates": list(it.coverage.authenticates),
            "readable": it.coverage.readable,
            "sources": _sources(it.coverage.sources),
        }
    return record


def _exposed(rules: Rules, exposes: model.Exposes | None) -> dict[str, Any]:
    if exposes is None:
        return {}
    if exposes.row:
        row = rules.rows[exposes.row]
        return {"row": exposes.row, "interfaces": list(row.interfaces), "sources": _sources(row.sources)}
    return {"interfaces": list(exposes.interfaces), "sources": _sources(exposes.sources)}


def _costs(it: Protocol) -> dict[str, Any]:
    trips, bytes_ = it.handshake, it.overhead
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

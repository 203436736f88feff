"""Records of rules/*.yaml -> one ``Rules``: names resolved, families expanded, overlays laid over, then checked.

Knows the records' shapes. Knows no file format: a fault is placed by the document's line of a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.loading import grammar
from planner.loading.checking import check
from planner.loading.documents import Document
from planner.loading.words import criteria

Read = Sequence[tuple[int, Document, grammar.RulesFile]]


def assemble(read: Read, digest: str) -> model.Rules:
    """The catalogue of all records. Raises ``DataError`` with every fault at once."""
    builder = _Assembly(read)
    rules = builder.rules(digest)
    faults = builder.faults or list(check(rules, builder.places))
    if faults:
        raise DataError(sorted(faults))
    return rules


# --- machinery below --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Record:
    """One record with where it was written; ``number`` is its folder's place in the overlay."""

    number: int
    document: Document
    path: tuple[str | int, ...]
    content: Any

    def fault(self, found: str, allowed: str = "") -> Fault:
        spelled = f"{self.path[0]}[{self.path[1]}]"
        return Fault(
            file=self.document.file, line=self.document.line(self.path), path=spelled, found=found, allowed=allowed
        )


class _Assembly:
    def __init__(self, read: Read) -> None:
        self.read = read
        self.faults: list[Fault] = []
        self.places: dict[str, model.Location] = {}
        self.protocols = {key: _protocol(it.content) for key, it in self.latest("protocols", lambda it: it.id)}
        self.names = self._names()

    def rules(self, digest: str) -> model.Rules:
        return model.Rules(
            protocols=self.protocols,
            keyings=tuple(self.keyings()),
            layerings=tuple(self.layerings()),
            rows=dict(self.rows()),
            rankings={key: _ranking(it.content) for key, it in self.latest("rankings", lambda it: it.ranking)},
            constraints=self.reasoned("constraints"),
            warnings=self.reasoned("warnings"),
            interfaces=self.reasoned("interfaces"),
            environment=self.reasoned("environment"),
            services=self.reasoned("services"),
            profiles={key: dict(it.content.preferences) for key, it in self.latest("profiles", lambda it: it.profile)},
            names=tuple(_name(it.content) for _, it in self.latest("names", lambda it: f"{it.world} {it.name}")),
            digest=digest,
        )

    def records(self, section: str) -> Iterator[_Record]:
        for number, document, content in self.read:
            for index, record in enumerate(getattr(content, section)):
                yield _Record(number, document, (section, index), record)

    def latest(self, section: str, key: Callable[[Any], str]) -> list[tuple[str, _Record]]:
        """The records of a section by key, sorted: the last folder's wins, twice in one folder is a fault."""
        found: dict[str, _Record] = {}
        for record in self.records(section):
            name = key(record.content)
            before = found.get(name)
            if before and before.number == record.number:
                line = before.document.line(before.path)
                self.faults.append(record.fault(f"{name} is defined twice (also {before.document.file}:{line})"))
            found[name] = record
            self.places[f"{section}:{name}"] = self.place(record)
        return sorted(found.items())

    def place(self, record: _Record) -> model.Location:
        return model.Location(file=record.document.file, line=record.document.line(record.path))

    def reasoned(self, section: str) -> dict[str, model.Reasoned]:
        return {
            key: model.Reasoned(id=key, text=it.content.text, sources=it.content.source)
            for key, it in self.latest(section, lambda content: content.id)
        }

    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """Every id and family with the ids that it stands for."""
        names: dict[str, list[str]] = {name: [name] for name in self.protocols}
        for protocol in self.protocols.values():
            for family in protocol.families:
                names.setdefault(family, []).append(protocol.id)
        return {name: tuple(ids) for name, ids in names.items()}

    def expand(self, record: _Record, names: Sequence[str]) -> list[str]:
        """The ids of ids and families; an unknown name is a fault of the record."""
        for name in names:
            if name not in self.names:
                self.faults.append(record.fault(f"unknown protocol {name!r}{nearest(name, self.names)}"))
        return [one for name in names for one in self.names.get(name, ())]

    def layerings(self) -> list[model.Layering]:
        """A rule for each pair. In a later folder a pair is replaced whole; in one folder it may stand once per
        scope and status."""
        found: dict[tuple[str, str], list[tuple[int, model.Layering]]] = {}
        for record in self.records("layering"):
            it = record.content
            on = None if it.on is None else frozenset(self.expand(record, it.on))
            for upper in self.expand(record, it.upper):
                for lower in self.expand(record, it.lower):
                    rule = model.Layering(
                        upper=upper,
                        lower=lower,
                        status=it.status,
                        scope=it.scope,
                        sources=it.source,
                        on=on,
                        reason=it.reason,
                    )
                    self.add_layering(found.setdefault((upper, lower), []), record, rule)
        return [rule for pair in sorted(found) for _, rule in found[pair]]

    def add_layering(self, before: list[tuple[int, model.Layering]], record: _Record, rule: model.Layering) -> None:
        before[:] = [one for one in before if one[0] == record.number]
        if any(other.scope == rule.scope for _, other in before):
            self.faults.append(record.fault(f"{rule.id} has two rules in scope {rule.scope}"))
        before.append((record.number, rule))
        self.places[f"layering:{rule.id}"] = self.place(record)

    def keyings(self) -> list[model.Keying]:
        found: dict[tuple[str, str], tuple[int, model.Keying]] = {}
        for record in self.records("keying"):
            it = record.content
            carriers = None if it.carriers is None else frozenset(self.expand(record, it.carriers))
            if it.native_needs:
                self.expand(record, [it.native_needs])
            for protocol in self.expand(record, it.record):
                for handshake in self.expand(record, it.handshake):
                    pair = (protocol, handshake)
                    if pair in found and found[pair][0] == record.number:
                        self.faults.append(record.fault(f"{handshake} keys {protocol} twice"))
                    found[pair] = record.number, _keying(protocol, handshake, carriers, it)
                    self.places[f"keying:{protocol}({handshake})"] = self.place(record)
        return [found[pair][1] for pair in sorted(found)]

    def rows(self) -> Iterator[tuple[str, model.TableRow]]:
        # In the order of the files, which is the survey's: a table is read as it was printed.
        order = list(dict.fromkeys(record.content.row for record in self.records("table1")))
        for key, record in sorted(self.latest("table1", lambda it: it.row), key=lambda pair: order.index(pair[0])):
            it = record.content
            only = {name: frozenset(self.expand(record, ids)) for name, ids in it.only.items()}
            yield key, model.TableRow(row=key, interfaces=tuple(it.interfaces), sources=it.source, only=only)


def _protocol(it: grammar.ProtocolRecord) -> model.Protocol:
    cost = it.cost or grammar.Cost()
    extra: dict[str, Any] = {}
    if it.service:
        extra |= {"needs": tuple(it.service.needs), "offers": tuple(it.service.offers)}
        extra |= {"carries": tuple(it.service.carries), "service_sources": it.service.source}
    if it.properties:
        extra |= {"properties": _properties(it.properties), "property_sources": it.properties.source}
    if it.security:
        extra |= {"features": frozenset(it.security.features), "protects": it.security.protects}
        extra |= {"security_sources": it.security.source}
    if it.left_out:
        extra |= {"left_out": it.left_out.reason, "left_out_sources": it.left_out.source}
    if it.boundary:
        extra |= {"boundary": it.boundary.reason, "boundary_sources": it.boundary.source}
    if it.nat:
        extra |= {"passes_nat": it.nat.passes, "nat_sources": it.nat.source}
    if it.implementation:
        extra |= {"implementation": it.implementation.where, "maintained": it.implementation.maintained}
    return model.Protocol(
        id=it.id,
        name=it.name,
        label=it.label,
        families=tuple(it.families),
        kinds=frozenset(it.kinds),
        statuses=frozenset(it.status),
        scope=None if it.scope == "none" else it.scope,
        document=it.document,
        sources=it.source,
        instead=it.instead,
        coverage=_coverage(it.coverage),
        exposes=_exposes(it.exposes),
        validates_address=it.validates_address.source if it.validates_address else (),
        handshake=_handshake(cost.handshake),
        overhead=_overhead(cost.overhead),
        minimum_datagram=it.minimum_datagram.bytes if it.minimum_datagram else 0,
        notes=it.notes,
        **extra,
    )


def _properties(it: grammar.Properties) -> dict[str, model.Gives]:
    return {name: getattr(it, name) or it.rest for name in model.PROPERTIES}


def _coverage(it: grammar.CoverageFacts | None) -> model.Coverage | None:
    if it is None:
        return None
    return model.Coverage(
        encrypts=tuple(it.encrypts), authenticates=tuple(it.authenticates), readable=it.readable, sources=it.source
    )


def _exposes(it: grammar.ExposesFacts | None) -> model.Exposes | None:
    if it is None:
        return None
    return model.Exposes(row=it.row, interfaces=tuple(it.interfaces), sources=it.source or ())


def _handshake(it: grammar.HandshakeCost | None) -> model.Handshake:
    if it is None:
        return model.Handshake()
    return model.Handshake(full=it.full, resumed=it.resumed, early=it.early, note=it.note, sources=it.source)


def _overhead(it: grammar.OverheadCost | None) -> model.Overhead:
    if it is None:
        return model.Overhead()
    return model.Overhead(
        bytes=it.bytes, bytes6=it.bytes6, per=it.per, over=dict(it.over), assumption=it.assumption, sources=it.source
    )


def _keying(record: str, handshake: str, carriers: frozenset[str] | None, it: grammar.KeyingRecord) -> model.Keying:
    return model.Keying(
        record=record,
        handshake=handshake,
        scope=it.scope,
        travels=it.travels,
        sources=it.source,
        carriers=carriers,
        native_needs=it.native_needs,
        lacks=frozenset(it.lacks),
        exposes=_exposes(it.exposes),
        cost=_handshake(it.cost),
        statuses=frozenset(it.status),
        notes=it.notes,
    )


def _name(it: grammar.NameRecord) -> model.Name:
    return model.Name(
        world=it.world,
        name=it.name,
        stacks=tuple(it.stack),
        sources=it.source,
        application=it.application,
        value=it.value,
        only_read=it.only_read,
        refused=it.refused,
        about=it.about,
    )


def _ranking(it: grammar.RankingRecord) -> model.Ranking:
    return model.Ranking(name=it.ranking, about=it.about, criteria=criteria(it.criteria), sources=it.source)

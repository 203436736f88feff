"""Records of rules/*.yaml -> one ``Rules``: names resolved, families expanded, overlays laid over, then checked.

Knows the records' shapes. Knows no file format: a fault is placed by the document's line of a path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.loading import grammar, packets, records
from planner.loading.checking import check
from planner.loading.documents import Document
from planner.loading.flights import flight_rule
from planner.model.flights import FlightRule

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


def _id(content: Any) -> str:
    return str(content.id)


class _Assembly:
    def __init__(self, read: Read) -> None:
        self.read = read
        self.faults: list[Fault] = []
        self.places: dict[str, model.Location] = {}
        self.protocol_records = dict(self.latest("protocols", lambda content: content.id))
        self.names = self._names()
        self.protocols = {
            key: records.protocol(record.content, self.expander(record))
            for key, record in self.protocol_records.items()
        }

    def rules(self, digest: str) -> model.Rules:
        applications = self.latest("applications", lambda content: content.id)
        rankings = self.latest("rankings", lambda content: content.ranking)
        profiles = self.latest("profiles", lambda content: content.profile)
        names = self.latest("names", lambda content: f"{content.world} {content.name}")
        return model.Rules(
            protocols=self.protocols,
            keyings=tuple(self.keyings()),
            layerings=tuple(self.layerings()),
            rows=dict(self.rows()),
            rankings={key: records.ranking(record.content) for key, record in rankings},
            constraints=self.reasoned("constraints"),
            warnings=self.reasoned("warnings"),
            interfaces=self.reasoned("interfaces"),
            environment=self.reasoned("environment"),
            services=self.reasoned("services"),
            profiles={key: dict(record.content.preferences) for key, record in profiles},
            names=tuple(records.name(record.content) for _, record in names),
            deployments=self.deployments(),
            applications={key: records.application(record.content) for key, record in applications},
            equivalences=tuple(self.equivalences()),
            aliases=self.aliases(),
            packets=self.packets(),
            options={
                key: packets.option(record.content, self.expander(record))
                for key, record in self.latest("options", _id)
            },
            flights=self.flights(),
            digest=digest,
        )

    def packets(self) -> dict[str, model.PacketRule]:
        """What each protocol adds to a packet; those that have no record of it, what their typical figures say."""
        known = {key: protocol for key, protocol in self.protocols.items() if protocol.overhead.sources}
        rules = {key: packets.from_overhead(protocol) for key, protocol in known.items()}
        written: dict[str, _Record] = {}
        for record in self.each("packets"):
            for name in self.expand(record, record.content.of):
                self.put(written, "packets", name, record)
        rules |= {key: packets.packet_rule(record.content, self.expander(record)) for key, record in written.items()}
        return rules

    def flights(self) -> dict[str, tuple[FlightRule, ...]]:
        """The flights of each part, those of a later folder in place of all that an earlier one says of it."""
        latest: dict[str, tuple[int, list[FlightRule]]] = {}
        for record in self.each("flights"):
            rule = flight_rule(record.content, self.expander(record))
            for spelled in record.content.of:
                for part in self.parts(record, spelled):
                    number, alike = latest.get(part, (record.number, []))
                    alike = alike if number == record.number else []
                    if any((rule.over or {""}) & (other.over or {""}) for other in alike):
                        self.faults.append(record.fault(f"{part} has its flights twice over the same layer"))
                    latest[part] = record.number, [*alike, rule]
                    self.places[f"flights:{part}"] = self.place(record)
        written = self._written()
        kept = {part: rules for part, (number, rules) in latest.items() if written.get(part, 0) <= number}
        return {part: tuple(rules) for part, rules in sorted(kept.items())}

    def _written(self) -> dict[str, int]:
        """The folder of each protocol and keying: where a later one writes it anew, what an earlier one says of its
        messages is of something else."""
        written = {id: record.number for id, record in self.protocol_records.items()}
        for record in self.each("keying"):
            pairs = product(*(self.known(names) for names in (record.content.record, record.content.handshake)))
            written |= {f"{protocol}({handshake})": record.number for protocol, handshake in pairs}
        return written

    def known(self, names: Iterable[str]) -> list[str]:
        """The ids of ids and families that there are."""
        return [protocol_id for name in names for protocol_id in self.names.get(name, ())]

    def each(self, section: str) -> Iterator[_Record]:
        for number, document, content in self.read:
            for index, record in enumerate(getattr(content, section)):
                yield _Record(number, document, (section, index), record)

    def latest(self, section: str, key: Callable[[Any], str]) -> list[tuple[str, _Record]]:
        """The records of a section by key, sorted: the last folder's wins, twice in one folder is a fault."""
        latest: dict[str, _Record] = {}
        for record in self.each(section):
            self.put(latest, section, key(record.content), record)
        return sorted(latest.items())

    def put(self, latest: dict[str, _Record], section: str, name: str, record: _Record) -> None:
        before = latest.get(name)
        if before and before.number == record.number:
            line = before.document.line(before.path)
            self.faults.append(record.fault(f"{name} is defined twice (also {before.document.file}:{line})"))
        latest[name] = record
        self.places[f"{section}:{name}"] = self.place(record)

    def place(self, record: _Record) -> model.Location:
        return model.Location(file=record.document.file, line=record.document.line(record.path))

    def reasoned(self, section: str) -> dict[str, model.Reasoned]:
        return {
            key: records.reasoned(record.content) for key, record in self.latest(section, lambda content: content.id)
        }

    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """Every id and family with the ids that it stands for."""
        names: dict[str, list[str]] = {name: [name] for name in self.protocol_records}
        for record in self.protocol_records.values():
            for family in record.content.families:
                names.setdefault(family, []).append(record.content.id)
        return {name: tuple(ids) for name, ids in names.items()}

    def expander(self, record: _Record) -> records.Expand:
        return partial(self.expand, record)

    def expand(self, record: _Record, names: Iterable[str]) -> list[str]:
        """The ids of ids and families; an unknown name is a fault of the record."""
        names = tuple(names)
        for name in names:
            if name not in self.names:
                self.faults.append(record.fault(f"unknown protocol {name!r}{nearest(name, self.names)}"))
        return self.known(names)

    def layerings(self) -> list[model.Layering]:
        """A rule for each pair. In a later folder a pair is replaced whole; in one folder it may stand once per
        scope and status."""
        pairs: dict[tuple[str, str], list[tuple[int, model.Layering]]] = {}
        for record in self.each("layering"):
            content = record.content
            on = None if content.on is None else frozenset(self.expand(record, content.on))
            for upper, lower in product(self.expand(record, content.upper), self.expand(record, content.lower)):
                rule = records.layering(content, upper, lower, on)
                self.add_layering(pairs.setdefault((upper, lower), []), record, rule)
        return [rule for pair in sorted(pairs) for _, rule in pairs[pair]]

    def add_layering(self, before: list[tuple[int, model.Layering]], record: _Record, rule: model.Layering) -> None:
        before[:] = [(number, other) for number, other in before if number == record.number]
        if any(other.scope == rule.scope for _, other in before):
            self.faults.append(record.fault(f"{rule.id} has two rules in scope {rule.scope}"))
        before.append((record.number, rule))
        self.places[f"layering:{rule.id}"] = self.place(record)

    def keyings(self) -> list[model.Keying]:
        pairs: dict[tuple[str, str], tuple[int, model.Keying]] = {}
        for record in self.each("keying"):
            content = record.content
            carriers = None if content.carriers is None else frozenset(self.expand(record, content.carriers))
            if content.native_needs:
                self.expand(record, [content.native_needs])
            for pair in product(self.expand(record, content.record), self.expand(record, content.handshake)):
                protocol, handshake = pair
                if pair in pairs and pairs[pair][0] == record.number:
                    self.faults.append(record.fault(f"{handshake} keys {protocol} twice"))
                pairs[pair] = record.number, records.keying(content, protocol, handshake, carriers)
                self.places[f"keying:{protocol}({handshake})"] = self.place(record)
        return [pairs[pair][1] for pair in sorted(pairs)]

    def rows(self) -> Iterator[tuple[str, model.TableRow]]:
        # In the order of the files, which is the survey's: a table is read as it was printed.
        order = list(dict.fromkeys(record.content.row for record in self.each("table1")))
        rows = dict(self.latest("table1", lambda content: content.row))
        for key in order:
            yield key, records.row(rows[key].content, self.expander(rows[key]))

    def deployments(self) -> dict[str, model.Deployment]:
        """One line for each part; a family in a part stands for its members, one line each."""
        latest: dict[str, _Record] = {}
        for record in self.each("deployment"):
            for spelled in record.content.of:
                for part in self.parts(record, spelled):
                    self.put(latest, "deployment", part, record)
        return {part: records.deployment(latest[part].content, part) for part in sorted(latest)}

    def parts(self, record: _Record, spelled: str) -> Iterator[str]:
        """``dtls/sctp`` -> ``dtls-1.2/sctp``, ``dtls-1.3/sctp``; ``*`` stays."""
        words = re.split(r"([/()])", spelled)
        choices = [
            [word] if index % 2 or word in ("", "*") else self.expand(record, [word])
            for index, word in enumerate(words)
        ]
        yield from ("".join(choice) for choice in product(*choices))

    def equivalences(self) -> Iterator[model.Equivalence]:
        for record in self.each("equivalences"):
            self.places[f"equivalences:{', '.join(record.content.members)}"] = self.place(record)
            yield records.equivalence(record.content)

    def aliases(self) -> dict[str, model.Alias]:
        latest: dict[str, _Record] = {}
        for record in self.each("aliases"):
            self.expand(record, [record.content.of])
            for name in record.content.names:
                self.put(latest, "aliases", name, record)
        return {
            name: model.Alias(name=name, of=record.content.of, sources=record.content.source)
            for name, record in sorted(latest.items())
        }

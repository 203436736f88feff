"""A preconnection of RFC 9622, as JSON or YAML -> the documents of a scenario, with what has no meaning there.

The properties that nobody names have the document's defaults, each named as one. Every fault is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.exchange.properties import (
    ALLOWED,
    NAME,
    NUMBER,
    ONE_OF,
    PREFERENCE,
    PREFERENCES,
    PROPERTIES,
    SECTIONS,
    SECURITY,
    SECURITY_WORDS,
    SELECTION,
    SET,
    TRUTH,
    Property,
    is_number,
    plain,
)
from planner.loading.documents import Document, Path, mapping_document, read_file, spell_path
from planner.loading.scenarios import Given
from planner.loading.validation import as_found, shown

DEFAULTS = "RFC 9622 Section 6.2 (default)"
"""Where a default was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preconnection:
    """The documents that a scenario is put together from, the file's first, and what they leave out."""

    documents: tuple[Document, ...]
    remarks: tuple[model.Remark, ...]


def preconnection(given: Given, rules: model.Rules) -> Preconnection:
    """A preconnection in a file, a document or a mapping. Raises ``DataError`` with every fault at once, contradictions
    (RFC 9623 Section 3.1) among them."""
    document = _document(given)
    reading = _Reading(document, rules)
    reading.read()
    faults = sorted({*document.faults, *reading.faults})
    if faults:
        raise DataError(faults)
    return Preconnection(documents=reading.documents(), remarks=tuple(reading.remarks))


# --- machinery below --------------------------------------------------------------------------


def _document(given: Given) -> Document:
    if isinstance(given, Document):
        return given
    return mapping_document(given) if isinstance(given, Mapping) else read_file(given)


@dataclass(slots=True)
class _Reading:
    document: Document
    rules: model.Rules
    faults: list[Fault] = field(default_factory=list)
    remarks: list[model.Remark] = field(default_factory=list)
    scenario: dict[str, Any] = field(default_factory=lambda: {"application": {"payload": "generic"}})
    lines: dict[Path, int] = field(default_factory=dict)
    named: dict[str, Path] = field(default_factory=dict)

    def read(self) -> None:
        sections = {plain(name): name for name in SECTIONS}
        for key, value, path in self.entries(self.document.value, ()):
            section = sections.get(plain(key))
            if section is None:
                self.fault(path, f"unknown key {shown(key)}", f"one of {', '.join(SECTIONS)}{nearest(key, SECTIONS)}")
            elif section == "name":
                self.put(("name",), value, path)
            elif section == "transportProperties":
                self.transport(value, path)
            elif section == "securityParameters":
                self.security(value, path)
            elif section == "framers":
                self.put(("application", "framer"), bool(value), path)
            else:
                self.endpoints(value, path)
        self.contradictions()

    def entries(self, value: Any, path: Path) -> Iterator[tuple[str, Any, Path]]:
        """The entries of a mapping; nothing is an empty one."""
        if value is None:
            return
        if not isinstance(value, Mapping):
            self.fault(path, as_found(value), "a mapping")
            return
        for key, inner in value.items():
            yield key, inner, (*path, key)

    def transport(self, value: Any, path: Path) -> None:
        for key, given, place in self.entries(value, path):
            known = PROPERTIES.get(plain(key))
            if plain(key) == "profile":
                self.put(("transport", "profile"), given, place)
            elif known is None:
                names = [known.name for known in PROPERTIES.values()]
                self.fault(
                    place, f"unknown property {shown(key)}", nearest(key, names).removeprefix("; ") or "RFC 9622"
                )
            elif known.name in self.named:
                self.fault(place, f"found {known.name} again", f"{spell_path(self.named[known.name])} has it")
            else:
                self.named[known.name] = place
                self.property(known, given, place)

    def property(self, known: Property, given: Any, path: Path) -> None:
        if known.kind == NUMBER and not is_number(given) and not known.has(given):
            words = [f"or {word}" for word in known.values]
            self.fault(path, as_found(given), " ".join(["a number that is not negative", *words]))
        elif known.kind == TRUTH and not isinstance(given, bool):
            self.fault(path, as_found(given), "true or false")
        elif known.kind == ONE_OF and not known.has(given):
            self.fault(path, as_found(given), f"one of {', '.join(known.values)}")
        elif known.kind == NAME and not isinstance(given, str):
            self.fault(path, as_found(given), "a name")
        elif known.kind == SET and not isinstance(given, (list, Mapping)):
            self.fault(path, as_found(given), "a list or a mapping of names with preferences")
        elif known.kind == PREFERENCE and (not isinstance(given, str) or plain(given) not in PREFERENCES):
            self.fault(path, as_found(given), "one of require, prefer, no-preference, avoid, prohibit")
        elif known.name == "multipath":
            wanted = "no-preference" if plain(given) == "disabled" else "prefer"
            self.put(("transport", "multipath"), wanted, path)
        elif known.name == "useTemporaryLocalAddress" and plain(given) == "require":
            self.put(("environment", "ip-version"), 6, path)  # there are none in IPv4 (Section 6.2.13)
        elif known.key:
            self.put(("transport", known.key), PREFERENCES[plain(given)], path)
        elif known.kind != PREFERENCE or PREFERENCES[plain(given)] != "no-preference":
            self.remark(path, known.reason, f"RFC 9622 Section {known.section}")

    def security(self, value: Any, path: Path) -> None:
        if isinstance(value, str):
            preference = SECURITY_WORDS.get(plain(value))
            if preference is None:
                self.fault(path, as_found(value), f"one of {', '.join(SECURITY_WORDS)}, or a mapping")
            else:
                for feature in ("confidentiality", "integrity"):
                    self.put(("security", feature), preference, path)
            return
        interfaces = {plain(name): interface for name, interface in SECURITY.items()}
        for key, given, place in self.entries(value, path):
            if plain(key) == plain(ALLOWED):
                self.allowed(given, place)
            elif plain(key) in interfaces:
                self.put(("interfaces", interfaces[plain(key)]), "require", place)
            else:
                known = (ALLOWED, *SECURITY)
                self.fault(place, f"unknown parameter {shown(key)}", f"one of {', '.join(known)}{nearest(key, known)}")

    def allowed(self, given: Any, path: Path) -> None:
        """Names of security protocols, as the catalogue or as RFC 9622 writes them: ``tls_1_3``."""
        if not isinstance(given, list):
            self.fault(path, as_found(given), "a list of security protocols")
            return
        ids = {plain(name).replace(".", ""): name for name in (*self.rules.protocols, *self.rules.families)}
        names = [ids.get(plain(name).replace(".", ""), str(name)) for name in given]
        self.put(("allowed",), names, path)
        for place in range(len(names)):
            self.lines["allowed", place] = self.document.line((*path, place))

    def endpoints(self, value: Any, path: Path) -> None:
        """Where the ends are: of it only the version of addresses is part of a question."""
        ends = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        versions: dict[int, Path] = {}
        for number, end in ends:
            for key, given, place in self.entries(end, path if number is None else (*path, number)):
                if plain(key) != "ipaddress":
                    self.remark(place, "where the ends are is not planned", "RFC 9622 Section 6.1")
                    continue
                try:
                    versions.setdefault(ip_address(str(given)).version, place)
                except ValueError:
                    self.fault(place, as_found(given), "an IPv4 or IPv6 address")
        if len(versions) == 1:
            ((version, place),) = versions.items()
            self.put(("environment", "ip-version"), version, place)
        elif versions:
            self.remark(path, "both IP versions are there, and one is planned with", "RFC 9622 Section 6.1")

    def contradictions(self) -> None:
        """What no protocol can do, told before any is looked at (RFC 9623 Section 3.1)."""
        transport = self.scenario.get("transport", {})
        if transport.get("reliability") == "prohibit" and transport.get("perMsgReliability") == "require":
            place = self.named["perMsgReliability"]
            line = self.document.line(self.named["reliability"])
            self.fault(
                place, "found require", f"{self.document.file}:{line} prohibits reliability [RFC 9623 Section 3.1]"
            )

    def put(self, key: Path, value: Any, path: Path) -> None:
        """A value of the scenario, with the line of what says it. Raises a fault where something else says
        otherwise."""
        *outer, last = map(str, key)
        section = self.scenario
        for part in outer:
            section = section.setdefault(part, {})
        if key in self.lines and section[last] != value:
            self.fault(path, as_found(value), f"{self.document.file}:{self.lines[key]} says {section[last]}")
            return
        section[last] = value
        self.lines[key] = self.document.line(path)
        self.lines.setdefault(key[:1], self.document.line(path))

    def documents(self) -> tuple[Document, ...]:
        """The scenario of what is written, and of the document's defaults where nothing is."""
        written = Document(self.document.file, self.scenario, {(): min(1, self.document.line(())), **self.lines})
        profile = self.rules.profiles.get(str(self.scenario.get("transport", {}).get("profile")), {})
        left = {
            known.key: known.default
            for known in SELECTION
            if known.key and known.name not in self.named and known.key not in profile
        }
        return written, Document(DEFAULTS, {"transport": left})

    def fault(self, path: Path, found: str, allowed: str) -> None:
        line = self.document.line(path)
        self.faults.append(
            Fault(file=self.document.file, line=line, path=spell_path(path), found=found, allowed=allowed)
        )

    def remark(self, path: Path, reason: str, source: str) -> None:
        place = model.Location(file=self.document.file, line=self.document.line(path))
        self.remarks.append(model.Remark(about=spell_path(path), place=place, reason=reason, source=source))

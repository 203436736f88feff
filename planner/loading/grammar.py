"""The grammar of rules/*.yaml (rules/README.md), one class a record and one line a key.

Knows shapes and closed lists. Knows no other record: names are resolved in ``assembly``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from planner import model
from planner.loading.validation import StrictModel
from planner.loading.words import Criterion, Figure, PreferenceName, one_of

_SOURCE = re.compile(
    r"(?P<document>.+?)(?: (?P<section>(?:Section|Appendix|Table|Figure) [^()]+?))? \((?P<checked>[a-z]+)\)"
)


def _source(text: str) -> model.Source:
    found = _SOURCE.fullmatch(text)
    if not found or found["checked"] not in model.CHECKED:
        raise ValueError(f"'DOCUMENT [Section X] (HOW)' with HOW of {', '.join(model.CHECKED)}")
    return model.Source(document=found["document"], section=found["section"] or "", checked=found["checked"])


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _sources(value: Any) -> model.Sources:
    lines = _listed(value)
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
        raise ValueError("a source in one line, or a list of them")
    return tuple(_source(line) for line in lines)


Lines = Annotated[model.Sources, PlainValidator(_sources)]
Names = Annotated[list[str], BeforeValidator(_listed)]
Feature = Annotated[str, one_of(*model.FEATURES)]
Interface = Annotated[str, one_of(*model.INTERFACES)]
Kind = Annotated[str, one_of(*model.KINDS)]
Status = Annotated[str, one_of(*model.STATUSES)]
Part = Literal["payload", "own-header", "lower-header", "inner-packet"]
ScopeName = Literal["survey", "full"]
GivesName = Annotated[model.Gives, Field(strict=False)]
Count = Annotated[int, Field(ge=0, le=65535)]


class SourcedFlag(StrictModel):
    source: Lines


class Why(StrictModel):
    reason: Annotated[str, Field(min_length=1)]
    source: Lines


class Service(StrictModel):
    needs: Names = []
    offers: Names = []
    carries: list[Annotated[str, one_of(*model.PAYLOADS)]] = []
    source: Lines


class Properties(StrictModel):
    rest: GivesName
    reliability: GivesName | None = None
    preserveMsgBoundaries: GivesName | None = None
    perMsgReliability: GivesName | None = None
    preserveOrder: GivesName | None = None
    zeroRttMsg: GivesName | None = None
    multistreaming: GivesName | None = None
    fullChecksumSend: GivesName | None = None
    fullChecksumRecv: GivesName | None = None
    congestionControl: GivesName | None = None
    multipath: GivesName | None = None
    source: Lines


class SecurityFacts(StrictModel):
    features: list[Feature]
    protects: Annotated[str, one_of(*model.PROTECTS)]
    source: Lines


class CoverageFacts(StrictModel):
    encrypts: list[Part]
    authenticates: list[Part]
    readable: str = ""
    source: Lines


class ExposesFacts(StrictModel):
    row: str = ""
    interfaces: list[Interface] = []
    source: Lines | None = None


class NatFacts(StrictModel):
    passes: bool
    source: Lines


class HandshakeCost(StrictModel):
    full: Count | None = None
    resumed: Count | None = None
    early: Count | None = None
    note: str = ""
    source: Lines


class OverheadCost(StrictModel):
    bytes: Count | None = None
    bytes6: Count | None = None
    per: Literal["packet", "record", "frame", "message"] = "packet"
    over: dict[str, Count] = {}
    assumption: str = ""
    source: Lines


class Cost(StrictModel):
    handshake: HandshakeCost | None = None
    overhead: OverheadCost | None = None


class MinimumDatagram(StrictModel):
    bytes: Count
    source: Lines


class Implementation(StrictModel):
    where: str
    maintained: bool
    source: Lines


class ProtocolRecord(StrictModel):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
    name: Annotated[str, Field(min_length=1)]
    label: Annotated[str, Field(max_length=16)] = ""
    families: Names = []
    kinds: Annotated[list[Kind], Field(min_length=1)]
    scope: Literal["survey", "full", "none"]
    status: Annotated[list[Status], BeforeValidator(_listed), Field(min_length=1)]
    document: str
    source: Lines
    left_out: Why | None = Field(default=None, alias="left-out")
    instead: str = ""
    service: Service | None = None
    properties: Properties | None = None
    security: SecurityFacts | None = None
    coverage: CoverageFacts | None = None
    exposes: ExposesFacts | None = None
    boundary: Why | None = None
    validates_address: SourcedFlag | None = Field(default=None, alias="validates-address")
    nat: NatFacts | None = None
    cost: Cost | None = None
    minimum_datagram: MinimumDatagram | None = Field(default=None, alias="minimum-datagram")
    implementation: Implementation | None = None
    notes: str = ""


class LayeringRecord(StrictModel):
    upper: Names
    lower: Names
    on: Names | None = Field(default=None, alias="if-on")
    status: Literal["specified", "prohibited"]
    scope: ScopeName
    reason: str = ""
    source: Lines


class KeyingRecord(StrictModel):
    record: Names
    handshake: Names
    scope: ScopeName
    travels: Literal["own-packets", "inside", "signalling", "none"]
    carriers: Names | None = None
    native_needs: str = Field(default="", alias="native-needs")
    lacks: list[Feature] = []
    exposes: ExposesFacts | None = None
    status: Annotated[list[Status], BeforeValidator(_listed)] = []
    cost: HandshakeCost | None = None
    notes: str = ""
    source: Lines


class TableRecord(StrictModel):
    row: str
    interfaces: list[Interface]
    only: dict[Interface, Names] = {}
    source: Lines


class ReasonedRecord(StrictModel):
    id: str
    text: str
    source: Lines


class ProfileRecord(StrictModel):
    profile: str
    preferences: dict[Annotated[str, one_of(*model.PROPERTIES)], PreferenceName]
    source: Lines


class RankingRecord(StrictModel):
    ranking: Annotated[str, Field(min_length=1)]
    about: str
    criteria: Annotated[list[Figure | Criterion], Field(min_length=1)]
    source: Lines


class NameRecord(StrictModel):
    world: Literal["sdp", "multiaddr", "word", "application"]
    name: Annotated[str, Field(min_length=1)]
    stack: Names = []
    application: str = ""
    value: Literal["", "ipv4", "ipv6", "host", "port", "text"] = ""
    only_read: bool = Field(default=False, alias="only-read")
    refused: str = ""
    about: str = ""
    source: Lines


class RulesFile(StrictModel):
    protocols: list[ProtocolRecord] = []
    layering: list[LayeringRecord] = []
    keying: list[KeyingRecord] = []
    table1: list[TableRecord] = []
    interfaces: list[ReasonedRecord] = []
    services: list[ReasonedRecord] = []
    constraints: list[ReasonedRecord] = []
    warnings: list[ReasonedRecord] = []
    environment: list[ReasonedRecord] = []
    profiles: list[ProfileRecord] = []
    rankings: list[RankingRecord] = []
    names: list[NameRecord] = []

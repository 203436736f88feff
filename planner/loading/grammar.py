"""The grammar of rules/*.yaml (rules/README.md), one class a record and one line a key.

Knows shapes and closed lists. Knows no other record: names are resolved in ``assembly``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

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
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Part = Literal["payload", "own-header", "lower-header", "inner-packet"]
ScopeName = Literal["survey", "full"]
GivesName = Annotated[model.Gives, Field(strict=False)]
Count = Annotated[int, Field(ge=0, le=65535)]
Port = Annotated[int, Field(ge=1, le=65535)]
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]


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


class PropertyValues(StrictModel):
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


class Properties(PropertyValues):
    rest: GivesName
    over: dict[str, PropertyValues] = {}
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
    passes: bool = False
    authenticates_addresses: bool = Field(default=False, alias="authenticates-addresses")
    source: Lines


class PathFacts(StrictModel):
    ip_number: Annotated[int, Field(ge=0, le=255)] | None = Field(default=None, alias="ip-number")
    looks_like: Names = Field(default=[], alias="looks-like")
    source: Lines


class OverFacts(StrictModel):
    over: Names
    source: Lines


class StandsFor(StrictModel):
    protocols: Names
    source: Lines


class PortFacts(StrictModel):
    number: Port | None = None
    over: dict[str, Port] = {}
    source: Lines


class RoundTrips(StrictModel):
    full: Count | None = None
    resumed: Count | None = None
    early: Count | None = None


class HandshakeCost(RoundTrips):
    note: str = ""
    source: Lines


class HandshakeByLower(HandshakeCost):
    over: dict[str, RoundTrips] = {}


class OverheadCost(StrictModel):
    bytes: Count | None = None
    bytes6: Count | None = None
    per: Literal["packet", "record", "frame", "message"] = "packet"
    over: dict[str, Count] = {}
    keyed_by: dict[str, Count] = Field(default={}, alias="keyed-by")
    assumption: str = ""
    source: Lines


class Cost(StrictModel):
    handshake: HandshakeByLower | None = None
    overhead: OverheadCost | None = None


class MinimumDatagram(StrictModel):
    bytes: Count
    ip_version: Literal[4, 6] | None = Field(default=None, alias="ip-version")
    source: Lines


class Implementation(StrictModel):
    where: str
    maintained: bool
    source: Lines


class ProtocolRecord(StrictModel):
    id: Id
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
    beside_streams: OverFacts | None = Field(default=None, alias="beside-streams")
    stands_for: StandsFor | None = Field(default=None, alias="stands-for")
    cuts: SourcedFlag | None = None
    path: PathFacts | None = None
    nat: NatFacts | None = None
    port: PortFacts | None = None
    cost: Cost | None = None
    minimum_datagram: MinimumDatagram | None = Field(default=None, alias="minimum-datagram")
    implementation: Implementation | None = None
    notes: str = ""


class LayeringRecord(StrictModel):
    upper: Names
    lower: Names
    on: Names | None = Field(default=None, alias="if-on")
    exact: bool = False
    status: Literal["specified", "practiced", "prohibited"]
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


class QualifierRecord(StrictModel):
    interface: Interface
    of: Names
    over: Names | None = None
    scope: ScopeName
    source: Lines


class TableRecord(StrictModel):
    row: str
    interfaces: list[Interface]
    only: list[QualifierRecord] = []
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
    world: Literal["sdp", "multiaddr", "stack", "word"]
    name: Annotated[str, Field(min_length=1)]
    stack: Names = []
    also: Names = []
    application: str = ""
    value: Literal["", "ipv4", "ipv6", "host", "port", "text"] = ""
    only_read: bool = Field(default=False, alias="only-read")
    refused: str = ""
    about: str = ""
    source: Lines


class DeploymentRecord(StrictModel):
    of: Names
    level: Annotated[str, one_of(*model.DEPLOYMENTS)] = Field(alias="class")
    evidence: Annotated[str, Field(min_length=1)]
    read: Month
    source: Lines


class ApplicationSecurity(StrictModel):
    confidentiality: PreferenceName | None = None
    integrity: PreferenceName | None = None


class ApplicationRecord(StrictModel):
    id: Id
    name: Annotated[str, Field(min_length=1)]
    carriers: Annotated[Names, Field(min_length=1)]
    port: Port | None = None
    ports: dict[str, Port | None] = {}
    security: ApplicationSecurity = ApplicationSecurity()
    notes: str = ""
    source: Lines


class EquivalenceRecord(StrictModel):
    members: Annotated[list[str], Field(min_length=2)]
    payloads: list[Annotated[str, one_of(*model.PAYLOADS)]] = []
    source: Lines


class AliasRecord(StrictModel):
    names: Annotated[Names, Field(min_length=1)]
    of: str
    source: Lines


class SizeByOption(StrictModel):
    """A choice's bytes, by the option's id and its choices."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    option: str

    @property
    def choices(self) -> dict[str, int]:
        return dict(self.model_extra or {})

    @model_validator(mode="after")
    def whole_numbers(self) -> SizeByOption:
        for choice, count in self.choices.items():
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise ValueError(f"a number of bytes for each choice; found {count!r} for {choice}")
        return self


SizeRecord = Count | SizeByOption


class PaddingRecord(StrictModel):
    to: SizeRecord
    counting: SizeRecord = 0
    least: Count = 0
    within_mtu: bool = Field(default=False, alias="within-mtu")


class FieldRecord(StrictModel):
    name: Annotated[str, Field(min_length=1)]
    side: Literal["header", "trailer"] = "header"
    bytes: SizeRecord | Literal["unknown"] | None = None
    times: str = ""
    pad: PaddingRecord | None = None
    steps: dict[str, Count] = {}
    counting: Count = 0
    over: Names | None = None
    not_over: Names = Field(default=[], alias="not-over")
    under: Names | None = None
    not_under: Names = Field(default=[], alias="not-under")
    keyed_by: Names | None = Field(default=None, alias="keyed-by")
    in_streams: bool = Field(default=False, alias="in-streams")
    ip_version: Literal[4, 6] | None = Field(default=None, alias="ip-version")

    @model_validator(mode="after")
    def one_kind(self) -> FieldRecord:
        if sum((self.bytes is not None, self.pad is not None, bool(self.steps))) != 1:
            raise ValueError("one of bytes, pad and steps says how many bytes there are")
        *limits, last = [*self.steps] or ["rest"]
        if last != "rest" or not all(limit.isascii() and limit.isdecimal() for limit in limits):
            raise ValueError("steps go up to decimal integers, as text, and the last one is rest")
        if (numbers := [*map(int, limits)]) != sorted(set(numbers)):
            raise ValueError("steps go upwards")
        return self


class LargerRecord(StrictModel):
    does: Literal["cut", "fragmented", "refused", "below"]
    text: str


class PacketRecord(StrictModel):
    of: Names
    fields_: list[FieldRecord] = Field(alias="fields")
    assumption: str = ""
    larger: LargerRecord | None = None
    source: Lines


class OptionRecord(StrictModel):
    id: Annotated[str, Field(min_length=1)]
    of: Names
    about: Annotated[str, Field(min_length=1)]
    choices: list[str] = []
    least: Count = 0
    most: Count = 0
    step: Annotated[int, Field(ge=1)] = 1
    default: str | int
    limited: dict[str, list[str]] = {}
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
    deployment: list[DeploymentRecord] = []
    applications: list[ApplicationRecord] = []
    equivalences: list[EquivalenceRecord] = []
    aliases: list[AliasRecord] = []
    packets: list[PacketRecord] = []
    options: list[OptionRecord] = []

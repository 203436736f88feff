"""The grammar of one protocol's record in rules/*.yaml (rules/README.md, "protocols"), a class for each group of facts.

Knows shapes and closed lists. Knows no other record: names are resolved in ``assembly``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner import model
from planner.loading.rule_words import (
    Count,
    Feature,
    GivesName,
    Id,
    Interface,
    Kind,
    Lines,
    Names,
    OneOrMore,
    Part,
    Port,
    Status,
)
from planner.loading.validation import StrictModel
from planner.loading.words import one_of


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
    status: Annotated[OneOrMore[Status], Field(min_length=1)]
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

"""The grammar of rules/*.yaml (rules/README.md), one class a record and one line a key.

Knows shapes and closed lists. Knows no other record: names are resolved in ``assembly``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner import model
from planner.loading.packet_grammar import FlightsRecord, OptionRecord, PacketRecord
from planner.loading.protocol_grammar import ExposesFacts, HandshakeCost, ProtocolRecord
from planner.loading.rule_words import (
    Feature,
    Id,
    Interface,
    Lines,
    Month,
    Names,
    OneOrMore,
    Port,
    ScopeName,
    Status,
)
from planner.loading.validation import StrictModel
from planner.loading.words import Criterion, Figure, PreferenceName, one_of


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
    status: OneOrMore[Status] = []
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
    flights: list[FlightsRecord] = []

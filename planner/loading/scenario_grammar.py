"""The grammar of a scenario file (docs/design.md, "The scenario file"), one class a section and one line a key.

Knows shapes and closed lists. Names of the catalogue are looked up in ``scenarios``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from planner import model
from planner.loading.validation import StrictModel
from planner.loading.words import Criterion, Figure, PreferenceName, ProtocolName, integer, one_of

Limit = Annotated[int, Field(ge=0, le=8), integer(0, 8)]


class Application(StrictModel):
    """What the application hands over."""

    payload: Annotated[str, one_of(*model.PAYLOADS)] | None = Field(
        default=None, description="What the application hands over to the stack."
    )
    protocol: str | None = Field(
        default=None, description="The application's protocol: its documents say what it runs over."
    )
    framer: bool | None = Field(default=None, description="Whether the application frames its messages itself.")


class TransportSection(StrictModel):
    """Transport properties of RFC 9622 Section 6.2, and a profile of its Appendix B.2 that sets them."""

    profile: str | None = Field(default=None, description="A profile; it sets the preferences that are not named here.")
    reliability: PreferenceName | None = None
    preserveMsgBoundaries: PreferenceName | None = None
    perMsgReliability: PreferenceName | None = None
    preserveOrder: PreferenceName | None = None
    zeroRttMsg: PreferenceName | None = None
    multistreaming: PreferenceName | None = None
    fullChecksumSend: PreferenceName | None = None
    fullChecksumRecv: PreferenceName | None = None
    congestionControl: PreferenceName | None = None
    multipath: PreferenceName | None = None


class InterfaceSection(StrictModel):
    """The application interfaces of RFC 8922 Section 5."""

    IPK: PreferenceName | None = None
    ALG: PreferenceName | None = None
    EXT: PreferenceName | None = None
    CM: PreferenceName | None = None
    AD: PreferenceName | None = None
    PSKI: PreferenceName | None = None
    IV: PreferenceName | None = None
    SAV: PreferenceName | None = None
    CT: PreferenceName | None = None
    KU: PreferenceName | None = None
    SSKE: PreferenceName | None = None
    KE: PreferenceName | None = None
    ME: PreferenceName | None = None


class SecuritySection(StrictModel):
    """Security features end to end; confidentiality and integrity are required where nothing is said."""

    confidentiality: PreferenceName | None = None
    integrity: PreferenceName | None = None
    peer_authentication: PreferenceName | None = Field(default=None, alias="peer-authentication")
    forward_secrecy: PreferenceName | None = Field(default=None, alias="forward-secrecy")
    replay_protection: PreferenceName | None = Field(default=None, alias="replay-protection")
    post_quantum: PreferenceName | None = Field(default=None, alias="post-quantum")
    protects: Annotated[str, one_of(*model.PROTECTS)] | None = Field(
        default=None, description="At least this much has to be protected end to end."
    )


class EnvironmentSection(StrictModel):
    """What the path and the host are like."""

    blocked: list[ProtocolName] = Field(default=[], description="Protocols or families that the path drops.")
    nat: bool | None = Field(default=None, description="Whether the path has a NAPT.")
    unavailable: list[ProtocolName] = Field(
        default=[], description="Protocols or families that this host does not have."
    )
    available: list[ProtocolName] | None = Field(
        default=None, description="What this host has; nothing else can be had there, ip apart."
    )
    tops: list[ProtocolName] | None = Field(
        default=None, description="What this host lets an application use directly."
    )
    ip_version: Literal[4, 6] | None = Field(default=None, alias="ip-version", description="Of the outermost ip.")
    inner_ip_version: Literal[4, 6] | None = Field(
        default=None, alias="inner-ip-version", description="Of ip inside tunnels; the same as outside where not given."
    )
    mtu: Annotated[int, Field(ge=68, le=65535), integer(68, 65535)] | None = Field(
        default=None, description="Bytes of an IP packet on the path."
    )


class LimitSection(StrictModel):
    """How many stacks are listed, and how deep they may be."""

    stacks: Annotated[int, Field(ge=1, le=1_000_000), integer(1, 1_000_000)] | None = Field(
        default=None, description="How many stacks are listed."
    )
    tunnels: Limit | None = Field(default=None, description="How many layers may be tunnels.")
    security_layers: Limit | None = Field(
        default=None, alias="security-layers", description="How many layers of each leg may be security protocols."
    )
    relays: Limit | None = Field(default=None, description="How many layers may be relays.")
    deployment: Annotated[str, one_of(*model.DEPLOYMENTS)] | None = Field(
        default=None, description="No part of a stack may be less deployed than this."
    )


class RankingSection(StrictModel):
    """A ranking of the scenario's own: criteria one after another, the smaller the better."""

    criteria: Annotated[list[Figure | Criterion], Field(min_length=1)]

    @field_validator("criteria")
    @classmethod
    def weighed_once(cls, criteria: list[Figure | Criterion]) -> list[Figure | Criterion]:
        names = [criterion if isinstance(criterion, str) else criterion.name for criterion in criteria]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"each criterion once; {', '.join(repeated)} stands there again")
        if any(not criterion.weights for criterion in criteria if isinstance(criterion, Criterion)):
            raise ValueError("at least one weight for each named criterion")
        return criteria


class ScenarioFile(StrictModel):
    """One scenario file, or a part of one for ``--with``."""

    name: str | None = Field(default=None, description="What the scenario is called in the answer.")
    application: Application = Application()
    transport: TransportSection = TransportSection()
    interfaces: InterfaceSection = InterfaceSection()
    security: SecuritySection = SecuritySection()
    protocols: dict[str, PreferenceName] = Field(default={}, description="Policy: an id, a family, a kind or a status.")
    allowed: list[ProtocolName] | None = Field(
        default=None, description="No security protocol outside this list is used end to end."
    )
    environment: EnvironmentSection = EnvironmentSection()
    limits: LimitSection = LimitSection()
    options: dict[str, Any] = Field(
        default={}, description="Choices within a protocol that change bytes and no stack's validity."
    )
    equivalent: list[list[ProtocolName]] = Field(
        default=[], description="Security protocols that may stand in for each other, group by group."
    )
    layering: model.LayeringName | None = Field(
        default=None,
        description="Whether pairs count that no document defines: what software does, or whatever services allow.",
    )
    scope: Literal["survey", "full"] | None = Field(
        default=None, description="RFC 8922 and what it stands on, or later and neighbouring documents as well."
    )
    ranking: str | RankingSection | None = Field(
        default=None, description="A ranking of the catalogue by name, or one of the scenario's own."
    )

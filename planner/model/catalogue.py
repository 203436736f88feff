"""Facts of the catalogue, each with its source, and the stacks that they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from planner.model.words import SCOPES, Gives, Preference


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a fact stands and how sure it is."""

    document: str
    section: str = ""
    checked: str = "memory"

    @property
    def citation(self) -> str:
        return f"{self.document} {self.section}" if self.section else self.document

    def __str__(self) -> str:
        return f"{self.citation} ({self.checked})"


Sources = tuple[Source, ...]


def cite(sources: Sources) -> str:
    """``RFC 4571 Section 2; RFC 7850``: the documents in the order given, each once."""
    return "; ".join(dict.fromkeys(source.citation for source in sources))


@dataclass(frozen=True, kw_only=True, slots=True)
class Handshake:
    """Round trips of one layer alone before its initiator sends application data; ``None`` is unknown."""

    full: int | None = None
    resumed: int | None = None
    early: int | None = None
    note: str = ""
    sources: Sources = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Overhead:
    """Bytes that one layer adds alone, per ``per`` (packet, record, frame or message); ``None`` is unknown.

    ``bytes6`` differs only for ``ip``; ``over`` names what it is over one lower layer instead (OpenVPN's length
    prefix on TCP).
    """

    bytes: int | None = None
    bytes6: int | None = None
    per: str = "packet"
    over: Mapping[str, int] = field(default_factory=dict)
    assumption: str = ""
    sources: Sources = ()

    def count(self, *, lower: str | None, ip_version: int) -> int | None:
        if lower is not None and lower in self.over:
            return self.over[lower]
        return self.bytes6 if ip_version == 6 and self.bytes6 is not None else self.bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What a security layer encrypts and authenticates: parts out of payload, own-header, lower-header,
    inner-packet."""

    encrypts: tuple[str, ...] = ()
    authenticates: tuple[str, ...] = ()
    readable: str = ""
    sources: Sources = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposes:
    """The interfaces a layer exposes: a row of the survey's Table 1, or a list of its own."""

    row: str = ""
    interfaces: tuple[str, ...] = ()
    sources: Sources = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Protocol:
    """One entry of the catalogue.

    ``scope`` is the narrowest scope it is planned in; ``None`` is known and planned in none. ``left_out`` says why
    it is not planned where it is not; ``instead`` names the entry that stands for it.
    """

    id: str
    name: str
    kinds: frozenset[str]
    statuses: frozenset[str]
    scope: str | None
    document: str
    sources: Sources
    label: str = ""
    families: tuple[str, ...] = ()
    left_out: str = ""
    left_out_sources: Sources = ()
    instead: str = ""
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    service_sources: Sources = ()
    properties: Mapping[str, Gives] = field(default_factory=dict)
    property_sources: Sources = ()
    features: frozenset[str] = frozenset()
    protects: str = ""
    security_sources: Sources = ()
    coverage: Coverage | None = None
    exposes: Exposes | None = None
    validates_address: Sources = ()
    passes_nat: bool = False
    nat_sources: Sources = ()
    boundary: str = ""
    boundary_sources: Sources = ()
    handshake: Handshake = Handshake()
    overhead: Overhead = Overhead()
    minimum_datagram: int = 0
    implementation: str = ""
    maintained: bool = True
    notes: str = ""

    @property
    def short(self) -> str:
        """What a picture calls it."""
        return self.label or self.name

    @property
    def is_security(self) -> bool:
        return "security" in self.kinds

    @property
    def is_tunnel(self) -> bool:
        return "tunnel" in self.kinds

    @property
    def is_relay(self) -> bool:
        return "relay" in self.kinds

    @property
    def is_boundary(self) -> bool:
        return bool(self.boundary)

    def planned_in(self, scope: str) -> bool:
        return self.scope is not None and SCOPES.index(self.scope) <= SCOPES.index(scope)

    def names(self) -> frozenset[str]:
        """Every name that a scenario may call it by: id, families, kinds, statuses."""
        return frozenset((self.id, *self.families, *self.kinds, *self.statuses))


@dataclass(frozen=True, kw_only=True, slots=True)
class Keying:
    """``handshake`` keys ``record``.

    ``travels``: ``own-packets`` (the path sees the handshake: DTLS beside SRTP, IKEv2), ``inside`` the record protocol
    (TLS in QUIC), ``signalling`` or ``none``. ``carriers`` are the layers under the record protocol on which the
    handshake can run beside it; ``None`` where it needs none. ``native_needs`` is what the handshake runs over where
    the record protocol stands directly on the outermost ``ip`` (IKEv2: ``udp``). ``lacks`` are features that the
    pair does not have.
    """

    handshake: str
    record: str
    scope: str
    travels: str
    sources: Sources
    carriers: frozenset[str] | None = None
    native_needs: str = ""
    lacks: frozenset[str] = frozenset()
    exposes: Exposes | None = None
    cost: Handshake = Handshake()
    statuses: frozenset[str] = frozenset()
    notes: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layering:
    """``upper`` runs over ``lower``; where ``on`` is given, only if the layer below ``lower`` is one of these."""

    upper: str
    lower: str
    status: Literal["specified", "compatible", "prohibited"]
    scope: str
    sources: Sources
    on: frozenset[str] | None = None
    reason: str = ""

    @property
    def id(self) -> str:
        return f"{self.upper}/{self.lower}"


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """A row of the survey's Table 1. ``only`` keeps an interface to some protocols (Section 5.3: DTLS has ME in 1.3
    only)."""

    row: str
    interfaces: tuple[str, ...]
    sources: Sources
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """A ranking profile: criteria one after another; each is a weighted sum of figures, the smaller the better."""

    name: str
    about: str
    criteria: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    sources: Sources = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reasoned:
    """A named thing with its sentence and source: a validity rule, a warning, an environment fact, an interface."""

    id: str
    text: str
    sources: Sources


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """What another world calls a stack, or a part of one.

    ``world`` is ``sdp`` (a whole proto value), ``multiaddr`` (one component), ``word`` (one layer as RFC 9623 writes
    it) or ``application`` (a name on top that is not planned). ``stacks`` are patterns, top to bottom: a family, or a
    missing handshake, leaves every choice open; none for what adds no layer. ``value`` is what follows a multiaddr
    component. ``only_read`` is understood and not given; ``refused`` says why a stack with it cannot be named.
    """

    world: str
    name: str
    stacks: tuple[str, ...]
    sources: Sources
    application: str = ""
    value: str = ""
    only_read: bool = False
    refused: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A whole catalogue, checked. Mappings keep the order of ids."""

    protocols: Mapping[str, Protocol]
    keyings: tuple[Keying, ...]
    layerings: tuple[Layering, ...]
    rows: Mapping[str, TableRow]
    rankings: Mapping[str, Ranking]
    constraints: Mapping[str, Reasoned]
    warnings: Mapping[str, Reasoned]
    interfaces: Mapping[str, Reasoned]
    environment: Mapping[str, Reasoned]
    profiles: Mapping[str, Mapping[str, Preference]]
    services: Mapping[str, Reasoned]
    digest: str
    names: tuple[Name, ...] = ()

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for protocol in self.protocols.values():
            for family in protocol.families:
                found.setdefault(family, []).append(protocol.id)
        return {name: tuple(sorted(found[name])) for name in sorted(found)}

    @cached_property
    def keyings_of(self) -> Mapping[str, Mapping[str, Keying]]:
        """record protocol -> handshake -> the pair."""
        found: dict[str, dict[str, Keying]] = {}
        for keying in self.keyings:
            found.setdefault(keying.record, {})[keying.handshake] = keying
        return found

    def keyings_in(self, record: str, scope: str) -> tuple[Keying, ...]:
        """The pairs of a record protocol in a scope, by the handshake's id."""
        pairs = self.keyings_of.get(record, {})
        return tuple(
            pairs[name]
            for name in sorted(pairs)
            if SCOPES.index(pairs[name].scope) <= SCOPES.index(scope) and self.protocols[name].planned_in(scope)
        )

    def pair_of(self, layer: Layer) -> Keying | None:
        """The pair of a layer and the handshake that keys it; None where it has none, or none that keys it."""
        return self.keyings_of.get(layer.protocol, {}).get(layer.keyed_by)

    def expand(self, name: str) -> tuple[str, ...]:
        """The ids that an id or a family stands for; nothing for an unknown name."""
        if name in self.protocols:
            return (name,)
        return self.families.get(name, ())


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Layer:
    """One place of a stack: a protocol and, where it needs one, the handshake that keys it."""

    protocol: str
    keyed_by: str = ""

    def __str__(self) -> str:
        return f"{self.protocol}({self.keyed_by})" if self.keyed_by else self.protocol

    @property
    def ids(self) -> tuple[str, ...]:
        """Its protocol and, where it needs one, its handshake."""
        return (self.protocol, self.keyed_by) if self.keyed_by else (self.protocol,)


Stack = tuple[Layer, ...]


def ids_of(stack: Stack) -> tuple[str, ...]:
    """The protocols and handshakes of some layers, from the top, each once."""
    return tuple(dict.fromkeys(id for layer in stack for id in layer.ids))


def spell(stack: Stack) -> str:
    """The canonical name of a stack, top to bottom: ``srtp(dtls-1.3)/udp/ip``."""
    return "/".join(str(layer) for layer in stack)

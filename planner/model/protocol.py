"""What the catalogue knows of one protocol by itself, each fact with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from planner.model.sources import Sources
from planner.model.words import SCOPES, Gives


@dataclass(frozen=True, kw_only=True, slots=True)
class Handshake:
    """Round trips of one layer alone before its initiator sends application data; ``None`` is unknown.

    ``over`` names those that are others directly over one lower layer (a cookie of DTLS over UDP).
    """

    full: int | None = None
    resumed: int | None = None
    early: int | None = None
    over: Mapping[str, tuple[int | None, int | None, int | None]] = field(default_factory=dict)
    note: str = ""
    sources: Sources = ()

    def directly_over(self, lower: str | None) -> Handshake:
        if lower is None or lower not in self.over:
            return self
        full, resumed, early = self.over[lower]
        return replace(self, full=full, resumed=resumed, early=early)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overhead:
    """Bytes that one layer adds alone, per ``per`` (packet, record, frame or message); ``None`` is unknown.

    ``bytes6`` differs only for ``ip``; ``over`` names what it is over one lower layer instead (OpenVPN's length
    prefix on TCP), ``keyed_by`` with one handshake's keys; with both, over the lower layer as much more or less.
    """

    bytes: int | None = None
    bytes6: int | None = None
    per: str = "packet"
    over: Mapping[str, int] = field(default_factory=dict)
    keyed_by: Mapping[str, int] = field(default_factory=dict)
    assumption: str = ""
    sources: Sources = ()

    def count(self, *, lower: str | None, ip_version: int, keyed_by: str = "") -> int | None:
        plain = self.bytes6 if ip_version == 6 and self.bytes6 is not None else self.bytes
        there = self.over.get(lower or "", plain)
        if keyed_by not in self.keyed_by:
            return there
        return self.keyed_by[keyed_by] + (there or 0) - (plain or 0)


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

    ``properties_over`` has the values that differ directly over one lower layer. ``beside_streams`` are the lower
    layers over which it sends datagrams that are in none of their streams. ``stands_for`` are the protocols whose
    service it offers, so that what runs over those runs over it, too. ``cuts``: it offers a byte stream, which is cut
    into segments, so that nothing above it needs a datagram of some size. ``ip_number``: the IP protocol number by
    which a filter tells it; ``looks_like``: what a filter takes it for, too. ``minimum_datagram`` is needed by every
    version of IP, or by ``minimum_version`` only. ``port`` is its default port on the transport below, ``port_over``
    where that depends on the layer directly below.
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
    properties_over: Mapping[str, Mapping[str, Gives]] = field(default_factory=dict)
    beside_streams: frozenset[str] = frozenset()
    property_sources: Sources = ()
    features: frozenset[str] = frozenset()
    protects: str = ""
    security_sources: Sources = ()
    coverage: Coverage | None = None
    exposes: Exposes | None = None
    validates_address: Sources = ()
    stands_for: tuple[str, ...] = ()
    stands_for_sources: Sources = ()
    cuts: bool = False
    ip_number: int | None = None
    looks_like: tuple[str, ...] = ()
    path_sources: Sources = ()
    passes_nat: bool = False
    authenticates_addresses: bool = False
    nat_sources: Sources = ()
    boundary: str = ""
    boundary_sources: Sources = ()
    handshake: Handshake = Handshake()
    overhead: Overhead = Overhead()
    minimum_datagram: int = 0
    minimum_version: int | None = None
    port: int | None = None
    port_over: Mapping[str, int] = field(default_factory=dict)
    port_sources: Sources = ()
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

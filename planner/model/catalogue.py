"""How protocols go together, and whatever else the catalogue knows, each fact with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from planner.model.flights import FlightRule
from planner.model.packets import Option, PacketRule
from planner.model.protocol import Exposes, Handshake, Protocol
from planner.model.sources import Sources
from planner.model.stack import Layer
from planner.model.words import DEPLOYMENTS, SCOPES, Preference

COMMON = "common"
"""The class of what has none, in someone's own rules."""


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
    cost: Handshake = field(default_factory=Handshake)
    statuses: frozenset[str] = frozenset()
    notes: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layering:
    """``upper`` runs over ``lower``; where ``on`` is given, only if the layer below ``lower`` is one of these.

    Where ``exact``, ``lower`` is meant itself and not what stands for it (TCP-AO changes TCP itself and so runs over
    nothing that only offers its service).
    """

    upper: str
    lower: str
    status: Literal["specified", "practiced", "compatible", "prohibited"]
    scope: str
    sources: Sources
    on: frozenset[str] | None = None
    exact: bool = False
    reason: str = ""

    @property
    def id(self) -> str:
        return f"{self.upper}/{self.lower}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Qualifier:
    """Keeps an interface of a row to some protocols, records or handshakes (RFC 8922 Section 5.3: DTLS has ME in 1.3
    only), and where ``over`` is given to these directly below. Of several scopes the widest counts."""

    interface: str
    of: frozenset[str]
    scope: str
    sources: Sources
    over: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """A row of the survey's Table 1, with what keeps its interfaces to some protocols."""

    row: str
    interfaces: tuple[str, ...]
    sources: Sources
    only: tuple[Qualifier, ...] = ()

    @property
    def only_in_survey(self) -> Mapping[str, frozenset[str]]:
        """The interfaces that RFC 8922 keeps to some protocols, with these."""
        return {qualifier.interface: qualifier.of for qualifier in self.only if qualifier.scope == "survey"}


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

    ``world`` is ``sdp`` (a whole proto value), ``multiaddr`` (one component), ``stack`` (a whole stack) or ``word``
    (one layer as RFC 9623 writes it). ``stacks`` are patterns, top to bottom: a family, or a missing handshake, leaves
    every choice open; none for what adds no layer. ``also`` are patterns that the name is met for, and not given to.
    ``value`` is what follows a multiaddr component. ``only_read`` is understood and not given; ``refused`` says why a
    stack with it cannot be named; ``about`` is what a reader of it should know.
    """

    world: str
    name: str
    stacks: tuple[str, ...]
    sources: Sources
    also: tuple[str, ...] = ()
    application: str = ""
    value: str = ""
    only_read: bool = False
    refused: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployment:
    """How far a part is to be had in the field (docs/design.md, "Ranking").

    ``part`` is a protocol's id, a layering ``upper/lower`` (``*/lower``: anything over ``lower`` that has no line of
    its own) or a keying ``record(handshake)``; ``read`` is the month in which the evidence was looked at.
    """

    part: str
    level: str
    evidence: str
    read: str
    sources: Sources


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """A protocol that hands data to a stack and is no layer of it: over which carriers its documents let it run.

    ``carriers`` are topmost layers from the top, the encrypted and best documented first; a family stands for its
    members, ``udp`` and ``tcp`` for whatever offers their service. ``port`` is the default port of those that
    ``ports`` does not name; ``None`` is none. ``security`` stands in place of the defaults where nobody says otherwise.
    """

    id: str
    name: str
    carriers: tuple[str, ...]
    sources: Sources
    port: int | None = None
    ports: Mapping[str, int | None] = field(default_factory=dict)
    security: Mapping[str, Preference] = field(default_factory=dict)
    notes: str = ""

    def port_of(self, carrier: str) -> int | None:
        return self.ports.get(carrier, self.port)


@dataclass(frozen=True, kw_only=True, slots=True)
class Equivalence:
    """Security protocols, as layers are spelled, that may stand in for each other for these payloads (none given: for
    all), by a document that says so (docs/design.md, "Ranking")."""

    members: tuple[str, ...]
    sources: Sources
    payloads: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Alias:
    """Another name of a protocol or of a family."""

    name: str
    of: str
    sources: Sources


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
    deployments: Mapping[str, Deployment] = field(default_factory=dict)
    applications: Mapping[str, Application] = field(default_factory=dict)
    equivalences: tuple[Equivalence, ...] = ()
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    packets: Mapping[str, PacketRule] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)
    flights: Mapping[str, tuple[FlightRule, ...]] = field(default_factory=dict)

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        return self._by(lambda protocol: protocol.families)

    @cached_property
    def keyings_of(self) -> Mapping[str, Mapping[str, Keying]]:
        """record protocol -> handshake -> the pair."""
        pairs: dict[str, dict[str, Keying]] = {}
        for keying in self.keyings:
            pairs.setdefault(keying.record, {})[keying.handshake] = keying
        return pairs

    def keyings_in(self, record: str, scope: str) -> tuple[Keying, ...]:
        """The pairs of a record protocol in a scope, by the handshake's id."""
        pairs = self.keyings_of.get(record, {})
        return tuple(
            pairs[name]
            for name in sorted(pairs)
            if SCOPES.index(pairs[name].scope) <= SCOPES.index(scope) and self.protocols[name].planned_in(scope)
        )

    @cached_property
    def stand_ins(self) -> Mapping[str, tuple[str, ...]]:
        """What offers a protocol's service and so stands for it where another runs over it: ``udp`` -> ``turn``."""
        return self._by(lambda protocol: protocol.stands_for)

    def meant(self, lowers: Iterable[str]) -> frozenset[str]:
        """The ids that are meant where a rule names lower layers: themselves and what stands for them."""
        return frozenset(id for name in lowers for id in (name, *self.stand_ins.get(name, ())))

    def pair_of(self, layer: Layer) -> Keying | None:
        """The pair of a layer and the handshake that keys it; None where it has none, or none that keys it."""
        return self.keyings_of.get(layer.protocol, {}).get(layer.keyed_by)

    def canonical(self, name: str) -> str:
        """The id or family that an alias stands for; any other name as it is."""
        alias = self.aliases.get(name)
        return alias.of if alias else name

    def expand(self, name: str) -> tuple[str, ...]:
        """The ids that an id, a family or an alias stands for; nothing for an unknown name."""
        name = self.canonical(name)
        if name in self.protocols:
            return (name,)
        return self.families.get(name, ())

    def deployed(self, protocol: str) -> Deployment | None:
        """What is known of a protocol's deployment, a handshake's too; what has no class counts as common."""
        return self.deployments.get(protocol)

    def layering_deployed(self, upper: str, lower: str) -> Deployment | None:
        """What is known of a layering's deployment, where that is worse than both its ends'."""
        line = self.deployments.get(f"{upper}/{lower}") or self.deployments.get(f"*/{lower}")
        return self._where_worse(line, upper, lower)

    def keying_deployed(self, record: str, handshake: str) -> Deployment | None:
        """What is known of a keying's deployment, where that is worse than both its ends'."""
        return self._where_worse(self.deployments.get(f"{record}({handshake})"), record, handshake)

    def level(self, protocol: str) -> str:
        """How far a protocol is deployed."""
        known = self.deployments.get(protocol)
        return known.level if known else COMMON

    def _by(self, names: Callable[[Protocol], tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the protocols of which each name is one of ``names``, sorted."""
        ids: dict[str, list[str]] = {}
        for protocol in self.protocols.values():
            for name in names(protocol):
                ids.setdefault(name, []).append(protocol.id)
        return {name: tuple(sorted(ids[name])) for name in sorted(ids)}

    def _where_worse(self, line: Deployment | None, *ends: str) -> Deployment | None:
        worst = max(DEPLOYMENTS.index(self.level(end)) for end in ends)
        return line if line and DEPLOYMENTS.index(line.level) > worst else None

"""The graph cut at its boundaries: every segment, with what it gives and costs, prepared once for a catalogue.

Knows rules and the graph's edges; knows nothing of scenarios. A segment is a simple path, so it holds no protocol
twice. What a scenario can ask of a segment is folded into bit masks here, so that stating a problem only compares
integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import NamedTuple

from planner import model
from planner.catalogue.layers import exposed, features, layer_names, maturity, round_trips, secured_by, seen_on_path
from planner.errors import PlannerError

INHERIT = str(model.Gives.INHERIT)
LIMIT = 8
"""The largest limit a scenario may set for tunnels, security layers, relays (docs/design.md, "The scenario file")."""


MOST = 100_000
"""Segments that are cut before it is given up: a derived layering of many security layers has millions."""


class TooManySegments(PlannerError):
    """A layering with more segments than can be planned with."""


class SegmentFacts(NamedTuple):
    """What a scenario can ask of one segment. ``head`` is the part that belongs to the leg above: the relay alone
    where a relay starts the segment, else all of it; only the head can be end to end.

    Masks count bits by ``Segments.bits``. ``None`` is unknown.
    """

    names: int  # ids, families, kinds and statuses of layers and handshakes
    path: int  # ids that the path sees: layers, and handshakes in packets of their own
    needed: int  # ids that a handshake needs beside the layers, on the outermost ip
    secured: int  # ids of the head's security protocols, and of their handshakes where there is a choice
    interfaces: int  # of the head, by the order of model.INTERFACES
    features: int  # of the head, by the order of model.FEATURES
    protects: int  # of the head: 0 nothing, else 1 + the place in model.PROTECTS
    properties: tuple[str, ...]  # by the order of model.PROPERTIES; 'inherit' leaves it to the segment below
    tunnels: int
    relays: int
    security_head: int
    security_rest: int
    passes_nat: bool
    reliable: int  # layers that are reliable by themselves
    maturity: int
    rtts: int | None
    bytes4: int | None
    bytes6: int | None


class Segment(NamedTuple):
    """Layers from a boundary (or the top) down to the one above the next boundary, or to the outermost ``ip``.

    ``carriers`` are the boundaries that may come next; none where the segment is outermost.
    """

    layers: tuple[model.Layer, ...]
    carriers: tuple[str, ...]
    facts: SegmentFacts
    names: tuple[str, ...]  # the layers' spellings

    @property
    def outermost(self) -> bool:
        return not self.carriers


@dataclass(frozen=True, kw_only=True)
class Segments:
    """All segments of a catalogue in one scope and layering, by the protocol that starts them."""

    scope: str
    layering: str
    edges: Mapping[tuple[str, str], model.Layering]
    starting: Mapping[str, tuple[Segment, ...]]
    security_limit: int

    @cached_property
    def count(self) -> int:
        return sum(map(len, self.starting.values()))


@dataclass(frozen=True, kw_only=True)
class Alphabet:
    """The bits of a catalogue's names: ids first, then families, kinds and statuses, each sorted."""

    bits: Mapping[str, int]

    @classmethod
    def of(cls, rules: model.Rules) -> Alphabet:
        names = (*sorted(rules.protocols), *rules.families, *sorted(model.KINDS), *sorted(model.STATUSES))
        return cls(bits={name: 1 << place for place, name in enumerate(dict.fromkeys(names))})

    def mask(self, names: Sequence[str] | frozenset[str]) -> int:
        total = 0
        for name in names:
            total |= self.bits[name]
        return total


def segments(
    rules: model.Rules,
    edges: Mapping[tuple[str, str], model.Layering],
    *,
    scope: str,
    layering: str,
    security_limit: int = LIMIT,
) -> Segments:
    """Every segment of the relation ``edges``; those with more than ``security_limit`` security layers are left out."""
    return _Cutter(rules, edges, scope, security_limit).cut(layering)


# --- machinery below --------------------------------------------------------------------------

Path = tuple[str, ...]


class _Starting(Mapping[str, tuple[Segment, ...]]):
    """Segments by what starts them, cut when they are first asked for: a derived layering has many, of which a scenario
    needs few."""

    def __init__(self, cutter: _Cutter, starts: Sequence[str]) -> None:
        self._cutter, self._left = cutter, MOST
        self._cut: dict[str, tuple[Segment, ...] | None] = dict.fromkeys(starts)

    def __getitem__(self, start: str) -> tuple[Segment, ...]:
        made = self._cut[start]
        if made is None:
            made = tuple(islice(self._cutter.segments_from(start), self._left + 1))
            if len(made) > self._left:
                raise TooManySegments(f"more than {MOST:,} segments")
            self._left -= len(made)
            self._cut[start] = made
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._cut)

    def __len__(self) -> int:
        return len(self._cut)


class _Cutter:
    def __init__(
        self, rules: model.Rules, edges: Mapping[tuple[str, str], model.Layering], scope: str, security_limit: int
    ) -> None:
        self.rules, self.edges, self.scope, self.limit = rules, edges, scope, security_limit
        self.alphabet = Alphabet.of(rules)
        self.pairs: dict[tuple[str, str], list[tuple[model.Layer, _One]]] = {}
        self.counts: dict[tuple[str, str], tuple[int | None, int | None]] = {}
        self.ones: dict[model.Layer, _One] = {}
        self.over: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
        self.lowers: dict[str, list[str]] = {}
        for upper, lower in edges:
            self.lowers.setdefault(upper, []).append(lower)

    def cut(self, layering: str) -> Segments:
        planned = [it for it in self.rules.protocols.values() if it.planned_in(self.scope)]
        starts = sorted(it.id for it in planned if it.is_boundary or it.carries)
        return Segments(
            scope=self.scope,
            layering=layering,
            edges=self.edges,
            starting=_Starting(self, starts),
            security_limit=self.limit,
        )

    def segments_from(self, start: str) -> Iterator[Segment]:
        for path in self.paths((start,)):
            carriers = self.carriers(path)
            for pairs in self.keyed(path):
                layers, ones = tuple([layer for layer, _ in pairs]), [one for _, one in pairs]
                names = tuple(map(str, layers))
                for own in self.alike(layers[-1], self.carriers_of_keys(layers[-1], carriers)):
                    yield Segment(layers, own, self.facts(ones, own), names)
                if path[-1] == "ip":
                    yield Segment(layers, (), self.facts(ones, ()), names)

    def paths(self, path: Path) -> Iterator[Path]:
        """Every simple path that goes on from ``path`` without entering a boundary, each ``on`` obeyed, ``path``
        included.

        Not networkx's ``all_simple_paths``: pairs of edges (``on``) and the limit of security layers cut it short.
        """
        if sum(self.rules.protocols[name].is_security for name in path) > self.limit:
            return
        yield path
        for lower in self.lowers.get(path[-1], ()):
            if lower not in path and not self.rules.protocols[lower].is_boundary and self.fits(path, lower):
                yield from self.paths((*path, lower))

    def fits(self, path: Path, lower: str) -> bool:
        on = self.edges[path[-2], path[-1]].on if len(path) > 1 else None
        return on is None or lower in on

    def carriers(self, path: Path) -> tuple[str, ...]:
        lowers = self.lowers.get(path[-1], ())
        return tuple(sorted(it for it in lowers if self.rules.protocols[it].is_boundary and self.fits(path, it)))

    def keyed(self, path: Path) -> Iterator[tuple[tuple[model.Layer, _One], ...]]:
        """The path's layers with every choice of handshakes that can run on it (docs/design.md, "A stack"), each with
        what it brings."""
        yield from product(*(self.keys(name, lower) for name, lower in zip(path, (*path[1:], ""), strict=True)))

    def keys(self, name: str, lower: str) -> list[tuple[model.Layer, _One]]:
        """A protocol over another one (or over a boundary) with each handshake that can run there."""
        if (name, lower) not in self.pairs:
            pairs = self.rules.keyings_in(name, self.scope)
            fitting = [it for it in pairs if it.carriers is None or not lower or lower in it.carriers]
            keyed = [model.Layer(protocol=name, keyed_by=it.handshake) for it in fitting]
            layers = keyed if name in self.rules.keyings_of else [model.Layer(protocol=name)]
            self.pairs[name, lower] = [(layer, self.one(layer)) for layer in layers]
        return self.pairs[name, lower]

    def carriers_of_keys(self, last: model.Layer, carriers: tuple[str, ...]) -> tuple[str, ...]:
        if not last.keyed_by:
            return carriers
        allowed = self.rules.keyings_of[last.protocol][last.keyed_by].carriers
        return carriers if allowed is None else tuple(it for it in carriers if it in allowed)

    def alike(self, last: model.Layer, carriers: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The carriers in groups over which the last layer costs the same (L2TP is shorter over ESP than over UDP)."""
        over = self.rules.protocols[last.protocol].overhead.over
        groups: dict[int | None, list[str]] = {}
        for carrier in carriers:
            groups.setdefault(over.get(carrier), []).append(carrier)
        return [tuple(group) for group in groups.values()]

    def facts(self, ones: list[_One], carriers: tuple[str, ...]) -> SegmentFacts:
        bytes4, bytes6 = self.bytes(ones, carriers[0] if carriers else "")
        head = ones[:1] if ones[0].relay else ones
        above = ones[-2] if not carriers and len(ones) > 1 else None
        return SegmentFacts(
            names=_union([it.names for it in ones]),
            path=0 if carriers else _union([it.path for it in ones]),
            needed=above.needed if above else 0,
            secured=_union([it.secured for it in head]),
            interfaces=_union([it.interfaces for it in head]),
            features=_union([it.features for it in head]),
            protects=max([it.protects for it in head]),
            properties=self.properties(ones),
            tunnels=sum([it.tunnel for it in ones]),
            relays=sum([it.relay for it in ones]),
            security_head=sum([it.secure for it in head]),
            security_rest=sum([it.secure for it in ones[len(head) :]]),
            passes_nat=above is not None and above.passes_nat,
            reliable=sum([it.reliable for it in ones]),
            maturity=sum([it.maturity for it in ones]),
            rtts=_total([it.rtts for it in ones]),
            bytes4=bytes4,
            bytes6=bytes6,
        )

    def one(self, layer: model.Layer) -> _One:
        """What a layer brings to the facts of every segment that it is in."""
        if layer not in self.ones:
            rules, mask = self.rules, self.alphabet.mask
            record = rules.protocols[layer.protocol]
            interfaces = [*exposed(rules, layer, scope=self.scope), *(["SAV"] if record.validates_address else [])]
            pair = rules.keyings_of[layer.protocol][layer.keyed_by] if layer.keyed_by else None
            self.ones[layer] = _One(
                protocol=layer.protocol,
                names=mask(layer_names(rules, layer)),
                path=mask(seen_on_path(rules, layer)),
                needed=mask([pair.native_needs] if pair and pair.native_needs else []),
                secured=mask(secured_by(rules, layer, self.scope)),
                interfaces=_places(model.INTERFACES, interfaces),
                features=_places(model.FEATURES, sorted(features(rules, layer))),
                protects=1 + model.PROTECTS.index(record.protects) if record.protects else 0,
                properties=tuple(str(record.properties[name]) for name in model.PROPERTIES),
                tunnel=record.is_tunnel,
                relay=record.is_relay,
                secure=record.is_security,
                passes_nat=record.passes_nat,
                reliable=record.properties["reliability"] == model.Gives.ALWAYS,
                maturity=maturity(rules, layer),
                rtts=round_trips(rules, layer).full,
            )
        return self.ones[layer]

    def properties(self, ones: list[_One]) -> tuple[str, ...]:
        """For each property the first value that is not left to the layer below."""
        found = ones[-1].properties
        for it in reversed(ones[:-1]):
            key = (it.properties, found)
            if key not in self.over:
                pairs = zip(*key, strict=True)
                self.over[key] = tuple(below if own == INHERIT else own for own, below in pairs)
            found = self.over[key]
        return found

    def bytes(self, ones: list[_One], carrier: str) -> tuple[int | None, int | None]:
        """The bytes that a segment adds, by IP version."""
        names = [it.protocol for it in ones]
        counts = [self.counted(name, lower) for name, lower in zip(names, [*names[1:], carrier], strict=True)]
        return _total([four for four, _ in counts]), _total([six for _, six in counts])

    def counted(self, name: str, lower: str) -> tuple[int | None, int | None]:
        if (name, lower) not in self.counts:
            overhead = self.rules.protocols[name].overhead
            below = lower or None
            self.counts[name, lower] = (
                overhead.count(lower=below, ip_version=4),
                overhead.count(lower=below, ip_version=6),
            )
        return self.counts[name, lower]


class _One(NamedTuple):
    """What one layer brings to the facts of its segments, as ``SegmentFacts`` has it."""

    protocol: str
    names: int
    path: int
    needed: int
    secured: int
    interfaces: int
    features: int
    protects: int
    properties: tuple[str, ...]
    tunnel: bool
    relay: bool
    secure: bool
    passes_nat: bool
    reliable: bool
    maturity: int
    rtts: int | None


def _union(masks: list[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total


def _places(order: tuple[str, ...], names: Sequence[str]) -> int:
    total = 0
    for name in names:
        total |= 1 << order.index(name)
    return total


def _total(parts: Sequence[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

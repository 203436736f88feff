"""Cutting the layering relation into segments: every simple path between boundaries, with every choice of handshakes.

Knows rules and the graph's edges; knows nothing of scenarios. What a segment's layers come to together is worked out in
``weighing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from planner import model
from planner.catalogue.segments import LIMIT, Alphabet, Segment, Segments, TooManySegments
from planner.catalogue.weighing import Contribution, Contributions, segment_facts

Edges = Mapping[tuple[str, str], model.Layering]
ProtocolPath = tuple[str, ...]

MOST = 100_000
"""Segments that are cut before it is given up: a derived layering of many security layers has millions."""


def segments(rules: model.Rules, edges: Edges, *, scope: str, layering: str, security_limit: int = LIMIT) -> Segments:
    """Every segment of the relation ``edges``; those with more than ``security_limit`` security layers are left out."""
    planned = [protocol for protocol in rules.protocols.values() if protocol.planned_in(scope)]
    starts = sorted(protocol.id for protocol in planned if protocol.is_boundary or protocol.carries)
    return Segments(
        scope=scope,
        layering=layering,
        edges=edges,
        starting=_Starting(_Cutter(rules, edges, scope, security_limit), starts),
        security_limit=security_limit,
    )


# --- machinery below --------------------------------------------------------------------------


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
    def __init__(self, rules: model.Rules, edges: Edges, scope: str, security_limit: int) -> None:
        self.rules, self.edges, self.scope, self.limit = rules, edges, scope, security_limit
        self.contributions = Contributions(rules, scope, Alphabet.of(rules))
        self.keys: dict[tuple[str, str], list[model.Layer]] = {}
        self.lowers: dict[str, list[str]] = {}
        for upper, lower in edges:
            self.lowers.setdefault(upper, []).append(lower)

    def segments_from(self, start: str) -> Iterator[Segment]:
        for path in self.paths((start,)):
            carriers = self.carriers(path)
            for layers in self.keyed(path):
                names = tuple(map(str, layers))
                above = [self.contributions.of(layer, lower) for layer, lower in zip(layers, path[1:], strict=False)]
                for last, alike in self.last(layers[-1], carriers):
                    yield Segment(layers, alike, segment_facts([*above, last], outermost=False), names)
                if path[-1] == "ip":
                    last = self.contributions.of(layers[-1], "")
                    yield Segment(layers, (), segment_facts([*above, last], outermost=True), names)

    def paths(self, path: ProtocolPath) -> Iterator[ProtocolPath]:
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

    def fits(self, path: ProtocolPath, lower: str) -> bool:
        on = self.edges[path[-2], path[-1]].on if len(path) > 1 else None
        return on is None or lower in on

    def carriers(self, path: ProtocolPath) -> tuple[str, ...]:
        """The boundaries that may carry the last layer of a path."""
        lowers = self.lowers.get(path[-1], ())
        return tuple(
            sorted(lower for lower in lowers if self.rules.protocols[lower].is_boundary and self.fits(path, lower))
        )

    def keyed(self, path: ProtocolPath) -> Iterator[tuple[model.Layer, ...]]:
        """The path's layers with every choice of handshakes that can run on it (docs/design.md, "A stack")."""
        yield from product(*(self.keys_over(name, lower) for name, lower in zip(path, (*path[1:], ""), strict=True)))

    def keys_over(self, name: str, lower: str) -> list[model.Layer]:
        """A protocol over another one, or over any boundary (''), with each handshake that can run there."""
        if (name, lower) not in self.keys:
            pairs = self.rules.keyings_in(name, self.scope)
            keyed = [
                model.Layer(protocol=name, keyed_by=pair.handshake)
                for pair in pairs
                if not lower or pair.carriers is None or lower in self.rules.meant(pair.carriers)
            ]
            self.keys[name, lower] = keyed if name in self.rules.keyings_of else [model.Layer(protocol=name)]
        return self.keys[name, lower]

    def last(self, layer: model.Layer, carriers: tuple[str, ...]) -> Iterator[tuple[Contribution, tuple[str, ...]]]:
        """The carriers of a segment in groups over which its last layer brings the same (L2TP is shorter over ESP than
        over UDP), each with what that is."""
        groups: dict[Contribution, list[str]] = {}
        for carrier in carriers:
            if layer in self.keys_over(layer.protocol, carrier):
                groups.setdefault(self.contributions.of(layer, carrier), []).append(carrier)
        return ((contribution, tuple(group)) for contribution, group in groups.items())

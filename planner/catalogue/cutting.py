"""Cutting the layering relation into segments: every simple path between boundaries, with every choice of handshakes.

Knows rules and the graph's edges; knows nothing of scenarios. What a segment's layers come to together is worked out in
``weighing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import prod

from planner import model
from planner.catalogue.segments import LIMIT, MOST, Alphabet, Countable, Segment, Segments, TooManySegments
from planner.catalogue.weighing import Contribution, Contributions, Sums, segment_facts, with_layer

Edges = Mapping[tuple[str, str], model.Layering]
ProtocolPath = tuple[str, ...]
Beginning = tuple[tuple[model.Layer, ...], Sums]
"""The layers of a segment but the last, and what they come to."""
Lasts = tuple[tuple[Contribution, tuple[str, ...]], ...]

MOST_LAYERS = 100
"""Layers of a segment, at most: the longest one of ours has fewer than ten."""


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


class _Starting(Countable):
    """Segments by what starts them, cut when they are first asked for: a derived layering has many, of which a scenario
    needs few."""

    def __init__(self, cutter: _Cutter, starts: Sequence[str]) -> None:
        self._cutter = cutter
        self._cut: dict[str, tuple[Segment, ...] | None] = dict.fromkeys(starts)
        self._counts: dict[str, int] = {}

    def __getitem__(self, start: str) -> tuple[Segment, ...]:
        made = self._cut[start]
        if made is None:
            self.afford((start,), MOST)
            made = self._cut[start] = tuple(self._cutter.segments_from(start))
        return made

    def afford(self, starts: Iterable[str], most: int) -> None:
        """Raises ``TooManySegments`` where these start more than ``most``: counted, without cutting any."""
        left = most
        for start in starts:
            counted = self._counts.get(start)
            if counted is None:
                counted = self._cutter.count(start, left)
                if counted <= left:  # else it was not counted to its end
                    self._counts[start] = counted
            left -= counted
            if left < 0:
                raise TooManySegments(f"more than {most:,} segments")

    def __iter__(self) -> Iterator[str]:
        return iter(self._cut)

    def __len__(self) -> int:
        return len(self._cut)


class _Cutter:
    def __init__(self, rules: model.Rules, edges: Edges, scope: str, security_limit: int) -> None:
        self.rules, self.edges, self.scope, self.limit = rules, edges, scope, security_limit
        self.contributions = Contributions(rules, scope, Alphabet.of(rules))
        self.keys: dict[tuple[str, str], list[model.Layer]] = {}
        self.lasts: dict[tuple[model.Layer, tuple[str, ...]], Lasts] = {}
        self.lowers: dict[str, list[str]] = {}
        for upper, lower in edges:
            self.lowers.setdefault(upper, []).append(lower)

    def segments_from(self, start: str) -> Iterator[Segment]:
        """Every segment that starts so."""
        return self.going_on((start,), [((), Sums())])

    def going_on(self, path: ProtocolPath, above: Sequence[Beginning]) -> Iterator[Segment]:
        """Every segment whose protocols begin with ``path``; ``above`` are the layers over the last of them, with every
        choice of handshakes that can run on it (docs/design.md, "A stack")."""
        if self.is_too_secure(path):
            return
        carriers = self.carriers(path)
        for layers, sums in above:
            for layer in self.keys_over(path[-1], ""):
                whole = (*layers, layer)
                names = tuple(map(str, whole))
                for last, alike in self.last(layer, carriers):
                    yield Segment(whole, alike, segment_facts(sums, last, outermost=False), names)
                if path[-1] == "ip":
                    last = self.contributions.of(layer, "")
                    yield Segment(whole, (), segment_facts(sums, last, outermost=True), names)
        for lower in self.next_on(path):
            below = [
                ((*layers, layer), with_layer(sums, self.contributions.of(layer, lower)))
                for layers, sums in above
                for layer in self.keys_over(path[-1], lower)
            ]
            yield from self.going_on((*path, lower), below)

    def count(self, start: str, most: int) -> int:
        """How many segments there are from a start, or more than ``most``: counted, without making any."""
        count = 0
        for path in self.paths((start,)):
            carriers = self.carriers(path)
            above = prod(len(self.keys_over(name, lower)) for name, lower in pairwise(path))
            lasts = self.keys_over(path[-1], "")
            count += above * sum(len(self.last(layer, carriers)) + (path[-1] == "ip") for layer in lasts)
            if count > most:
                break
        return count

    def paths(self, path: ProtocolPath) -> Iterator[ProtocolPath]:
        """Every simple path that goes on from ``path`` without entering a boundary, each ``on`` obeyed, ``path``
        included.

        Not networkx's ``all_simple_paths``: pairs of edges (``on``) and the limit of security layers cut it short.
        """
        if not self.is_too_secure(path):
            yield path
            for lower in self.next_on(path):
                yield from self.paths((*path, lower))

    def next_on(self, path: ProtocolPath) -> Iterator[str]:
        """Raises ``TooManySegments`` for a chain that nobody would build."""
        if len(path) > MOST_LAYERS:
            raise TooManySegments(f"a segment of more than {MOST_LAYERS} layers")
        for lower in self.lowers.get(path[-1], ()):
            if lower not in path and not self.rules.protocols[lower].is_boundary and self.fits(path, lower):
                yield lower

    def is_too_secure(self, path: ProtocolPath) -> bool:
        return sum(self.rules.protocols[name].is_security for name in path) > self.limit

    def fits(self, path: ProtocolPath, lower: str) -> bool:
        on = self.edges[path[-2], path[-1]].on if len(path) > 1 else None
        return on is None or lower in on

    def carriers(self, path: ProtocolPath) -> tuple[str, ...]:
        """The boundaries that may carry the last layer of a path."""
        lowers = self.lowers.get(path[-1], ())
        return tuple(
            sorted(lower for lower in lowers if self.rules.protocols[lower].is_boundary and self.fits(path, lower))
        )

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

    def last(self, layer: model.Layer, carriers: tuple[str, ...]) -> Lasts:
        """The carriers of a segment in groups over which its last layer brings the same (L2TP is shorter over ESP than
        over UDP), each with what that is."""
        key = (layer, carriers)
        if key not in self.lasts:
            groups: dict[Contribution, list[str]] = {}
            for carrier in carriers:
                if layer in self.keys_over(layer.protocol, carrier):
                    groups.setdefault(self.contributions.of(layer, carrier), []).append(carrier)
            self.lasts[key] = tuple((contribution, tuple(group)) for contribution, group in groups.items())
        return self.lasts[key]

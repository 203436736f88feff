"""The graph cut at its boundaries: every segment, with what it gives and costs, prepared once for a catalogue.

Knows rules and the graph's edges; knows nothing of scenarios. A segment is a simple path, so it holds no protocol
twice. What a scenario can ask of a segment is folded into bit masks here, so that stating a problem only compares
integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from planner import model
from planner.errors import PlannerError

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
    path: int  # what a filter takes its layers for; nothing but in the outermost segment
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
    reliable: int  # layers that recover losses of what is above them by themselves
    held: int  # of layers.FROM_BELOW, those that a layer always does to what is above it
    maturity: int
    deployment: int  # points of its protocols, handshakes, layerings and keyings
    level: int  # the least deployed part, by its place in model.DEPLOYMENTS
    rtts: int | None
    bytes4: int | None  # added with IP version 4, and 6
    bytes6: int | None
    least4: int  # the packet that has to fit below, for the needs of its own layers; 0 for none
    least6: int
    cuts: bool  # what is above is cut into segments of a stream, so that it needs no packet of any size
    carrier: int = 0  # the place of the application's carrier that it is, as the topmost


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


class Bound(NamedTuple):
    """The most that any of some segments takes of a path's MTU, by IP version: the packet that its own layers need, and
    what it adds to a packet above that it does not cut."""

    least4: int
    added4: int
    least6: int
    added6: int

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Bound:
        uncut = [segment.facts for segment in segments if not segment.facts.cuts]
        return cls(
            max((segment.facts.least4 for segment in segments), default=0),
            max((facts.bytes4 or 0 for facts in uncut), default=0),
            max((segment.facts.least6 for segment in segments), default=0),
            max((facts.bytes6 or 0 for facts in uncut), default=0),
        )


class Countable(Mapping[str, tuple[Segment, ...]]):
    """Segments by what starts them, cut when they are asked for, of which some may be more than can be planned with."""

    def afford(self, starts: Iterable[str], most: int) -> None:
        """Raises ``TooManySegments`` where these start more than ``most``."""


@dataclass(frozen=True, kw_only=True)
class Segments:
    """All segments of a catalogue in one scope and layering, by the protocol that starts them."""

    scope: str
    layering: str
    edges: Mapping[tuple[str, str], model.Layering]
    starting: Mapping[str, tuple[Segment, ...]]
    security_limit: int
    bounds: dict[str, Bound] = field(default_factory=dict)

    def bound(self, start: str) -> Bound:
        """The most that the segments of a start take of a path's MTU."""
        if start not in self.bounds:
            self.bounds[start] = Bound.of(self.starting[start])
        return self.bounds[start]

    def afford(self, starts: Iterable[str], most: int = MOST) -> None:
        """Raises ``TooManySegments`` where these start more than a question can be planned with, before any is cut."""
        if isinstance(self.starting, Countable):
            self.starting.afford(starts, most)

    @cached_property
    def count(self) -> int:
        return sum(map(len, self.starting.values()))


def union(masks: Iterable[int]) -> int:
    """Every bit that is in one of some masks."""
    return reduce(or_, masks, 0)


@dataclass(frozen=True, kw_only=True)
class Alphabet:
    """The bits of a catalogue's names: ids first, then families, kinds and statuses, each sorted."""

    bits: Mapping[str, int]

    @classmethod
    def of(cls, rules: model.Rules) -> Alphabet:
        names = (*sorted(rules.protocols), *rules.families, *sorted(model.KINDS), *sorted(model.STATUSES))
        return cls(bits={name: 1 << place for place, name in enumerate(dict.fromkeys(names))})

    def mask(self, names: Sequence[str] | frozenset[str]) -> int:
        return union(self.bits[name] for name in names)

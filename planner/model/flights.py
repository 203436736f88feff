"""The messages of handshakes: who sends what before the application's first byte, as data, and as a stack's ladder
(docs/design.md, "The packet")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.model.sources import Sources
from planner.model.stack import Layer, Stack, spell

FORMS = ("full", "resumed", "early")
"""A first handshake, one with a peer that is known, and one with data before the peer's answer."""

CLIENT, SERVER = "client", "server"
ENDS = (CLIENT, SERVER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Flight:
    """What one end sends before it waits. ``bytes`` are the layer's own; None is unknown."""

    sender: str
    what: str
    bytes: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FlightRule:
    """The flights of a protocol, or of a protocol with a handshake, in each form; ``over``: only directly over these
    lower layers. What is not said of a form is as in full, where it takes as many round trips."""

    over: frozenset[str] | None
    forms: Mapping[str, tuple[Flight, ...]]
    assumption: str
    sources: Sources


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderStep:
    """The handshake of one layer: it begins ``start`` round trips after the first packet of all, and takes ``rtts``.
    ``peer`` is who answers; ``flights`` is None where nobody says which there are."""

    layer: Layer
    label: str
    kinds: frozenset[str]
    peer: str
    start: int
    rtts: int
    flights: tuple[Flight, ...] | None
    assumption: str
    source: str

    @property
    def bytes(self) -> int | None:
        """The layer's own bytes in both directions."""
        known = [flight.bytes for flight in self.flights or () if flight.bytes is not None]
        return sum(known) if self.flights is not None and len(known) == len(self.flights) else None

    def to_dict(self) -> dict[str, Any]:
        flights = None if self.flights is None else [flight_record(flight, self.peer) for flight in self.flights]
        return {
            "protocol": self.layer.protocol,
            "keyed_by": self.layer.keyed_by or None,
            "peer": self.peer,
            "starts_after_rtts": self.start,
            "rtts": self.rtts,
            "bytes": self.bytes,
            "flights": flights,
            "assumption": self.assumption,
            "source": self.source,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """All handshakes of a stack in one form, in their order: each waits for those below it. ``rtts`` is None, and there
    are no steps, where a layer has no such handshake that is known: those are ``unknown``."""

    form: str
    steps: tuple[LadderStep, ...]
    rtts: int | None
    unknown: tuple[str, ...] = ()

    @property
    def known_bytes(self) -> int:
        """The bytes of all messages of which somebody counted them."""
        return sum(flight.bytes or 0 for step in self.steps for flight in step.flights or ())

    @property
    def bytes(self) -> int | None:
        """The layers' own bytes in both directions; None where a part is unknown."""
        known = [step.bytes for step in self.steps if step.bytes is not None]
        return sum(known) if self.rtts is not None and len(known) == len(self.steps) else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "rtts": self.rtts,
            "bytes": self.bytes,
            "layers": [step.to_dict() for step in self.steps],
            "unknown": list(self.unknown),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Handshakes:
    """What a stack does before the application's first byte leaves: a ladder for each form. ``peers`` are those who
    answer, the nearest first."""

    stack: Stack
    peers: tuple[str, ...]
    ladders: tuple[Ladder, ...]

    @property
    def spelling(self) -> str:
        return spell(self.stack)

    def to_dict(self) -> dict[str, Any]:
        return {"stack": self.spelling, "handshakes": {ladder.form: ladder.to_dict() for ladder in self.ladders}}


def answers(flights: tuple[Flight, ...]) -> int:
    """How many of the flights are waited for: the round trips that they take."""
    return sum(flight.sender == SERVER for flight in flights)


def flight_record(flight: Flight, peer: str) -> dict[str, Any]:
    return {"from": CLIENT if flight.sender == CLIENT else peer, "what": flight.what, "bytes": flight.bytes}

"""A stack of a plan, and everything that is known of it in its scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from planner.model.plan import Costs, Over, Score, Warning_
from planner.model.reasons import Answer
from planner.model.stack import Layer, Stack, spell
from planner.model.words import Gives


@dataclass(frozen=True, kw_only=True)
class StackDetails:
    """Everything that is known of a stack in its scenario. ``carrier`` is the one of the application's carriers that it
    is, ``port`` the application's default port over it, or else that of its topmost layer that has one; ``ports`` are,
    for each layer, that of what is directly above it."""

    over: tuple[Over | None, ...]
    interfaces: Mapping[str, tuple[str, ...]]
    transport: Mapping[str, Gives]
    security: Mapping[str, bool]
    protects: str
    costs: Costs
    score: tuple[Score, ...]
    unmet: tuple[str, ...]
    warnings: tuple[Warning_, ...]
    equivalence: str
    carrier: str
    port: int | None
    ports: tuple[int | None, ...]
    answering: Callable[[], tuple[Answer, ...]] | None = field(repr=False, compare=False)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """How the stack meets each demand: by which layers, by which rule, from which document."""
        return self.answering() if self.answering else ()

    def __getstate__(self) -> dict[str, Any]:
        """A pickle holds the answers themselves."""
        return {**self.__dict__, "answers": self.answers, "answering": None}


@dataclass(frozen=True, kw_only=True, eq=False)
class RankedStack:
    """A stack of a plan with its rank. Its details, and how it meets each demand, are worked out when they are asked
    for, from its layers: no search, and nothing is lost in a copy or a pickle. Raises ``Bug`` then, where its layers
    say something else than the search did."""

    rank: int
    stack: Stack
    judging: Callable[[], StackDetails] | None = field(repr=False)

    @cached_property
    def details(self) -> StackDetails:
        if self.judging is None:
            raise TypeError("a stack without details, and nothing to work them out from")
        return self.judging()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RankedStack):
            return NotImplemented
        return (self.rank, self.stack, self.details) == (other.rank, other.stack, other.details)

    __hash__ = None  # type: ignore[assignment]  # details hold mappings

    def __getstate__(self) -> dict[str, Any]:
        """A pickle holds the details themselves."""
        return {"rank": self.rank, "stack": self.stack, "details": self.details, "judging": None}

    @property
    def spelling(self) -> str:
        return spell(self.stack)

    @property
    def over(self) -> tuple[Over | None, ...]:
        """The rule by which each layer runs over the next one; None for the outermost."""
        return self.details.over

    @property
    def interfaces(self) -> Mapping[str, tuple[str, ...]]:
        return self.details.interfaces

    @property
    def transport(self) -> Mapping[str, Gives]:
        return self.details.transport

    @property
    def security(self) -> Mapping[str, bool]:
        return self.details.security

    @property
    def protects(self) -> str:
        return self.details.protects

    @property
    def costs(self) -> Costs:
        return self.details.costs

    @property
    def score(self) -> tuple[Score, ...]:
        return self.details.score

    @property
    def unmet(self) -> tuple[str, ...]:
        """The soft preferences that it misses or hits."""
        return self.details.unmet

    @property
    def warnings(self) -> tuple[Warning_, ...]:
        return self.details.warnings

    @property
    def equivalence(self) -> str:
        """The letter of those stacks that may stand in for each other."""
        return self.details.equivalence

    @property
    def carrier(self) -> str:
        return self.details.carrier

    @property
    def port(self) -> int | None:
        return self.details.port

    @property
    def ports(self) -> tuple[int | None, ...]:
        return self.details.ports

    @property
    def answers(self) -> tuple[Answer, ...]:
        """How it meets each demand: by which layers, by which rule, from which document."""
        return self.details.answers

    def to_dict(self) -> dict[str, Any]:
        details = self.details
        layers = zip(self.stack, details.over, details.ports, strict=True)
        return {
            "rank": self.rank,
            "spelling": self.spelling,
            "layers": [_layer(layer, over, port) for layer, over, port in layers],
            "carrier": details.carrier or None,
            "port": details.port,
            "interfaces": {name: list(layers) for name, layers in details.interfaces.items()},
            "transport": {name: str(value) for name, value in details.transport.items()},
            "security": dict(details.security),
            "protects": details.protects or None,
            "costs": {
                "handshake_rtts": details.costs.handshake_rtts,
                "resumed_rtts": details.costs.resumed_rtts,
                "early_rtts": details.costs.early_rtts,
                "overhead_bytes": details.costs.overhead_bytes,
                "payload_mtu": details.costs.payload_mtu,
                "tcp_mss": details.costs.tcp_mss,
            },
            "score": [
                {"criterion": score.criterion, "value": score.value, "because": list(score.because)}
                for score in details.score
            ],
            "unmet": list(details.unmet),
            "warnings": [warning.to_dict() for warning in details.warnings],
            "equivalence": details.equivalence,
            "answers": [answer.to_dict() for answer in details.answers],
        }


# --- machinery below --------------------------------------------------------------------------


def _layer(layer: Layer, over: Over | None, port: int | None) -> dict[str, Any]:
    return {
        "protocol": layer.protocol,
        "keyed_by": layer.keyed_by or None,
        "over": None if over is None else {"status": over.status, "source": over.source},
        "port": port,
    }

"""The answer: ranked stacks with their reasons, or the conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from planner.errors import PlannerError
from planner.model.catalogue import Layer, Stack, spell
from planner.model.scenario import Demand, Scenario
from planner.model.words import Gives


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One criterion of a stack's rank. ``value`` ``None`` is unknown and ranks after every known one."""

    criterion: str
    value: int | None
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Warning_:
    """Something a reader should know before using a stack or a plan; ``code`` is a warning of the catalogue."""

    code: str
    text: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        return {"code": self.code, "text": self.text, "source": self.source}


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """The rule by which a layer runs over the next one; for the outermost ``ip`` there is none."""

    status: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Costs:
    """Round trips before the first data byte, bytes around one payload, and the payload that fits the path's MTU.

    ``layers`` are the bytes of each layer, top to bottom. ``None`` is unknown.
    """

    handshake_rtts: int | None
    resumed_rtts: int | None
    early_rtts: int | None
    overhead_bytes: int | None
    payload_mtu: int | None
    layers: tuple[int | None, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedStack:
    rank: int
    stack: Stack
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

    @property
    def spelling(self) -> str:
        return spell(self.stack)

    def to_dict(self) -> dict[str, Any]:
        return {
            "rank": self.rank,
            "spelling": self.spelling,
            "layers": [_layer(layer, over) for layer, over in zip(self.stack, self.over, strict=True)],
            "interfaces": {name: list(layers) for name, layers in self.interfaces.items()},
            "transport": {name: str(value) for name, value in self.transport.items()},
            "security": dict(self.security),
            "protects": self.protects or None,
            "costs": {
                "handshake_rtts": self.costs.handshake_rtts,
                "resumed_rtts": self.costs.resumed_rtts,
                "early_rtts": self.costs.early_rtts,
                "overhead_bytes": self.costs.overhead_bytes,
                "payload_mtu": self.costs.payload_mtu,
            },
            "score": [
                {"criterion": score.criterion, "value": score.value, "because": list(score.because)}
                for score in self.score
            ],
            "unmet": list(self.unmet),
            "warnings": [warning.to_dict() for warning in self.warnings],
            "equivalence": self.equivalence,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Blame:
    """A demand that takes part in a conflict, with what it rules out and by which document."""

    demand: Demand
    reason: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "demand": self.demand.spelling,
            "default": self.demand.default,
            "file": self.demand.place.file,
            "line": self.demand.place.line,
            "reason": self.reason,
            "source": self.source,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """A change to the scenario that makes a plan possible, and the best stack it would give."""

    changes: tuple[str, ...]
    best: str


class Answers(Protocol):
    """Who made a plan, for questions about it that are answered only when they are asked."""

    def graph(self, plan: Plan) -> Any: ...

    def picture(self, plan: Plan, theme: str) -> Any: ...

    def show(self, plan: Plan, stack: int | str, theme: str) -> Any: ...

    def html(self, plan: Plan) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The answer to a scenario. No stack is an answer: then ``conflicts`` says why."""

    scenario: Scenario
    scope: str
    digest: str
    total: int
    stacks: tuple[RankedStack, ...]
    conflicts: tuple[tuple[Blame, ...], ...] = ()
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    answers: Answers | None = field(default=None, repr=False, compare=False)

    @property
    def graph(self) -> Any:
        """The stacks of the plan together, as a networkx ``DiGraph``: nodes are the ids of protocols with ``name``,
        ``label``, ``kinds``, ``statuses``, ``families``, ``lane``, ``boundary``; edges run from upper to lower with
        ``kind`` (``runs-over`` or ``keys``), ``status``, ``source`` and the ``ranks`` of the stacks that use them."""
        return self._asked().graph(self)

    def picture(self, theme: str = "light") -> Any:
        """The stacks of the plan together, drawn; a notebook shows it, ``save(path)`` writes it."""
        return self._asked().picture(self, theme)

    def show(self, stack: int | str = 1, theme: str = "light") -> Any:
        """One stack as the path sees it, by rank or spelling, drawn. Raises ``DataError`` for one that is not valid."""
        return self._asked().show(self, stack, theme)

    def _repr_html_(self) -> str:
        return self._asked().html(self)

    def _asked(self) -> Answers:
        if self.answers is None:
            raise PlannerError("this plan was not made by a Planner, which it would have to ask")
        return self.answers

    @property
    def feasible(self) -> bool:
        return self.total > 0

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain JSON values, spelled as DESIGN 8 has them, and the warnings that concern the whole plan."""
        return {
            "scenario": self.scenario.name or self.scenario.file,
            "catalogue": {"scope": self.scope, "digest": self.digest},
            "feasible": self.feasible,
            "total": self.total,
            "stacks": [stack.to_dict() for stack in self.stacks],
            "conflicts": [[blame.to_dict() for blame in conflict] for conflict in self.conflicts],
            "repairs": [{"changes": list(repair.changes), "best": repair.best} for repair in self.repairs],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


def _layer(layer: Layer, over: Over | None) -> dict[str, Any]:
    return {
        "protocol": layer.protocol,
        "keyed_by": layer.keyed_by or None,
        "over": None if over is None else {"status": over.status, "source": over.source},
    }

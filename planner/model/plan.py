"""The answer: ranked stacks with their reasons, or the conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from planner.errors import PlannerError
from planner.model.catalogue import Layer, Stack, spell
from planner.model.reasons import Answer, Why
from planner.model.scenario import Demand, Scenario
from planner.model.words import Gives

if TYPE_CHECKING:
    from planner.model.advice import Fallbacks


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
        return {**self.demand.to_dict(), "reason": self.reason, "source": self.source}


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """A change to the scenario that makes a plan possible, and the best stack it would give."""

    changes: tuple[str, ...]
    best: str


class Advisor(Protocol):
    """What a plan can ask of the planner that made it, when it is asked itself."""

    def why(self, plan: Plan, spelling: str) -> Why: ...

    def answers(self, plan: Plan, stack: Stack) -> tuple[Answer, ...]: ...

    def repairs(self, plan: Plan) -> tuple[Repair, ...]: ...

    def fallbacks(self, plan: Plan) -> Fallbacks: ...

    def graph(self, plan: Plan) -> Any: ...

    def picture(self, plan: Plan, theme: str) -> Any: ...

    def show(self, plan: Plan, stack: int | str, theme: str) -> Any: ...

    def html(self, plan: Plan) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The answer to a scenario. No stack is an answer: then ``conflicts`` says why, and ``repairs`` what would help
    (worked out when it is asked for).

    ``complete`` is false where there are more conflicts than were looked for.
    """

    scenario: Scenario
    scope: str
    digest: str
    total: int
    stacks: tuple[RankedStack, ...]
    conflicts: tuple[tuple[Blame, ...], ...] = ()
    complete: bool = True
    warnings: tuple[Warning_, ...] = ()
    advisor: Advisor | None = field(default=None, repr=False, compare=False)

    def why(self, spelling: str) -> Why:
        """Why a stack stands where it stands, or why it is none of the valid ones.

        Any string is answered: our spelling, another world's name, one that names no stack (then with the nearest)."""
        return self._advisor.why(self, spelling)

    def answers(self, stack: Stack) -> tuple[Answer, ...]:
        """How a stack meets each demand: by which layers, by which rule, from which document (docs/design.md,
        "Explanations")."""
        return self._advisor.answers(self, stack)

    def fallbacks(self) -> Fallbacks:
        """The order to try stacks in, and on each shipped kind of network the first one that still works."""
        return self._advisor.fallbacks(self)

    @property
    def graph(self) -> Any:
        """The stacks of the plan together, as a networkx ``DiGraph``: nodes are the ids of protocols with ``name``,
        ``label``, ``kinds``, ``statuses``, ``families``, ``lane``, ``drawn_in``, ``boundary``; edges run from upper
        to lower with ``kind`` (``runs-over`` or ``keys``), ``status``, ``source`` and the ``ranks`` of the stacks that
        use them. What is several is one text, with spaces between, so that networkx can write it as GraphML."""
        return self._advisor.graph(self)

    def picture(self, theme: str = "light") -> Any:
        """The stacks of the plan together, drawn; a notebook shows it, ``save(path)`` writes it."""
        return self._advisor.picture(self, theme)

    def show(self, stack: int | str = 1, theme: str = "light") -> Any:
        """One stack as the path sees it, by rank or spelling, drawn. Raises ``DataError`` for one that is not valid."""
        return self._advisor.show(self, stack, theme)

    def _repr_html_(self) -> str:
        return self._advisor.html(self)

    def _repr_svg_(self) -> str | None:
        return str(self.picture().svg) if self.stacks else None

    @property
    def _advisor(self) -> Advisor:
        if self.advisor is None:
            raise PlannerError("this plan has nobody to ask: it was pickled, or not made by a Planner")
        return self.advisor

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """The smallest changes of the scenario that make a plan possible; none where there is a stack."""
        return () if self.feasible or self.advisor is None else self.advisor.repairs(self)

    @property
    def feasible(self) -> bool:
        return self.total > 0

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain JSON values, spelled as docs/design.md, "The plan", has them, and the warnings that concern
        the whole plan."""
        return {
            "scenario": self.scenario.name or self.scenario.file,
            "catalogue": {"scope": self.scope, "digest": self.digest},
            "feasible": self.feasible,
            "total": self.total,
            "stacks": [self._stack(stack) for stack in self.stacks],
            "conflicts": [[blame.to_dict() for blame in conflict] for conflict in self.conflicts],
            "repairs": [{"changes": list(repair.changes), "best": repair.best} for repair in self.repairs],
            "complete": self.complete,
            "warnings": [warning.to_dict() for warning in self.warnings],
        }

    def _stack(self, stack: RankedStack) -> dict[str, Any]:
        record = stack.to_dict()
        if self.advisor is not None:
            record["answers"] = [answer.to_dict() for answer in self.answers(stack.stack)]
        return record


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a name denotes before the layering is asked: alternatives, each a list of places from the top with the
    layers that may stand there; and the application on top that is left out."""

    places: tuple[tuple[tuple[Layer, ...], ...], ...]
    application: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A string of another world: its kind (``sdp``, ``multiaddr``, ``stack``) and the stacks that it leaves open,
    sorted by spelling, or why it names none."""

    string: str
    kind: str
    stacks: tuple[Stack, ...] = ()
    application: str = ""
    error: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "string": self.string,
            "kind": self.kind,
            "stacks": [spell(stack) for stack in self.stacks],
            "error": self.error or None,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """The names of one stack in other worlds; a world may have none."""

    stack: Stack
    sdp: tuple[str, ...]
    multiaddr: tuple[str, ...]
    rfc9623: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "stack": spell(self.stack),
            "sdp": list(self.sdp),
            "multiaddr": list(self.multiaddr),
            "rfc9623": self.rfc9623,
        }


def _layer(layer: Layer, over: Over | None) -> dict[str, Any]:
    return {
        "protocol": layer.protocol,
        "keyed_by": layer.keyed_by or None,
        "over": None if over is None else {"status": over.status, "source": over.source},
    }

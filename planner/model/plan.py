"""The answer: ranked stacks with their reasons, or the conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.errors import PlannerError
from planner.model.claims import Claim
from planner.model.scenario import Demand, Scenario
from planner.model.stack import Layer, Stack, spell

if TYPE_CHECKING:  # a ranked stack is made of the values here, and a plan of ranked stacks
    from planner.model.ranked import RankedStack


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One criterion of a stack's rank. ``value`` ``None`` is unknown and ranks after every known one."""

    criterion: str
    value: int | None
    parts: tuple[Claim, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """What makes it up, in words."""
        return tuple(map(str, self.parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Warning_:
    """Something a reader should know before using a stack or a plan; ``code`` is a warning of the catalogue."""

    code: str
    says: Claim
    source: str

    @property
    def text(self) -> str:
        """What it says, in words."""
        return str(self.says)

    def to_dict(self) -> dict[str, Any]:
        return {"code": self.code, "text": self.text, "source": self.source}


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """The rule by which a layer runs over the next one; for the outermost ``ip`` there is none."""

    status: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Costs:
    """Round trips before the first data byte, bytes around the largest payload that fits the path's MTU, that payload,
    and what TCP's MSS is to be clamped to.

    ``layers`` are the bytes of each layer around that payload, top to bottom. ``None`` is unknown, or without a
    meaning."""

    handshake_rtts: int | None
    resumed_rtts: int | None
    early_rtts: int | None
    overhead_bytes: int | None
    payload_mtu: int | None
    tcp_mss: int | None = None
    layers: tuple[int | None, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Blame:
    """A demand that takes part in a conflict, with what it rules out and by which document."""

    demand: Demand
    says: Claim
    source: str

    @property
    def reason(self) -> str:
        """What it rules out, in words."""
        return str(self.says)

    def to_dict(self) -> dict[str, Any]:
        return {**self.demand.to_dict(), "reason": self.reason, "source": self.source}


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """A change to the scenario that makes a plan possible, and the best stack it would give."""

    changes: tuple[str, ...]
    best: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The answer to a scenario. Its stacks are found when it is made, what is said of each is worked out when it is
    asked for. No stack is an answer: then ``conflicts`` says why, and ``repairs`` what would help.

    ``complete`` is false where there are more conflicts than were looked for. ``display`` is what a notebook shows.
    """

    scenario: Scenario
    scope: str
    digest: str
    total: int
    stacks: tuple[RankedStack, ...]
    conflicts: tuple[tuple[Blame, ...], ...] = ()
    repairs_made: tuple[Repair, ...] | None = ()
    complete: bool = True
    warnings: tuple[Warning_, ...] = ()
    display: Callable[[Plan], str] | None = field(default=None, repr=False, compare=False)

    @property
    def feasible(self) -> bool:
        return self.total > 0

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The smallest changes of the scenario that make a plan possible; none where there is a stack. Raises
        ``PlannerError`` where the plan was made without them."""
        if self.repairs_made is None:
            raise PlannerError("this plan was made without repairs: plan(..., repairs=True) looks for them")
        return self.repairs_made

    def _repr_html_(self) -> str | None:
        return self.display(self) if self.display else None

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain JSON values, as docs/design.md, "The plan", spells them, and the warnings that concern the
        whole plan. Raises ``PlannerError`` where the plan was made without repairs."""
        return {
            "scenario": self.scenario.name or self.scenario.file,
            "catalogue": {"scope": self.scope, "digest": self.digest},
            "feasible": self.feasible,
            "total": self.total,
            "stacks": [stack.to_dict() for stack in self.stacks],
            "conflicts": [[blame.to_dict() for blame in conflict] for conflict in self.conflicts],
            "repairs": [{"changes": list(repair.changes), "best": repair.best} for repair in self.repairs],
            "complete": self.complete,
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a name denotes before the layering is asked: alternatives, each a list of places from the top with the
    layers that may stand there; the application on top, which is no layer; and what is to be said about the name."""

    places: tuple[tuple[tuple[Layer, ...], ...], ...]
    application: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A string of another world: its kind (the first of ``sdp``, ``multiaddr``, ``stack`` that reads it), the stacks
    that it leaves open in each world, sorted by spelling, or why it names none."""

    string: str
    kind: str
    readings: tuple[tuple[str, tuple[Stack, ...]], ...] = ()
    application: str = ""
    about: tuple[str, ...] = ()
    error: str = ""

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """Those of all readings, sorted by spelling."""
        return tuple(sorted({stack for _, stacks in self.readings for stack in stacks}, key=spell))

    def to_dict(self) -> dict[str, Any]:
        readings = [{"world": world, "stacks": [spell(stack) for stack in stacks]} for world, stacks in self.readings]
        return {
            "string": self.string,
            "kind": self.kind,
            "stacks": [spell(stack) for stack in self.stacks],
            "readings": readings,
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

"""Reasons as data: facts and what follows from them.

A claim is a kind out of a closed list with the words that it speaks of; the sentences stand in ``model.sentences``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.model.claims import Claim
from planner.model.scenario import Demand, Location


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that a document says (``source``), or a line of a scenario (``place``)."""

    claim: str
    words: Mapping[str, str]
    source: str = ""
    place: Location | None = None

    def to_dict(self) -> dict[str, Any]:
        record: dict[str, Any] = {"claim": self.claim, "words": dict(self.words)}
        if self.source:
            record["source"] = self.source
        if self.place:
            record |= {"file": self.place.file, "line": self.place.line}
        return record


@dataclass(frozen=True, kw_only=True, slots=True)
class Derived:
    """Something that follows from its causes."""

    claim: str
    words: Mapping[str, str]
    causes: tuple[Fact | Derived, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"claim": self.claim, "words": dict(self.words), "causes": [cause.to_dict() for cause in self.causes]}


Reason = Fact | Derived


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """How one stack meets one demand, or does not: by which layers, by which rule of the catalogue, from which
    document."""

    demand: Demand
    met: bool
    layers: tuple[str, ...]
    rule: str
    source: str
    reason: Derived

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.demand.to_dict(),
            "met": self.met,
            "layers": list(self.layers),
            "rule": self.rule,
            "source": self.source,
            "reason": self.reason.to_dict(),
        }


_NO_DEMAND = {"demand": None, "default": False, "file": None, "line": None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A rule or a demand that a stack breaks. Without a demand no change of the scenario could mend it."""

    rule: str
    says: Claim
    source: str
    demand: Demand | None = None

    @property
    def found(self) -> str:
        """What it does, in words."""
        return str(self.says)

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "found": self.found,
            "source": self.source,
            "mendable": self.demand is not None,
            **(self.demand.to_dict() if self.demand else _NO_DEMAND),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One criterion of a stack against the one above it; ``decides`` marks the first that differs. ``None`` is
    unknown."""

    criterion: str
    here: int | None
    above: int | None
    parts: tuple[Claim, ...]
    decides: bool

    @property
    def because(self) -> tuple[str, ...]:
        """What makes it up, in words."""
        return tuple(map(str, self.parts))

    def to_dict(self) -> dict[str, Any]:
        return {
            "criterion": self.criterion,
            "here": self.here,
            "above": self.above,
            "because": list(self.because),
            "decides": self.decides,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """Changes of the scenario and the rank that a stack would have then; ``None`` where that is not counted."""

    changes: tuple[str, ...]
    rank: int | None

    def to_dict(self) -> dict[str, Any]:
        return {"changes": list(self.changes), "rank": self.rank}


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """Why a stack stands where it stands, or why it is not among the valid ones.

    ``verdict`` is ``listed`` (among the stacks of the plan), ``valid`` (further down), ``excluded`` (a rule or a demand
    is broken), ``no-stack`` (the spelling names none; ``nearest`` is the nearest that does). ``rank`` is ``None`` where
    the stack has none, or where so many differ that it is not counted.
    """

    spelling: str
    verdict: str
    total: int
    rank: int | None = None
    above: str = ""
    compared: tuple[Compared, ...] = ()
    answers: tuple[Answer, ...] = ()
    layers: tuple[Reason, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    moves: tuple[Move, ...] = ()
    broken: tuple[Broken, ...] = ()
    mends: Move | None = None
    nearest: str = ""
    problem: str = ""
    others: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        return {
            "stack": self.spelling,
            "verdict": self.verdict,
            "rank": self.rank,
            "total": self.total,
            "above": self.above or None,
            "compared": [compared.to_dict() for compared in self.compared],
            "answers": [answer.to_dict() for answer in self.answers],
            "layers": [layer.to_dict() for layer in self.layers],
            "warnings": [{"text": text, "source": source} for text, source in self.warnings],
            "moves": [move.to_dict() for move in self.moves],
            "broken": [broken.to_dict() for broken in self.broken],
            "mends": self.mends.to_dict() if self.mends else None,
            "nearest": self.nearest or None,
            "problem": self.problem or None,
            "others": list(self.others),
        }

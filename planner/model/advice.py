"""What is said about several plans: fallbacks, differences, matrices, locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.model.claims import Claim
from planner.model.plan import Blame, Warning_
from planner.model.reasons import Broken, Compared
from planner.model.scenario import Demand


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Stacks that carry one equivalence letter: they may be raced, or tried one after another (RFC 9621)."""

    letter: str
    stacks: tuple[str, ...]
    security: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"letter": self.letter, "stacks": list(self.stacks), "security": list(self.security)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A network condition and the first stack that still works there, out of those that are equivalent to the best.

    ``first`` is '' where nothing equivalent is left; ``lost`` says what the best stack breaks there.
    """

    environment: str
    first: str
    rank: int | None
    lost: tuple[Broken, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            "first": self.first or None,
            "rank": self.rank,
            "lost": [broken.to_dict() for broken in self.lost],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Fallbacks:
    """The order to try stacks in. Only the first group may stand in for the best stack; the others are other choices,
    which somebody has to make (RFC 8922 Section 1.2)."""

    scenario: str
    groups: tuple[Group, ...]
    conditions: tuple[Condition, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "groups": [group.to_dict() for group in self.groups],
            "conditions": [condition.to_dict() for condition in self.conditions],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A stack that is not where it was. ``change`` is ``gained``, ``lost``, ``moved``, or ``warned``: it stands where
    it stood, with a warning that it had not; a rank is ``None`` where the stack is not valid. ``warnings`` are those
    that it had not before. ``broken`` is what it breaks on the side where it is not; ``compared`` the criteria in which
    it differs from itself; ``because`` says why it moved where its own figures are the same."""

    stack: str
    change: str
    before: int | None
    after: int | None
    broken: tuple[Broken, ...] = ()
    compared: tuple[Compared, ...] = ()
    because: tuple[Claim, ...] = ()
    warnings: tuple[Warning_, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "stack": self.stack,
            "change": self.change,
            "before": self.before,
            "after": self.after,
            "broken": [broken.to_dict() for broken in self.broken],
            "compared": [compared.to_dict() for compared in self.compared],
            "because": [str(reason) for reason in self.because],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """What changes in the plan between two scenarios, environments or catalogues."""

    before: str
    after: str
    totals: tuple[int, int]
    digests: tuple[str, str]
    taken: tuple[Demand, ...]
    added: tuple[Demand, ...]
    stacks: tuple[Difference, ...]
    conflicts: tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]] = ((), ())

    @property
    def same(self) -> bool:
        """Whether the plans are: as many stacks, the same ones listed in the same order, the same conflicts."""
        return self.totals[0] == self.totals[1] and not self.stacks and self.conflicts[0] == self.conflicts[1]

    def to_dict(self) -> dict[str, Any]:
        return {
            "before": self.before,
            "after": self.after,
            "same": self.same,
            "totals": list(self.totals),
            "digests": list(self.digests),
            "taken": [demand.to_dict() for demand in self.taken],
            "added": [demand.to_dict() for demand in self.added],
            "stacks": [stack.to_dict() for stack in self.stacks],
            "conflicts": [[list(conflict) for conflict in side] for side in self.conflicts],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One application in one environment: the best stack, or the first conflict; ``error`` for bad input."""

    total: int = 0
    best: str = ""
    conflict: tuple[Blame, ...] = ()
    error: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "best": self.best or None,
            "conflict": [blame.to_dict() for blame in self.conflict],
            "error": self.error or None,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """Applications by environments; ``cells`` by (application, environment)."""

    applications: tuple[str, ...]
    environments: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    def to_dict(self) -> dict[str, Any]:
        return {
            "applications": list(self.applications),
            "environments": list(self.environments),
            "cells": [
                {"application": app, "environment": environment, **self.cells[app, environment].to_dict()}
                for app in self.applications
                for environment in self.environments
            ],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """A chosen stack with the question that it answers: the scenario's files, the folders of rules laid over ours, and
    the digest of the catalogue. ``warnings`` are the codes of those that it had; ``None`` in a lock that does not
    say."""

    scenario: str
    with_: tuple[str, ...]
    stack: str
    rank: int
    scope: str
    digest: str
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "with": list(self.with_),
            "rules": list(self.rules),
            "stack": self.stack,
            "rank": self.rank,
            **({} if self.warnings is None else {"warnings": list(self.warnings)}),
            "catalogue": {"scope": self.scope, "digest": self.digest},
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """Whether a lock still holds: its stack is valid, nothing new comes before it, and it has no warning that it had
    not. ``catalogue_changed`` says that the digest is another one, which alone breaks nothing."""

    lock: Lock
    holds: bool
    rank: int | None
    catalogue_changed: bool
    broken: tuple[Broken, ...] = ()
    before_it: str = ""
    problem: str = ""
    warnings: tuple[Warning_, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "stack": self.lock.stack,
            "locked_rank": self.lock.rank,
            "rank": self.rank,
            "catalogue_changed": self.catalogue_changed,
            "broken": [broken.to_dict() for broken in self.broken],
            "before_it": self.before_it or None,
            "problem": self.problem or None,
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class ShapingLimit:
    """A limit that stands by default: its path, its value, and the stack that one more would put first; '' for none."""

    limit: str
    value: int
    first: str = ""

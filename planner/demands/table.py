"""One row for each kind of demand: how it is spelled, what it means, how it is given up, and what a repair costs.

Adding a kind of demand is a row here, what it means for a segment (``solving.masks``) and, as the second way to see
it, for a list of layers (``stacks.judging``), and a case that obeys and one that breaks it (tests/cases). Knows the
scenario; knows no segment and no stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from planner.demands import changes
from planner.demands.changes import Changed
from planner.model import DemandKey, Preference, Scenario

HARD = (Preference.REQUIRE, Preference.PROHIBIT)
PREFERENCES = ("transport", "interfaces", "security", "protocols")
"""The sections that hold preferences; each is a kind of demand where a preference is hard."""

MTU = Scenario().mtu
"""The usual MTU of a path."""

Asked = Iterator[tuple[str, str]]
"""The names and values for which a scenario asks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DemandKind:
    """A row. ``path`` is where it stands in a file, with ``{name}`` where a kind has several; what stands in brackets
    is no part of the spelling. ``constraint`` is the named constraint that it states. ``given_up`` changes a scenario
    so that the demand is gone; ``graded`` is given up only as far as is needed; ``has_default`` holds where nobody says
    anything, too. ``effort`` orders repairs: whose change it is, the application's own wishes first and the network's
    last."""

    kind: str
    path: str
    constraint: str
    asked: Callable[[Scenario], Asked]
    given_up: Callable[[Scenario, str], Changed] | None = None
    has_default: bool = False
    graded: bool = False
    effort: int = 0

    @property
    def is_repairable(self) -> bool:
        """Whether a repair may change it: what the application hands over is not changed."""
        return self.graded or self.given_up is not None

    def path_of(self, name: str) -> str:
        return self.path.format(name=name)


def given_up(scenario: Scenario, key: DemandKey) -> Changed:
    """The scenario without one demand, and how that is spelled."""
    give_up = KINDS[key.kind].given_up
    if give_up is None:
        raise ValueError(f"{key.kind} is not given up")
    return give_up(scenario, key.name)


# --- machinery below --------------------------------------------------------------------------


def _preferences(section: str) -> Callable[[Scenario], Asked]:
    def asked(scenario: Scenario) -> Asked:
        preferences: Mapping[str, Preference] = getattr(scenario, section)
        for name in sorted(preferences):
            if preferences[name] in HARD:
                yield name, str(preferences[name])

    return asked


def _each(field: str) -> Callable[[Scenario], Asked]:
    return lambda scenario: ((name, name) for name in sorted(set(getattr(scenario, field))))


def _listed(field: str) -> Callable[[Scenario], Asked]:
    """A list that is one demand; ``None`` asks for nothing."""

    def asked(scenario: Scenario) -> Asked:
        names: tuple[str, ...] | None = getattr(scenario, field)
        if names is not None:
            yield "", f"[{', '.join(names)}]"

    return asked


def _mtu(scenario: Scenario) -> Asked:
    """An MTU that was given; the usual one is nobody's demand."""
    if scenario.mtu != MTU or "environment.mtu" in scenario.places:
        yield "", str(scenario.mtu)


def _limit(kind: str) -> Callable[[Scenario], Asked]:
    return lambda scenario: iter([("", str(changes.limit(scenario, kind)))])


def _where(asked: Callable[[Scenario], str | bool]) -> Callable[[Scenario], Asked]:
    """A demand that is there where the scenario says something; ``true`` is spelled so."""

    def named(scenario: Scenario) -> Asked:
        value = asked(scenario)
        if value:
            yield "", "true" if value is True else str(value)

    return named


def _preference_kind(section: str, effort: int) -> DemandKind:
    return DemandKind(
        kind=section,
        path=f"{section}.{{name}}",
        constraint=section,
        asked=_preferences(section),
        given_up=partial(_softened, section),
        has_default=section == "security",
        effort=effort,
    )


def _softened(section: str, scenario: Scenario, name: str) -> Changed:
    return changes.softened(scenario, section, name)


def _limit_kind(kind: str) -> DemandKind:
    return DemandKind(
        kind=kind, path=f"limits.{kind}", constraint=kind, asked=_limit(kind), has_default=True, graded=True, effort=5
    )


def _environment_kind(
    kind: str,
    asked: Callable[[Scenario], Asked],
    given_up: Callable[[Scenario, str], Changed],
    *,
    of_names: bool = False,
) -> DemandKind:
    """What the path and the host are like; ``of_names``: one demand for each entry of a list."""
    path = f"environment.{kind}[{{name}}]" if of_names else f"environment.{kind}"
    return DemandKind(kind=kind, path=path, constraint=kind, asked=asked, given_up=given_up, effort=6)


KINDS: Mapping[str, DemandKind] = {
    row.kind: row
    for row in (
        DemandKind(
            kind="payload",
            path="application.payload",
            constraint="payload",
            asked=_where(lambda scenario: scenario.payload),
        ),
        DemandKind(
            kind="application",
            path="application.protocol",
            constraint="carriers",
            asked=_where(lambda scenario: scenario.application),
        ),
        _preference_kind("transport", 0),
        _preference_kind("interfaces", 1),
        _preference_kind("security", 2),
        _preference_kind("protocols", 3),
        DemandKind(
            kind="protects",
            path="security.protects",
            constraint="protects",
            asked=_where(lambda scenario: scenario.protects),
            given_up=changes.unprotected,
            graded=True,
            effort=2,
        ),
        DemandKind(
            kind="allowed",
            path="allowed",
            constraint="allowed",
            asked=_listed("allowed"),
            given_up=changes.allowing_everything,
            graded=True,
            effort=4,
        ),
        _environment_kind("blocked", _each("blocked"), changes.unblocked, of_names=True),
        _environment_kind("nat", _where(lambda scenario: scenario.nat), changes.untranslated),
        _environment_kind("unavailable", _each("unavailable"), changes.had, of_names=True),
        _environment_kind("available", _listed("available"), changes.having_everything),
        _environment_kind("tops", _listed("tops"), changes.offering_everything),
        _environment_kind("mtu", _mtu, changes.roomy),
        _limit_kind("tunnels"),
        _limit_kind("security-layers"),
        _limit_kind("relays"),
        DemandKind(
            kind="deployment",
            path="limits.deployment",
            constraint="deployment",
            asked=_where(lambda scenario: scenario.limits.deployment),
            given_up=changes.taking_any_deployment,
            graded=True,
            effort=5,
        ),
        DemandKind(
            kind="layering",
            path="layering",
            constraint="layering",
            asked=_where(lambda scenario: scenario.layering),
            has_default=True,
        ),
    )
}
"""The kinds of demands, in the order of the sections of a scenario file."""


def _setting(kind: str, path: str, value: Callable[[Scenario], str | int]) -> DemandKind:
    return DemandKind(
        kind=kind, path=path, constraint="", asked=lambda scenario: iter([("", str(value(scenario)))]), has_default=True
    )


def _ranking(scenario: Scenario) -> str:
    return scenario.ranking if isinstance(scenario.ranking, str) else scenario.ranking.name


SETTINGS: tuple[DemandKind, ...] = (
    _setting("scope", "scope", lambda scenario: scenario.scope),
    _setting("ranking", "ranking", _ranking),
    _setting("ip-version", "environment.ip-version", lambda scenario: scenario.ip_version),
    _setting("inner-ip-version", "environment.inner-ip-version", lambda scenario: scenario.inner_ip),
    _setting("stacks", "limits.stacks", lambda scenario: scenario.limits.stacks),
    DemandKind(
        kind="options",
        path="options.{name}",
        constraint="",
        asked=lambda scenario: ((name, str(value)) for name, value in sorted(scenario.options.items())),
    ),
)
"""What a scenario says that is no demand and yet shapes the answer, so that two answers can be told apart by it."""

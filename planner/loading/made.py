"""A ``Scenario`` that was made in Python and not read: its names checked and resolved, as those of a file are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.loading.documents import Document
from planner.loading.options import known_options, option_faults
from planner.loading.validation import shown


def resolved(scenario: model.Scenario, rules: model.Rules) -> model.Scenario:
    """The scenario with aliases in place of what they stand for; itself, where there are none. Raises ``DataError``
    with every name that the catalogue does not know."""
    faults = [*_faults(scenario, rules), *_option_faults(scenario, rules)]
    if faults:
        raise DataError(faults)
    names = _names(scenario)
    options = known_options(scenario.options, rules)
    if options == scenario.options and not any(name in rules.aliases for _, name in names):
        return scenario
    canonical = rules.canonical
    return replace(
        scenario,
        protocols={canonical(name): preference for name, preference in scenario.protocols.items()},
        blocked=_canonical(scenario.blocked, canonical),
        unavailable=_canonical(scenario.unavailable, canonical),
        available=None if scenario.available is None else _canonical(scenario.available, canonical),
        tops=None if scenario.tops is None else _canonical(scenario.tops, canonical),
        allowed=None if scenario.allowed is None else _canonical(scenario.allowed, canonical),
        options=options,
    )


# --- machinery below --------------------------------------------------------------------------

LISTS = ("blocked", "unavailable", "available", "tops", "allowed")


def _names(scenario: model.Scenario) -> list[tuple[str, str]]:
    """The names of protocols and families that a scenario has, each with its path."""
    listed = [(key, name) for key in LISTS for name in getattr(scenario, key) or ()]
    places = {key: key if key == "allowed" else f"environment.{key}" for key in LISTS}
    return [(places[key], name) for key, name in listed] + [("protocols", name) for name in scenario.protocols]


def _faults(scenario: model.Scenario, rules: model.Rules) -> Iterator[Fault]:
    ids = {*rules.protocols, *rules.families, *rules.aliases}
    kinds = {*model.POLICY_KINDS, *model.STATUSES}
    for path, name in _names(scenario):
        yield from _unknown(scenario, path, name, ids | kinds if path == "protocols" else ids, "protocol")
    for path, preferences, known in (
        ("transport", scenario.transport, model.PROPERTIES),
        ("interfaces", scenario.interfaces, model.INTERFACES),
        ("security", scenario.security, model.FEATURES),
    ):
        for name in preferences:
            yield from _unknown(scenario, path, name, known, "key")
    if scenario.application:
        path = "application.protocol"
        yield from _unknown(scenario, path, scenario.application, rules.applications, "application protocol")
    if isinstance(scenario.ranking, str):
        yield from _unknown(scenario, "ranking", scenario.ranking, rules.rankings, "ranking")


def _option_faults(scenario: model.Scenario, rules: model.Rules) -> Iterator[Fault]:
    return option_faults(Document(scenario.file or "scenario", {"options": dict(scenario.options)}), rules)


def _unknown(scenario: model.Scenario, path: str, name: str, known: Iterable[str], what: str) -> Iterator[Fault]:
    if name not in known:
        hint = nearest(name, known).removeprefix("; ")
        allowed = hint or f"known: {', '.join(sorted(known))}"
        file = scenario.file or "scenario"
        yield Fault(file=file, line=0, path=path, found=f"unknown {what} {shown(name)}", allowed=allowed)


def _canonical(names: tuple[str, ...], canonical: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(canonical, names)))

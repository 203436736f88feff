"""The smallest changes of a scenario that make a plan possible, each with the best stack that it would give.

Knows the engine, corrections and changes. Every repair is tried: its best stack is that of the changed scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner import model
from planner.catalogue.segments import LIMIT
from planner.demands import changes
from planner.engine import Engine
from planner.model import Scenario

MOST = 8
"""Repairs that are worked out; the smallest ones."""


def repairs(engine: Engine, scenario: Scenario) -> tuple[model.Repair, ...]:
    """The repairs of a scenario without a stack: fewest changes first, and of as many changes those that ask least of
    others (see ``_EFFORT``).

    What the application hands over is not changed. ``layering: compatible`` is tried by itself, and so is
    ``scope: full`` where the scenario asks for something that the survey's scope does not plan.
    """
    order = {demand.path: place for place, demand in enumerate(engine.droppable(scenario))}
    possible = [one for one in engine.conflicts(scenario).corrections if "application.payload" not in one]
    ranked = sorted(possible, key=lambda one: (len(one), sorted(map(_effort, one)), [order[path] for path in one]))
    made = [repair for one in ranked[:MOST] for repair in _repair(engine, scenario, one)]
    if scenario.layering == "specified":
        made += _tried(engine, [changes.compatible(scenario)])
    if scenario.scope == "survey" and _asks_beyond(engine.rules, scenario):
        made += _tried(engine, [changes.widened(scenario)])
    return tuple(sorted(made, key=lambda repair: len(repair.changes)))


# --- machinery below --------------------------------------------------------------------------

_EFFORT = ("transport", "interfaces", "security", "protocols", "allowed", "limits", "environment")
"""Whose change it is, the application's own wishes first and the network's last."""


def _asks_beyond(rules: model.Rules, scenario: Scenario) -> bool:
    """Whether a payload or a required protocol is planned in the full scope only."""
    takers = [it.scope for it in rules.protocols.values() if scenario.payload in it.carries]
    required = [name for name, preference in scenario.protocols.items() if preference == model.Preference.REQUIRE]
    scopes = [rules.protocols[one].scope for name in required for one in rules.expand(name)]
    return "survey" not in takers or "full" in scopes


def _effort(path: str) -> int:
    return _EFFORT.index(path.partition(".")[0])


def _repair(engine: Engine, scenario: Scenario, correction: Sequence[str]) -> Iterator[model.Repair]:
    """The repair that gives up these demands; of a limit and a width only as much as is needed."""
    changed: Scenario = scenario
    spelled: list[str] = []
    graded = [path for path in correction if path in changes.LIMITS or path in ("security.protects", "allowed")]
    for path in correction:
        if path not in graded:
            changed, words = changes.given_up(changed, path)
            spelled.append(words)
    for path in graded:
        later = graded[graded.index(path) + 1 :]
        for option, words in _grades(engine, changed, path, later):
            if engine.feasible(_widest(option, later)):
                changed = option
                spelled.append(words)
                break
    yield from _tried(engine, [(changed, words) for words in spelled])


def _grades(engine: Engine, scenario: Scenario, path: str, later: Sequence[str]) -> Iterator[changes.Changed]:
    """The values that a demand may be given up to, the nearest first."""
    if path in changes.LIMITS:
        highest = engine.relaxation(scenario).roof if path == "limits.security-layers" else LIMIT
        for value in range(changes.limit(scenario, path) + 1, highest + 1):
            yield changes.limited(scenario, path, value)
    elif path == "security.protects":
        yield from changes.narrowed(scenario)
    else:
        best = engine.first(_widest(changes.allowing(scenario, ())[0], later))
        if best:
            yield changes.allowing(scenario, engine.assess(scenario, best.stack).not_allowed)


def _widest(scenario: Scenario, paths: Sequence[str]) -> Scenario:
    """The scenario with the demands that are still to be graded given up altogether."""
    for path in paths:
        if path in changes.LIMITS:
            scenario = changes.limited(scenario, path, LIMIT)[0]
        elif path == "allowed":
            scenario = changes.allowing(scenario, ())[0]
        else:
            scenario = changes.given_up(scenario, path)[0]
    return scenario


def _tried(engine: Engine, made: Sequence[changes.Changed]) -> Iterator[model.Repair]:
    best = engine.first(made[-1][0]) if made else None
    if best:
        yield model.Repair(changes=tuple(words for _, words in made), best=model.spell(best.stack))

"""The smallest changes of a scenario that make a plan possible, each with the best stack that it would give.

Knows the engine, corrections and changes. Every repair is tried: its best stack is that of the changed scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from planner import model
from planner.catalogue.segments import LIMIT, TooManySegments
from planner.demands import changes
from planner.demands.table import KINDS, given_up
from planner.engine import Engine
from planner.errors import DataError
from planner.model import DemandKey, Scenario
from planner.solving.relaxed import Relaxation

MOST = 8
"""Repairs that are worked out; the smallest ones."""

NOTHING: frozenset[DemandKey] = frozenset()

MOST_SEGMENTS = 25_000
"""Of a wider layering with more segments than this nobody waits for the repair."""


def repairs(engine: Engine, scenario: Scenario) -> tuple[model.Repair, ...]:
    """The repairs of a scenario without a stack: fewest changes first, and of as many changes those that ask least of
    others (``effort`` in the table of demands).

    What the application hands over is not changed. Each wider ``layering`` is tried by itself, and so is
    ``scope: full`` where the scenario asks for something that the survey's scope does not plan.
    """
    order = {key: index for index, key in enumerate(engine.demands(scenario).droppable)}
    corrections = engine.conflicts(scenario).corrections
    possible = [keys for keys in corrections if all(KINDS[key.kind].is_repairable for key in keys)]
    ranked = sorted(possible, key=lambda keys: (len(keys), sorted(map(_effort, keys)), [order[key] for key in keys]))
    relaxed = engine.relaxation(scenario)
    made = [repair for keys in ranked[:MOST] for repair in _repair(engine, relaxed, keys)]
    for layering in model.LAYERINGS[model.LAYERINGS.index(scenario.layering) + 1 :]:
        wider, words = changes.layered(scenario, layering)
        with suppress(DataError, TooManySegments):
            engine.segments(wider).afford(engine.segments(wider).starting, MOST_SEGMENTS)
            made += _tried(engine, [(wider, words)])
    if scenario.scope == "survey" and _asks_beyond(engine.rules, scenario):
        made += _tried(engine, [changes.widened(scenario)])
    return tuple(sorted(made, key=lambda repair: len(repair.changes)))


# --- machinery below --------------------------------------------------------------------------


def _asks_beyond(rules: model.Rules, scenario: Scenario) -> bool:
    """Whether a payload or a required protocol is planned in the full scope only."""
    takers = [protocol.scope for protocol in rules.protocols.values() if scenario.payload in protocol.carries]
    required = [name for name, preference in scenario.protocols.items() if preference == model.Preference.REQUIRE]
    scopes = [rules.protocols[member].scope for name in required for member in rules.expand(name)]
    return "survey" not in takers or "full" in scopes


def _effort(key: DemandKey) -> int:
    return KINDS[key.kind].effort


def _repair(engine: Engine, relaxed: Relaxation, correction: Sequence[DemandKey]) -> Iterator[model.Repair]:
    """The repair that gives up these demands; of a limit and a width only as much as is needed. Other limits are asked
    of the relaxation of what is changed; another width, say, needs one of its own."""
    changed = relaxed.demands.scenario
    spelled: list[str] = []
    graded = [key for key in correction if KINDS[key.kind].graded]
    dropped = frozenset(correction).difference(graded)
    for key in correction:
        if key in dropped:
            changed, words = given_up(changed, key)
            spelled.append(words)
    for index, key in enumerate(graded):
        later = graded[index + 1 :]
        for option, words in _grades(engine, changed, key, later):
            tried, without = (relaxed, dropped) if key.kind in changes.LIMITS else (engine.relaxation(option), NOTHING)
            if tried.feasible_within(option.limits, without.union(later)):
                changed, relaxed, dropped = option, tried, without
                spelled.append(words)
                break
    yield from _tried(engine, [(changed, words) for words in spelled])


def _grades(
    engine: Engine, scenario: Scenario, key: DemandKey, later: Sequence[DemandKey]
) -> Iterator[changes.Changed]:
    """The values that a demand may be given up to, the nearest first."""
    if key.kind in changes.LIMITS:
        highest = engine.segments(scenario).security_limit if key.kind == "security-layers" else LIMIT
        for value in range(changes.limit(scenario, key.kind) + 1, highest + 1):
            yield changes.limited(scenario, key.kind, value)
    elif key.kind == "protects":
        yield from changes.narrowed(scenario)
    elif key.kind == "deployment":
        yield from changes.wider_deployed(scenario)
    else:
        best = engine.first(_widest(changes.allowing(scenario, ())[0], later))
        if best:
            yield changes.allowing(scenario, engine.assess(scenario, best.stack).not_allowed)


def _widest(scenario: Scenario, keys: Sequence[DemandKey]) -> Scenario:
    """The scenario with the demands that are still to be graded given up altogether."""
    for key in keys:
        if key.kind in changes.LIMITS:
            scenario = changes.limited(scenario, key.kind, LIMIT)[0]
        else:
            scenario = given_up(scenario, key)[0]
    return scenario


def _tried(engine: Engine, made: Sequence[changes.Changed]) -> Iterator[model.Repair]:
    best = engine.first(made[-1][0]) if made else None
    if best:
        yield model.Repair(changes=tuple(words for _, words in made), best=model.spell(best.stack))

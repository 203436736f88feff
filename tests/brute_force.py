"""The oracle of the tests: every valid stack by a plain recursive search, straight from docs/design.md.

Knows the values (``planner.model``) and nothing else of the program: it shares no code with the rooms that it judges.
It is slow on purpose: a stack is built layer by layer from the top (``brute_force_search``), and each whole stack is
then asked every question (``brute_force_seen``, of what ``brute_force_facts`` sees in it).
"""

from __future__ import annotations

from collections.abc import Iterator

from brute_force_search import Search as _Search
from brute_force_seen import Seen as _Seen
from planner import model


def stacks(rules: model.Rules, scenario: model.Scenario) -> list[model.Stack]:
    """Every valid stack, in no order that means anything."""
    return [stack for stack in candidates(rules, scenario) if is_valid(rules, scenario, stack)]


def ordered(rules: model.Rules, scenario: model.Scenario) -> list[model.Stack]:
    """Every valid stack, best first by the scenario's ranking, the layers' names as the last word (docs/design.md,
    "Ranking")."""
    return sorted(stacks(rules, scenario), key=lambda stack: rank_key(rules, scenario, stack))


def candidates(rules: model.Rules, scenario: model.Scenario) -> Iterator[model.Stack]:
    """What the layering, the payload, the limits and the law of no repetition leave (docs/design.md, "A stack")."""
    search = _Search(rules, scenario)
    for top in rules.protocols.values():
        takes = scenario.payload in top.carries if scenario.payload else bool(top.carries)
        if top.planned_in(scenario.scope) and takes:
            for layer in search.layers(top.id):
                yield from search.extend((layer,))


def is_valid(rules: model.Rules, scenario: model.Scenario, stack: model.Stack) -> bool:
    """Whether a candidate meets every demand and the environment."""
    seen = _Seen(rules, scenario, stack)
    return (
        seen.handshakes_run()
        and seen.passes_the_path()
        and seen.is_available()
        and seen.is_a_carrier()
        and seen.fits()
        and seen.is_deployed()
        and seen.is_allowed()
        and seen.protects_enough()
        and seen.meets_hard_demands()
    )


def rank_key(rules: model.Rules, scenario: model.Scenario, stack: model.Stack) -> tuple[object, ...]:
    """Criterion by criterion the weighted sum of figures; what is unknown ranks after everything known."""
    ranking = rules.rankings[scenario.ranking] if isinstance(scenario.ranking, str) else scenario.ranking
    figures = _Seen(rules, scenario, stack).figures()
    key: list[object] = []
    for _, weights in ranking.criteria:
        parts = [(figures[figure], weight) for figure, weight in weights]
        unknown = any(value is None for value, _ in parts)
        key.append((unknown, 0 if unknown else sum((value or 0) * weight for value, weight in parts)))
    return (*key, tuple(str(layer) for layer in stack))

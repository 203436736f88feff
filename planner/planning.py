"""``plan(scenario) -> Plan``: the stages in order, values in and values out.

Knows the stages. Knows no streams and no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path

from planner import model, solver
from planner.assessment import Assessment
from planner.demands import hard_demands
from planner.errors import Bug
from planner.explanation import blame, plan_warnings, ranked
from planner.loading.composition import load_scenario
from planner.loading.files import rule_files, shipped
from planner.loading.scenarios import Given
from planner.names import Vocabulary, names_of, parse
from planner.prepared import Catalogue, prepare
from planner.problem import Problem, state_problem
from planner.ranking import profile, rank, weigh


class Planner:
    """A prepared catalogue for many scenarios.

    ``rules`` is ``None`` for ours, a folder, several folders (a later one over an earlier one), or ``Rules``.
    Raises ``DataError`` where the rules are at fault.
    """

    def __init__(self, rules: model.Rules | Path | str | Sequence[Path | str] | None = None) -> None:
        if isinstance(rules, model.Rules):
            self.catalogue = Catalogue(rules)
        elif isinstance(rules, (Path, str)):
            self.catalogue = prepare(rule_files([rules]))
        else:
            self.catalogue = prepare(rule_files(rules or [shipped("rules")]))

    @property
    def rules(self) -> model.Rules:
        return self.catalogue.rules

    def scenario(self, given: Given | model.Scenario, with_: Sequence[Given] = ()) -> model.Scenario:
        """The scenario that is given, with the files ``with_`` laid over it. Raises ``DataError``."""
        return given if isinstance(given, model.Scenario) else load_scenario(given, self.rules, with_)

    def plan(self, given: Given | model.Scenario, *, with_: Sequence[Given] = ()) -> model.Plan:
        """The ranked stacks of a scenario (a path, a mapping or a ``Scenario``), or why there are none.

        Raises ``DataError`` with every fault of the scenario's files at once; no stack is an answer, not an exception.
        """
        scenario = self.scenario(given, with_)
        problem = self.problem(scenario)
        total = solver.total(problem)
        assessments = self.best(scenario, problem) if total else ()
        return model.Plan(
            scenario=scenario,
            scope=scenario.scope,
            digest=self.rules.digest,
            total=total,
            stacks=ranked(assessments, profile(scenario, self.rules)),
            conflicts=() if total else (blame(scenario, self.rules, self.conflict(scenario)),),
            warnings=tuple(plan_warnings(scenario, self.rules)),
        )

    def problem(self, scenario: model.Scenario, without: frozenset[str] = frozenset()) -> Problem:
        """The constraint problem of a scenario, without the demands whose paths are named."""
        segments = self.catalogue.segments(
            scope=scenario.scope, layering=scenario.layering, security_limit=scenario.limits.security_layers
        )
        return state_problem(scenario, self.rules, segments, without=without)

    def best(self, scenario: model.Scenario, problem: Problem) -> tuple[Assessment, ...]:
        """The best stacks, each checked again layer by layer. Raises ``Bug`` where the two ways to see it disagree."""
        sequences = partial(solver.solve, problem)
        stacks = rank(problem, sequences, scenario, self.rules, limit=scenario.limits.stacks)
        found = tuple(self.assess(scenario, stack) for stack in stacks)
        for it in found:
            if it.breaches:
                raise Bug(f"{model.spell(it.stack)} was listed and breaks {it.breaches[0].constraint}")
        vectors = [weigh(profile(scenario, self.rules), it.figures) for it in found]
        if vectors != sorted(vectors):
            raise Bug("the stacks were listed out of order")
        return found

    def assess(self, scenario: model.Scenario, stack: model.Stack) -> Assessment:
        segments = self.catalogue.segments(
            scope=scenario.scope, layering=scenario.layering, security_limit=scenario.limits.security_layers
        )
        return Assessment(rules=self.rules, edges=segments.edges, scenario=scenario, stack=stack)

    def parse(self, string: str) -> model.Parsed:
        """The stacks that an SDP proto value, a multiaddr or a stack denotes, or why it denotes none (DESIGN 11)."""
        return parse(string, self.vocabulary)

    def names(self, stack: model.Stack) -> model.Named:
        """The names of a valid stack in other worlds."""
        return names_of(stack, self.vocabulary)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        segments = self.catalogue.segments(scope="full", layering="specified")
        return Vocabulary(self.rules, segments.edges)

    def droppable(self, scenario: model.Scenario) -> tuple[model.Demand, ...]:
        """The demands that a conflict may name; which layerings count is what they are asked of, not one of them."""
        return tuple(demand for demand in hard_demands(scenario) if demand.path != "layering")

    def conflict(self, scenario: model.Scenario) -> tuple[str, ...]:
        """A smallest set of demands that cannot hold together, by their paths; defaults are given up first."""
        demands = [demand.path for demand in reversed(self.droppable(scenario))]

        def feasible(dropped: frozenset[str]) -> bool:
            return solver.total(self.problem(scenario, dropped)) > 0

        return solver.smallest_conflict(demands, feasible)


def plan(
    scenario: Given | model.Scenario,
    rules: model.Rules | Path | str | None = None,
    *,
    with_: Sequence[Given] = (),
) -> model.Plan:
    """The ranked stacks of a scenario file, a mapping or a ``Scenario``, or why there are none (DESIGN 8).

    Raises ``DataError`` for bad input. For many scenarios keep a ``Planner``; ours is kept here.
    """
    planner = _ours() if rules is None else Planner(rules)
    return planner.plan(scenario, with_=with_)


@lru_cache(maxsize=1)
def _ours() -> Planner:
    return Planner()

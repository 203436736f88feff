"""``plan(scenario) -> Plan``: the stages in order, values in and values out.

Knows the stages. Knows no streams and no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from planner import model, solver
from planner.assessment import Assessment
from planner.demands import hard_demands
from planner.errors import Bug
from planner.explanation import blame, plan_warnings, ranked
from planner.loading.composition import load_scenario
from planner.loading.files import rule_files, shipped
from planner.loading.scenarios import Given
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
            answers=_Answers(self, scenario),
        )

    def graph(self, scope: model.Scope = "full") -> Any:
        """What may run over what and what keys what in a scope, as a networkx ``DiGraph`` with the attributes of
        ``Plan.graph``."""
        from planner.layering import digraph

        return digraph(self.layered(scope))

    def layered(self, scope: model.Scope = "full") -> model.Graph:
        """The same as a plain value."""
        from planner.views.graphs import catalogue_graph

        edges = self.catalogue.segments(scope=scope, layering="specified").edges
        return catalogue_graph(self.rules, edges, scope)

    def layered_stacks(self, plan: model.Plan) -> model.Graph:
        """The stacks of a plan together, as a plain value."""
        from planner.views.graphs import stacks_graph

        scenario = plan.scenario
        edges = self.catalogue.segments(
            scope=scenario.scope, layering=scenario.layering, security_limit=scenario.limits.security_layers
        ).edges
        return stacks_graph(self.rules, edges, plan.scope, [(stack.rank, stack.stack) for stack in plan.stacks])

    def viewed(
        self, scenario: model.Scenario, stacks: Sequence[model.RankedStack], stack: int | str
    ) -> model.StackView:
        """One stack as the path sees it: by its rank among ``stacks``, or by its spelling.

        Raises ``DataError`` where there is no such stack, with the reason where the scenario does not allow it.
        """
        from planner.views.stacks import found_stack, stack_view

        it = found_stack(self.rules, stacks, stack, partial(self.assess, scenario))
        rank = next((one.rank for one in stacks if one.stack == it.stack), 0)
        return stack_view(it, rank=rank)

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


class _Answers:
    """A plan's questions, with the planner that made it. What draws is imported when it is asked for. A copy asks the
    same planner; a plan that was pickled has nobody to ask."""

    def __init__(self, planner: Planner, scenario: model.Scenario) -> None:
        self.planner, self.scenario = planner, scenario

    def __deepcopy__(self, memo: object) -> _Answers:
        return self

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        return type(None), ()

    def graph(self, plan: model.Plan) -> Any:
        from planner.layering import digraph

        return digraph(self.planner.layered_stacks(plan))

    def picture(self, plan: model.Plan, theme: str) -> Any:
        from planner.render.pictures import plan_drawing

        return plan_drawing(plan, self.planner.layered_stacks(plan), theme)

    def show(self, plan: model.Plan, stack: int | str, theme: str) -> Any:
        from planner.render.pictures import stack_drawing

        return stack_drawing(self.planner.viewed(self.scenario, plan.stacks, stack), theme)

    def html(self, plan: model.Plan) -> str:
        from planner.render.html import plan_html

        return plan_html(plan)


@lru_cache(maxsize=1)
def _ours() -> Planner:
    return Planner()

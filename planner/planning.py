"""``plan(scenario) -> Plan``: the stages in order, values in and values out.

Knows the stages. Knows no streams and no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from planner import model
from planner.catalogue.prepared import Catalogue, prepare
from planner.engine import Engine
from planner.loading.composition import load_scenario
from planner.loading.files import environment_files, rule_files, shipped
from planner.loading.scenarios import Given, shipped_environment
from planner.names import Vocabulary, names_of, parse
from planner.solving import solver
from planner.solving.scoring import profile
from planner.stacks.explanation import blame, plan_warnings, ranked


class Planner:
    """A prepared catalogue for many scenarios.

    ``rules`` is ``None`` for ours, a folder, several folders (a later one over an earlier one), or ``Rules``.
    Raises ``DataError`` where the rules are at fault.
    """

    def __init__(self, rules: model.Rules | Path | str | Sequence[Path | str] | None = None) -> None:
        if isinstance(rules, model.Rules):
            self.engine = Engine(Catalogue(rules))
        elif isinstance(rules, (Path, str)):
            self.engine = Engine(prepare(rule_files([rules])))
        else:
            self.engine = Engine(prepare(rule_files(rules or [shipped("rules")])))

    @property
    def rules(self) -> model.Rules:
        return self.engine.rules

    def scenario(self, given: Given | model.Scenario, with_: Sequence[Given] = ()) -> model.Scenario:
        """The scenario that is given, with the files ``with_`` laid over it. Raises ``DataError``."""
        return given if isinstance(given, model.Scenario) else load_scenario(given, self.rules, with_)

    def plan(self, given: Given | model.Scenario, *, with_: Sequence[Given] = ()) -> model.Plan:
        """The ranked stacks of a scenario (a path, a mapping or a ``Scenario``), or why there are none.

        Raises ``DataError`` with every fault of the scenario's files at once; no stack is an answer, not an exception.
        """
        scenario = self.scenario(given, with_)
        problem = self.engine.problem(scenario)
        total = solver.total(problem)
        assessments = self.engine.best(scenario, problem) if total else ()
        found = None if total else self.engine.conflicts(scenario)
        return model.Plan(
            scenario=scenario,
            scope=scenario.scope,
            digest=self.rules.digest,
            total=total,
            stacks=ranked(assessments, profile(scenario, self.rules)),
            conflicts=tuple(blame(scenario, self.rules, one) for one in found.conflicts) if found else (),
            complete=found.complete if found else True,
            warnings=tuple(plan_warnings(scenario, self.rules)),
            advisor=_Advisor(self.engine),
        )

    def graph(self, scope: model.Scope = "full") -> Any:
        """What may run over what and what keys what in a scope, as a networkx ``DiGraph`` with the attributes of
        ``Plan.graph``. Raises ``ValueError`` for a scope that there is not."""
        from planner.catalogue.layering import digraph

        layered = self.scope_graph(scope)
        return digraph(layered, lambda: _drawn(layered))

    def scope_graph(self, scope: model.Scope = "full") -> model.Graph:
        """The same as a plain value. Raises ``ValueError`` for a scope that there is not."""
        from planner.views.graphs import scope_graph

        if scope not in model.SCOPES:
            raise ValueError(f"no scope {scope!r}; known: {', '.join(model.SCOPES)}")

        return scope_graph(self.engine, scope)

    def plan_graph(self, plan: model.Plan) -> model.Graph:
        """The stacks of a plan together, as a plain value."""
        from planner.views.graphs import plan_graph

        return plan_graph(self.engine, plan)

    def stack_view(
        self, scenario: model.Scenario, stacks: Sequence[model.RankedStack], stack: int | str
    ) -> model.StackView:
        """One stack as the path sees it: by its rank among ``stacks``, or by its spelling.

        Raises ``DataError`` where there is no such stack, with the reason where the scenario does not allow it.
        """
        from planner.views.stacks import asked_stack

        return asked_stack(self.engine, scenario, stacks, stack)

    def parse(self, string: str) -> model.Parsed:
        """The stacks that an SDP proto value, a multiaddr or a stack denotes, or why it denotes none (docs/design.md,
        "Names of other worlds")."""
        return parse(string, self.vocabulary)

    def names(self, stack: model.Stack) -> model.Named:
        """The names of a valid stack in other worlds."""
        return names_of(stack, self.vocabulary)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return self.engine.vocabulary(model.Scenario(payload="generic", scope="full"))


def plan(
    scenario: Given | model.Scenario,
    rules: model.Rules | Path | str | None = None,
    *,
    with_: Sequence[Given] = (),
) -> model.Plan:
    """The ranked stacks of a scenario file, a mapping or a ``Scenario``, or why there are none (docs/design.md,
    "The plan").

    Raises ``DataError`` for bad input. For many scenarios keep a ``Planner``; ours is kept here.
    """
    planner = _ours() if rules is None else Planner(rules)
    return planner.plan(scenario, with_=with_)


def _drawn(graph: model.Graph) -> str:
    """A scope's graph as SVG."""
    from planner.render.pictures import catalogue_drawn, graph_drawing

    return graph_drawing(catalogue_drawn(graph), "light").svg


class _Advisor:
    """Answers the questions that are asked of a plan after it was made; what that takes is imported then. A copy of a
    plan asks the same one; a plan that was pickled has nobody to ask."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __deepcopy__(self, memo: object) -> _Advisor:
        return self

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        return type(None), ()

    def why(self, plan: model.Plan, spelling: str) -> model.Why:
        from planner.advice.why import why

        return why(self.engine, plan, spelling)

    def repairs(self, plan: model.Plan) -> tuple[model.Repair, ...]:
        from planner.advice.repairs import repairs

        return repairs(self.engine, plan.scenario)

    def fallbacks(self, plan: model.Plan) -> model.Fallbacks:
        from planner.advice.fallbacks import fallbacks

        return fallbacks(self.engine, plan, environments(plan.scenario.payload, self.engine.rules))

    def answers(self, plan: model.Plan, stack: model.Stack) -> tuple[model.Answer, ...]:
        from planner.stacks.demand_answers import answers

        return answers(self.engine.assess(plan.scenario, stack))

    def graph(self, plan: model.Plan) -> Any:
        from planner.catalogue.layering import digraph
        from planner.views.graphs import plan_graph

        return digraph(plan_graph(self.engine, plan), lambda: str(self.picture(plan, "light").svg))

    def picture(self, plan: model.Plan, theme: str) -> Any:
        from planner.render.pictures import plan_drawing
        from planner.views.graphs import plan_graph

        return plan_drawing(plan, plan_graph(self.engine, plan), theme)

    def show(self, plan: model.Plan, stack: int | str, theme: str) -> Any:
        from planner.render.pictures import stack_drawing
        from planner.views.stacks import asked_stack

        return stack_drawing(asked_stack(self.engine, plan.scenario, plan.stacks, stack), theme)

    def html(self, plan: model.Plan) -> str:
        from planner.render.html import plan_html

        return plan_html(plan)


def environments(payload: str, rules: model.Rules) -> dict[str, model.Scenario]:
    """The shipped environments by name, as scenarios that only say what the network and the host are like."""
    found = {}
    for path in environment_files():
        asked = {"application": {"payload": payload}}
        found[path.stem] = load_scenario(asked, rules, [shipped_environment(path.stem)])
    return found


@lru_cache(maxsize=1)
def _ours() -> Planner:
    return Planner()

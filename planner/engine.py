"""One catalogue's stages joined: problems, best stacks, assessments, conflicts and ranks of scenarios.

Knows the stages under it. Makes no plan and no advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from planner import model
from planner.catalogue.prepared import Catalogue
from planner.catalogue.segments import Segments, TooManySegments
from planner.demands.asked import hard_demands
from planner.errors import Bug, DataError, Fault
from planner.names import Vocabulary
from planner.solving import solver
from planner.solving.best_first import rank
from planner.solving.conflicts import Conflicts, all_conflicts
from planner.solving.exact_rank import Standing
from planner.solving.problem import Problem, Relaxation, state_problem
from planner.solving.scoring import profile, weigh
from planner.stacks.assessment import Assessment


class Engine:
    """Answers to questions about scenarios over one prepared catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._asked: tuple[model.Scenario, Conflicts] | None = None

    @property
    def rules(self) -> model.Rules:
        return self.catalogue.rules

    def segments(self, scenario: model.Scenario) -> Segments:
        return self.catalogue.segments(
            scope=scenario.scope, layering=scenario.layering, security_limit=scenario.limits.security_layers
        )

    def problem(self, scenario: model.Scenario) -> Problem:
        """The constraint problem of a scenario. Raises ``DataError`` where its limits leave too many segments."""
        with _countable(scenario):
            return state_problem(scenario, self.rules, self.segments(scenario))

    def relaxation(self, scenario: model.Scenario) -> Relaxation:
        """The scenario with demands that can be dropped."""
        segments = self.segments(scenario)
        with _countable(scenario):
            return Relaxation(scenario, self.rules, segments, roof=segments.security_limit)

    def feasible(self, scenario: model.Scenario) -> bool:
        problem = self.problem(scenario)
        return problem.feasible(problem.start)

    def total(self, scenario: model.Scenario) -> int:
        return solver.total(self.problem(scenario))

    def best(self, scenario: model.Scenario, problem: Problem) -> tuple[Assessment, ...]:
        """The best stacks, each checked again layer by layer. Raises ``Bug`` where the two ways to see it disagree."""
        found = tuple(self.assess(scenario, stack) for stack in self.listed(scenario, problem))
        for it in found:
            if it.breaches:
                raise Bug(f"{model.spell(it.stack)} was listed and breaks {it.breaches[0].constraint}")
        vectors = [weigh(profile(scenario, self.rules), it.figures) for it in found]
        if vectors != sorted(vectors):
            raise Bug("the stacks were listed out of order")
        return found

    def listed(self, scenario: model.Scenario, problem: Problem) -> list[model.Stack]:
        """As many of the best stacks as the scenario lists."""
        sequences = partial(solver.solve, problem)
        return rank(problem, sequences, scenario, self.rules, limit=scenario.limits.stacks)

    def first(self, scenario: model.Scenario) -> Assessment | None:
        """The best stack, or None where there is none."""
        only = replace(scenario, limits=replace(scenario.limits, stacks=1))
        return next(iter(self.best(only, self.problem(only))), None)

    def assess(self, scenario: model.Scenario, stack: model.Stack) -> Assessment:
        return Assessment(rules=self.rules, edges=self.segments(scenario).edges, scenario=scenario, stack=stack)

    def vocabulary(self, scenario: model.Scenario) -> Vocabulary:
        """The words for stacks of a scenario's scope and layering."""
        return Vocabulary(self.rules, self.segments(scenario).edges, scenario.scope)

    def standing(self, scenario: model.Scenario) -> Standing:
        """The exact order of all stacks of a scenario."""
        return Standing(self.problem(scenario), scenario, self.rules)

    def droppable(self, scenario: model.Scenario) -> tuple[model.Demand, ...]:
        """The demands that a conflict may name; which layerings count is what they are asked of, not one of them."""
        return tuple(demand for demand in hard_demands(scenario) if demand.path != "layering")

    def conflicts(self, scenario: model.Scenario) -> Conflicts:
        """All smallest sets of demands that cannot hold together, and of demands to give up, by their paths."""
        if self._asked is None or self._asked[0] is not scenario:  # a plan asks for its conflicts, then for repairs
            demands = [demand.path for demand in self.droppable(scenario)]
            self._asked = scenario, all_conflicts(demands, self.relaxation(scenario).feasible)
        return self._asked[1]


# --- machinery below --------------------------------------------------------------------------


@contextmanager
def _countable(scenario: model.Scenario) -> Iterator[None]:
    """Too many segments are a fault of the scenario's limit, at its line."""
    try:
        yield
    except TooManySegments as error:
        limit, path = scenario.limits.security_layers, "limits.security-layers"
        place = scenario.places.get(path, model.Location(file=scenario.file or "scenario"))
        found = f"found {limit}, which with layering: {scenario.layering} makes {error}"
        fault = Fault(file=place.file, line=place.line, path=path, found=found, allowed="use a smaller limit")
        raise DataError([fault]) from None

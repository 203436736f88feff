"""One catalogue's stages joined: problems, best stacks, assessments, conflicts and ranks of scenarios.

Knows the stages under it. Makes no plan and no advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from re import fullmatch

from planner import model
from planner.catalogue.prepared import Catalogue
from planner.catalogue.segments import Segments, TooManySegments
from planner.demands.asked import Demands
from planner.errors import Bug, DataError, Fault
from planner.model.flights import Handshakes
from planner.model.packets import OptionValue
from planner.names import Unreadable, Vocabulary
from planner.names.words import read
from planner.solving import solver
from planner.solving.best_first import rank
from planner.solving.conflicts import Conflicts, all_conflicts
from planner.solving.exact_rank import MOST_STACKS, ExactRanks, TooMany
from planner.solving.problem import Problem
from planner.solving.room import total
from planner.solving.scoring import Scoring, profile, weigh
from planner.solving.stating import Relaxation, state_problem
from planner.stacks.assessment import Assessment, assess
from planner.stacks.facts import StackFacts
from planner.stacks.handshakes import handshakes
from planner.stacks.judging import breaches

MOST_NAMED = 8
"""Stacks that are named where a spelling means more than one."""

KEPT = 8
"""Scenarios whose demands are kept: a plan, its advice and its changes ask for them one after another."""


class Engine:
    """Answers to questions about scenarios over one prepared catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._demands: list[Demands] = []
        self._asked: tuple[model.Scenario, Conflicts[model.DemandKey]] | None = None

    @property
    def rules(self) -> model.Rules:
        return self.catalogue.rules

    def demands(self, scenario: model.Scenario) -> Demands:
        """What a scenario asks for: made once, for whoever asks next."""
        for kept in self._demands:
            if kept.scenario is scenario:
                return kept
        made = Demands(scenario)
        self._demands = [made, *self._demands[: KEPT - 1]]
        return made

    def segments(self, scenario: model.Scenario) -> Segments:
        return self.catalogue.segments(
            scope=scenario.scope, layering=scenario.layering, security_limit=scenario.limits.security_layers
        )

    def problem(self, scenario: model.Scenario, *, split: bool = False) -> Problem:
        """The constraint problem of a scenario; see ``state_problem``. Raises ``DataError`` where its limits leave too
        many segments."""
        with _countable(scenario):
            return state_problem(self.demands(scenario), self.rules, self.segments(scenario), split=split)

    def relaxation(self, scenario: model.Scenario) -> Relaxation:
        """The scenario with demands that can be dropped."""
        segments = self.segments(scenario)
        with _countable(scenario):
            return Relaxation(self.demands(scenario), self.rules, segments, roof=segments.security_limit)

    def feasible(self, scenario: model.Scenario) -> bool:
        problem = self.problem(scenario, split=True)
        return problem.feasible(problem.start)

    def total(self, scenario: model.Scenario) -> int:
        return total(self.problem(scenario))

    def best(self, scenario: model.Scenario, problem: Problem) -> tuple[Assessment, ...]:
        """The best stacks, each checked again layer by layer. Raises ``Bug`` where the two ways to see it disagree."""
        assessments = tuple(self.assess(scenario, stack) for stack in self.listed(scenario, problem))
        for assessment in assessments:
            if broken := breaches(assessment):
                raise Bug(f"{model.spell(assessment.stack)} was listed and breaks {broken[0].constraint}")
        vectors = [weigh(profile(scenario, self.rules), assessment.figures) for assessment in assessments]
        if vectors != sorted(vectors):
            raise Bug("the stacks were listed out of order")
        return assessments

    def scoring(self, scenario: model.Scenario, problem: Problem) -> Scoring:
        return Scoring(problem, self.demands(scenario), self.rules)

    def listed(self, scenario: model.Scenario, problem: Problem) -> list[model.Stack]:
        """As many of the best stacks as the scenario lists."""
        sequences = partial(solver.solve, problem)
        scoring, limit = self.scoring(scenario, problem), scenario.limits.stacks
        if problem.needs.is_tight and not problem.needs.is_split:
            return rank(problem, sequences, scoring, limit=limit, fits=partial(self.fits, scenario))
        return rank(problem, sequences, scoring, limit=limit)

    def fits(self, scenario: model.Scenario, stack: model.Stack) -> bool:
        """Whether every layer of a stack gets packets of the size that it needs."""
        return not self.assess(scenario, stack).squeezed

    def first(self, scenario: model.Scenario) -> Assessment | None:
        """The best stack, or None where there is none."""
        only = replace(scenario, limits=replace(scenario.limits, stacks=1))
        return next(iter(self.best(only, self.problem(only))), None)

    def assess(self, scenario: model.Scenario, stack: model.Stack) -> Assessment:
        return assess(self.rules, self.segments(scenario).edges, self.demands(scenario), stack)

    def vocabulary(self, scope: model.Scope, layering: str = "specified") -> Vocabulary:
        """The words for stacks of a scope and layering."""
        edges = self.catalogue.segments(scope=scope, layering=layering).edges
        return Vocabulary(self.rules, edges, scope)

    def ranks(self, scenario: model.Scenario) -> ExactRanks:
        """The exact order of all stacks of a scenario."""
        problem = self.problem(scenario)
        if problem.needs.is_tight and total(problem) <= MOST_STACKS:  # of more the order is not counted anyway
            problem = self.problem(scenario, split=True)
        return ExactRanks(problem, self.scoring(scenario, problem))

    def chosen(self, scenario: model.Scenario, listed: Sequence[model.RankedStack], wanted: int | str) -> model.Stack:
        """The stack that somebody means: by its rank, also below the listed ones, by its spelling, or by one that
        leaves families and handshakes open where only one valid stack is meant. Raises ``DataError`` where there is
        none, with the reason, and where several are meant, with their names."""
        rank = as_rank(wanted)
        if rank is not None:
            return self._at(scenario, listed, rank)
        wanted = str(wanted)
        meant = self._spelled(wanted, scenario.scope, scenario.layering)
        valid = [stack for stack in meant if not breaches(self.assess(scenario, stack))]
        if not valid:
            broken = breaches(self.assess(scenario, meant[0]))[0]
            raise _no_stack(wanted, f"{broken.says} [{model.cite(broken.sources)}]")
        return _the_one(wanted, valid)

    def meant(self, spelled: str) -> model.Stack:
        """The one stack of the catalogue that a spelling means, whatever anybody demands. Raises ``DataError``."""
        return _the_one(spelled, self._spelled(spelled, "full", "practiced"))

    def handshakes(self, stack: model.Stack) -> Handshakes:
        """What a stack does before the application's first byte."""
        edges = self.catalogue.segments(scope="full", layering="practiced").edges
        return handshakes(StackFacts(rules=self.rules, edges=edges, stack=stack))

    def packet(
        self,
        stack: model.Stack,
        *,
        mtu: int,
        ip_version: int,
        inner_ip: int,
        options: Mapping[str, OptionValue],
        payload: int | None = None,
    ) -> model.Packet:
        """What a stack does to a packet on a path of some MTU."""
        edges = self.catalogue.segments(scope="full", layering="practiced").edges
        facts = StackFacts(
            rules=self.rules,
            edges=edges,
            stack=stack,
            mtu=mtu,
            ip_version=ip_version,
            inner_ip=inner_ip,
            options=options,
        )
        return facts.packets.packet(payload)

    def _spelled(self, spelled: str, scope: model.Scope, layering: str) -> tuple[model.Stack, ...]:
        """The stacks that a spelling leaves open. Raises ``DataError`` for one that names none."""
        vocabulary = self.vocabulary(scope, layering)
        try:
            return vocabulary.stacks(read(spelled, vocabulary).places)
        except Unreadable as error:
            raise _no_stack(spelled, str(error)) from None

    def _at(self, scenario: model.Scenario, listed: Sequence[model.RankedStack], rank: int) -> model.Stack:
        if 1 <= rank <= len(listed):
            return listed[rank - 1].stack
        try:
            ranks = self.ranks(scenario)
            if listed and 1 <= rank <= ranks.total:
                return ranks.at(rank)
        except TooMany as error:
            raise _no_stack(str(rank), str(error), f"a rank from 1 to {len(listed)}") from None
        there = f"ranks go from 1 to {ranks.total:,}" if listed else "no stack meets every demand"
        raise _no_stack(str(rank), "there is no stack of this rank", there)

    def conflicts(self, scenario: model.Scenario) -> Conflicts[model.DemandKey]:
        """All smallest sets of demands that cannot hold together, and of demands to give up, by their keys."""
        if self._asked is None or self._asked[0] is not scenario:  # a plan asks for its conflicts, then for repairs
            droppable = self.demands(scenario).droppable
            self._asked = scenario, all_conflicts(droppable, self.relaxation(scenario).feasible)
        return self._asked[1]


def as_rank(wanted: int | str) -> int | None:
    """The rank that is asked for, whether or not there is such a one; None for a spelling."""
    return int(wanted) if isinstance(wanted, int) or fullmatch(r"-?[0-9]{1,9}", wanted) else None


# --- machinery below --------------------------------------------------------------------------


def _the_one(wanted: str, stacks: Sequence[model.Stack]) -> model.Stack:
    if len(stacks) > 1:
        some = ", ".join(map(model.spell, stacks[:MOST_NAMED])) + (", ..." if len(stacks) > MOST_NAMED else "")
        raise _no_stack(wanted, f"it means {len(stacks)} stacks", f"name one of {some}")
    return stacks[0]


def _no_stack(wanted: str, found: str, allowed: str = "") -> DataError:
    return DataError([Fault(file=f"stack {wanted}", line=0, path="", found=found, allowed=allowed)])


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

"""One catalogue's stages joined: problems, best stacks, assessments, conflicts and ranks of scenarios.

Knows the stages under it. Makes no plan and no advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from re import fullmatch

from planner import model
from planner.catalogue.coding import CodedSegments
from planner.catalogue.prepared import Catalogue
from planner.catalogue.segments import Segments, TooManySegments
from planner.demands.asked import Demands
from planner.errors import DataError, Fault
from planner.model.flights import Handshakes
from planner.model.packets import OptionValue
from planner.names import Unreadable, Vocabulary
from planner.names.words import read
from planner.solving.best_first import Found, RankedProblem, best
from planner.solving.conflicts import Conflicts, all_conflicts
from planner.solving.exact_rank import MOST_STACKS, ExactRanks, TooMany
from planner.solving.reaching import TooMuchWork
from planner.solving.relaxed import Relaxation
from planner.solving.room import total
from planner.solving.scoring import profile
from planner.solving.stating import Statements
from planner.stacks.assessment import Assessment, assess
from planner.stacks.facts import StackFacts
from planner.stacks.handshakes import handshakes
from planner.stacks.judging import breaches
from planner.stacks.ranked import checked

MOST_NAMED = 8
"""Stacks that are named where a spelling means more than one."""

KEPT = 8
"""Scenarios whose demands are kept: a plan, its advice and its changes ask for them one after another."""


class Engine:
    """Answers to questions about scenarios over one prepared catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._demands: list[Demands] = []
        self._statements: dict[tuple[str, str, int], Statements] = {}
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

    def statements(self, scenario: model.Scenario) -> Statements:
        """What states problems over the segments of a scenario."""
        segments = self.segments(scenario)
        key = (segments.scope, segments.layering, segments.security_limit)
        if key not in self._statements:
            self._statements[key] = Statements(self.rules, CodedSegments(self.rules, segments))
        return self._statements[key]

    def problem(self, scenario: model.Scenario, *, split: bool = False) -> RankedProblem:
        """The constraint problem of a scenario; see ``Statements``. Raises ``DataError`` where its limits leave too
        many segments."""
        with _countable(scenario):
            return self.statements(scenario).problem(self.demands(scenario), split=split)

    def relaxation(self, scenario: model.Scenario) -> Relaxation:
        """The scenario with demands that can be dropped. Each one has work of its own, so that an answer does not hang
        on what was asked before."""
        statements = self.statements(scenario)
        with _countable(scenario):
            return Relaxation(self.demands(scenario), statements, roof=self.segments(scenario).security_limit)

    def total(self, scenario: model.Scenario) -> int:
        return total(self.problem(scenario))

    def listed(self, scenario: model.Scenario, problem: RankedProblem) -> list[model.Stack]:
        """As many of the best stacks as the scenario lists."""
        return [listed.stack for listed in self.best(scenario, problem)]

    def best(self, scenario: model.Scenario, problem: RankedProblem) -> list[Found]:
        """The same with the values of the ranking's criteria."""
        return self._best(scenario, problem, scenario.limits.stacks)

    def _best(self, scenario: model.Scenario, problem: RankedProblem, stacks: int, *, few: bool = False) -> list[Found]:
        state, demands = self.statements(scenario).problem, self.demands(scenario)
        split = problem.needs.is_split
        return best(problem, lambda unknown: state(demands, split=split, unknown=unknown, few=few), stacks)

    def first(self, scenario: model.Scenario) -> Assessment | None:
        """The best stack, or None where there is none, or where nobody would wait for it."""
        with _countable(scenario):
            problem = self.statements(scenario).problem(self.demands(scenario), few=True)
        with suppress(TooMuchWork):
            for listed in self._best(scenario, problem, 1, few=True):
                assessment = self.assess(scenario, listed.stack)
                checked(listed, assessment, profile(scenario, self.rules))
                return assessment
        return None

    def assess(self, scenario: model.Scenario, stack: model.Stack) -> Assessment:
        return self.assessing(scenario)(stack)

    def assessing(self, scenario: model.Scenario) -> Callable[[model.Stack], Assessment]:
        """What sees a stack in a scenario, layer by layer; it knows nothing of how stacks are found."""
        return partial(assess, self.rules, self.segments(scenario).edges, self.demands(scenario))

    def vocabulary(self, scope: model.Scope, layering: str = "specified") -> Vocabulary:
        """The words for stacks of a scope and layering."""
        edges = self.catalogue.segments(scope=scope, layering=layering).edges
        return Vocabulary(self.rules, edges, scope)

    def ranks(self, scenario: model.Scenario) -> ExactRanks:
        """The exact order of all stacks of a scenario."""
        problem = self.problem(scenario)
        if problem.needs.is_tight and total(problem) <= MOST_STACKS:  # of more the order is not counted anyway
            problem = self.problem(scenario, split=True)
        return ExactRanks(problem)

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
        asked = self._asked
        if asked is None or asked[0] is not scenario:  # a plan asks for its conflicts, then for repairs
            droppable = self.demands(scenario).droppable
            self._asked = asked = scenario, all_conflicts(droppable, self.relaxation(scenario).feasible)
        return asked[1]


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

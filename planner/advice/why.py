"""Why a stack stands where it stands, or why it is none of the valid ones: for any stack that someone spells.

Knows the engine, names, answers and changes. Makes no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from planner import model
from planner.demands import changes
from planner.demands.table import given_up
from planner.engine import Engine
from planner.errors import DataError
from planner.model import Broken, Compared, DemandKey, Move, Plan, Preference, Stack, Why, cite, claim, ids_of, spell
from planner.names import Unreadable, nearest, parse, readings
from planner.solving.exact_rank import ExactRanks, TooMany
from planner.solving.scoring import profile, weigh
from planner.stacks.assessment import Assessment
from planner.stacks.demand_answers import answers, broken, layer_reasons
from planner.stacks.judging import breaches
from planner.stacks.scores import scores
from planner.stacks.warnings import stack_warnings

MANY = 300_000
"""Of more stacks than this, no moves are tried: each counts the order anew."""

MOST_COUNTED = 3_000_000
"""Of more stacks than this in a changed scenario, the rank there is not counted."""

MOST_MOVES = 5
MOST_TRIED = 12
MOST_OPEN = 24


def why(engine: Engine, plan: Plan, spelling: str) -> Why:
    """Everything that the program knows of one stack in the scenario of a plan. Any string is answered."""
    return _Asking(engine, plan).why(spelling)


# --- machinery below --------------------------------------------------------------------------


class _Asking:
    def __init__(self, engine: Engine, plan: Plan) -> None:
        self.engine, self.plan, self.scenario = engine, plan, plan.scenario
        self.vocabulary = engine.vocabulary(self.scenario.scope, self.scenario.layering)
        self._ranks: ExactRanks | None = None

    @property
    def ranks(self) -> ExactRanks:
        if self._ranks is None:
            self._ranks = self.engine.ranks(self.scenario)
        return self._ranks

    def why(self, spelling: str) -> Why:
        parsed = parse(spelling, self.vocabulary)
        if parsed.stacks:
            return self.of_these(parsed.stacks)
        elsewhere = self.out_of_scope(spelling)
        if elsewhere:
            return elsewhere
        near = nearest(spelling, self.vocabulary) or (self.plan.stacks[0].stack if self.plan.stacks else None)
        answer = Why(
            spelling=spelling,
            verdict="no-stack",
            total=self.plan.total,
            nearest=spell(near) if near else "",
            problem=parsed.error,
        )
        try:
            stack = readings(spelling, self.vocabulary)[0]
        except Unreadable:
            return answer
        assessment = self.engine.assess(self.scenario, stack)
        return replace(
            answer, spelling=spell(stack), verdict="excluded", broken=broken(assessment), mends=self.derived(assessment)
        )

    def out_of_scope(self, spelling: str) -> Why | None:
        """For a stack of the full scope that the survey's does not plan."""
        if self.scenario.scope == "full":
            return None
        wider, words = changes.widened(self.scenario)
        full = parse(spelling, self.engine.vocabulary(wider.scope, wider.layering))
        if not full.stacks:
            return None
        stack = full.stacks[0]
        used = sorted(ids_of(stack))
        protocols = self.engine.rules.protocols
        outside = tuple(name for name in used if not protocols[name].planned_in(self.scenario.scope))
        rule = self.engine.rules.constraints["planned"]
        says = claim("outside-scope", names=outside, scope=self.scenario.scope)
        return Why(
            spelling=spell(stack),
            verdict="excluded",
            total=self.plan.total,
            broken=(Broken(rule="planned", says=says, source=cite(rule.sources)),),
            mends=self.mends(self.engine.assess(wider, stack), wider, [words]),
            others=tuple(map(spell, full.stacks[1:])),
        )

    def of_these(self, stacks: tuple[Stack, ...]) -> Why:
        """The best of the stacks that a spelling leaves open; where none is valid, the first."""
        assessed = [self.engine.assess(self.scenario, stack) for stack in stacks[:MOST_OPEN]]
        valid = [assessment for assessment in assessed if not breaches(assessment)]
        names = [spell(stack) for stack in stacks]
        if not valid:
            ranking = profile(self.scenario, self.engine.rules)
            return self.excluded(
                min(assessed, key=lambda assessment: (len(breaches(assessment)), weigh(ranking, assessment.figures))),
                names,
            )
        ranks = {assessment.stack: self.rank(assessment.stack) for assessment in valid}
        best = min(valid, key=lambda assessment: (ranks[assessment.stack] or 0, spell(assessment.stack)))
        return self.valid(best, ranks[best.stack], names)

    # --- a valid stack ---

    def rank(self, stack: Stack) -> int | None:
        for listed in self.plan.stacks:
            if listed.stack == stack:
                return listed.rank
        try:
            return self.ranks.rank(stack)
        except TooMany:
            return None

    def valid(self, assessment: Assessment, rank: int | None, names: list[str]) -> Why:
        above = self.above(rank)
        own = spell(assessment.stack)
        return Why(
            spelling=own,
            verdict="listed" if any(ranked.stack == assessment.stack for ranked in self.plan.stacks) else "valid",
            total=self.plan.total,
            rank=rank,
            above=spell(above.stack) if above else "",
            compared=tuple(self.compared(assessment, above)),
            answers=answers(assessment),
            layers=layer_reasons(assessment),
            warnings=tuple((warning.text, warning.source) for warning in stack_warnings(assessment)),
            moves=self.moves(assessment, rank),
            others=tuple(name for name in names if name != own),
        )

    def above(self, rank: int | None) -> Assessment | None:
        """The stack that comes just before."""
        if rank is None or rank == 1:
            return None
        if rank - 1 <= len(self.plan.stacks):
            return self.engine.assess(self.scenario, self.plan.stacks[rank - 2].stack)
        return self.engine.assess(self.scenario, self.ranks.at(rank - 1))

    def compared(self, assessment: Assessment, above: Assessment | None) -> Iterator[Compared]:
        """Criterion by criterion against the stack above; the first that differs decides."""
        ranking = profile(self.scenario, self.engine.rules)
        mine = scores(assessment, ranking)
        theirs = scores(above, ranking) if above else mine
        decided = False
        for here, there in zip(mine, theirs, strict=True):
            decides = not decided and here.value != there.value
            decided = decided or decides
            yield Compared(
                criterion=here.criterion,
                here=here.value,
                above=there.value if above else None,
                parts=here.parts,
                decides=decides,
            )

    def moves(self, assessment: Assessment, rank: int | None) -> tuple[Move, ...]:
        """Single changes of the scenario with which the stack would rank higher, the highest rank first."""
        if rank is None or rank == 1 or self.plan.total > MANY:
            return ()
        ranked_moves = []
        for scenario, words in list(self.tries(assessment))[:MOST_TRIED]:
            new = self.rank_in(scenario, assessment.stack)
            if new is not None and new < rank:
                ranked_moves.append((new, Move(changes=(words,), rank=new)))
        return tuple(move for _, move in sorted(ranked_moves, key=lambda ranked: ranked[0])[:MOST_MOVES])

    def tries(self, assessment: Assessment) -> Iterator[changes.Changed]:
        """Changes that could move a stack: what the best one needs is blocked, wishes that it misses are given up,
        another ranking, a preference for what it alone has."""
        best = self.engine.assess(self.scenario, self.plan.stacks[0].stack)
        for wish in (*assessment.unmet_wishes(Preference.PREFER), *assessment.unmet_wishes(Preference.AVOID)):
            yield changes.indifferent(self.scenario, wish.section, wish.name)
        for name in ids_of(assessment.stack):
            if name not in best.names and name not in self.scenario.protocols:
                yield changes.preferring(self.scenario, name, Preference.PREFER)
        for name in ids_of(best.stack):
            if name not in assessment.names and name not in self.scenario.protocols:
                yield changes.preferring(self.scenario, name, Preference.AVOID)
        for name in sorted(self.engine.rules.rankings):
            if name != self.scenario.ranking:
                yield changes.ranked_by(self.scenario, name)
        mine = ids_of(assessment.segments[-1])
        for layer in best.segments[-1]:
            if layer.protocol not in mine:
                yield changes.blocking(self.scenario, layer.protocol)

    def rank_in(self, scenario: model.Scenario, stack: Stack) -> int | None:
        """The rank of a stack in a changed scenario; None where it has none or it is not counted."""
        try:
            if breaches(self.engine.assess(scenario, stack)):
                return None
            ranks = self.engine.ranks(scenario)
            return ranks.rank(stack) if ranks.total <= MOST_COUNTED else None
        except (TooMany, DataError):
            return None

    # --- a stack that is not valid ---

    def excluded(self, assessment: Assessment, names: list[str]) -> Why:
        own = spell(assessment.stack)
        return Why(
            spelling=own,
            verdict="excluded",
            total=self.plan.total,
            layers=layer_reasons(assessment),
            broken=broken(assessment),
            mends=self.mends(assessment, self.scenario, []),
            others=tuple(name for name in names if name != own),
        )

    def derived(self, assessment: Assessment) -> Move | None:
        """For a stack that no document has: the first wider ``layering`` with which it is valid."""
        protocols = self.engine.rules.protocols
        pairs = [(upper.protocol, lower.protocol) for upper, lower in pairwise(assessment.stack)]
        services = all(set(protocols[a].needs) & set(protocols[b].offers) for a, b in pairs)
        for layering in model.LAYERINGS[model.LAYERINGS.index(self.scenario.layering) + 1 :]:
            if layering == "compatible" and not services:
                return None
            scenario, words = changes.layered(self.scenario, layering)
            mended = self.mends(self.engine.assess(scenario, assessment.stack), scenario, [words])
            if mended:
                return mended
        return None

    def mends(self, assessment: Assessment, scenario: model.Scenario, spelled: list[str]) -> Move | None:
        """The changes that make the stack valid, and the rank that it would have; None where nothing does."""
        for key in dict.fromkeys(breach.demand for breach in breaches(assessment)):
            if key is None or key.kind == "payload":
                return None
            scenario, words = self.mended(scenario, assessment, key)
            spelled.append(words)
        if breaches(self.engine.assess(scenario, assessment.stack)):
            return None
        return Move(changes=tuple(spelled), rank=self.rank_in(scenario, assessment.stack))

    def mended(self, scenario: model.Scenario, assessment: Assessment, key: DemandKey) -> changes.Changed:
        if key.kind in changes.LIMITS:
            return changes.limited(scenario, key.kind, assessment.counts[key.kind])
        if key.kind == "allowed":
            return changes.allowing(scenario, assessment.not_allowed)
        if key.kind == "protects" and assessment.protects:
            return changes.protecting(scenario, assessment.protects)
        return given_up(scenario, key)

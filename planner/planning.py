"""The façade: everything that the command can, for programs. Values in and values out.

Knows the stages. Knows no streams; what draws and writes is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from planner import model
from planner.advice.blame import blame
from planner.catalogue.prepared import Catalogue, prepare
from planner.engine import Engine, as_rank
from planner.errors import NoStack, wanted, wrong_type
from planner.loading.composition import load_scenario
from planner.loading.documents import Document
from planner.loading.files import rule_files, shipped
from planner.loading.made import resolved
from planner.loading.options import checked_options, checked_sizes
from planner.loading.overlays import networks, overlaid
from planner.loading.scenarios import Given
from planner.model.flights import Handshakes
from planner.names import Vocabulary, names_of, parse
from planner.render.notebooks import graph_svg, plan_html
from planner.solving import room
from planner.solving.scoring import profile
from planner.stacks.ranked import ranked
from planner.stacks.warnings import plan_warnings

Scenario = Given | model.Scenario
"""A scenario as a path, a mapping, a document that was read, or a ``Scenario``."""


class Planner:
    """A prepared catalogue for many scenarios.

    ``rules`` is ``None`` for ours, a folder, several folders (a later one over an earlier one), or ``Rules``.
    Raises ``DataError`` where the rules are at fault, ``TypeError`` where they are something else.
    """

    def __init__(self, rules: model.Rules | Path | str | Sequence[Path | str] | None = None) -> None:
        if isinstance(rules, model.Rules):
            self.engine = Engine(Catalogue(rules))
            return
        folders = [shipped("rules")] if rules is None else [rules] if isinstance(rules, (Path, str)) else rules
        if (
            not isinstance(folders, Sequence)
            or not folders
            or not all(isinstance(folder, (Path, str)) for folder in folders)
        ):
            raise wrong_type(rules, "rules: None, a folder, a list of folders or Rules")
        self.engine = Engine(prepare(rule_files(folders)))

    @property
    def rules(self) -> model.Rules:
        return self.engine.rules

    def scenario(self, given: Scenario, with_: Sequence[Given] = ()) -> model.Scenario:
        """The scenario that is given, with ``with_`` laid over it: files, mappings, or names of shipped environments
        (``udp-blocked``). Raises ``DataError``, and ``TypeError`` for what is neither."""
        if isinstance(with_, (str, Path, Mapping)):
            raise wrong_type(with_, "with_: a list of files, names of environments or mappings")
        if isinstance(given, model.Scenario):
            if with_:
                raise TypeError("with_: a Scenario is whole; lay files over a file or a mapping")
            return resolved(given, self.rules)
        if not isinstance(given, (str, Path, Document, Mapping)):
            raise wrong_type(given, "a scenario: a path, a mapping or a Scenario")
        return load_scenario(given, self.rules, [overlaid(layer) for layer in with_])

    def from_taps(self, given: Given, with_: Sequence[Given] = ()) -> model.Scenario:
        """The scenario of a preconnection of RFC 9622, in a file or a mapping: what nobody names has the document's
        default, and what is no part of a question is among the scenario's ``remarks`` and a plan's warnings. ``with_``
        is laid over it. Raises ``DataError``, for contradictions, too (RFC 9623 Section 3.1)."""
        from planner.exchange.taps import preconnection

        taken = preconnection(given, self.rules)
        own, *defaults = taken.documents
        return replace(self.scenario(own, [*defaults, *with_]), remarks=taken.remarks)

    def plan(self, given: Scenario, *, with_: Sequence[Given] = (), repairs: bool = True) -> model.Plan:
        """The ranked stacks of a scenario, or why there are none and what would help.

        Without ``repairs`` a plan without a stack does not look for what would help, and says so when it is asked.
        Raises ``DataError`` with every fault of the scenario's files at once; no stack is an answer, not an exception.
        """
        scenario = self.scenario(given, with_)
        problem = self.engine.problem(scenario)
        demands = self.engine.demands(scenario)
        total = room.total(problem)
        found = self.engine.best(scenario, problem) if total else []
        conflicts = None if total else self.engine.conflicts(scenario)
        return model.Plan(
            scenario=scenario,
            scope=scenario.scope,
            digest=self.rules.digest,
            total=total,
            stacks=ranked(found, self.engine.assessing(scenario), profile(scenario, self.rules)),
            conflicts=tuple(blame(demands, self.rules, keys) for keys in conflicts.conflicts) if conflicts else (),
            repairs_made=() if total else self._repairs(scenario) if repairs else None,
            complete=conflicts.complete if conflicts else True,
            warnings=tuple(plan_warnings(scenario, self.rules)),
            display=plan_html,
        )

    def why(self, plan: model.Plan, stack: int | str) -> model.Why:
        """Why a stack stands where it stands, or why it is none of the valid ones: by its rank or its spelling.

        Any string is answered: our spelling, another world's name, one that names no stack (then with the nearest)."""
        from planner.advice.why import why

        plan = wanted(model.Plan, plan, "a plan")
        if not isinstance(stack, int):
            wanted(str, stack, "a stack's rank or spelling")
        if as_rank(stack) is not None:
            stack = model.spell(self.engine.chosen(plan.scenario, plan.stacks, stack))
        return why(self.engine, plan, str(stack))

    def fallbacks(self, plan: model.Plan) -> model.Fallbacks:
        """The order to try stacks in, and on each shipped kind of network the first one that still works."""
        from planner.advice.fallbacks import fallbacks

        kinds = networks(wanted(model.Plan, plan, "a plan").scenario.payload, self.rules)
        return fallbacks(self.engine, plan, kinds)

    def shaping_limits(self, plan: model.Plan) -> tuple[model.ShapingLimit, ...]:
        """The limits that nobody set, each with the stack that one more would put first, where there is one."""
        from planner.advice.limits import shaping_limits

        return shaping_limits(self.engine, wanted(model.Plan, plan, "a plan"))

    def diff(self, before: model.Plan, after: model.Plan, *, other: Planner | None = None) -> model.Differences:
        """What changes from one plan to another, and because of which lines; ``other`` made the second one, where
        another catalogue did."""
        from planner.advice.differences import differences

        sides = wanted(model.Plan, before, "a plan"), wanted(model.Plan, after, "a plan")
        return differences((self.engine, sides[0]), ((other or self).engine, sides[1]))

    def lock(
        self, plan: model.Plan, stack: int | str = 1, *, with_: Sequence[str] = (), rules: Sequence[str] = ()
    ) -> model.Lock:
        """The lock of a stack, by rank or spelling, with the names of the files that the plan was made of. Raises
        ``DataError`` for a stack that is not valid, ``NoStack`` where the plan has none."""
        from planner.advice.locks import lock

        if not wanted(model.Plan, plan, "a plan").feasible:
            raise NoStack("no stack meets every demand, so there is none to lock")
        chosen = self.engine.chosen(plan.scenario, plan.stacks, stack)
        return lock(self.engine, plan, chosen, scenario=plan.scenario.file, with_=tuple(with_), rules=tuple(rules))

    def verify(self, lock: model.Lock | Path | str) -> model.Verified:
        """Whether a lock, or the lock in a file, still holds today. Raises ``DataError`` for a bad file."""
        from planner.advice.locks import verify
        from planner.loading.locks import locked_files, read_lock

        folder = Path(lock).parent if isinstance(lock, (Path, str)) else Path()
        kept = read_lock(lock) if isinstance(lock, (Path, str)) else wanted(model.Lock, lock, "a lock or its file")
        scenario, *layers = locked_files(kept, folder)
        return verify(self.engine, kept, self.plan(scenario, with_=layers))

    def matrix(self, applications: Mapping[str, Scenario], environments: Mapping[str, Given]) -> model.Matrix:
        """Applications by environments, each by a name: the best stack or the first conflict of each pair."""
        from planner.advice.matrices import matrix

        def planned(application: str, environment: str) -> model.Plan:
            given, layer = applications[application], environments[environment]
            return self.plan(given, with_=[layer], repairs=False)

        return matrix(tuple(applications), tuple(environments), planned)

    def graph(self, of: model.Plan | model.Scope = "full") -> Any:
        """What may run over what and what keys what in a scope, or in the stacks of a plan together, as a networkx
        ``DiGraph``: nodes are the ids of protocols with ``name``, ``label``, ``kinds``, ``statuses``, ``families``,
        ``lane``, ``drawn_in``, ``boundary``; edges run from upper to lower with ``kind`` (``runs-over`` or ``keys``),
        ``status``, ``source`` and the ``ranks`` of the stacks that use them. What is several is one text, with spaces
        between, so that networkx can write it as GraphML. Raises ``ValueError`` for a scope that there is not."""
        from planner.catalogue.layering import digraph

        if isinstance(of, model.Plan):
            return digraph(self.plan_graph(of), lambda: str(self.picture(of).svg))
        scope_graph = self.scope_graph(of)
        return digraph(scope_graph, lambda: graph_svg(scope_graph))

    def scope_graph(self, scope: model.Scope) -> model.Graph:
        """The graph of a scope as a plain value. Raises ``ValueError`` for a scope that there is not."""
        from planner.views.graphs import scope_graph

        if scope not in model.SCOPES:
            raise ValueError(f"no scope {scope!r}; known: {', '.join(model.SCOPES)}")
        return scope_graph(self.engine, scope)

    def plan_graph(self, plan: model.Plan) -> model.Graph:
        """The stacks of a plan together, as a plain value."""
        from planner.views.graphs import plan_graph

        return plan_graph(self.engine, wanted(model.Plan, plan, "a plan"))

    def stack_view(
        self, scenario: model.Scenario, stacks: Sequence[model.RankedStack], stack: int | str
    ) -> model.StackView:
        """One stack as the path sees it: by its rank among ``stacks``, or by its spelling.

        Raises ``DataError`` where there is no such stack, with the reason where the scenario does not allow it.
        """
        from planner.views.stacks import asked_stack

        return asked_stack(self.engine, scenario, stacks, stack)

    def picture(self, plan: model.Plan, theme: str = "light") -> Any:
        """The stacks of a plan together, drawn; a notebook shows it, ``save(path)`` writes it."""
        from planner.render.pictures import plan_drawing

        return plan_drawing(wanted(model.Plan, plan, "a plan"), self.plan_graph(plan), theme)

    def show(self, plan: model.Plan, stack: int | str = 1, theme: str = "light") -> Any:
        """One stack as the path sees it, by rank or spelling, drawn. Raises ``DataError`` for one that is not valid."""
        from planner.render.pictures import stack_drawing

        return stack_drawing(self.stack_view(wanted(model.Plan, plan, "a plan").scenario, plan.stacks, stack), theme)

    def page(self, of: model.Plan | Sequence[model.Plan] | model.Scope = "full", theme: str = "auto") -> str:
        """One HTML file as a text that asks nothing of any network: of a plan, or of several, with graphs, staircases,
        reasons and tables; of a scope its graph. ``theme`` is ``auto``, ``light`` or ``dark``. Raises ``ValueError``
        for another theme or scope, and for no plan."""
        from planner.pages import graph_page, plans_page

        if isinstance(of, str):
            return graph_page(self.scope_graph(of), theme)
        plans = [of] if isinstance(of, model.Plan) else [wanted(model.Plan, plan, "a plan") for plan in of]
        return plans_page(self.engine, plans, theme)

    def parse(self, string: str) -> model.Parsed:
        """The stacks that an SDP proto value, a multiaddr or a stack denotes, or why it denotes none."""
        return parse(wanted(str, string, "a name"), self.vocabulary)

    def packet(
        self,
        stack: str | model.Stack,
        *,
        mtu: int = 1500,
        payload: int | None = None,
        ip_version: int = 4,
        inner_ip_version: int | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> model.Packet:
        """What any stack does to a packet, without a scenario: bytes layer by layer, the largest payload, TCP's MSS.

        ``stack`` is spelled in any way that leaves one stack open, or is its layers; ``mtu`` and ``payload`` are bytes,
        ``options`` those of the catalogue (``{"esp.cipher": "aes-cbc-sha256"}``). Raises ``DataError`` for what names
        no stack or several, and for options and sizes that are not allowed.
        """
        meant = self._meant(stack)
        chosen = checked_options(options or {}, self.rules)
        checked_sizes(mtu=mtu, payload=payload, ip_version=ip_version, inner_ip_version=inner_ip_version)
        return self.engine.packet(
            meant,
            mtu=mtu,
            payload=payload,
            ip_version=ip_version,
            inner_ip=inner_ip_version or ip_version,
            options=chosen,
        )

    def handshakes(self, stack: str | model.Stack) -> Handshakes:
        """The round trips and messages of any stack before the application's first byte, layer by layer in their order:
        full, resumed and with early data. Raises ``DataError`` for what names no stack or several."""
        return self.engine.handshakes(self._meant(stack))

    def _meant(self, stack: str | model.Stack) -> model.Stack:
        spelled = stack if isinstance(stack, str) else model.spell(wanted(tuple, stack, "a stack: a tuple of layers"))
        return self.engine.meant(spelled)

    def names(self, stack: model.Stack) -> model.Named:
        """The names of a valid stack in other worlds."""
        return names_of(wanted(tuple, stack, "a stack: a tuple of layers"), self.vocabulary)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return self.engine.vocabulary("full")

    def _repairs(self, scenario: model.Scenario) -> tuple[model.Repair, ...]:
        from planner.advice.repairs import repairs

        return repairs(self.engine, scenario)


def plan(
    scenario: Scenario,
    rules: model.Rules | Path | str | None = None,
    *,
    with_: Sequence[Given] = (),
) -> model.Plan:
    """The ranked stacks of a scenario file, a mapping or a ``Scenario``, or why there are none.

    Raises ``DataError`` for bad input. For many scenarios keep a ``Planner``; ours is kept here.
    """
    planner = _ours() if rules is None else Planner(rules)
    return planner.plan(scenario, with_=with_)


# --- machinery below --------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _ours() -> Planner:
    return Planner()

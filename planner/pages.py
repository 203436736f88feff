"""Plans -> one HTML page: the graph of each scope, of each plan's stacks alone, staircases, moves, fallbacks. A graph
-> one with its picture.

Knows the engine and what advises; ``page`` knows how it looks.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.advice.fallbacks import fallbacks
from planner.advice.why import why
from planner.drawing.outputs import page as picture_page
from planner.engine import Engine
from planner.loading.overlays import networks
from planner.model import Graph, Move, Plan, Scenario
from planner.page import PagePlan, PositionedGraph, page
from planner.page.document import THEMES
from planner.page.laid_out import laid_out, staircase_svg
from planner.render.pictures import catalogue_drawn, graph_drawing
from planner.views.graphs import catalogue_graph, plan_graph
from planner.views.stacks import asked_stack


def plans_page(engine: Engine, plans: Sequence[Plan], theme: str) -> str:
    """One HTML file with all the plans, the first one in front. Raises ``ValueError`` for no plan, and for a theme that
    there is not."""
    documents = {protocol.id: protocol.document for protocol in engine.rules.protocols.values()}
    graphs: list[PositionedGraph] = []
    places: dict[tuple[str, str], int] = {}
    shown: list[PagePlan] = []
    for plan in plans:
        whole = plan.scenario.scope, plan.scenario.layering
        if whole not in places:
            places[whole] = len(graphs)
            graphs.append(laid_out(_whole(engine, plan.scenario), documents))
        if plan.stacks:
            graphs.append(laid_out(plan_graph(engine, plan), documents))
        shown.append(_page_plan(engine, plan, places[whole], len(graphs) - 1))
    return page(shown, graphs, theme=theme)


def graph_page(graph: Graph, theme: str) -> str:
    """One HTML file with the picture of a scope's graph; ``auto`` is light. Raises ``ValueError`` for a theme that
    there is not."""
    if theme not in THEMES:
        raise ValueError(f"no theme {theme!r}; known: {', '.join(THEMES)}")
    return picture_page(graph_drawing(catalogue_drawn(graph), "light" if theme == "auto" else theme).picture)


# --- machinery below --------------------------------------------------------------------------

MANY = 20_000
"""Of more stacks than this, the page does not count what would move each one up: it would take too long to make."""


def _page_plan(engine: Engine, plan: Plan, graph: int, union: int) -> PagePlan:
    """``graph`` and ``union`` are the places of the graphs of its scope and of its stacks alone."""
    kinds = networks(plan.scenario.payload, engine.rules)
    return PagePlan(
        plan=plan,
        graph=graph,
        union=union if plan.stacks else None,
        staircases={
            stack.spelling: staircase_svg(asked_stack(engine, plan.scenario, plan.stacks, stack.rank))
            for stack in plan.stacks
        },
        moves=_moves(engine, plan),
        fallbacks=fallbacks(engine, plan, kinds) if plan.feasible else None,
    )


def _moves(engine: Engine, plan: Plan) -> dict[str, tuple[Move, ...]]:
    """For each stack the changes that would move it up, and its rank then."""
    if plan.total > MANY:
        return {}
    return {stack.spelling: why(engine, plan, stack.spelling).moves for stack in plan.stacks}


def _whole(engine: Engine, scenario: Scenario) -> Graph:
    """Everything that a scenario's scope and layering let run over something."""
    return catalogue_graph(engine.rules, engine.segments(scenario).edges, scenario.scope)

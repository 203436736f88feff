"""What a notebook shows of a plan and of a graph. What draws is imported when it is asked for."""

from __future__ import annotations

from planner.model import Graph, Plan


def plan_html(plan: Plan) -> str:
    """A plan as a piece of HTML."""
    from planner.render.html import to_html
    from planner.render.plans import plan_document

    return to_html(plan_document(plan))


def graph_svg(graph: Graph) -> str:
    """A scope's graph as SVG."""
    from planner.render.pictures import catalogue_drawn, graph_drawing

    return graph_drawing(catalogue_drawn(graph), "light").svg

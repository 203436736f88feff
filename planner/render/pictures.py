"""Graphs, plans and stacks -> pictures that have been laid out."""

from __future__ import annotations

from planner.drawing.chart import graph_picture
from planner.drawing.graphs import Graph as DrawnGraph
from planner.drawing.ladder import ladder_picture
from planner.drawing.matrix import matrix_picture
from planner.drawing.outputs import Drawing
from planner.drawing.packet import packet_picture
from planner.drawing.staircase import staircase_picture
from planner.drawing.themes import theme
from planner.model import Graph, Packet, Plan, Stack, StackView, ids_of, spell
from planner.model.flights import Handshakes
from planner.render.graphs import drawn
from planner.render.handshakes import drawn_handshakes
from planner.render.packets import drawn_packet
from planner.render.stacks import staircase
from planner.render.twins import Twins, collapsed


def graph_drawing(graph: DrawnGraph, theme_name: str, *, matrix: bool = False) -> Drawing:
    """A graph in its lanes, or as the matrix of its pairs."""
    draw = matrix_picture if matrix else graph_picture
    return Drawing(picture=draw(graph, theme(theme_name)))


def plan_drawing(plan: Plan, graph: Graph, theme_name: str) -> Drawing:
    """The stacks of a plan together."""
    return graph_drawing(plan_graph(plan, graph), theme_name)


def stack_drawing(view: StackView, theme_name: str) -> Drawing:
    """One stack as the path sees it."""
    return Drawing(picture=staircase_picture(staircase(view), theme(theme_name)))


def packet_drawing(packet: Packet, theme_name: str) -> Drawing:
    """One packet, layer by layer."""
    return Drawing(picture=packet_picture(drawn_packet(packet), theme(theme_name)))


def handshake_drawing(handshakes: Handshakes, theme_name: str) -> Drawing:
    """A stack's handshakes as ladders."""
    return Drawing(picture=ladder_picture(drawn_handshakes(handshakes), theme(theme_name)))


def plan_graph(plan: Plan, graph: Graph, *, focus: str = "", rank: int = 1) -> DrawnGraph:
    """What is drawn of the stacks of a plan; the best one stands out, or that of another rank."""
    name = plan.scenario.title or "scenario"
    if not plan.stacks:
        return drawn(graph, title=name, subtitle="No stack meets every demand", focus=focus)
    many, best = len(plan.stacks), plan.stacks[rank - 1]
    shown = f"The best {many} of {plan.total:,} stacks" if many < plan.total else f"All {many} stacks"
    which = "first" if rank == 1 else f"number {rank}"
    subtitle = f"The only stack: {best.spelling}" if plan.total == 1 else f"{shown}; {which}: {best.spelling}"
    called = "the best stack" if rank == 1 else f"stack {rank}"
    return drawn(graph, title=name, subtitle=subtitle, focus=focus, best=best.stack, called=called)


def catalogue_drawn(graph: Graph, *, focus: str = "", alike: Twins = (), stack: Stack = ()) -> DrawnGraph:
    """What is drawn of a whole scope, or of the neighbourhood of one protocol. ``alike`` are ids that share a box; the
    one in focus and those of the ``stack`` that stands out keep their own."""
    runs = sum(edge.kind == "runs-over" for edge in graph.edges)
    labels = {node.id: node.label for node in graph.nodes}
    numbers = {"protocol": len(graph.nodes), "layering": runs, "keying": len(graph.edges) - runs}
    counts = ", ".join(f"{many} {noun}{'' if many == 1 else 's'}" for noun, many in numbers.items())
    title = f"{labels[focus]} and what it runs with" if focus else "What may run over what"
    subtitle = f"Scope {graph.scope}: {counts}" + (f"; {spell(stack)}" if stack else "")
    whole = drawn(graph, title=title, subtitle=subtitle, focus=focus, best=stack, called="the stack")
    return collapsed(whole, alike, apart={focus, *ids_of(stack)})

"""Pictures keep their words apart and their lines off foreign boxes: every graph and stack that ships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geometry import area, faults, outlines
from planner import Planner
from planner.drawing.chart import graph_picture
from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.matrix import matrix_picture
from planner.drawing.shapes import Box, Picture, Text
from planner.drawing.themes import DARK, LIGHT, Theme
from planner.model import SCOPES, Scope
from planner.render.graphs import drawn
from planner.render.pictures import (
    catalogue_drawn,
    handshake_drawing,
    packet_drawing,
    plan_graph,
    stack_drawing,
)
from planner.views.graphs import neighbourhood

SCENARIOS = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))


def whole(planner: Planner, scope: Scope) -> Graph:
    return catalogue_drawn(planner.scope_graph(scope))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("scope", SCOPES)
def test_the_graph_of_a_scope(planner: Planner, scope: Scope, theme: Theme) -> None:
    assert faults(graph_picture(whole(planner, scope), theme)) == []


@pytest.mark.parametrize("scope", SCOPES)
def test_the_matrix_of_a_scope(planner: Planner, scope: Scope) -> None:
    assert faults(matrix_picture(whole(planner, scope), LIGHT)) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_stacks_of_every_shipped_scenario(planner: Planner, path: Path) -> None:
    """Together, as a matrix, and each of the best three as the path sees it."""
    plan = planner.plan(path)
    graph = plan_graph(plan, planner.plan_graph(plan))
    assert faults(graph_picture(graph, LIGHT)) == []
    if plan.stacks:
        assert faults(matrix_picture(graph, LIGHT)) == []
    for stack in plan.stacks[:3]:
        view = planner.stack_view(plan.scenario, plan.stacks, stack.rank)
        assert faults(stack_drawing(view, "light").picture) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_packet_and_the_handshakes_of_the_best_stack(planner: Planner, path: Path) -> None:
    """Words apart, nothing beyond the edges; whatever the options."""
    plan = planner.plan(path)
    for stack in plan.stacks[:1]:
        options = {"esp.cipher": "aes-cbc-sha1", "gre.key": True, "ethernet.vlan": 1}
        packets = [planner.packet(stack.stack), planner.packet(stack.stack, payload=1, mtu=1280, options=options)]
        assert [faults(packet_drawing(packet, "light").picture) for packet in packets] == [[], []]
        assert faults(handshake_drawing(planner.handshakes(stack.stack), "dark").picture) == []


def test_the_neighbourhood_of_every_protocol(planner: Planner) -> None:
    graph = planner.scope_graph("full")
    for node in graph.nodes:
        picture = graph_picture(catalogue_drawn(neighbourhood(graph, node.id), focus=node.id), LIGHT)
        assert (node.id, faults(picture)) == (node.id, [])


@pytest.mark.parametrize("scope", SCOPES)
def test_the_floor_is_as_wide_as_all_that_stands_on_it(planner: Planner, scope: Scope) -> None:
    boxes = outlines(graph_picture(whole(planner, scope), LIGHT))
    floor = boxes.pop("ip")
    assert floor[0] - 0.01 <= min(box[0] for box in boxes.values())
    assert floor[2] + 0.01 >= max(box[2] for box in boxes.values())
    assert floor[1] > max(box[3] for box in boxes.values())


def test_a_drawn_line_always_goes_down(planner: Planner) -> None:
    picture = graph_picture(whole(planner, "full"), LIGHT)
    boxes = outlines(picture)
    lines = [shape.of.split(",") for shape in picture.shapes if shape.part == "line"]
    assert lines
    for edge in (edge for edges in lines for edge in edges):
        upper, lower = edge.split(">")
        assert boxes[upper][3] < boxes[lower][1]


def test_no_edge_is_lost(planner: Planner) -> None:
    """Every edge of the graph is a line, or a chip on one of its ends."""
    graph = planner.scope_graph("full")
    shown = catalogue_drawn(graph)
    picture = graph_picture(shown, LIGHT)
    lines = {edge for shape in picture.shapes if shape.part == "line" for edge in shape.of.split(",")}
    chipped = {text.of for text in picture.texts() if text.part == "chip-label"}
    missing = [edge for edge in shown.edges if f"{edge.upper}>{edge.lower}" not in lines]
    assert len(missing) < len(shown.edges) / 3
    assert all(chipped & {edge.upper, edge.lower} for edge in missing)


def test_long_labels_and_many_lines_fit() -> None:
    nodes = [Node(id=f"n{n}", label=f"A very long name {n}" * (1 + n % 3), role="mapping", lane=1) for n in range(20)]
    nodes += [Node(id="ip", label="IP", role="network", lane=0, floor=True)]
    edges = [Edge(upper=f"n{n}", lower="ip") for n in range(20)]
    edges += [Edge(upper=f"n{n}", lower=f"n{m}") for n in range(20) for m in range(n) if (n * m) % 3 == 1]
    graph = Graph(title="t", subtitle="s", lanes=("a", "b"), nodes=tuple(nodes), edges=tuple(edges))
    assert faults(graph_picture(graph, LIGHT)) == []


def test_a_long_name_is_cut_and_makes_no_picture_too_wide(planner: Planner) -> None:
    plan = planner.plan({"name": "A very long name " * 40, "application": {"payload": "rtp"}, "limits": {"stacks": 1}})
    graph = plan_graph(plan, planner.plan_graph(plan))
    view = planner.stack_view(plan.scenario, plan.stacks, 1)
    for picture in (graph_picture(graph, LIGHT), matrix_picture(graph, LIGHT), stack_drawing(view, "light").picture):
        assert faults(picture) == []
        assert picture.width < 1000
        assert any(text.content.endswith("...") for text in picture.texts())


def test_a_cycle_within_a_lane_is_cut_and_shown(planner: Planner) -> None:
    nodes = tuple(Node(id=name, label=name, role="plain", lane=0) for name in "abc")
    edges = tuple(Edge(upper=upper, lower=lower) for upper, lower in ("ab", "bc", "ca"))
    picture = graph_picture(Graph(title="t", subtitle="s", lanes=("l",), nodes=nodes, edges=edges), LIGHT)
    assert [text.content for text in picture.texts() if text.part == "chip-label" and text.of] == ["a"]


def test_the_checks_find_what_they_look_for(planner: Planner) -> None:
    """A box moved onto another, a label moved out of its box, a text over another: each is a fault."""
    picture = graph_picture(drawn(planner.scope_graph("survey"), title="t", subtitle="s"), LIGHT)
    boxes = outlines(picture)
    left, top, _, _ = boxes["srtp"]

    def changed(of: str, part: str, **change: Any) -> Picture:
        shapes = [
            replace(shape, **change) if (shape.of, shape.part) == (of, part) else shape for shape in picture.shapes
        ]
        return replace(picture, shapes=tuple(shapes))

    assert any("lies over" in fault for fault in faults(changed("udp", "outline", x=left, y=top)))
    assert any("crosses udp" in fault for fault in faults(changed("udp", "outline", x=0, width=picture.width)))
    assert any("leaves its box" in fault for fault in faults(changed("tcp", "label", x=left)))
    assert any("leaves the picture" in fault for fault in faults(changed("tcp", "label", x=-3)))
    twice = replace(picture, shapes=(*picture.shapes, Text(x=17, y=27, content="over the title", fill="#000000")))
    assert any("lies over text" in fault for fault in faults(twice))
    assert area(Box(x=1, y=2, width=3, height=4)) == (1, 2, 4, 6)

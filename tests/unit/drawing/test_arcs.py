"""Where the best stack goes on above, an arc leads there; it keeps off boxes and ends with the number."""

from __future__ import annotations

from pathlib import Path

import pytest

from geometry import area, faults, outlines, points
from planner import Planner
from planner.drawing.arcs import arcs
from planner.drawing.chart import graph_picture
from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.layout import layout
from planner.drawing.routing import lines
from planner.drawing.shapes import Box, Picture
from planner.drawing.shapes import Path as PositionedGraph
from planner.drawing.themes import DARK, LIGHT
from planner.render.pictures import catalogue_drawn, plan_graph
from planner.render.twins import twins

SCENARIOS = Path(__file__).parents[3] / "scenarios"


def union(planner: Planner, name: str) -> Picture:
    plan = planner.plan(SCENARIOS / f"{name}.yaml")
    return graph_picture(plan_graph(plan, planner.plan_graph(plan)), LIGHT)


def arched(picture: Picture) -> dict[str, PositionedGraph]:
    return {
        shape.of: shape
        for shape in picture.shapes
        if isinstance(shape, PositionedGraph) and shape.part == "arc" and shape.of
    }


def badges(picture: Picture, of: str) -> dict[str, Box]:
    plates = [shape for shape in picture.shapes if isinstance(shape, Box) and (shape.part, shape.of) == ("badge", of)]
    texts = [text.content for text in picture.texts() if (text.part, text.of) == ("place", of)]
    return dict(zip(texts, plates, strict=True))


@pytest.mark.parametrize(
    ("name", "edge", "number"),
    [
        ("l2tp-over-ipsec", "udp>esp-transport", "3"),
        ("behind-nat", "udp>esp-transport", "2"),
        ("masque", "quic>connect-udp", "2"),
        ("hip-hosts", "sctp>esp-transport", "2"),
        ("vxlan-over-wireguard", "ip>wireguard", "4"),
    ],
)
def test_it_leads_from_the_chip_to_the_number(planner: Planner, name: str, edge: str, number: str) -> None:
    picture = union(planner, name)
    upper, lower = edge.split(">")
    arcs = arched(picture)
    assert list(arcs) == [edge]
    way = list(points(arcs[edge]))
    badge = area(badges(picture, lower)[number])
    assert badge[0] < way[-1][0] < badge[2]
    assert way[-1][1] == pytest.approx((badge[1] + badge[3]) / 2)
    assert way[-1][1] == pytest.approx(outlines(picture)[lower][3])
    starts = [
        shape
        for shape in picture.shapes
        if isinstance(shape, Box) and (shape.part, shape.of, shape.line) == ("chip", upper, 2)
    ]
    tops = [(chip.x, chip.x + chip.width, chip.y) for chip in starts] or [
        (box[0], box[2], box[1]) for box in [outlines(picture)[upper]]
    ]
    assert any(left < way[0][0] < right and way[0][1] == pytest.approx(top) for left, right, top in tops)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_number_stands_once(planner: Planner, path: Path) -> None:
    plan = planner.plan(path)
    if not plan.stacks:
        return
    picture = graph_picture(plan_graph(plan, planner.plan_graph(plan)), DARK)
    numbers = [int(number) for text in picture.texts() if text.part == "place" for number in text.content.split(", ")]
    assert sorted(numbers) == list(range(1, len(plan.stacks[0].stack) + 1))
    assert faults(picture) == []


CLIPPED = ("5g-backhaul", "l2tp-over-ipsec")
"""In the whole catalogue a line of another pair clips a neighbour of the box that the number makes wider."""

FEW = ("masque", "turn-over-tls", "browser-call", "eap-and-alpn-one-layer")
EVERY = [
    pytest.param(
        path,
        id=path.stem,
        marks=[
            *([] if path.stem in FEW else [pytest.mark.long]),
            *([pytest.mark.xfail(reason="a line clips a neighbour")] if path.stem in CLIPPED else []),
        ],
    )
    for path in sorted(SCENARIOS.glob("*.yaml"))
]


@pytest.mark.parametrize("path", EVERY)
def test_in_the_catalogue_and_by_any_rank(planner: Planner, path: Path) -> None:
    plan = planner.plan(path)
    whole, of_plan = planner.scope_graph("full"), planner.plan_graph(plan)
    for stack in plan.stacks[:1]:
        assert faults(graph_picture(catalogue_drawn(whole, alike=twins(whole), stack=stack.stack), LIGHT)) == []
    for stack in plan.stacks[1:]:
        assert faults(graph_picture(plan_graph(plan, of_plan, rank=stack.rank), LIGHT)) == [], stack.rank


def test_a_picture_without_one_does_not_explain_it(planner: Planner) -> None:
    explained = [any("goes on above" in text.content for text in union(planner, name).texts())
                 for name in ("browser-call", "masque")]  # fmt: skip
    assert explained == [False, True]


def walled(*, gaps: bool) -> Graph:
    """``low`` runs over ``high``, two lanes up; between them stand boxes that leave room, or hardly any."""
    wall = [Node(id=f"w{n}", label="A wall of words " * (1 if gaps else 4), role="plain", lane=2) for n in range(4)]
    ends = [("low", 1, (1,)), ("high", 3, (2,))]
    nodes = [Node(id=id, label=id, role="secure", lane=lane, places=places) for id, lane, places in ends]
    floor = Node(id="ip", label="IP", role="network", lane=0, floor=True)
    edges = [Edge(upper=f"w{n}", lower="low") for n in range(4)]
    edges += [Edge(upper="low", lower="high", chosen=True, places=(2,))]
    edges += [Edge(upper="high", lower="ip", chosen=True, places=(3,))]
    return Graph(title="t", subtitle="s", lanes=tuple("abcd"), nodes=(*wall, *nodes, floor), edges=tuple(edges))


@pytest.mark.parametrize("gaps", [True, False])
def test_it_crosses_a_row_where_nothing_stands(gaps: bool) -> None:
    picture = graph_picture(walled(gaps=gaps), LIGHT)
    assert faults(picture) == []
    assert list(arched(picture)) == ["low>high"]


def test_two_from_one_chip_keep_apart() -> None:
    nodes = [Node(id="low", label="low", role="transport", lane=0, places=(1, 3))]
    nodes += [Node(id=id, label=id, role="secure", lane=lane, places=places) for id, lane, places in (
        ("a", 2, (2,)), ("b", 2, (4,)), ("m", 1, ()))]  # fmt: skip
    edges = [Edge(upper="low", lower=id, chosen=True, places=(place,)) for id, place in (("a", 2), ("b", 4))]
    edges += [Edge(upper="a", lower="low", chosen=True, places=(3,)), Edge(upper="m", lower="low")]
    graph = Graph(title="t", subtitle="s", lanes=tuple("abc"), nodes=tuple(nodes), edges=tuple(edges))
    made = layout(graph)
    ways = arcs(made, [*lines(made)])
    assert [way.edge.lower for way in ways] == ["a", "b"]
    assert ways[0].commands[0] != ways[1].commands[0]
    assert faults(graph_picture(graph, LIGHT)) == []

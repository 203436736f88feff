"""Large graphs: effort goes down with size and the picture stays the same; nothing grows with the square of the nodes.

That small pictures are what they were, tests/functional's golden files and README's pictures say.
"""

from __future__ import annotations

from itertools import pairwise
from math import fsum
from time import process_time

import pytest

from made_up import catalogue
from planner import Planner
from planner.drawing import ordering, placing
from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.layout import layout
from planner.drawing.rows import WIDEST, rows
from planner.render.pictures import catalogue_drawn

GENEROUS = 2.0
"""Times what a node of the shipped catalogue takes; it takes about a fifth of that."""


def seconds_a_node(graph: Graph) -> float:
    start = process_time()
    layout(graph)
    return (process_time() - start) / len(graph.nodes)


def test_a_node_of_a_large_graph_takes_no_longer_than_one_of_the_shipped_one() -> None:
    shipped = catalogue_drawn(Planner().scope_graph("full"))
    assert seconds_a_node(catalogue(1500)) < GENEROUS * seconds_a_node(shipped)


def test_effort_is_a_function_of_the_links() -> None:
    assert [ordering.restarts(links) for links in (0, 400, 4_000, 20_001, 10**6)] == [100, 100, 10, 1, 1]
    assert [placing.rounds(links) for links in (0, 2_000, 4_000, 10**6)] == [40, 40, 20, 12]


def test_the_shipped_catalogue_has_all_the_effort_there_is() -> None:
    made = layout(catalogue_drawn(Planner().scope_graph("full")))
    assert ordering.restarts(len(made.links)) == ordering.RESTARTS
    assert placing.rounds(len(made.links)) == placing.MOST


def test_a_large_graph_is_laid_out_the_same_whatever_the_order_of_its_edges() -> None:
    graph = catalogue(400)
    turned = Graph(
        title=graph.title, subtitle="", lanes=graph.lanes, nodes=graph.nodes, edges=tuple(reversed(graph.edges))
    )
    assert layout(graph).boxes == layout(turned).boxes


@pytest.mark.parametrize("step", [1, -1])
def test_a_chain_may_be_as_long_as_the_catalogue(step: int) -> None:
    ids = [f"p{number:04}" for number in range(3000)][::step]
    nodes = tuple(Node(id=id, label=id, role="plain", lane=0) for id in ids)
    edges = tuple(Edge(upper=upper, lower=lower) for lower, upper in pairwise(ids))
    graph = Graph(title="", subtitle="", lanes=("0",), nodes=nodes, edges=edges)
    assert rows(graph, lambda node, chips: 50.0).row == {id: at for at, id in enumerate(ids)}


def test_rows_of_a_large_picture_are_wider() -> None:
    """Fewer rows, fewer bends: boxes alone would fill more of those rows that a small picture has."""
    made = layout(catalogue(1500))
    assert len(made.tops) < fsum(box.width for box in made.boxes.values()) / WIDEST

"""Order and places: few crossings, exact distances, the same everywhere."""

from __future__ import annotations

from itertools import pairwise, permutations, product
from random import Random

import pytest

from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.ordering import crossings, ordered
from planner.drawing.placing import columns, spread
from planner.drawing.rows import Rows, rows


def plainly(order: list[list[str]], down: dict[str, list[str]]) -> int:
    """Crossings, pair by pair."""
    total = 0
    for lower, upper in pairwise(order):
        links = [(upper.index(a), lower.index(b)) for a in upper for b in down.get(a, ())]
        total += sum(a < c and b > d for (a, b), (c, d) in product(links, links))
    return total


def random_links(seed: int) -> tuple[list[list[str]], dict[str, list[str]]]:
    random = Random(seed)
    order = [[f"{row}{n}" for n in range(random.randint(1, 6))] for row in "abc"]
    down = {a: [b for b in below if random.random() < 0.5] for below, row in pairwise(order) for a in row}
    return order, down


@pytest.mark.parametrize("seed", range(30))
def test_crossings_are_counted_right(seed: int) -> None:
    order, down = random_links(seed)
    assert crossings(order, down) == plainly(order, down)


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_two_short_rows_is_the_best_there_is(seed: int) -> None:
    order, down = random_links(seed)
    order = [row[:4] for row in order[:2]]
    down = {a: [b for b in ends if b in order[0]] for a, ends in down.items() if a in order[1]}
    best = min(plainly([list(a), list(b)], down) for a in permutations(order[0]) for b in permutations(order[1]))
    assert crossings(ordered(order, down), down) == best


def test_the_order_does_not_hang_on_the_order_of_the_input() -> None:
    order, down = random_links(5)
    turned = {name: list(reversed(down[name])) for name in reversed(down)}
    assert ordered([row[::-1] for row in order], turned) == ordered(order, down)


def test_spread_keeps_distances_and_is_nearest() -> None:
    places = spread([5, 5, 5], [1, 1, 1], [2, 2], 0, 100)
    assert places == [3, 5, 7]
    assert spread([9, 1], [1, 3], [4], 0, 100) == [pytest.approx(0), pytest.approx(4)]
    assert spread([1, 50], [1, 1], [4], 0, 100) == [1, 50]


@pytest.mark.parametrize("seed", range(10))
def test_spread_is_the_best_of_many_tries(seed: int) -> None:
    random = Random(seed)
    wishes = [random.uniform(0, 30) for _ in range(4)]
    weights = [random.choice([1.0, 4.0, 24.0]) for _ in wishes]
    gaps = [3.0, 5.0, 2.0]
    places = spread(wishes, weights, gaps, 0, 40)
    assert all(b - a >= gap - 1e-9 for a, b, gap in zip(places, places[1:], gaps, strict=False))

    def cost(places: list[float]) -> float:
        return sum(weight * (place - wish) ** 2 for place, wish, weight in zip(places, wishes, weights, strict=True))

    for _ in range(2000):
        start = random.uniform(0, 15)
        tried = [start]
        for gap in gaps:
            tried.append(tried[-1] + gap + random.choice([0, 0, random.uniform(0, 10)]))
        if tried[-1] <= 40:
            assert cost(places) <= cost(tried) + 1e-9


def test_what_has_no_room_starts_at_the_left() -> None:
    assert spread([0, 0, 0], [1, 1, 1], [9, 9], 1, 10) == [1, 10, 19]


def test_a_trunk_is_straight() -> None:
    down = {"top": ["udp@2"], "udp@2": ["udp@1"], "udp@1": ["udp"]}
    order = [["udp", "tcp", "dccp"], ["left", "udp@1"], ["udp@2", "right"], ["top"]]
    width = dict.fromkeys(["udp", "tcp", "dccp", "left", "right", "top"], 50.0) | {"udp@1": 8.0, "udp@2": 8.0}
    x = columns(order, down, width, lambda a, b: 10.0)
    assert x["udp@1"] == pytest.approx(x["udp@2"], abs=1)


def placed(lanes: dict[str, int], edges: list[str], width: float = 10) -> Rows:
    nodes = tuple(Node(id=id, label=id, role="plain", lane=lane, floor=id == "ip") for id, lane in lanes.items())
    made = tuple(Edge(upper=edge.split(">")[0], lower=edge.split(">")[1]) for edge in edges)
    graph = Graph(title="", subtitle="", lanes=("0", "1", "2"), nodes=nodes, edges=made)
    return rows(graph, lambda node, chips: width)


def test_a_lane_is_a_band_of_rows() -> None:
    made = placed({"ip": 0, "udp": 1, "sctp": 1, "tls": 2}, ["udp>ip", "sctp>udp", "sctp>ip", "tls>sctp"])
    assert made.row == {"ip": 0, "udp": 1, "sctp": 2, "tls": 3}
    assert made.lanes == ((0, 1), (1, 3), (3, 4))


def test_cycles_are_cut_by_what_they_mean() -> None:
    """IP inside a tunnel is a chip of the tunnel, an edge against the lanes one of its upper end."""
    made = placed({"ip": 0, "udp": 1, "wg": 2}, ["udp>ip", "wg>udp", "ip>wg", "udp>wg"])
    assert [(edge.upper, edge.lower) for edge in made.drawn] == [("udp", "ip"), ("wg", "udp")]
    assert [(chip.kind, chip.text) for chip in made.chips["wg"]] == [("carries", "ip")]
    assert [(chip.kind, chip.text) for chip in made.chips["udp"]] == [("over", "wg")]


def test_a_lane_that_is_too_wide_is_stacked() -> None:
    lanes = {"ip": 0} | {f"p{n}": 1 for n in range(20)}
    made = placed(lanes, [f"p{n}>ip" for n in range(20)], width=100)
    heights = [list(made.row.values()).count(row) for row in (1, 2)]
    assert sum(heights) == 20
    assert max(heights) * 100 <= 1150


def test_boxes_that_are_wider_than_a_row_end_up_on_rows_of_their_own() -> None:
    """Three boxes of this width less two of them are, by rounding, more than one."""
    width = 1991.577149152706
    assert 3 * width - width - width > width
    made = placed({"ip": 0} | {f"p{n}": 1 for n in range(3)}, [f"p{n}>ip" for n in range(3)], width=width)
    assert sorted(made.row.values()) == [0, 1, 2, 3]

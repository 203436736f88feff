"""A stand-in for a laid-out graph: lanes as rows, straight lines. Not a picture that anyone should see. And a graph of
any size, to be laid out."""

from __future__ import annotations

from random import Random

from planner.catalogue.layering import layering_graph
from planner.drawing import graphs
from planner.model import Rules
from planner.page import Chip, Edge, Lane, Line, Node, PositionedGraph

LANES = ("Network", "Transport", "Mappings and framing", "Secure channels and tunnels", "Key establishment", "Session")
LANE_OF = {
    "link": 0,
    "network": 0,
    "transport": 1,
    "mapping": 2,
    "relay": 2,
    "security": 3,
    "tunnel": 3,
    "handshake": 4,
}
ROLES = ("network", "transport", "mapping", "secure", "keys", "plain")
SHAPES = ("foot", "foot", "hexagon", "lock", "key", "round")
ROW, COLUMN, HEIGHT = 100, 110, 24


def drawn(rules: Rules, scope: str) -> PositionedGraph:
    """The layering graph of a scope, each protocol in the lane of its kind."""
    graph = layering_graph(rules, scope=scope)
    lane = {id: max(LANE_OF.get(kind, 5) for kind in rules.protocols[id].kinds) for id in graph.lowers}
    pairs = [(rule.upper, rule.lower, str(rule.sources[0]), False) for rule in graph.edges.values()]
    pairs += [
        (keying.handshake, keying.record, str(keying.sources[0]), True)
        for keying in rules.keyings
        if keying.record in lane and keying.handshake in lane
    ]
    return placed({id: (number, rules.protocols[id].name) for id, number in lane.items()}, pairs)


def large(count: int) -> PositionedGraph:
    """``count`` protocols, each over three lower ones."""
    lane = {f"p{number}": (number * len(LANES) // count, f"Protocol {number}") for number in range(count)}
    ids = list(lane)
    pairs = [(ids[n], ids[max(0, n * k // 7)], "RFC 1", False) for n in range(1, count) for k in (3, 5, 6)]
    return placed(lane, list(dict.fromkeys(pairs)))


def catalogue(count: int) -> graphs.Graph:
    """``count`` protocols over IP, most of them over one to three of those that are popular below them; some edges run
    against the lanes."""
    random = Random(count)
    nodes = [graphs.Node(id="ip", label="IP", role="network", lane=0, floor=True)]
    edges: set[tuple[str, str]] = set()
    for number in range(1, count):
        lane = 1 + 5 * number // count
        nodes.append(graphs.Node(id=f"p{number}", label=f"Protocol {number}", role=ROLES[lane], lane=lane))
        for _ in range(random.randint(1, 3)):
            lower = nodes[int(number * random.random() ** 3)].id
            edges.add((f"p{number}", lower) if random.random() < 0.95 else (lower, f"p{number}"))
    drawn = tuple(graphs.Edge(upper=upper, lower=lower) for upper, lower in sorted(edges))
    return graphs.Graph(title="Made up", subtitle="", lanes=LANES, nodes=tuple(nodes), edges=drawn)


def placed(lane: dict[str, tuple[int, str]], pairs: list[tuple[str, str, str, bool]]) -> PositionedGraph:
    nodes: dict[str, Node] = {}
    filled = [0] * len(LANES)
    for id, (number, name) in lane.items():
        x, y = 140 + COLUMN * filled[number], (len(LANES) - 1 - number) * ROW + 40
        filled[number] += 1
        nodes[id] = Node(
            id=id, label=id, name=name, lane=number, role=ROLES[number], shape=SHAPES[number], x=x, y=y, w=COLUMN - 14,
            h=HEIGHT, statuses=("standard" if len(id) % 2 else "draft",),
        )  # fmt: skip
    edges: list[Edge] = []
    lines: list[Line] = []
    chips: dict[str, list[tuple[str, str, bool]]] = {}
    for upper, lower, source, keys in pairs:
        high, low = nodes[upper], nodes[lower]
        edges.append(Edge(upper=upper, lower=lower, source=source, keys=keys))
        if high.y < low.y:
            path = f"M{high.x + 48} {high.y + HEIGHT}L{low.x + 48} {low.y}"
            lines.append(Line(path=path, edges=(edges[-1].pair,), end=(low.x + 48, low.y) if keys else None))
        else:
            chips.setdefault(upper, []).append(edges[-1].pair)
    return PositionedGraph(
        width=160 + COLUMN * max(filled),
        height=ROW * len(LANES),
        lanes=tuple(Lane(label=label, y=ROW * (len(LANES) - 1 - number), h=ROW) for number, label in enumerate(LANES)),
        nodes=tuple(nodes.values()),
        edges=tuple(edges),
        lines=tuple(lines),
        chips=tuple(
            Chip(
                node=id, label=f"{pairs[0][1]}", x=nodes[id].x + 20, y=nodes[id].y - 16, w=58, h=13, edges=tuple(pairs)
            )
            for id, pairs in chips.items()
        ),
    )

"""Rules and stacks -> graphs: of everything that a scope plans, or of the stacks of a plan together.

A protocol's lane follows from its kinds; where all that carries it in this graph stands higher, it is drawn there, too
(CoAP's OSCORE above the sessions, QUIC's datagrams above QUIC). So is a handshake of such protocols alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from planner import model
from planner.engine import Engine
from planner.model import Graph, GraphEdge, GraphNode, Stack, cite

Edges = Mapping[tuple[str, str], model.Layering]
Pair = tuple[str, str]


def scope_graph(engine: Engine, scope: str) -> Graph:
    """Everything that a scope plans, of a prepared catalogue."""
    edges = engine.catalogue.segments(scope=scope, layering="specified").edges
    return catalogue_graph(engine.rules, edges, scope)


def plan_graph(engine: Engine, plan: model.Plan) -> Graph:
    """The stacks of a plan together."""
    edges = engine.segments(plan.scenario).edges
    return stacks_graph(engine.rules, edges, plan.scope, [(stack.rank, stack.stack) for stack in plan.stacks])


def catalogue_graph(rules: model.Rules, edges: Edges, scope: str) -> Graph:
    """Everything that is planned in a scope."""
    graph_edges = [_runs_over(rule) for rule in edges.values()]
    names = {name for name, protocol in rules.protocols.items() if protocol.planned_in(scope)}
    for record in sorted(names):
        graph_edges += [_keys(pair) for pair in rules.keyings_in(record, scope)]
    return _graph(rules, scope, names, graph_edges)


def stacks_graph(rules: model.Rules, edges: Edges, scope: str, stacks: Sequence[tuple[int, Stack]]) -> Graph:
    """The stacks of a plan together; every edge knows the ranks of the stacks that use it."""
    ranks: dict[tuple[str, str, str], list[int]] = {}
    names: set[str] = set()
    for rank, stack in stacks:
        pairs = itertools.pairwise(stack)
        used = [(upper.protocol, lower.protocol, "runs-over") for upper, lower in pairs]
        used += [(layer.keyed_by, layer.protocol, "keys") for layer in stack if layer.keyed_by]
        for edge in dict.fromkeys(used):
            ranks.setdefault(edge, []).append(rank)
        names.update(model.ids_of(stack))
    graph_edges = []
    for (upper, lower, kind), its in sorted(ranks.items()):
        made = _runs_over(edges[upper, lower]) if kind == "runs-over" else _keys(rules.keyings_of[lower][upper])
        graph_edges.append(replace(made, ranks=tuple(its)))
    return _graph(rules, scope, names, graph_edges)


def neighbourhood(graph: Graph, id: str) -> Graph:
    """One protocol, what runs over it, what keys it or is keyed by it, and everything it can run over: downwards from
    lane to lane, and no further than to the next boundary."""
    height = {node.id: model.LANES.index(node.drawn_in) for node in graph.nodes}
    below: dict[str, list[GraphEdge]] = {}
    for edge in graph.edges:
        if edge.kind == "runs-over" and (edge.upper == id or height[edge.lower] <= height[edge.upper]):
            below.setdefault(edge.upper, []).append(edge)
    ends = {node.id for node in graph.nodes if node.boundary or "network" in node.kinds} - {id}
    used: dict[tuple[str, str, str], GraphEdge] = {}
    seen, todo = {id}, [id]
    while todo:
        for edge in below.get(todo.pop(), ()):
            used[edge.upper, edge.lower, edge.kind] = edge
            if edge.lower not in seen:
                seen.add(edge.lower)
                todo += [edge.lower] if edge.lower not in ends else []
    for edge in graph.edges:
        if id in (edge.upper, edge.lower):
            used[edge.upper, edge.lower, edge.kind] = edge
            seen |= {edge.upper, edge.lower}
    nodes = tuple(node for node in graph.nodes if node.id in seen)
    return Graph(scope=graph.scope, nodes=nodes, edges=tuple(used[key] for key in sorted(used)))


# --- machinery below --------------------------------------------------------------------------


def _runs_over(rule: model.Layering) -> GraphEdge:
    return GraphEdge(
        upper=rule.upper, lower=rule.lower, kind="runs-over", status=rule.status, source=cite(rule.sources)
    )


def _keys(pair: model.Keying) -> GraphEdge:
    return GraphEdge(
        upper=pair.handshake, lower=pair.record, kind="keys", status="specified", source=cite(pair.sources)
    )


def _graph(rules: model.Rules, scope: str, names: Iterable[str], edges: Sequence[GraphEdge]) -> Graph:
    drawn_in = _drawn_in(rules, sorted(names), edges)
    nodes = tuple(
        GraphNode(
            id=protocol.id,
            name=protocol.name,
            label=protocol.short,
            kinds=tuple(sorted(protocol.kinds)),
            statuses=tuple(sorted(protocol.statuses)),
            families=protocol.families,
            lane=_own(protocol),
            drawn_in=drawn_in[protocol.id],
            boundary=protocol.is_boundary,
            deployment=rules.level(protocol.id),
            evidence=_evidence(rules, protocol.id),
        )
        for protocol in (rules.protocols[name] for name in sorted(names))
    )
    return Graph(
        scope=scope, nodes=nodes, edges=tuple(sorted(edges, key=lambda edge: (edge.upper, edge.lower, edge.kind)))
    )


def _evidence(rules: model.Rules, protocol: str) -> str:
    known = rules.deployed(protocol)
    return f"{known.evidence} [{cite(known.sources)}]" if known else ""


def _drawn_in(rules: model.Rules, names: Sequence[str], edges: Sequence[GraphEdge]) -> dict[str, str]:
    carried: dict[str, list[str]] = {}
    for edge in edges:
        if edge.kind == "runs-over":
            carried.setdefault(edge.upper, []).append(edge.lower)
    running = {end for edge in edges if edge.kind == "runs-over" for end in (edge.upper, edge.lower)}
    keying = {edge.upper for edge in edges if edge.kind == "keys"}
    order = model.LANES.index
    lane = {name: order("keys" if name in keying - running else _own(rules.protocols[name])) for name in names}
    fixed = {name for name in names if model.LANES[lane[name]] in ("network", "keys")}
    changed = True
    while changed:
        changed = False
        for name in names:
            lowest = min((lane[lower] for lower in carried.get(name, ())), default=0)
            if name not in fixed and lowest > lane[name]:
                lane[name], changed = lowest, True
    for name in keying - running:
        lane[name] = max(lane[name], min(lane[edge.lower] for edge in edges if edge.upper == name))
    return {name: model.LANES[at] for name, at in lane.items()}


def _own(protocol: model.Protocol) -> str:
    """The lane of a protocol by its kinds."""
    if "network" in protocol.kinds:
        return "network"
    if "handshake" in protocol.kinds:
        return "keys"
    for kind, lane in (("security", "secure"), ("transport", "transport"), ("session", "session")):
        if kind in protocol.kinds:
            return lane
    return "mapping"

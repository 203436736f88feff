"""Twins: protocols of a graph with the same neighbours and the same role. One box stands for all of them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from planner.drawing.graphs import Graph, Node
from planner.model import Graph as ModelGraph
from planner.model import GraphNode
from planner.render.graphs import HANDSHAKE, role

Twins = tuple[tuple[str, ...], ...]


def twins(graph: ModelGraph) -> Twins:
    """The ids that are alike: the same uppers, carriers and keyings, by the same kind of rule, the same role, lane and
    place in a segment, and rare or not. They are compared before any of them are joined."""
    around: dict[str, set[tuple[bool, str, str, str]]] = {node.id: set() for node in graph.nodes}
    for edge in graph.edges:
        around[edge.upper].add((False, edge.lower, edge.kind, edge.status))
        around[edge.lower].add((True, edge.upper, edge.kind, edge.status))
    groups: dict[object, list[GraphNode]] = {}
    for node in graph.nodes:
        kind = (role(node), node.drawn_in, node.boundary, node.is_rare, "network" in node.kinds)
        its = (kind, frozenset(around[node.id]))
        groups.setdefault(its, []).append(node)
    return tuple(
        tuple(node.id for node in sorted(alike, key=lambda node: (node.label.lower(), node.id)))
        for alike in groups.values()
        if len(alike) > 1
    )


def collapsed(graph: Graph, alike: Twins, *, apart: Container[str] = ()) -> Graph:
    """The graph with one box for all twins that it has, under the id of the first; those that are kept ``apart`` stay
    as they are. A protocol that is drawn twice is joined in both places."""
    nodes = {node.id: node for node in graph.nodes}
    into: dict[str, str] = {}
    boxes: dict[str, Node] = {}
    for ids in alike:
        for ending in ("", HANDSHAKE):
            its = [id + ending for id in ids if id + ending in nodes and id not in apart]
            if len(its) > 1:
                into |= dict.fromkeys(its, its[0])
                boxes[its[0]] = _joined([nodes[id] for id in its])
    edges = (
        replace(edge, upper=into.get(edge.upper, edge.upper), lower=into.get(edge.lower, edge.lower))
        for edge in graph.edges
    )
    return replace(
        graph,
        nodes=tuple(boxes.get(id, node) for id, node in nodes.items() if into.get(id, id) == id),
        edges=tuple(dict.fromkeys(edges)),
        groups=tuple((name, frozenset(into.get(id, id) for id in members)) for name, members in graph.groups),
    )


def shared_names(labels: Iterable[str]) -> tuple[str, ...]:
    """``DTLS 1.2`` and ``DTLS 1.3`` as ``DTLS 1.2 / 1.3``: labels that differ in their last word are put together."""
    stems: dict[tuple[str, str], list[str]] = {}
    for label in labels:
        stem = label.rpartition(" ")[0]
        stems.setdefault((stem, "" if stem else label), []).append(label)
    return tuple(" / ".join([its[0], *(label.rpartition(" ")[2] for label in its[1:])]) for its in stems.values())


# --- machinery below --------------------------------------------------------------------------


def _joined(nodes: list[Node]) -> Node:
    names = shared_names(node.label for node in nodes)
    return replace(nodes[0], label=", ".join(names), short="", names=names, members=tuple(node.id for node in nodes))

"""Graphs of ``model`` -> graphs to be drawn: labels, roles, and handshakes that are record protocols as well."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Mapping

from planner.drawing.graphs import Edge, Graph, Node
from planner.model import LANES, GraphNode, Stack
from planner.model import Graph as ModelGraph

LANE_NAMES = {
    "network": "Network",
    "transport": "Transport",
    "mapping": "Mappings and framing",
    "secure": "Secure channels and tunnels",
    "keys": "Key establishment",
    "session": "Session and media",
}
SHORT_NAMES = {
    "network": "network",
    "transport": "transport",
    "mapping": "mappings",
    "secure": "secure channels",
    "keys": "keys",
    "session": "sessions",
}
"""For a band that holds several of them."""
HANDSHAKE = "/handshake"
"""Behind the id of a protocol that keys others and carries data as well: it is drawn twice."""


def drawn(
    graph: ModelGraph, *, title: str, subtitle: str, focus: str = "", best: Stack = (), called: str = "the best stack"
) -> Graph:
    """What is drawn of a graph. A protocol that keys another and is a layer as well stands in both lanes. The layers of
    the ``best`` stack, or of one that is ``called`` otherwise, are numbered."""
    roles = {node.id: role(node) for node in graph.nodes}
    twofold = {edge.upper for edge in graph.edges if edge.kind == "keys" and roles[edge.upper] != "keys"}
    reached: dict[tuple[str, str], list[int]] = {}
    for place, (upper, lower) in enumerate(itertools.pairwise(best), start=2):
        reached.setdefault((upper.protocol, lower.protocol), []).append(place)
    used = {(upper, lower, "runs-over") for upper, lower in reached}
    used |= {(layer.keyed_by, layer.protocol, "keys") for layer in best}
    edges = tuple(
        Edge(
            upper=edge.upper + HANDSHAKE if edge.kind == "keys" and edge.upper in twofold else edge.upper,
            lower=edge.lower,
            kind=edge.kind,
            derived=edge.status == "compatible",
            chosen=(edge.upper, edge.lower, edge.kind) in used if best else 1 in edge.ranks,
            places=tuple(reached.get((edge.upper, edge.lower), ())) if edge.kind == "runs-over" else (),
        )
        for edge in graph.edges
    )
    return Graph(
        title=title,
        subtitle=subtitle,
        lanes=tuple(_lane_name(graph, name) for name in LANES),
        nodes=tuple(_nodes(graph, twofold, focus, best)),
        edges=edges,
        groups=groups(graph),
        chosen=called,
    )


def role(node: GraphNode) -> str:
    """What the shape of its box says: a protocol that protects bytes does so whatever else it is."""
    return "keys" if node.drawn_in == "keys" or "handshake" in node.kinds else role_of(node.kinds)


def role_of(kinds: Container[str]) -> str:
    """The role of what keys nothing, by its kinds."""
    for kind, its in (
        ("security", "secure"),
        ("network", "network"),
        ("link", "network"),
        ("transport", "transport"),
        ("session", "plain"),
    ):
        if kind in kinds:
            return its
    return "mapping"


def groups(graph: ModelGraph) -> tuple[tuple[str, frozenset[str]], ...]:
    """Families with more than one member here, under the name that their labels begin with."""
    members_of: dict[str, set[str]] = {}
    labels: Mapping[str, str] = {node.id: node.label for node in graph.nodes}
    for node in graph.nodes:
        for family in node.families:
            members_of.setdefault(family, set()).add(node.id)
    return tuple(
        (name, frozenset(members))
        for family, members in sorted(members_of.items())
        if len(members) > 1
        for name in {labels[member].split()[0] for member in members}
        if name.lower() == family
    )


# --- machinery below --------------------------------------------------------------------------


def _lane_name(graph: ModelGraph, lane: str) -> str:
    """What a band is called. Among the stacks of a plan protocols stand higher than their own lane more often than
    not; a band with such ones is called by all that is in it."""
    here = {"keys" if role(node) == "keys" else node.lane for node in graph.nodes if node.drawn_in == lane}
    if here <= {lane} or not any(edge.ranks for edge in graph.edges):
        return LANE_NAMES[lane]
    if len(here) == 1:
        return LANE_NAMES[here.pop()]
    return ", ".join(SHORT_NAMES[name] for name in reversed(LANES) if name in here).capitalize()


def _nodes(graph: ModelGraph, twofold: set[str], focus: str, best: Stack) -> Iterator[Node]:
    for node in graph.nodes:
        places = tuple(place for place, layer in enumerate(best, start=1) if layer.protocol == node.id)
        floor = "network" in node.kinds
        yield Node(
            id=node.id,
            label="IPv4 and IPv6" if node.id == "ip" else node.label,
            short=node.label,
            role=role(node),
            lane=LANES.index(node.drawn_in),
            floor=floor,
            marked=node.id == focus,
            rare=node.is_rare,
            places=places,
        )
        if node.id in twofold:
            yield Node(id=node.id + HANDSHAKE, label=node.label, role="keys", lane=LANES.index("keys"))

"""The layering graph as a plain value: of a whole scope, or of the stacks of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LANES = ("network", "transport", "mapping", "secure", "keys", "session")
"""Where a protocol stands in a picture, from the bottom."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphNode:
    """A protocol of the graph. ``boundary``: a segment starts at it (a tunnel, relay or packet security protocol)."""

    id: str
    name: str
    label: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    families: tuple[str, ...]
    lane: str
    boundary: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphEdge:
    """``upper`` runs over ``lower``, or keys it. ``ranks`` are the stacks of the plan that use it, best first; none
    in the graph of a catalogue."""

    upper: str
    lower: str
    kind: Literal["runs-over", "keys"]
    status: str
    source: str
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """Nodes sorted by id, edges by their ends."""

    scope: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]

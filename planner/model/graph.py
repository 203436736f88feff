"""The layering graph as a plain value: of a whole scope, or of the stacks of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LANES = ("network", "transport", "mapping", "secure", "keys", "session")
"""Lanes of protocols, from the bottom of a picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphNode:
    """A protocol of the graph. ``boundary``: a segment starts at it (a tunnel, relay or packet security protocol).
    ``lane`` is its own, by its kinds, in whatever graph it is; ``drawn_in`` the lane that a picture of this graph puts
    it in: a higher one where all that carries it here stands higher, that of keys where all that it does here is to
    key others. ``deployment`` is how far it is deployed, ``evidence`` by what."""

    id: str
    name: str
    label: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    families: tuple[str, ...]
    lane: str
    drawn_in: str
    boundary: bool
    deployment: str = "common"
    evidence: str = ""

    @property
    def is_rare(self) -> bool:
        """Hardly to be had, or not any more."""
        return self.deployment in ("rare", "extinct")


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

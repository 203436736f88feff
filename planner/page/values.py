"""What the page is made of: graphs with positions, and plans with the pictures of their stacks.

Nothing else reaches the page, so whoever lays out a graph can be changed without touching it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.model import Fallbacks, Move, Plan

SHAPES = ("foot", "hexagon", "lock", "key", "round")
"""Square corners with a thick foot; hexagon; rounded with a padlock; pill with a key; plain rounded."""

ROLES = {
    "network": "Network",
    "transport": "Transport",
    "mapping": "Mapping",
    "secure": "Protects",
    "keys": "Keys",
    "plain": "Session",
}
"""The roles that a node may have, in the order of the filter's buttons, and the words on them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """A band of the graph: its label, and where it starts and how high it is."""

    label: str
    y: float
    h: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A protocol; ``x`` and ``y`` are the corner at the top left.

    A protocol that keys others and carries data as well is drawn twice: ``handshake_of`` is set on the second one.
    """

    id: str
    label: str
    lane: int
    role: str
    shape: str
    x: float
    y: float
    w: float
    h: float
    name: str = ""
    document: str = ""
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    handshake_of: str = ""
    deployment: str = ""
    evidence: str = ""
    rare: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """``upper`` runs over ``lower``, or keys it where ``keys`` is set."""

    upper: str
    lower: str
    status: str = "specified"
    source: str = ""
    keys: bool = False

    @property
    def pair(self) -> tuple[str, str, bool]:
        return self.upper, self.lower, self.keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A piece of line (``path`` is SVG's) and the edges that share it, as (upper, lower, keys).

    An edge with no line has a chip, and an arc where a stack uses it. ``end`` is where a diamond stands, if any.
    """

    path: str
    edges: tuple[tuple[str, str, bool], ...]
    end: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A small label beside a node that stands for edges which are not drawn; ``edges`` are (upper, lower, keys).

    ``kind`` is ``over``, ``carries`` or ``keys``.
    """

    node: str
    label: str
    x: float
    y: float
    w: float
    h: float
    kind: str = "over"
    edges: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PositionedGraph:
    """A layering graph with the position of everything in it. Lanes count from the bottom."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lines: tuple[Line, ...]
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePlan:
    """A plan, which of the page's graphs it belongs to, which has its listed stacks alone (if any), and the staircase
    (SVG) of each of its stacks, by spelling."""

    plan: Plan
    graph: int = 0
    union: int | None = None
    staircases: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, tuple[Move, ...]] = field(default_factory=dict)
    fallbacks: Fallbacks | None = None

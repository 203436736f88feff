"""The graph that is to be drawn, as plain values. Edges run from upper to lower; lanes count from the bottom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A box. ``role`` is one of ``themes.ROLES``. A ``floor`` is as wide as the picture, under everything; ``short`` is
    what chips call it, where that is not its label; ``places`` are those that it has in the best stack, from the top.
    A box that stands for several nodes has their ids as ``members``, and the ``names`` that its label is made of."""

    id: str
    label: str
    role: str
    lane: int
    floor: bool = False
    short: str = ""
    places: tuple[int, ...] = ()
    marked: bool = False
    rare: bool = False
    names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """``kind`` is ``runs-over`` or ``keys``. ``derived``: no document has it. ``chosen``: the best stack uses it, and
    comes to these ``places`` by it."""

    upper: str
    lower: str
    kind: str = "runs-over"
    derived: bool = False
    chosen: bool = False
    places: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """An edge that is not drawn, since it would run upwards, on the box that it concerns.

    ``kind``: ``over`` (this also runs over that), ``carries`` (this carries that again), ``keys`` (that keys this).
    """

    kind: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    title: str
    subtitle: str
    lanes: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[tuple[str, frozenset[str]], ...] = ()
    """Names that stand for all their members together: ``TLS`` for TLS 1.2 and TLS 1.3."""
    chosen: str = "the best stack"
    """What the legend calls the stack of chosen edges."""

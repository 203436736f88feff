"""A graph in lanes: rows, trunks, order and places. Gives a ``Layout``, which ``routing`` and ``chart`` draw.

A trunk is a chain of bends for each (carrier, row): all lines to one carrier join in it, and it has one lower end.
Keying lines have bends of their own. A bend's name has an ``@``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from planner.drawing.badges import overhang
from planner.drawing.graphs import Chip, Edge, Graph, Node
from planner.drawing.heading import heading_width
from planner.drawing.ordering import ordered
from planner.drawing.placing import columns
from planner.drawing.rows import Rows, rows
from planner.drawing.shapes import Box
from planner.drawing.widths import folded, room_for

LABEL_SIZE, CHIP_SIZE = 12, 9.5
NODE_HEIGHT, CHIP_HEIGHT, LINE_HEIGHT = 28.0, 13.0, 15.0
LANE_LABEL, MARGIN, TITLE = 124.0, 16.0, 56.0
ICON_ROOM, CHIP_ICON, CHIP_GAP = 17.0, 10.0, 3.0
LEAST, BEND, NAMES, BESIDE = 420.0, 8.0, 170.0, 5.0


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything stands. ``links`` maps a step between neighbouring rows to the edges that take it."""

    rows: Rows
    order: tuple[tuple[str, ...], ...]
    links: Mapping[tuple[str, str], tuple[Edge, ...]]
    boxes: Mapping[str, Box]
    chips: Mapping[str, tuple[tuple[Chip, Box], ...]]
    bends: Mapping[str, float]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    width: float
    bottom: float

    @property
    def graph(self) -> Graph:
        return self.rows.graph


def layout(graph: Graph) -> Layout:
    """The places of a graph's nodes, chips and bends. The same graph gives the same layout everywhere."""
    placed = rows(graph, room)
    links = _links(placed)
    down: dict[str, list[str]] = {}
    for upper, lower in links:
        down.setdefault(upper, []).append(lower)
    floor = {node.id for node in graph.nodes if node.floor}
    widths = {node.id: room(node, placed.chips[node.id]) for node in graph.nodes}
    level = {node.id: placed.row[node.id] for node in graph.nodes if node.id not in floor}
    level |= {name: int(name.rsplit("@", 1)[1]) for link in links for name in link if "@" in name}
    rows_of: list[list[str]] = [[] for _ in range(max(placed.row.values(), default=0) + 1)]
    for name in sorted(level):
        rows_of[level[name]].append(name)
    order = ordered(rows_of, down)
    width = {name: widths.get(name, BEND) for name in level}
    out = {node.id: overhang(node.places) for node in graph.nodes}
    x = columns(order, down, width, lambda a, b: _gap(a, b) + max(0.0, out.get(b, 0.0) - BESIDE)) if level else {}
    left = LANE_LABEL + MARGIN
    taken = max((x[name] + width[name] / 2 for name in x), default=0.0)
    right = left + max(taken, heading_width(graph.title, graph.subtitle) - left - MARGIN, LEAST)
    x = {name: left + at + (right - left - taken) / 2 for name, at in x.items()}
    heights = _heights(placed)
    tops = _tops(placed, order, links, heights)
    boxes, beside = _boxes(placed, x, left, right, tops, heights)
    return Layout(
        rows=placed,
        order=tuple(tuple(row) for row in order),
        links=links,
        boxes=boxes,
        chips=beside,
        bends={name: x[name] for name in x if "@" in name},
        tops=tops,
        heights=heights,
        width=right + MARGIN,
        bottom=tops[0] + heights[0],
    )


def room(node: Node, chips: tuple[Chip, ...]) -> float:
    """What a node takes of its row."""
    return node_width(node) + chips_width(chips)


def node_width(node: Node) -> float:
    """The width of a box with its label and its sign."""
    ends = {"mapping": 15.0, "keys": 12.0}.get(node.role, 10.0)
    icon = ICON_ROOM if node.role in ("secure", "keys") else 0
    words = max(room_for(line, LABEL_SIZE) for line in label_lines(node))
    return max(44.0, words + 2 * ends + icon)


def node_height(node: Node) -> float:
    return NODE_HEIGHT + LINE_HEIGHT * (len(label_lines(node)) - 1)


def label_lines(node: Node) -> list[str]:
    """The label; that of several nodes in lines that break between names."""
    if not node.names:
        return [node.label]
    return folded([*(f"{name}," for name in node.names[:-1]), node.names[-1]], LABEL_SIZE, NAMES)


def chip_width(chip: Chip) -> float:
    return room_for(chip.text, CHIP_SIZE) + CHIP_ICON + 14


def chips_width(chips: tuple[Chip, ...]) -> float:
    """The room beside a box that its chips take, two of them one above the other."""
    pairs = [chips[at : at + 2] for at in range(0, len(chips), 2)]
    return fsum(CHIP_GAP + max(map(chip_width, pair)) for pair in pairs)


def lane_spans(made: Layout) -> Iterator[tuple[str, float, float]]:
    """Name, upper and lower edge of each lane that has something in it, from the top."""
    edge = TITLE
    for name, (first, last) in zip(reversed(made.graph.lanes), reversed(made.rows.lanes), strict=True):
        if last == first:
            continue
        lower = made.bottom + 14 if first == 0 else _between(made, first)
        yield name, edge, lower
        edge = lower


# --- machinery below --------------------------------------------------------------------------


def _links(placed: Rows) -> dict[tuple[str, str], tuple[Edge, ...]]:
    """The steps of every drawn edge from row to row, through the bends that it shares."""
    links: dict[tuple[str, str], list[Edge]] = {}
    for edge in placed.drawn:
        steps = [edge.upper]
        for row in range(placed.row[edge.upper] - 1, placed.row[edge.lower], -1):
            owner = f"{edge.upper}>{edge.lower}" if edge.kind == "keys" else edge.lower
            steps.append(f"{owner}@{row}")
        steps.append(edge.lower)
        for link in itertools.pairwise(steps):
            links.setdefault(link, []).append(edge)
    return {link: tuple(links[link]) for link in sorted(links)}


def _gap(a: str, b: str) -> float:
    """The room between neighbours: bends may stand closer than boxes."""
    return (16.0, 9.0, 3.0)[("@" in a) + ("@" in b)]


def _heights(placed: Rows) -> tuple[float, ...]:
    """The height of each row: that of its tallest box."""
    heights = [NODE_HEIGHT] * (1 + max(placed.row.values(), default=0))
    for node in placed.graph.nodes:
        row = placed.row[node.id]
        heights[row] = max(heights[row], node_height(node))
    return tuple(heights)


def _tops(
    placed: Rows,
    order: list[list[str]],
    links: Mapping[tuple[str, str], tuple[Edge, ...]],
    heights: Sequence[float],
) -> tuple[float, ...]:
    """The upper edge of each row's boxes: rows that many lines run between stand further apart."""
    level = {name: at for at, row in enumerate(order) for name in row}
    busy = [0] * len(order)
    for upper, _ in links:
        busy[level[upper]] += 1
    starts = {first for first, last in placed.lanes if last > first}
    tops: list[float] = []
    y = TITLE + 14
    for at in reversed(range(len(order))):
        tops.append(y)
        room = min(56.0, 30.0 + 0.9 * busy[at])
        y += heights[at] + (max(room, 34.0) if at in starts else room)
    return tuple(reversed(tops))


def _between(made: Layout, row: int) -> float:
    """The middle of the gap under a row."""
    return (made.tops[row] + made.heights[row] + made.tops[row - 1]) / 2


def _boxes(
    placed: Rows,
    x: Mapping[str, float],
    left: float,
    right: float,
    tops: Sequence[float],
    heights: Sequence[float],
) -> tuple[dict[str, Box], dict[str, tuple[tuple[Chip, Box], ...]]]:
    boxes, beside = {}, {}
    for node in placed.graph.nodes:
        row, high = placed.row[node.id], node_height(node)
        top = tops[row] + (heights[row] - high) / 2
        if node.floor:
            boxes[node.id] = Box(x=left, y=top, width=right - left, height=high, of=node.id, part="box")
            continue
        wide = node_width(node)
        start = x[node.id] - room(node, placed.chips[node.id]) / 2
        boxes[node.id] = Box(x=start, y=top, width=wide, height=high, of=node.id, part="box")
        beside[node.id] = tuple(_beside(node.id, placed.chips[node.id], start + wide, top + (high - NODE_HEIGHT) / 2))
    return boxes, beside


def _side(chip: Chip) -> int:
    """An arc leaves a chip upwards, or arrives below."""
    return {"over": -1, "carries": 1}.get(chip.kind, 0) if chip.chosen else 0


def _beside(id: str, chips: tuple[Chip, ...], x: float, top: float) -> Iterator[tuple[Chip, Box]]:
    for at in range(0, len(chips), 2):
        pair = sorted(chips[at : at + 2], key=_side)
        x += CHIP_GAP
        for number, chip in enumerate(pair):
            y = top + (NODE_HEIGHT - CHIP_HEIGHT) / 2 if len(pair) == 1 else top + number * (NODE_HEIGHT - CHIP_HEIGHT)
            yield chip, Box(x=x, y=y, width=chip_width(chip), height=CHIP_HEIGHT, radius=6.5, of=id, part="chip")
        x += max(map(chip_width, pair))

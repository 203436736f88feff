"""A graph with positions -> SVG that the page's style colours and its script lights up.

Shape alone tells a role; colour repeats it. Elements carry the index of their node or edge.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing.svg import number as num
from planner.drawing.widths import text_width
from planner.page.values import ROLES, Chip, Edge, Line, Node, PositionedGraph
from planner.render.escapes import html_text as escape

FOOT = 3.0
PADLOCK = "M-3.5-.5h7v5h-7zM-2-.5v-2a2 2 0 0 1 4 0v2"
AGAIN = "M9.2 3.2C7 .6 2.2 1.8 2.2 6C2.2 10.6 9.2 11 9.9 6.6"
HEAD = "M7 4.6L10.8 4.9L10.4 1Z"
"""The arrow that turns back, as in the pictures of ``drawing``: a stroke and its head, in a square of 12."""
SIGN, APART = 10.0, 2.0
"""The side of a chip's sign, and the room between it and the label."""
KEY = "M-4.5 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0M-.1 0h5.6M3.2 0v2.4M5.2 0v2"


def graph_svg(drawn: PositionedGraph, number: int) -> str:
    """The whole graph. Lines come before nodes, so that no line crosses a label."""
    runs = sum(not edge.keys for edge in drawn.edges)
    label = (
        f"What may run over what: {len(drawn.nodes)} protocols, {runs} layerings. Arrow keys move between protocols."
    )
    return "".join(
        (
            f'<svg class="graph" id="graph-{number}" data-graph="{number}" viewBox="0 0 {num(drawn.width)} '
            f'{num(drawn.height)}" role="group" aria-label="{escape(label)}" hidden="hidden">',
            '<g class="lanes">',
            *_lanes(drawn),
            '</g><g class="edges" fill="none">',
            *_lines(drawn),
            '</g><g class="arcs" fill="none"></g><g class="chips">',
            *(_chip(chip, index) for index, chip in enumerate(drawn.chips)),
            '</g><g class="nodes">',
            *(_node(node, index) for index, node in enumerate(drawn.nodes)),
            '</g><g class="badges" aria-hidden="true"></g></svg>',
        )
    )


# --- machinery below --------------------------------------------------------------------------


def _lanes(drawn: PositionedGraph) -> Iterator[str]:
    for index, lane in enumerate(drawn.lanes):
        band = "lane odd" if index % 2 else "lane"
        yield f'<rect class="{band}" x="0" y="{num(lane.y)}" width="{num(drawn.width)}" height="{num(lane.h)}"/>'
        words = _folded(lane.label)
        top = lane.y + lane.h / 2 + 4 - 7 * (len(words) - 1)
        for line, word in enumerate(words):
            yield f'<text class="lane-label" x="12" y="{num(top + 14 * line)}">{escape(word)}</text>'


def _folded(label: str) -> list[str]:
    """``Secure channels and tunnels`` on two lines."""
    words = label.split(" ")
    if len(label) <= 16 or len(words) < 3:
        return [label]
    at = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(label) * 0.55))
    return [" ".join(words[:at]), " ".join(words[at:])]


def _lines(drawn: PositionedGraph) -> Iterator[str]:
    edges = {edge.pair: edge for edge in drawn.edges}
    for index, line in enumerate(drawn.lines):
        yield _line(line, [edges[pair] for pair in line.edges], index)


def _line(line: Line, edges: list[Edge], index: int) -> str:
    kind = "edge"
    if all(edge.keys for edge in edges):
        kind = "edge keyed"
    elif all(edge.status == "compatible" for edge in edges):
        kind = "edge compatible"
    path = f'<path class="{kind}" data-l="{index}" d="{escape(line.path)}"/>'
    if line.end is None:
        return path
    x, y = line.end
    diamond = f'<path class="diamond" d="M{num(x)} {num(y - 8)}l4 4l-4 4l-4-4Z"/>'
    return f'<g class="edge keyed" data-l="{index}"><path d="{escape(line.path)}"/>{diamond}</g>'


def _chip(chip: Chip, index: int) -> str:
    """The sign stands before what the node also runs over or is keyed by, and behind what it carries again."""
    size = f'width="{num(chip.w)}" height="{num(chip.h)}" rx="{num(chip.h / 2)}"'
    wide = text_width(chip.label, 9.5)
    start = chip.x + (chip.w - wide - SIGN - APART) / 2
    sign_x, text_x = (start + wide + APART, start) if chip.kind == "carries" else (start, start + SIGN + APART)
    middle = chip.y + chip.h / 2
    if chip.kind == "keys":
        sign = f'<path class="sign" transform="translate({num(sign_x + 4.5)} {num(middle)})scale(.9)" d="{KEY}"/>'
    else:
        at = f'transform="translate({num(sign_x)} {num(middle - SIGN / 2)})scale(.83)"'
        sign = f'<g class="sign" {at}><path d="{AGAIN}"/><path class="head" d="{HEAD}"/></g>'
    return (
        f'<g class="chip {chip.kind}" data-c="{index}"><title>{escape(_says(chip))}</title>'
        f'<rect x="{num(chip.x)}" y="{num(chip.y)}" {size}/>{sign}'
        f'<text x="{num(text_x)}" y="{num(middle + 3.4)}">{escape(chip.label)}</text></g>'
    )


def _says(chip: Chip) -> str:
    """What the chip says of its node, in words."""
    words = {
        "carries": "{lower} carries {upper} again",
        "keys": "{lower} is keyed by {upper}, too",
        "over": "{upper} also runs over {lower}, which is drawn level or above",
    }[chip.kind]
    named = [(upper.replace("/", " as "), lower.replace("/", " as ")) for upper, lower, _ in chip.edges]
    return "; ".join(words.format(upper=upper, lower=lower) for upper, lower in named)


def _node(node: Node, index: int) -> str:
    says = ", ".join(part for part in (node.label, node.name, ROLES[node.role].lower(), node.document) if part)
    icon = {"lock": PADLOCK, "key": KEY}.get(node.shape, "")
    centre = node.x + node.w / 2 + (7 if icon else 0)
    kind = f"{node.role} rare" if node.rare else node.role
    parts = [
        f'<g class="node {kind}" data-n="{index}" tabindex="{0 if index == 0 else -1}" role="button" '
        f'aria-label="{escape(says)}"><title>{escape(says)}</title>',
        _outline(node),
    ]
    if icon:
        at = f"translate({num(node.x + 12)} {num(node.y + node.h / 2 - (0.5 if node.shape == 'lock' else 0))})"
        parts.append(f'<path class="icon" transform="{at}" d="{icon}"/>')
    middle = node.y + node.h / 2 + (3 if node.shape == "foot" else 4)
    parts.append(f'<text x="{num(centre)}" y="{num(middle)}">{escape(node.label)}</text></g>')
    return "".join(parts)


def _outline(node: Node) -> str:
    x, y, w, h = node.x, node.y, node.w, node.h
    if node.shape == "hexagon":
        cut = min(h / 2, 9.0)
        points = (
            (x, y + h / 2),
            (x + cut, y),
            (x + w - cut, y),
            (x + w, y + h / 2),
            (x + w - cut, y + h),
            (x + cut, y + h),
        )
        return f'<path class="shape" d="M{"L".join(f"{num(a)} {num(b)}" for a, b in points)}Z"/>'
    corner = {"foot": 0.0, "key": h / 2, "lock": 6.0}.get(node.shape, 4.0)
    rect = f'x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}"'
    foot = ""
    if node.shape == "foot":
        foot = f'<path class="foot" d="M{num(x)} {num(y + h - FOOT / 2)}h{num(w)}"/>'
    return f'<rect class="shape" {rect} rx="{num(corner)}"/>{foot}'

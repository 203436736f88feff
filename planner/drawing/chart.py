"""A laid-out graph as a picture: lanes, lines, boxes, chips, title, legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from planner.drawing import icons
from planner.drawing.arcs import Arc, arcs
from planner.drawing.badges import BADGE, badge_text, corner_badge
from planner.drawing.graphs import Chip, Graph, Node
from planner.drawing.heading import heading
from planner.drawing.layout import (
    CHIP_SIZE,
    LABEL_SIZE,
    LANE_LABEL,
    LINE_HEIGHT,
    MARGIN,
    NODE_HEIGHT,
    Layout,
    label_lines,
    lane_spans,
    layout,
)
from planner.drawing.legend import Sample, legend, shifted
from planner.drawing.routing import Line, lines
from planner.drawing.shapes import Box, Path, Picture, Shape, Text, polygon, rounded
from planner.drawing.themes import Theme
from planner.drawing.widths import text_width, wrapped

FOOT = 4.0
RARE = (3.0, 2.5)
"""The dashes around what is hardly to be had."""


def graph_picture(graph: Graph, theme: Theme, *, explained: bool = True) -> Picture:
    """A graph in its lanes, with a legend of what it uses."""
    made = layout(graph)
    shapes: list[Shape] = list(_lanes(made, theme))
    steps = [*lines(made)]
    for line in steps:
        shapes += _line(line, theme)
    ways = arcs(made, steps)
    for way in ways:
        shapes += _arc(way, theme)
    for node in graph.nodes:
        shapes += node_shapes(node, made.boxes[node.id], theme)
        for chip, box in made.chips.get(node.id, ()):
            shapes += chip_shapes(chip, box, theme)
    reached = {(way.edge.lower, place): way for way in ways for place in way.edge.places}
    for node in graph.nodes:
        places = tuple(place for place in node.places if (node.id, place) not in reached)
        if places:
            shapes += badge_shapes(node.id, corner_badge(made.boxes[node.id], places), places, theme)
    for way in ways:
        shapes += badge_shapes(way.edge.lower, way.badge, way.edge.places, theme)
    shapes += heading(graph.title, graph.subtitle, theme)
    bottom = made.bottom + 28
    if explained:
        below, bottom = legend(_samples(made, theme, arched=bool(ways)), theme, y=bottom, width=made.width)
        shapes += below
    return Picture(
        width=made.width,
        height=bottom + 6,
        title=graph.title,
        about=f"{graph.subtitle}. Upper boxes run over lower ones that they are joined to.",
        background=theme.background,
        shapes=tuple(shapes),
    )


def node_shapes(node: Node, box: Box, theme: Theme) -> Iterator[Shape]:
    """The box of a node: its shape tells its role, without the colour; a rare one is hollow and dashed."""
    tone = theme.roles[node.role]
    stroke, line = (theme.chosen, 3.0) if node.marked else (tone.stroke, 1.3)
    fill, dashes = (theme.background, RARE) if node.rare else (tone.fill, ())
    radius = {"network": 0.0, "transport": 0.0, "keys": box.height / 2}.get(node.role, 6.0)
    if node.role == "mapping" or node.rare:
        commands = _hexagon(box) if node.role == "mapping" else rounded(box, radius)
        yield Path(commands=commands, fill=fill, stroke=stroke, line=line, dashes=dashes, of=node.id, part="outline")
    else:
        yield replace(box, radius=radius, fill=fill, stroke=stroke, line=line, of=node.id, part="outline")
    foot = FOOT if node.role in ("network", "transport") else 0
    if foot:
        yield replace(box, y=box.y + box.height - foot, height=foot, fill=tone.stroke, of=node.id, part="foot")
    words = label_lines(node)
    wide = max(text_width(content, LABEL_SIZE) for content in words)
    middle = box.x + box.width / 2
    if node.role in ("secure", "keys"):
        start = middle - (wide + 16) / 2
        icon = icons.padlock if node.role == "secure" else icons.key
        yield from icon(start, box.y + (box.height - icons.SIZE) / 2, tone.stroke, of=node.id)
        middle = start + 16 + wide / 2
    first = box.y + box.height / 2 + 4.2 - foot / 2 - LINE_HEIGHT * (len(words) - 1) / 2
    for number, content in enumerate(words):
        yield Text(
            x=middle,
            y=first + LINE_HEIGHT * number,
            content=content,
            size=LABEL_SIZE,
            anchor="middle",
            fill=theme.muted if node.rare else theme.on_fill,
            of=node.id,
            part="label",
        )


def chip_shapes(chip: Chip, box: Box, theme: Theme) -> Iterator[Shape]:
    """A chip with its arrow: before what it also runs over, behind what it carries again."""
    colour = theme.roles["keys"].stroke if chip.kind == "keys" else theme.chip
    stroke, line = (theme.chosen, 2.0) if chip.chosen else (colour, 1.0)
    yield Box(
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        radius=box.height / 2,
        fill=theme.background,
        stroke=stroke,
        line=line,
        of=box.of,
        part="chip",
    )
    wide = text_width(chip.text, CHIP_SIZE)
    start = box.x + (box.width - wide - 12) / 2
    icon_x, text_x = (start + wide + 2, start) if chip.kind == "carries" else (start, start + 12)
    sign = icons.key if chip.kind == "keys" else icons.again
    yield from (
        shifted(shape, icon_x, box.y + (box.height - 10) / 2, 10 / icons.SIZE)
        for shape in sign(0, 0, colour, of=box.of)
    )
    yield Text(
        x=text_x,
        y=box.y + box.height / 2 + 3.4,
        content=chip.text,
        size=CHIP_SIZE,
        fill=colour,
        of=box.of,
        part="chip-label",
    )


def badge_shapes(of: str, plate: Box, places: tuple[int, ...], theme: Theme) -> Iterator[Shape]:
    """Places of a node in the best stack, on their plate."""
    yield replace(plate, fill=theme.chosen, of=of, part="badge")
    yield Text(
        x=plate.x + plate.width / 2,
        y=plate.y + 10.2,
        content=badge_text(places),
        size=BADGE,
        bold=True,
        anchor="middle",
        fill=theme.on_chosen,
        of=of,
        part="place",
    )


# --- machinery below --------------------------------------------------------------------------


def _hexagon(box: Box) -> tuple[tuple[str, tuple[float, ...]], ...]:
    x, y, right, bottom, middle = box.x, box.y, box.x + box.width, box.y + box.height, box.y + box.height / 2
    return polygon([(x, middle), (x + 9, y), (right - 9, y), (right, middle), (right - 9, bottom), (x + 9, bottom)])


def _lanes(made: Layout, theme: Theme) -> Iterator[Shape]:
    for number, (name, top, bottom) in enumerate(lane_spans(made)):
        if number % 2 == 0:
            yield Box(x=0, y=top, width=made.width, height=bottom - top, fill=theme.band, part="band")
        words = wrapped(name, 11, LANE_LABEL - 22, bold=True)
        first = (top + bottom) / 2 + 4 - 14 * (len(words) - 1) / 2
        for at, line in enumerate(words):
            yield Text(x=MARGIN, y=first + 14 * at, content=line, size=11, bold=True, fill=theme.muted, part="lane")


def _line(line: Line, theme: Theme) -> Iterator[Shape]:
    of = ",".join(f"{edge.upper}>{edge.lower}" for edge in line.edges)
    colour = theme.roles["keys"].stroke if line.keys else theme.line
    dashes: tuple[float, ...] = (5, 3) if line.keys else (1.5, 2.5) if line.derived else ()
    if line.chosen:
        yield Path(commands=line.commands, stroke=theme.chosen, line=3, dashes=dashes, of=of, part="line")
    else:
        yield Path(commands=line.commands, stroke=colour, line=1.2, dashes=dashes, of=of, part="line")
    if line.keys and line.ends:
        yield icons.diamond(*line.end, theme.chosen if line.chosen else colour, of=of)


def _arc(way: Arc, theme: Theme) -> Iterator[Shape]:
    of = f"{way.edge.upper}>{way.edge.lower}"
    yield Path(commands=way.commands, stroke=theme.chip, line=2.4, dashes=(6, 4), of=of, part="arc")


def _samples(made: Layout, theme: Theme, *, arched: bool) -> Iterator[Sample]:
    """What the legend has to explain: only what is in the picture."""
    roles = {node.role for node in made.graph.nodes}
    words = {
        "network": "Network or link",
        "transport": "Transport",
        "mapping": "Mapping, tunnel or relay",
        "secure": "Protects bytes",
        "keys": "Makes keys",
        "plain": "Session",
    }
    for role, text in words.items():
        if role in roles:
            yield Sample(text=text, draw=_role_sample(role, theme), width=34)
    if any(node.rare for node in made.graph.nodes):
        yield Sample(text="rare in the field, or gone", draw=_role_sample("plain", theme, rare=True), width=34)
    if any(node.names for node in made.graph.nodes):
        yield Sample(text="names in one box have the same neighbours and role", draw=_names_sample(theme), width=46)
    edges = made.rows.drawn
    runs = [edge for edge in edges if edge.kind == "runs-over"]
    if runs:
        yield _line_sample("runs over the lower one; lines to one carrier join", theme.line, 1.2, ())
    if any(edge.derived for edge in runs):
        yield _line_sample("services match, no document has it", theme.line, 1.2, (1.5, 2.5))
    if any(edge.kind == "keys" for edge in edges):
        yield Sample(text="keys the record protocol", draw=_keys_sample(theme), width=34)
    if any(edge.chosen for edge in made.graph.edges):
        yield _line_sample(f"{made.graph.chosen}, numbered from the top", theme.chosen, 3, ())
    if arched:
        yield _line_sample(f"{made.graph.chosen} goes on above", theme.chip, 2.4, (6, 4))
    kinds = {chip.kind for chip in chain.from_iterable(made.rows.chips.values())}
    meanings = {
        "over": ("TLS", "also runs over a layer that is drawn above"),
        "carries": ("IP", "carries IP again"),
        "keys": ("PSK", "is keyed by that, too"),
    }
    for kind, (text, meaning) in meanings.items():
        if kind in kinds:
            yield Sample(text=meaning, draw=_chip_sample(kind, text, theme), width=46)


def _role_sample(role: str, theme: Theme, *, rare: bool = False) -> tuple[Shape, ...]:
    node = Node(id="", label="", role=role, lane=0, rare=rare)
    box = Box(x=0, y=0, width=34, height=18)
    return tuple(shape for shape in node_shapes(node, box, theme) if not isinstance(shape, Text))


def _names_sample(theme: Theme) -> tuple[Shape, ...]:
    tone = theme.roles["plain"]
    box = Box(x=0, y=0, width=46, height=18, radius=6, fill=tone.fill, stroke=tone.stroke, line=1.3)
    return box, Text(x=23, y=13, content="A, B, C", size=10, anchor="middle", fill=theme.on_fill)


def _line_sample(text: str, colour: str, line: float, dashes: tuple[float, ...]) -> Sample:
    path = Path(commands=(("M", (0, 9)), ("L", (34, 9))), stroke=colour, line=line, dashes=dashes)
    return Sample(text=text, draw=(path,), width=34)


def _keys_sample(theme: Theme) -> tuple[Shape, ...]:
    colour = theme.roles["keys"].stroke
    path = Path(commands=(("M", (0, 9)), ("L", (28, 9))), stroke=colour, line=1.2, dashes=(5, 3))
    return (path, icons.diamond(30, 14, colour))


def _chip_sample(kind: str, text: str, theme: Theme) -> tuple[Shape, ...]:
    return tuple(chip_shapes(Chip(kind=kind, text=text), Box(x=0, y=2, width=44, height=13, part="chip"), theme))


__all__ = ["NODE_HEIGHT", "chip_shapes", "graph_picture", "node_shapes"]

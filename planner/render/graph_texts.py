"""Graphs as text: a list by lanes, a matrix, Mermaid, DOT with places baked in, GraphML, a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from planner.drawing.graphs import Graph as DrawnGraph
from planner.drawing.graphs import Node
from planner.drawing.layout import layout
from planner.drawing.rows import rows
from planner.drawing.svg import number
from planner.drawing.themes import LIGHT
from planner.errors import printable
from planner.model import LANES, Graph, GraphEdge
from planner.render.graphs import LANE_NAMES
from planner.render.lines import joined, wrapped


def graph_list(graph: Graph, *, heading: Sequence[str]) -> str:
    """What each protocol runs over and keys, by lanes from the top, in 80 columns. Numbers in brackets are ranks."""
    lines = [*heading]
    for lane in reversed(LANES):
        nodes = [node for node in graph.nodes if node.lane == lane]
        if not nodes:
            continue
        lines += ["", LANE_NAMES[lane]]
        for node in nodes:
            said = [_said(graph, node.id, kind) for kind in ("runs-over", "keys")]
            text = "; ".join(part for part in said if part) or "-"
            lines += wrapped(f"{node.id:15} {text}", 78, first="  ", then=" " * 18)
    return joined(lines) + "\n"


def matrix_text(graph: Graph, *, heading: Sequence[str]) -> str:
    """Which pairs exist: ``o`` where the row runs over the column, ``k`` where it keys it, ``c`` where services match
    and no document has it. Names of columns are read downwards."""
    at = LANES.index
    uppers = sorted({edge.upper for edge in graph.edges})
    lanes = {node.id: at(node.lane) for node in graph.nodes}
    uppers.sort(key=lambda id: (-lanes[id], id))
    lowers = sorted({edge.lower for edge in graph.edges}, key=lambda id: (lanes[id], id))
    wide = max((len(id) for id in uppers), default=0)
    tall = max((len(id) for id in lowers), default=0)
    lines = [*heading, ""]
    for row in range(tall):
        letters = (id.rjust(tall)[row] for id in lowers)
        lines.append(f"{'':{wide}}  {' '.join(letters)}".rstrip())
    marks = {(edge.upper, edge.lower): _mark(edge) for edge in graph.edges}
    for upper in uppers:
        lines.append(f"{upper:{wide}}  {' '.join(marks.get((upper, lower), '.') for lower in lowers)}")
    return joined([*lines, "", "o: row runs over column; k: row keys column; c: only services match"]) + "\n"


def mermaid(graph: DrawnGraph) -> str:
    """A flow chart for Markdown, for the few nodes of the stacks of a plan. An edge that goes against the lanes is an
    arrow that says so."""
    names = {node.id: f"n{place}" for place, node in enumerate(graph.nodes)}
    lines = ["---", f"title: {_yaml(graph.title)}", "---", "flowchart TB"]
    for lane in reversed(range(len(graph.lanes))):
        its = [node for node in graph.nodes if node.lane == lane]
        if its:
            lines.append(f"  subgraph lane{lane}[{_entities(graph.lanes[lane])}]")
            lines += [f"    {names[node.id]}{_mermaid_box(node)}" for node in its]
            lines.append("  end")
    chosen = []
    down = set(rows(graph, lambda node, chips: 0).drawn)
    for place, edge in enumerate(graph.edges):
        if edge.kind == "keys":
            arrow = "-. keys .->"
        elif edge not in down:
            arrow = "-. runs over .->"
        else:
            arrow = "-.-" if edge.derived else "---"
        lines.append(f"  {names[edge.upper]} {arrow} {names[edge.lower]}")
        chosen += [str(place)] if edge.chosen else []
    if chosen:
        lines.append(f"  linkStyle {','.join(chosen)} stroke:{LIGHT.chosen},stroke-width:3px")
    return "\n".join(lines) + "\n"


def dot(graph: DrawnGraph) -> str:
    """Graphviz, with our places: ``neato -n2`` puts the boxes where we do; plain ``dot`` makes a layout of its own."""
    made = layout(graph)
    lines = [
        "// neato -n2 keeps the places that stand here; dot makes a layout of its own",
        f"digraph {_quoted(graph.title)} {{",
        "  graph [splines=true, label=" + _quoted(graph.title) + ', labelloc=t, fontname="Helvetica"];',
        '  node [fixedsize=true, style=filled, fontname="Helvetica", fontsize=12];',
        '  edge [arrowhead=none, color="' + LIGHT.line + '"];',
    ]
    for node in graph.nodes:
        box, tone = made.boxes[node.id], LIGHT.roles[node.role]
        place = f"{number(box.x + box.width / 2)},{number(made.bottom - box.y - box.height / 2)}"
        size = f"width={box.width / 72:.3f}, height={box.height / 72:.3f}"
        shape = {"mapping": "hexagon", "keys": "box", "secure": "box", "plain": "box"}.get(node.role, "box")
        style = "filled,rounded" if node.role in ("keys", "secure", "plain") else "filled"
        lines.append(
            f'  {_quoted(node.id)} [label={_quoted(node.label)}, pos="{place}!", {size}, shape={shape}, '
            f'style="{style}", fillcolor="{tone.fill}", color="{tone.stroke}"];'
        )
    drawn = set(made.rows.drawn)
    for edge in graph.edges:
        its = []
        if edge.kind == "keys":
            its += [f'style=dashed, arrowhead=diamond, color="{LIGHT.roles["keys"].stroke}"']
        elif edge not in drawn:
            its += [f'style=dashed, constraint=false, color="{LIGHT.chip}"']
        if edge.chosen:
            its += ["penwidth=3"]
        attributes = f" [{', '.join(its)}]" if its else ""
        lines.append(f"  {_quoted(edge.upper)} -> {_quoted(edge.lower)}{attributes};")
    return "\n".join([*lines, "}"]) + "\n"


def graphml(graph: Graph, drawn: DrawnGraph) -> str:
    """GraphML with every attribute of the graph, its nodes and edges, and ``x`` and ``y`` of each node's middle."""
    made = layout(drawn)
    keys = [f"  {_key(name, 'node', kind)}" for name, kind in _NODE_KEYS.items()]
    keys += [f"  {_key(name, 'edge', 'string')}" for name in _EDGE_KEYS]
    head = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    keys.append(f"  {_key('scope', 'graph', 'string')}")
    opening = '  <graph id="planner" edgedefault="directed">'
    scope = f'    <data key="graph.scope">{escape(graph.scope)}</data>'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, *keys, opening, scope]
    for node in graph.nodes:
        box = made.boxes[node.id]
        values = asdict(node) | {"x": number(box.x + box.width / 2), "y": number(box.y + box.height / 2)}
        lines += [f"    <node id={quoteattr(printable(node.id))}>", *_values(values, "node", _NODE_KEYS), "    </node>"]
    for place, edge in enumerate(graph.edges):
        ends = f"source={quoteattr(printable(edge.upper))} target={quoteattr(printable(edge.lower))}"
        lines += [f'    <edge id="e{place}" {ends}>', *_values(asdict(edge), "edge", _EDGE_KEYS), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>"]) + "\n"


def graph_record(graph: Graph) -> dict[str, Any]:
    """The graph as plain JSON values, with the attributes of ``Plan.graph``."""
    return {
        "scope": graph.scope,
        "nodes": [asdict(node) for node in graph.nodes],
        "edges": [asdict(edge) for edge in graph.edges],
    }


# --- machinery below --------------------------------------------------------------------------

_NODE_KEYS = {
    "name": "string",
    "label": "string",
    "kinds": "string",
    "statuses": "string",
    "families": "string",
    "lane": "string",
    "drawn_in": "string",
    "boundary": "boolean",
    "x": "double",
    "y": "double",
}
_ENTITIES = {
    '"': "#quot;",
    "#": "#35;",
    "&": "#amp;",
    "<": "#lt;",
    ">": "#gt;",
    "`": "#96;",
    "\\": "#92;",
    "%": "#37;",
    "{": "#123;",
    "}": "#125;",
}
_ENTITY = re.compile(r"&(?=#?\w+;)")
_EDGE_KEYS = ("kind", "status", "source", "ranks")


def _said(graph: Graph, id: str, kind: str) -> str:
    its = [edge for edge in graph.edges if edge.upper == id and edge.kind == kind]
    return f"{'over' if kind == 'runs-over' else 'keys'} {', '.join(map(_named, its))}" if its else ""


def _named(edge: GraphEdge) -> str:
    return f"{edge.lower} [{' '.join(map(str, edge.ranks))}]" if edge.ranks else edge.lower


def _mark(edge: GraphEdge) -> str:
    return "k" if edge.kind == "keys" else "c" if edge.status == "compatible" else "o"


def _mermaid_box(node: Node) -> str:
    opening, closing = {
        "mapping": ("{{", "}}"),
        "keys": ("([", "])"),
        "secure": ("(", ")"),
        "plain": ("(", ")"),
    }.get(node.role, ("[", "]"))
    return f"{opening}{_entities(node.label)}{closing}"


def _quoted(text: str) -> str:
    """A string of DOT, which reads entities in it."""
    shown = _ENTITY.sub("&amp;", printable(text))
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _entities(text: str) -> str:
    """A label of Mermaid: what it would take for anything else is an entity, as it spells them."""
    return '"' + "".join(_ENTITIES.get(letter, letter) for letter in printable(text)) + '"'


def _yaml(text: str) -> str:
    """A title of Mermaid, which is YAML: quotation marks are escaped as there, and tags as in labels. A percent sign
    might begin a directive."""
    tagless = "".join(_ENTITIES[letter] if letter in "<>" else letter for letter in printable(text))
    return json.dumps(tagless, ensure_ascii=False).replace("%", "\\u0025")


def _key(name: str, owner: str, kind: str) -> str:
    return f'<key id="{owner}.{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>'


def _values(values: dict[str, Any], owner: str, names: Any) -> Iterator[str]:
    for name in names:
        value = values[name]
        text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        text = text.lower() if isinstance(value, bool) else text
        yield f'      <data key="{owner}.{name}">{escape(printable(text))}</data>'

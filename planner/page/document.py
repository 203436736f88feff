"""Plans and drawn graphs -> one HTML string that asks nothing of any network.

The policy forbids everything but the style and the script inside, named by their hashes. Whatever comes from users goes
in as escaped text or as JSON that holds no ``<``, ``>`` or ``&``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from string import Template
from typing import Any

from planner.errors import printable
from planner.model import Plan
from planner.page import parts
from planner.page.graph import AGAIN, HEAD, KEY, graph_svg
from planner.page.matrix import matrix_svg
from planner.page.palette import colours
from planner.page.values import ROLES, PagePlan, PositionedGraph
from planner.render.escapes import html_text as escape
from planner.render.plans import NAMES, chosen_options, headline, why

THEMES = ("auto", "light", "dark")
SHORT = {
    "preferences": "Unmet",
    "avoided": "Avoided",
    "maturity": "Maturity",
    "missing-security": "Missing",
    "nested-reliability": "Nested",
    "relays-and-tunnels": "Tunnels",
    "security-layers": "Secure",
    "handshake-rtts": "RTT",
    "overhead-bytes": "Bytes",
    "layers": "Layers",
}


def page(shown: Sequence[PagePlan], graphs: Sequence[PositionedGraph], *, theme: str = "auto") -> str:
    """The page of one or more plans, the first one in front. ``theme`` is one of ``THEMES``."""
    if not shown or theme not in THEMES:
        raise ValueError(f"a page needs a plan and a theme out of {', '.join(THEMES)}")
    style = colours() + parts.style()
    script = parts.script()
    return Template(parts.template()).substitute(
        theme=theme,
        policy=_policy(style, script),
        title=escape(_title(shown[0].plan)),
        style=style,
        static=_static(shown),
        graphs="".join(graph_svg(graph, number) for number, graph in enumerate(graphs)),
        matrices="".join(matrix_svg(graph, number) for number, graph in enumerate(graphs)),
        staircases="".join(_staircases(shown)),
        data=_json(
            {
                "theme": theme,
                "roles": ROLES,
                "key": KEY,
                "again": [AGAIN, HEAD],
                "criteria": {name: [SHORT.get(name, name), long] for name, long in NAMES.items()},
                "graphs": [_graph(graph) for graph in graphs],
                "scenarios": [_scenario(shown_plan) for shown_plan in shown],
            }
        ),
        script=script,
    )


# --- machinery below --------------------------------------------------------------------------


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; img-src data:; "
        f"base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(value: Any) -> str:
    """JSON that cannot end its script element: it is ASCII and has no markup. What it says is shown, so it is
    printable."""
    text = json.dumps(_printable(value), separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _printable(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case dict():
            return {_printable(key): _printable(entry) for key, entry in value.items()}
        case list() | tuple():
            return [*map(_printable, value)]
        case _:
            return value


def _title(plan: Plan) -> str:
    return plan.scenario.title or "Stack plan"


def _static(shown: Sequence[PagePlan]) -> str:
    """What a reader without scripts gets: every plan's stacks, or that there are none, in words."""
    return (
        "<noscript><p>Without scripts this page shows the best stacks only.</p>"
        + "".join(
            f"<h2>{escape(headline(shown_plan.plan))}</h2><ol>"
            + "".join(f"<li>{escape(stack.spelling)}</li>" for stack in shown_plan.plan.stacks)
            + "</ol>"
            for shown_plan in shown
        )
        + "</noscript>"
    )


def _staircases(shown: Sequence[PagePlan]) -> Iterator[str]:
    for number, shown_plan in enumerate(shown):
        for index, stack in enumerate(shown_plan.plan.stacks):
            if stack.spelling in shown_plan.staircases:
                yield f'<template id="stair-{number}-{index}">{shown_plan.staircases[stack.spelling]}</template>'


def _scenario(shown: PagePlan) -> dict[str, Any]:
    """The plan as JSON, and the sentences that ``render`` has for it."""
    plan = shown.plan
    above = (None, *plan.stacks)
    record = plan.to_dict()
    record["scenario"] = _title(plan)
    for stack, before, entry in zip(plan.stacks, above, record["stacks"], strict=False):
        entry["why"] = why(stack, before)
        entry["bytes"] = list(stack.costs.layers)
        entry["moves"] = [[", ".join(move.changes), move.rank] for move in shown.moves.get(stack.spelling, ())]
        entry["answers"] = [
            [answer["demand"], answer["met"], ", ".join(answer["layers"]), answer["source"]]
            for answer in entry.get("answers", ())
        ]
    said = headline(plan).removeprefix(f"{_title(plan)}: ")
    record["networks"] = _networks(shown)
    return record | {"graph": shown.graph, "union": shown.union, "headline": said, "legend": _legend(plan)}


def _networks(shown: PagePlan) -> list[list[str]]:
    """What works on each shipped kind of network: its name, the first stack like the best one that still works there,
    and where there is none what the best one breaks."""
    conditions = shown.fallbacks.conditions if shown.fallbacks else ()
    return [
        [
            condition.environment,
            condition.first,
            "" if condition.first else "; ".join(dict.fromkeys(broken.found for broken in condition.lost)),
        ]
        for condition in conditions
    ]


def _legend(plan: Plan) -> str:
    return (
        f"RTT: round trips before the first byte. Bytes: around the largest payload. Fits: that payload, in a packet "
        f"of {plan.scenario.mtu} (IPv{plan.scenario.ip_version}{chosen_options(plan.scenario)}). Boxed letter: stacks "
        f"with the same one may stand in for each other. ?: unknown."
    )


def _graph(graph: PositionedGraph) -> dict[str, Any]:
    """Nodes and edges; lines and chips as the places of their edges."""
    places = {edge.pair: place for place, edge in enumerate(graph.edges)}
    return {
        "lanes": [lane.label for lane in graph.lanes],
        "nodes": [
            {
                "id": node.id,
                "label": node.label,
                "name": node.name,
                "document": node.document,
                "role": node.role,
                "lane": node.lane,
                "kinds": list(node.kinds),
                "statuses": list(node.statuses),
                "deployment": node.deployment,
                "evidence": node.evidence,
                "of": node.handshake_of,
                "box": [round(part, 1) for part in (node.x, node.y, node.w, node.h)],
            }
            for node in graph.nodes
        ],
        "edges": [[edge.upper, edge.lower, edge.status, edge.source, int(edge.keys)] for edge in graph.edges],
        "lines": [[places[pair] for pair in line.edges] for line in graph.lines],
        "chips": [[places[pair] for pair in chip.edges] for chip in graph.chips],
    }

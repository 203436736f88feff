"""What ``planner graph`` and ``planner show`` answer: a request in, bytes in one of the formats out.

Knows planners and renderers. Knows no flags and no streams.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from planner import model
from planner.drawing.outputs import BINARY, PICTURES, encoded
from planner.engine import as_rank
from planner.errors import DataError, Fault, NoStack, nearest
from planner.model.flights import Handshakes
from planner.planning import Planner
from planner.render.escapes import json_text
from planner.render.graph_texts import dot, graph_list, graph_record, graphml, matrix_text, mermaid
from planner.render.pictures import (
    catalogue_drawn,
    graph_drawing,
    handshake_drawing,
    packet_drawing,
    plan_graph,
    stack_drawing,
)
from planner.render.plans import conflict_document
from planner.render.stacks import stack_record, stack_text
from planner.render.terminal import to_text
from planner.render.twins import twins
from planner.views.graphs import neighbourhood
from planner.views.stacks import ruled_stack

__all__ = [
    "BINARY",
    "PICTURES",
    "GraphRequest",
    "as_rank",
    "exchange_bytes",
    "format_for",
    "graph_bytes",
    "stack_bytes",
]

MATRIX_FORMATS = ("svg", "png", "pdf", "html", "ascii")
ENDINGS = {"gv": "dot", "mmd": "mermaid", "htm": "html"}
"""Endings of files that are not named as their format; ``txt`` and ``md`` stand for what a command prints as text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphRequest:
    """What to draw. Without a scenario it is the catalogue's graph of a scope, in pictures with one box for twins
    unless ``expand``. A ``stack`` stands out: by its spelling, or by its rank in the scenario, where else the best
    does."""

    format: str
    theme: str = "light"
    scope: model.Scope = "full"
    scenario: model.Scenario | None = None
    focus: str = ""
    matrix: bool = False
    expand: bool = False
    stack: str | None = None


def format_for(given: str, output: Path | None, formats: tuple[str, ...], *, text: str, default: str) -> str:
    """The format that is asked for: by name, else by the ending of the file, else the default. Raises
    ``DataError``."""
    if given:
        return given
    if output is None or str(output) == "-":
        return default
    ending = output.suffix.removeprefix(".").lower()
    format_ = ENDINGS.get(ending, text if ending in ("txt", "md") else ending)
    if format_ not in formats:
        raise _wrong(str(output), f"no format goes by the ending {output.suffix!r}", f"known: {', '.join(formats)}")
    return format_


def graph_bytes(planner: Planner, asked: GraphRequest) -> bytes:
    """The graph of a scope, or of the stacks of a scenario together. Raises ``DataError``, ``NoStack``,
    ``MissingPart``."""
    if asked.format == "mermaid" and asked.scenario is None:
        raise _wrong("--format mermaid", "it draws the stacks of a scenario only", "name a scenario")
    if asked.matrix and asked.format not in MATRIX_FORMATS:
        raise _wrong("--matrix", f"there is none as {asked.format}", f"known: {', '.join(MATRIX_FORMATS)}")
    if asked.stack == "":
        raise _wrong("--stack", "it is empty", "a rank or a spelling")
    if asked.scenario is None and asked.stack and as_rank(asked.stack) is not None:
        raise _wrong("--stack", f"{asked.stack} is a rank, and a rank needs a scenario", "name one, or spell a stack")
    plan, rank = _planned(planner, asked.scenario, asked.stack) if asked.scenario else (None, 0)
    graph = planner.plan_graph(plan) if plan else planner.scope_graph(asked.scope)
    boxed = asked.format in PICTURES and not (asked.matrix or asked.expand or plan)
    alike = twins(graph) if boxed else ()
    focus = _known(planner, graph, asked.focus) if asked.focus else ""
    if focus:
        graph = neighbourhood(graph, focus)
    if plan:
        stack = plan.stacks[rank - 1].stack
        drawn = plan_graph(plan, graph, focus=focus, rank=rank)
    else:
        stack = _ruled(planner, asked.scope, asked.stack) if asked.stack else ()
        drawn = catalogue_drawn(graph, focus=focus, alike=alike, stack=stack)
    if focus and asked.stack:
        _within(graph, stack, focus)
    match asked.format:
        case "ascii":
            write = matrix_text if asked.matrix else graph_list
            return write(graph, heading=(drawn.title, drawn.subtitle)).encode()
        case "json":
            return _json(graph_record(graph))
        case "graphml":
            return graphml(graph, drawn).encode()
        case "dot":
            return dot(drawn).encode()
        case "mermaid":
            return mermaid(drawn).encode()
    return encoded(graph_drawing(drawn, asked.theme, matrix=asked.matrix).picture, asked.format)


def stack_bytes(planner: Planner, scenario: model.Scenario, stack: int | str, format_: str, theme: str) -> bytes:
    """One stack as the path sees it. Raises ``DataError``, ``NoStack``, ``MissingPart``."""
    plan = planner.plan(scenario)
    view = planner.stack_view(scenario, (_answered(plan) if isinstance(stack, int) else plan).stacks, stack)
    if format_ == "text":
        return stack_text(view).encode()
    if format_ == "json":
        return _json(stack_record(view))
    return encoded(stack_drawing(view, theme).picture, format_)


def exchange_bytes(answer: model.Packet | Handshakes, format_: str, theme: str) -> bytes:
    """A packet, or what goes before the first one, drawn. Raises ``MissingPart``."""
    if isinstance(answer, Handshakes):
        return encoded(handshake_drawing(answer, theme).picture, format_)
    return encoded(packet_drawing(answer, theme).picture, format_)


# --- machinery below --------------------------------------------------------------------------

MOST_DRAWN = 100
"""Stacks that are drawn together so that one of them can stand out."""


def _answered(plan: model.Plan) -> model.Plan:
    if plan.feasible:
        return plan
    raise NoStack(to_text(conflict_document(plan)))


def _planned(planner: Planner, scenario: model.Scenario, stack: str | None) -> tuple[model.Plan, int]:
    """The plan of a scenario, with as many stacks as it takes to have the one that is to stand out, and the rank of
    that; the best one, where none is named."""
    plan = _answered(planner.plan(scenario))
    if stack is None:
        return plan, 1
    chosen = planner.engine.chosen(plan.scenario, plan.stacks, stack)
    listed = {ranked.stack: ranked.rank for ranked in plan.stacks}
    rank = listed.get(chosen) or planner.engine.ranks(plan.scenario).rank(chosen)
    if rank <= len(listed):
        return plan, rank
    if rank > MOST_DRAWN:
        raise _wrong("--stack", f"{model.spell(chosen)} has rank {rank:,}", f"the first {MOST_DRAWN} are drawn")
    return planner.plan(replace(plan.scenario, limits=replace(plan.scenario.limits, stacks=rank))), rank


def _ruled(planner: Planner, scope: model.Scope, spelling: str) -> model.Stack:
    bare = planner.scenario({"application": {"payload": "generic"}, "scope": scope})
    return ruled_stack(planner.engine, bare, spelling)


def _within(graph: model.Graph, stack: model.Stack, focus: str) -> None:
    """Raises ``DataError`` where a graph does not have all of a stack."""
    shown = {(edge.upper, edge.lower, str(edge.kind)) for edge in graph.edges}
    used = {(upper.protocol, lower.protocol, "runs-over") for upper, lower in pairwise(stack)}
    used |= {(layer.keyed_by, layer.protocol, "keys") for layer in stack if layer.keyed_by}
    if not used <= shown:
        outside = f"{model.spell(stack)} is not all within what --focus {focus} shows"
        raise _wrong("--stack", outside, "leave one of the two out")


def _known(planner: Planner, graph: model.Graph, name: str) -> str:
    """The id of a protocol of the graph, by its id or its label, in capitals or small letters."""
    protocols = planner.rules.protocols
    wanted = name.casefold()
    matching = [protocol.id for protocol in protocols.values() if wanted == protocol.id.casefold()]
    matching += [protocol.id for protocol in protocols.values() if wanted == protocol.short.casefold()]
    ids = {node.id for node in graph.nodes}
    if here := [id for id in matching if id in ids]:
        return here[0]
    if matching:
        raise _wrong("--focus", f"{matching[0]} is not in this graph")
    raise _wrong("--focus", f"unknown protocol {name!r}{nearest(name, ids)}")


def _wrong(what: str, found: str, allowed: str = "") -> DataError:
    return DataError([Fault(file=what, line=0, path="", found=found, allowed=allowed)])


def _json(record: object) -> bytes:
    return (json_text(record) + "\n").encode()

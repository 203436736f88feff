"""What may run over what: rules -> the layering graph of one scope, each edge carrying its rule.

Knows rules; knows nothing of scenarios. The relation has cycles (tunnels carry ip): never sort it topologically.
The only room that touches networkx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx

from planner import model

if TYPE_CHECKING:
    _DiGraph = nx.DiGraph[str]
else:
    _DiGraph = nx.DiGraph


@dataclass(frozen=True, kw_only=True)
class LayeringGraph:
    """The may-run-over relation. Nodes are protocol ids, edges run from upper to lower and carry ``rule``."""

    rules: model.Rules
    scope: str
    layering: str
    graph: nx.DiGraph[str]

    @cached_property
    def edges(self) -> Mapping[tuple[str, str], model.Layering]:
        """``(upper, lower)`` -> rule, sorted."""
        return {(upper, lower): self.graph.edges[upper, lower]["rule"] for upper, lower in sorted(self.graph.edges)}

    @cached_property
    def lowers(self) -> Mapping[str, tuple[str, ...]]:
        """What each protocol runs over, sorted."""
        return {name: tuple(sorted(self.graph.successors(name))) for name in sorted(self.graph.nodes)}


def layering_graph(rules: model.Rules, *, scope: str, layering: str = "specified") -> LayeringGraph:
    """The graph of a scope: the specified rules, with ``layering="practiced"`` what maintained software does as well,
    and with ``"compatible"`` the pairs that services allow, too.

    A prohibited pair is never an edge, unless a wider scope specifies what a narrower one prohibits
    (RFC 8922 Section 4.2.1 has DTLS over RFC 4571 for SRTP only, RFC 8841 has more).
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for protocol in rules.protocols.values():
        if protocol.planned_in(scope):
            graph.add_node(protocol.id, kinds=tuple(sorted(protocol.kinds)), families=protocol.families)
    for rule in _effective(rules, scope).values():
        if rule.status in model.LAYERINGS[: model.LAYERINGS.index(layering) + 1]:
            graph.add_edge(rule.upper, rule.lower, rule=rule, status=rule.status)
    if layering == "compatible":
        for rule in list(_compatible(rules, scope)):
            graph.add_edge(rule.upper, rule.lower, rule=rule, status=rule.status)
    return LayeringGraph(rules=rules, scope=scope, layering=layering, graph=graph)


class ShownGraph(_DiGraph):
    """A networkx ``DiGraph`` that shows itself in a notebook, as long as it is as it was made; a copy or a part of it
    is a plain graph to look at."""

    drawn: Callable[[], str] | None = None
    as_made: tuple[int, int] = (0, 0)

    def _repr_svg_(self) -> str | None:
        whole = self.as_made == (self.number_of_nodes(), self.number_of_edges())
        return self.drawn() if self.drawn and whole else None


def digraph(graph: model.Graph, drawn: Callable[[], str] | None = None) -> ShownGraph:
    """A graph for programs: nodes are ids with ``name``, ``label``, ``kinds``, ``statuses``, ``families``, ``lane``,
    ``drawn_in``, ``boundary``; edges run from upper to lower with ``kind`` (``runs-over`` or ``keys``), ``status``,
    ``source``, ``ranks``. What they mean stands at ``model.GraphNode`` and ``model.GraphEdge``. What is several there
    is one text here, with spaces between (``ranks`` ``"1 2 3"``): networkx writes no GraphML with tuples. ``drawn``
    makes the SVG that a notebook shows.
    """
    made = ShownGraph(scope=graph.scope)
    for node in graph.nodes:
        its = _plain(asdict(node))
        made.add_node(its.pop("id"), **its)
    for edge in graph.edges:
        its = _plain(asdict(edge))
        made.add_edge(its.pop("upper"), its.pop("lower"), **its)
    made.drawn, made.as_made = drawn, (made.number_of_nodes(), made.number_of_edges())
    return made


# --- machinery below --------------------------------------------------------------------------


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: " ".join(map(str, its)) if isinstance(its, tuple) else its for name, its in values.items()}


def _effective(rules: model.Rules, scope: str) -> dict[tuple[str, str], model.Layering]:
    """The rule of each pair that counts in a scope: the one of the widest scope within it. What runs over a protocol
    runs over what stands for it, too, but not over itself (docs/design.md, "The catalogue"); a rule of
    that pair's own comes first."""
    written: dict[tuple[str, str], model.Layering] = {}
    within = model.SCOPES[: model.SCOPES.index(scope) + 1]
    for rule in sorted(rules.layerings, key=lambda rule: model.SCOPES.index(rule.scope)):
        ends = rules.protocols[rule.upper], rules.protocols[rule.lower]
        if rule.scope in within and all(end.planned_in(scope) for end in ends):
            written[rule.upper, rule.lower] = replace(rule, on=None if rule.on is None else rules.meant(rule.on))
    derived = {pair: rule for pair, rule in _over_stand_ins(rules, scope, written.values()) if pair not in written}
    return dict(sorted((written | derived).items()))


def _over_stand_ins(
    rules: model.Rules, scope: str, written: Iterable[model.Layering]
) -> Iterator[tuple[tuple[str, str], model.Layering]]:
    """The rules that follow from services that are relayed or offered by another protocol."""
    for rule in written:
        if rule.exact or rule.status == "prohibited":
            continue
        for name in rules.stand_ins.get(rule.lower, ()):
            stand_in = rules.protocols[name]
            if name != rule.upper and stand_in.planned_in(scope):
                sources = stand_in.stands_for_sources
                yield (rule.upper, name), replace(rule, lower=name, on=None, scope=scope, sources=sources)


def _compatible(rules: model.Rules, scope: str) -> Iterator[model.Layering]:
    """Pairs that no document defines and none rules out, where the lower layer offers a service that the upper one
    needs."""
    known = _effective(rules, scope)
    planned = [protocol for protocol in rules.protocols.values() if protocol.planned_in(scope)]
    for upper in planned:
        for lower in planned:
            services = [service for service in upper.needs if service in lower.offers]
            itself = upper.id == lower.id and not upper.is_boundary  # it would stand twice in one segment
            if services and not itself and (upper.id, lower.id) not in known:
                yield model.Layering(
                    upper=upper.id,
                    lower=lower.id,
                    status="compatible",
                    scope=scope,
                    sources=(*upper.service_sources[:1], *lower.service_sources[:1]),
                    reason=f"derived: {lower.id} offers {services[0]}, which {upper.id} needs; no document has it",
                )

"""Protocols with the same neighbours and the same role share a box; nothing is lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geometry import faults, outlines
from planner import Planner
from planner.drawing.chart import graph_picture
from planner.drawing.graphs import Edge, Graph, Node
from planner.drawing.svg import svg
from planner.drawing.themes import DARK, LIGHT, Theme
from planner.model import SCOPES, Scope
from planner.render.graphs import drawn
from planner.render.pictures import catalogue_drawn
from planner.render.twins import collapsed, shared_names, twins
from planner.views.graphs import neighbourhood


def shown(planner: Planner, scope: Scope) -> Graph:
    graph = planner.scope_graph(scope)
    return catalogue_drawn(graph, alike=twins(graph))


def taken_apart(graph: Graph) -> frozenset[Edge]:
    """The edges of every protocol that a box stands for."""
    stands = {node.id: node.members or (node.id,) for node in graph.nodes}
    return frozenset(
        replace(edge, upper=upper, lower=lower)
        for edge in graph.edges
        for upper in stands[edge.upper]
        for lower in stands[edge.lower]
    )


def test_who_are_twins(planner: Planner) -> None:
    assert twins(planner.scope_graph("full")) == (
        ("curvecp", "gquic", "minimalt"),
        ("dtls-1.2", "dtls-1.3"),
        ("gtp-u", "l2tpv2"),
        ("ikev1", "ikev2"),
        ("mikey", "zrtp"),
    )
    assert twins(planner.scope_graph("survey")) == (("curvecp", "gquic", "minimalt"), ("dtls-1.2", "dtls-1.3"))


def test_a_box_names_all_that_it_stands_for(planner: Planner) -> None:
    labels = {node.id: node.label for node in shown(planner, "full").nodes if node.members}
    assert labels == {
        "curvecp": "CurveCP, Google QUIC, MinimaLT",
        "dtls-1.2": "DTLS 1.2 / 1.3",
        "dtls-1.2/handshake": "DTLS 1.2 / 1.3",
        "gtp-u": "GTP-U, L2TPv2",
        "ikev1": "IKEv1, IKEv2",
        "mikey": "MIKEY, ZRTP",
    }


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["TLS 1.2", "TLS 1.3"], ("TLS 1.2 / 1.3",)),
        (["SSH", "TLS 1.2", "TLS 1.3"], ("SSH", "TLS 1.2 / 1.3")),
        (["ESP in TCP", "ESP in UDP"], ("ESP in TCP / UDP",)),
        (["TLS", "TLS 1.3"], ("TLS", "TLS 1.3")),
    ],
)
def test_names_that_differ_in_the_last_word_are_put_together(labels: list[str], names: tuple[str, ...]) -> None:
    assert shared_names(labels) == names


@pytest.mark.parametrize("scope", SCOPES)
def test_taken_apart_the_edges_are_those_of_the_catalogue(planner: Planner, scope: Scope) -> None:
    joined, expanded = shown(planner, scope), catalogue_drawn(planner.scope_graph(scope))
    assert taken_apart(joined) == frozenset(expanded.edges)
    assert len(joined.edges) < len(expanded.edges)
    assert {id for node in joined.nodes for id in node.members or (node.id,)} == {node.id for node in expanded.nodes}
    assert joined.subtitle == expanded.subtitle


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("scope", SCOPES)
def test_the_picture_has_no_fault(planner: Planner, scope: Scope, theme: Theme) -> None:
    picture = graph_picture(shown(planner, scope), theme)
    assert faults(picture) == []
    assert any("names in one box" in text.content for text in picture.texts())
    assert picture.width < graph_picture(catalogue_drawn(planner.scope_graph(scope)), theme).width


def test_a_label_of_many_names_takes_lines_in_a_higher_box(planner: Planner) -> None:
    graph = shown(planner, "full")
    names = tuple(f"Protocol {number}" for number in range(9))
    many = replace(next(node for node in graph.nodes if node.id == "gtp-u"), names=names, label=", ".join(names))
    picture = graph_picture(
        replace(graph, nodes=tuple(many if node.id == "gtp-u" else node for node in graph.nodes)), LIGHT
    )
    assert faults(picture) == []
    lines = [text.content for text in picture.texts() if (text.of, text.part) == ("gtp-u", "label")]
    assert " ".join(lines) == many.label
    assert all(line.endswith(",") for line in lines[:-1])
    _, top, _, bottom = outlines(picture)["gtp-u"]
    assert bottom - top == 28 + 15 * (len(lines) - 1)


def test_the_one_in_focus_keeps_its_box(planner: Planner) -> None:
    graph = planner.scope_graph("full")
    alike = twins(graph)
    for ids in alike:
        for id in ids:
            near = catalogue_drawn(neighbourhood(graph, id), focus=id, alike=alike)
            assert [node.label for node in near.nodes if node.id == id] == [
                node.label for node in graph.nodes if node.id == id
            ]
            assert not any(id in node.members for node in near.nodes)
    srtp = catalogue_drawn(neighbourhood(graph, "srtp"), focus="srtp", alike=alike)
    assert {node.label for node in srtp.nodes if node.members} == {"DTLS 1.2 / 1.3", "MIKEY, ZRTP"}


def test_every_neighbourhood_with_twins_has_no_fault(planner: Planner) -> None:
    graph = planner.scope_graph("full")
    alike = twins(graph)
    for node in graph.nodes:
        near = neighbourhood(graph, node.id)
        joined = catalogue_drawn(near, focus=node.id, alike=alike)
        assert taken_apart(joined) == frozenset(catalogue_drawn(near, focus=node.id).edges)
        assert (node.id, faults(graph_picture(joined, LIGHT))) == (node.id, [])


def test_they_are_compared_before_any_are_joined(planner: Planner) -> None:
    """TLS 1.2 and TLS 1.3 carry the same, and only one keys QUIC: their records and handshakes stay apart."""
    assert {"tls-1.2", "tls-1.3", "tls-1.2/handshake", "tls-1.3/handshake"} <= {
        node.id for node in shown(planner, "full").nodes
    }


def test_the_same_picture_in_any_order(planner: Planner) -> None:
    graph = planner.scope_graph("full")
    turned = replace(graph, nodes=graph.nodes[::-1], edges=graph.edges[::-1])
    assert {frozenset(ids) for ids in twins(turned)} == {frozenset(ids) for ids in twins(graph)}
    assert set(twins(turned)) == set(twins(graph))
    again = catalogue_drawn(graph, alike=twins(turned))
    assert svg(graph_picture(again, LIGHT)) == svg(graph_picture(shown(planner, "full"), LIGHT))


def test_without_twins_nothing_changes(planner: Planner) -> None:
    graph = drawn(planner.scope_graph("survey"), title="t", subtitle="s")
    assert collapsed(graph, ()) == graph
    assert collapsed(graph, (("dtls-1.2", "sctp"),)) == graph
    assert Node(id="a", label="a", role="plain", lane=0).names == ()


def test_what_is_rare_looks_rare_and_is_in_no_box_with_what_is_not(planner: Planner) -> None:
    nodes = {node.id: node for node in shown(planner, "full").nodes}
    assert nodes["dccp"].rare
    assert nodes["mikey"].rare
    assert not nodes["tcp"].rare
    assert not nodes["sdes"].rare

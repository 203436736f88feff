"""Graphs in lanes, and who sees what of a stack: by the catalogue's facts alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner import DataError, Planner
from planner.model import LANES, Graph
from planner.render.pictures import plan_graph
from planner.render.stacks import overhead_notes, stack_text
from planner.views.graphs import neighbourhood

SCENARIOS = Path(__file__).parent.parent.parent / "scenarios"


def lanes(graph: Graph) -> dict[str, str]:
    return {node.id: node.drawn_in for node in graph.nodes}


def test_a_protocol_stands_in_the_lane_of_its_kinds_or_above_what_carries_it(planner: Planner) -> None:
    lane_of = lanes(planner.scope_graph("full"))
    assert lane_of["ip"] == "network"
    assert {lane_of[name] for name in ("tcp", "udp", "sctp", "dccp", "mptcp", "udp-lite")} == {"transport"}
    assert {lane_of[name] for name in ("rfc4571", "gre", "turn", "tcp-eno", "ethernet")} == {"mapping"}
    assert {lane_of[name] for name in ("tls-1.3", "quic", "srtp", "esp-tunnel", "wireguard")} == {"secure"}
    assert {lane_of[name] for name in ("quic-datagram", "roq")} == {"secure"}, "QUIC alone carries them"
    assert {lane_of[name] for name in ("oscore", "connect-udp", "connect-ip", "coap", "edhoc")} == {"session"}
    assert {lane_of[name] for name in ("ikev2", "zrtp", "psk", "manual")} == {"keys"}
    assert set(lane_of.values()) == set(LANES)


def test_in_the_graph_of_stacks_only_their_edges_count(planner: Planner) -> None:
    """SCTP stands with the transports in the catalogue, and above DTLS where it runs over nothing else."""
    plan = planner.plan(SCENARIOS / "webrtc-data-channel.yaml")
    assert plan.stacks[0].spelling == "sctp/dtls-1.3/udp/ip"
    graph = planner.plan_graph(replace(plan, stacks=plan.stacks[:1]))
    assert lanes(graph)["sctp"] == "secure"
    assert all(edge.ranks == (1,) for edge in graph.edges)


def test_a_lane_is_the_same_in_every_graph(planner: Planner) -> None:
    """Where a picture puts it may differ; a band with others in it is not called by its own name alone."""
    own = {node.id: node.lane for node in planner.scope_graph("full").nodes}
    for name in ("masque", "webrtc-data-channel", "turn-over-tls"):
        plan = planner.plan(SCENARIOS / f"{name}.yaml")
        graph = planner.plan_graph(plan)
        assert {node.id: node.lane for node in graph.nodes} == {node.id: own[node.id] for node in graph.nodes}
        if name == "masque":
            assert plan_graph(plan, graph).lanes[-1] == "Sessions, mappings"


def test_the_neighbourhood_is_what_it_runs_over_and_what_runs_over_it(planner: Planner) -> None:
    graph = neighbourhood(planner.scope_graph("survey"), "srtp")
    assert set(lanes(graph)) == {"srtp", "rfc4571", "udp", "tcp", "ip", "dtls-1.2", "dtls-1.3", "zrtp"}
    tcp = neighbourhood(planner.scope_graph("survey"), "tcp")
    assert set(lanes(tcp)) == {
        *("tcp", "ip", "esp-transport", "tls-1.2", "tls-1.3", "rfc4571", "rfc8229", "tcp-eno", "openvpn"),
    }


def test_only_a_listed_rank_or_a_known_name_is_shown(planner: Planner) -> None:
    scenario = planner.scenario({"application": {"payload": "generic"}})
    with pytest.raises(DataError, match="no stack meets every demand"):
        planner.stack_view(scenario, (), 1)
    with pytest.raises(DataError, match=r"unknown protocol or application 'tls-1\.4'; did you mean 'tls-1\.3'\?"):
        planner.stack_view(scenario, (), "tls-1.4/tcp/ip")


def test_coverage_is_the_catalogue_s(planner: Planner) -> None:
    """TCP-AO authenticates the header below it, QUIC its own, WireGuard's header nobody authenticates."""
    asked = {"application": {"payload": "generic"}, "security": {"confidentiality": "prefer"}}
    scenario = planner.scenario(asked)
    ao = planner.stack_view(scenario, (), "tcp-ao(manual)/tcp/ip")
    assert {part.label: part.authenticated for part in ao.sights[0].packet}["TCP"]
    assert ao.layers[0].authenticates == ("the payload", "its own header", "TCP")
    assert ao.layers[0].encrypts == ()
    quic = planner.stack_view(scenario, (), "quic(tls-1.3)/udp/ip")
    assert [(part.label, part.encrypted, part.authenticated) for part in quic.sights[0].packet][2:] == [
        ("QUIC", 0, True),
        ("payload", 1, True),
    ]
    tunnel = planner.scenario({"application": {"payload": "ip-packets"}})
    wireguard = planner.stack_view(tunnel, (), "wireguard/udp/ip")
    assert [(part.label, part.authenticated) for part in wireguard.sights[0].packet][2:] == [
        ("WireGuard", False),
        ("IP packet", True),
    ]


def test_an_unknown_size_is_said(planner: Planner) -> None:
    scenario = planner.scenario({"application": {"payload": "generic"}})
    view = planner.stack_view(scenario, (), "minimalt/udp/ip")
    assert view.overhead_bytes is None
    assert [note.text for note in overhead_notes(view)] == [
        "at least 28 bytes around each payload",
        "no figure is known for MinimaLT",
    ]


def test_relays_and_layers_that_are_alike_are_told_apart(planner: Planner) -> None:
    """From the top: what is inner comes first."""
    scenario = planner.scenario({"application": {"payload": "generic"}, "limits": {"relays": 2, "security-layers": 3}})
    spelling = "quic(tls-1.3)/connect-udp/http-3/quic(tls-1.3)/connect-udp/http-2/tls-1.3/tcp/ip"
    view = planner.stack_view(scenario, (), spelling)
    assert [sight.who for sight in view.sights] == [
        "the path",
        "the second relay (CONNECT-UDP)",
        "the first relay (CONNECT-UDP)",
    ]
    assert [part.label for part in view.sights[0].packet][3:] == [
        *("HTTP/2", "outer CONNECT-UDP", "outer QUIC", "inner CONNECT-UDP", "inner QUIC", "payload"),
    ]
    assert view.layers[3].encrypts == ("the payload", "the inner QUIC", "the inner CONNECT-UDP")
    text = stack_text(view)
    assert "the way to the first relay only" in text
    assert "the way to the second relay only" in text


def test_a_packet_without_room_is_said(planner: Planner) -> None:
    scenario = planner.scenario({"application": {"payload": "generic"}, "limits": {"security-layers": 3}})
    view = replace(planner.stack_view(scenario, (), "tls-1.3/tcp/ip"), mtu=68, payload_mtu=-6)
    assert overhead_notes(view)[1].text == "no payload fits into a packet of 68 bytes"

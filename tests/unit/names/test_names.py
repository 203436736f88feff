"""Names of other worlds, both ways: by hand-written cases (tests/names.yaml), and by what must hold for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from planner import Planner
from planner.model import spell
from planner.names import Unreadable, parse_stack, sdp
from planner.stacks.ruling import broken_rules

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parents[2] / "names.yaml").read_text())
WORDS = [
    "tls",
    "TCP",
    "udp",
    "ip",
    "RTP",
    "SAVP",
    "avp",
    "quic",
    "srtp",
    "dtls",
    "esp",
    "BFCP",
    "http",
    "ip4",
    "",
    "x",
    "(",
    "1.2.3.4",
]


@pytest.mark.parametrize("given", CASES, ids=[case["string"] or "empty" for case in CASES])
def test_case(planner: Planner, given: dict[str, Any]) -> None:
    parsed = planner.parse(given["string"])
    assert parsed.kind == given["kind"]
    if "why" in given:
        assert given["why"] in parsed.error
        assert not parsed.stacks
    else:
        record = parsed.to_dict()
        assert (record["stacks"], parsed.error) == (given["stacks"], "")
        assert {reading["world"]: reading["stacks"] for reading in record["readings"]} == given.get(
            "readings", {given["kind"]: given["stacks"]}
        )
        assert parsed.application == given.get("application", parsed.application)


def test_every_registered_proto_value_is_what_the_grammar_reads(planner: Planner) -> None:
    """The table of rules/names.yaml and the grammar (bottom-up, TLS on datagrams is DTLS, DTLS beside SRTP) agree."""
    values = [n for n in planner.rules.names if n.world == "sdp" and not (n.only_read or n.refused or n.also)]
    values = [value for value in values if value.name.casefold() != value.application.casefold()]  # udptl: no grammar
    assert len(values) == 37
    for value in values:
        read = planner.vocabulary.stacks(sdp.by_grammar(value.name, planner.vocabulary).places)
        assert read == planner.parse(value.name).stacks, value.name


@pytest.mark.parametrize("stacks", [20, pytest.param(150, marks=pytest.mark.long)])
def test_every_name_given_is_read_back(planner: Planner, stacks: int) -> None:
    """For the best stacks of each payload: our spelling to itself alone, others' names to a set with the stack."""
    for payload in ("generic", "rtp", "http", "coap", "ip-packets", "ethernet-frames"):
        scenario = {"application": {"payload": payload}, "limits": {"stacks": stacks, "relays": 1}}
        scenario["security"] = {"confidentiality": "no-preference", "integrity": "no-preference"}
        for ranked in planner.plan(scenario).stacks:
            assert planner.parse(ranked.spelling).stacks == (ranked.stack,)
            named = planner.names(ranked.stack)
            for name in (*named.sdp, *named.multiaddr, named.rfc9623):
                assert ranked.stack in planner.parse(name).stacks, name


def test_names_of_a_stack(planner: Planner) -> None:
    named = planner.names(parse_stack("websocket/http-1.1/tls-1.3/tcp/ip"))
    assert named.to_dict() == {
        "stack": "websocket/http-1.1/tls-1.3/tcp/ip",
        "sdp": [],
        "multiaddr": ["/ip4/192.0.2.1/tcp/443/tls/ws", "/ip6/2001:db8::1/tcp/443/tls/ws"],
        "rfc9623": "WebSocket/HTTP1/TLS/TCP",
    }
    assert planner.names(parse_stack("srtp(dtls-1.3)/udp/ip")).sdp == ("UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF")


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.booleans())
def test_any_string_is_read_or_refused_with_a_reason(planner: Planner, words: list[str], slash: bool) -> None:
    parsed = planner.parse("/" * slash + "/".join(words))
    assert bool(parsed.stacks) != bool(parsed.error)
    for stack in parsed.stacks[:20]:
        assert not list(broken_rules(planner.vocabulary.facts(stack)))


def test_a_string_that_leaves_too_much_open_is_refused(planner: Planner) -> None:
    parsed = planner.parse("tls/tcp/" + "ip/openvpn/udp/" * 12 + "ip")
    assert "stacks open" in parsed.error
    with pytest.raises(Unreadable):
        planner.vocabulary.stacks(())


def test_a_spelling_is_sorted_and_canonical(planner: Planner) -> None:
    stacks = planner.parse("OPENVPN/UDP").stacks
    assert [spell(stack) for stack in stacks] == sorted(map(spell, stacks))

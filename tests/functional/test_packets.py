"""Packets to the byte: figures that others publish (tests/packets.yaml), and what must hold for every stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import run
from planner import DataError, Planner
from planner.names import parse_stack
from strategies import options as options_of

FIGURES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parents[1] / "packets.yaml").read_text())
VERSIONS = {"ip-version": "ip_version", "inner-ip-version": "inner_ip_version", "mtu": "mtu", "options": "options"}


def test_there_are_many() -> None:
    assert len(FIGURES) >= 60


@pytest.mark.parametrize("figure", FIGURES, ids=[f"{n}-{given['stack']}" for n, given in enumerate(FIGURES, start=1)])
def test_published_figure(planner: Planner, figure: dict[str, Any]) -> None:
    asked = {VERSIONS[key]: figure[key] for key in VERSIONS if key in figure}
    packet = planner.packet(figure["stack"], **asked)
    assert packet.payload_mtu == figure.get("payload", packet.payload_mtu)
    assert packet.tcp_mss == figure.get("mss", packet.tcp_mss)


@pytest.fixture(scope="module")
def stacks(planner: Planner) -> list[str]:
    wrong: list[str] = []
    for payload in ("generic", "rtp", "http", "coap", "ip-packets", "ethernet-frames"):
        scenario = {"application": {"payload": payload}, "limits": {"stacks": 60, "relays": 1, "tunnels": 2}}
        scenario["security"] = {"confidentiality": "no-preference", "integrity": "no-preference"}
        wrong += [stack.spelling for stack in planner.plan(scenario).stacks]
    return wrong


@pytest.mark.parametrize("examples", [60, pytest.param(2000, marks=pytest.mark.long)])
def test_what_fits_fits_and_one_byte_more_does_not(planner: Planner, stacks: list[str], examples: int) -> None:
    rules = planner.rules

    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(stacks), st.integers(600, 9000), st.sampled_from([4, 6]), options_of(rules))
    def check(spelling: str, mtu: int, version: int, options: dict[str, Any]) -> None:
        packet = planner.packet(spelling, mtu=mtu, ip_version=version, options=options)
        room = mtu - (8 if options.get("pppoe") == "present" else 0)
        if packet.payload_mtu is None or packet.overhead_bytes is None:
            assert any(layer.bytes is None for layer in packet.layers)
            return
        assert packet.overhead_bytes == sum(layer.bytes or 0 for layer in packet.layers)
        assert packet.payload_mtu + packet.overhead_bytes <= room
        more = planner.packet(
            spelling, mtu=mtu + 400, ip_version=version, options=options, payload=packet.payload_mtu + 1
        )
        assert packet.payload_mtu + 1 + (more.overhead_bytes or 0) > room or _squeezed(packet.to_dict())

    check()


def _squeezed(record: dict[str, Any]) -> bool:
    """WireGuard's padding is cut at the MTU of its interface: in a larger one there is more of it."""
    return any(layer["protocol"] == "wireguard" for layer in record["layers"])


def test_a_payload_larger_than_fits(planner: Planner) -> None:
    packet = planner.packet("tls-1.3/tcp/ip", payload=5000)
    assert (packet.packets, [warning.code for warning in packet.warnings]) == (4, ["payload-cut"])
    packet = planner.packet("dtls-1.3/udp/ip", payload=5000)
    assert (packet.packets, [warning.code for warning in packet.warnings]) == (None, ["payload-refused"])
    packet = planner.packet("udp/ip", payload=5000)
    assert [warning.code for warning in packet.warnings] == ["payload-fragmented"]


def test_ipv6_needs_1280_bytes_inside(planner: Planner) -> None:
    packet = planner.packet("wireguard/udp/ip", mtu=1300, inner_ip_version=6)
    assert [warning.code for warning in packet.warnings] == ["mtu"]
    assert planner.packet("wireguard/udp/ip", mtu=1340, inner_ip_version=6).warnings == ()


def test_layers_by_name_or_as_layers(planner: Planner) -> None:
    assert planner.packet(parse_stack("gre/ip")) == planner.packet("GRE/IP")


def test_the_command(planner: Planner) -> None:
    answer = run(
        "packet", "esp-tunnel(ikev2)/rfc3948/udp/ip", "--option", "esp.cipher=aes-cbc-sha256", "--format", "json"
    )
    record = json.loads(answer.text)
    assert set(record) == {"stack", "mtu", "layers", "overhead_bytes", "payload_mtu", "tcp_mss", "warnings"}
    assert set(record["layers"][0]) == {"protocol", "bytes", "padding", "assumption", "source"}
    assert (record["payload_mtu"], record["overhead_bytes"], record["tcp_mss"]) == (1422, 70, 1382)
    table = run("packet", "wireguard/udp/ip", "--ip-version", "6").text
    assert "Largest payload: 1420 bytes" in table
    assert "Clamp TCP's MSS to 1360" in table


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["wireguard/udp/ip", "--option", "esp.ciphr=x"], "unknown option 'esp.ciphr'; did you mean 'esp.cipher'?"),
        (["gre/ip", "--option", "gre.key"], "found 'gre.key'; NAME=VALUE"),
        (["gre/ip", "--option", "gre.key=maybe"], "found 'maybe'; one of absent, present"),
        (["ethernet/geneve/udp/ip", "--option", "geneve.option-bytes=3"], "from 0 to 252 in steps of 4"),
        (["openvpn/udp/ip"], "it means 3 stacks; name one of"),
        (["wireguard/quic/udp/ip"], "wireguard does not run over quic"),
        (["udp/ip", "--ip-version", "5"], "one of 4, 6"),
    ],
)
def test_what_is_refused(arguments: list[str], told: str) -> None:
    answer = run("packet", *arguments)
    assert answer.status == 2
    assert told in answer.complaint


def test_sizes_and_options_from_python(planner: Planner) -> None:
    with pytest.raises(DataError, match="a decimal integer from 68 to 65535"):
        planner.packet("udp/ip", mtu=1)
    with pytest.raises(DataError, match="unknown option"):
        planner.packet("udp/ip", options={"x": 1})

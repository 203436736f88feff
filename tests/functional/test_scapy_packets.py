"""Packets as scapy builds them (tests/scapy_packets.py) have the length that ours have, for random options and MTUs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import Planner
from planner.model import Stack
from planner.stacks.facts import StackFacts
from scapy_packets import BUILDERS, built
from strategies import options

SEEDS: tuple[dict[str, Any], ...] = (
    {"application": {"payload": "ip-packets"}, "limits": {"tunnels": 3}},
    {"application": {"payload": "ethernet-frames"}, "limits": {"tunnels": 3}},
    {"application": {"payload": "generic"}, "limits": {"tunnels": 2}},
    {"application": {"payload": "rtp"}, "limits": {"tunnels": 2}},
    {"application": {"payload": "coap"}, "limits": {"tunnels": 2}},
    {"application": {"payload": "http"}, "limits": {"tunnels": 2}},
)
NO_PREFERENCE = {"confidentiality": "no-preference", "integrity": "no-preference"}


@pytest.fixture(scope="module")
def buildable(planner: Planner) -> list[Stack]:
    """Stacks of the catalogue of which scapy knows every layer."""
    scenarios = ({**seed, "security": NO_PREFERENCE, "environment": {"available": [*BUILDERS]}} for seed in SEEDS)
    asked = ({**scenario, "limits": {**scenario["limits"], "stacks": 60}} for scenario in scenarios)
    stacks = [ranked.stack for scenario in asked for ranked in planner.plan(scenario).stacks]
    handshakes = {"environment": {"available": [*BUILDERS, "ikev2", "ikev1", "manual", "hip"]}}
    secured = planner.plan({**SEEDS[0], **handshakes, "limits": {"tunnels": 2, "stacks": 60}})
    return [*dict.fromkeys((*stacks, *(ranked.stack for ranked in secured.stacks)))]


def test_there_are_many_and_every_builder_is_used(buildable: list[Stack]) -> None:
    assert len(buildable) >= 100
    assert {layer.protocol for stack in buildable for layer in stack} == set(BUILDERS)


@pytest.mark.parametrize("examples", [80, pytest.param(2000, marks=pytest.mark.long)])
def test_scapy_builds_as_many_bytes(planner: Planner, buildable: list[Stack], examples: int) -> None:
    edges = planner.engine.catalogue.segments(scope="full", layering="practiced").edges

    @settings(max_examples=examples, deadline=None)
    @given(
        st.sampled_from(buildable), st.integers(700, 9000), st.sampled_from([4, 6]), st.sampled_from([4, 6]),
        options(planner.rules),
    )  # fmt: skip
    def check(stack: Stack, mtu: int, outer: int, inner: int, options: dict[str, Any]) -> None:
        packet = planner.packet(stack, mtu=mtu, ip_version=outer, inner_ip_version=inner, options=options)
        facts = StackFacts(rules=planner.rules, edges=edges, stack=stack, ip_version=outer, inner_ip=inner)
        assert packet.payload_mtu is not None
        assert packet.overhead_bytes is not None
        assert len(built(packet, facts.versions)) == packet.payload_mtu + packet.overhead_bytes

    check()

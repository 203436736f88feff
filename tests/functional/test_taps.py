"""A preconnection of RFC 9622 as a question, and plans as the candidates of RFC 9623."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import run
from planner import DataError, Planner, Preference
from planner.exchange.properties import SELECTION
from planner.exchange.taps import DEFAULTS

CLIENT = {"transport-properties": {"preserve-msg-boundaries": "Require"}, "securityParameters": {"alpn": ["h2"]}}


def test_there_are_the_18_selection_properties() -> None:
    assert len(SELECTION) == 18
    assert {known.name: known.default for known in SELECTION if known.default != "no-preference"} == {
        "reliability": "require",
        "preserveOrder": "require",
        "multistreaming": "prefer",
        "fullChecksumSend": "require",
        "fullChecksumRecv": "require",
        "congestionControl": "require",
    }


def test_defaults_are_the_documents_and_are_said_to_be(planner: Planner) -> None:
    scenario = planner.from_taps(CLIENT)
    assert scenario.transport["reliability"] == Preference.REQUIRE
    assert scenario.transport["preserveMsgBoundaries"] == Preference.REQUIRE
    assert scenario.places["transport.reliability"].file == DEFAULTS
    assert scenario.places["transport.preserveMsgBoundaries"].file != DEFAULTS
    assert scenario.interfaces == {"EXT": Preference.REQUIRE}


def test_a_named_property_has_no_default(planner: Planner) -> None:
    scenario = planner.from_taps({"transportProperties": {"RELIABILITY": "Avoid", "congestion_control": "ignore"}})
    assert scenario.transport["reliability"] == Preference.AVOID
    assert scenario.transport["congestionControl"] == Preference.NO_PREFERENCE


def test_a_profile_stands_for_what_it_sets(planner: Planner) -> None:
    scenario = planner.from_taps({"transportProperties": {"profile": "unreliable-datagram"}})
    assert scenario.transport["reliability"] == Preference.AVOID
    assert scenario.transport["multistreaming"] == Preference.PREFER


@pytest.mark.parametrize(
    ("given", "value"),
    [("disabled", Preference.NO_PREFERENCE), ("Active", Preference.PREFER), ("passive", Preference.PREFER)],
)
def test_multipath_is_an_enumeration(planner: Planner, given: str, value: Preference) -> None:
    assert planner.from_taps({"transportProperties": {"multipath": given}}).transport["multipath"] == value


def test_security_parameters(planner: Planner) -> None:
    allowed = planner.from_taps({"securityParameters": {"allowedSecurityProtocols": ["tls_1_3", "DTLS-1.3", "quic"]}})
    assert allowed.allowed == ("tls-1.3", "dtls-1.3", "quic")
    opportunistic = planner.from_taps({"securityParameters": "opportunistic"})
    assert opportunistic.security["confidentiality"] == Preference.PREFER
    disabled = planner.from_taps({"security_parameters": "Disabled"})
    assert disabled.security["integrity"] == Preference.NO_PREFERENCE
    keyed = planner.from_taps({"securityParameters": {"preSharedKey": "x", "pinnedServerCertificate": ["y"]}})
    assert set(keyed.interfaces) == {"PSKI", "IV"}


def test_addresses_and_framers(planner: Planner) -> None:
    six = planner.from_taps({"remoteEndpoints": [{"ipAddress": "2001:db8::1"}], "framers": ["lengths"]})
    assert (six.ip_version, six.framer) == (6, True)
    assert planner.from_taps({"transportProperties": {"useTemporaryLocalAddress": "require"}}).ip_version == 6


def test_what_has_no_meaning_is_a_warning_of_the_plan(planner: Planner) -> None:
    given = {
        "transportProperties": {"keepAlive": "require", "connTimeout": 5, "softErrorNotify": "no preference"},
        "remoteEndpoints": {"hostName": "example.com"},
    }
    plan = planner.plan(planner.from_taps(given))
    told = {warning.text.split(" ")[0]: warning for warning in plan.warnings}
    assert set(told) == {"transportProperties.keepAlive", "transportProperties.connTimeout", "remoteEndpoints.hostName"}
    assert told["transportProperties.keepAlive"].source == "RFC 9622 Section 6.2.10"
    assert {warning["code"] for warning in plan.to_dict()["warnings"]} == {"not-asked"}


def test_every_fault_at_once(planner: Planner, tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text(
        "transportProperties:\n"
        "  reliability: prohibit\n"
        "  perMsgReliability: require\n"
        "  per-msg-reliability: avoid\n"
        "  reliabilty: require\n"
        "  multipath: maybe\n"
        "  isolateSession: yes please\n"
        "  multistreaming: 3\n"
        "securityParameters: {alpm: [h2], allowedSecurityProtocols: tls}\n"
        "remoteEndpoints: [{ipAddress: 300.1.1.1}]\n"
        "endpoints: x\n"
    )
    with pytest.raises(DataError) as raised:
        planner.from_taps(file)
    told = {str(fault).removeprefix(f"{file}:").split(":")[0]: str(fault) for fault in raised.value.faults}
    assert set(told) == {"3", "4", "5", "6", "7", "8", "9", "10", "11"}
    assert "prohibits reliability [RFC 9623 Section 3.1]" in told["3"]
    assert "did you mean 'reliability'?" in told["5"]


def test_a_contradiction_of_addresses(planner: Planner) -> None:
    given = {
        "transportProperties": {"useTemporaryLocalAddress": "require"},
        "remoteEndpoints": {"ipAddress": "192.0.2.1"},
    }
    with pytest.raises(DataError, match="says 6"):
        planner.from_taps(given)


def test_a_policy_may_tighten_and_never_loosen(planner: Planner) -> None:
    assert planner.from_taps(CLIENT, [{"environment": {"blocked": ["udp"]}}]).blocked == ("udp",)
    with pytest.raises(DataError, match="may not loosen it"):
        planner.from_taps(CLIENT, [{"transport": {"reliability": "avoid"}}])


def test_the_command_and_the_candidates(tmp_path: Path) -> None:
    file = tmp_path / "client.json"
    file.write_text(json.dumps(CLIENT | {"framers": ["x"], "name": "Client"}))
    answer: dict[str, Any] = json.loads(run("plan", str(file), "--from", "taps", "--format", "taps").text)
    plan: dict[str, Any] = json.loads(run("plan", str(file), "--from", "taps", "--format", "json").text)
    assert answer["connection"] == "Client"
    assert [branch["id"] for branch in answer["candidates"]] == [f"1.{rank}" for rank in range(1, 11)]
    assert [branch["stack"] for branch in answer["candidates"]] == [stack["spelling"] for stack in plan["stacks"]]
    assert [branch["race_group"] for branch in answer["candidates"]] == [
        stack["equivalence"] for stack in plan["stacks"]
    ]
    assert answer["candidates"][0]["protocols"] == "QUIC/UDP"
    refused = run("plan", str(file), "--from", "neat")
    assert refused.status == 2


def test_a_profile_is_a_name(planner: Planner) -> None:
    with pytest.raises(DataError, match=r"transport\.profile"):
        planner.from_taps({"transportProperties": {"profile": ["unreliable-datagram"]}})


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("connPriority", "x", "a number that is not negative"),
        ("connPriority", True, "a number that is not negative"),
        ("connTimeout", -1, "a number that is not negative or disabled"),
        ("min-send-rate", "much", "a number that is not negative or unlimited"),
        ("connCapacityProfile", "fast", "one of default, scavenger, low-latency"),
        ("connScheduler", 3, "a name"),
        ("isolateSession", "x", "true or false"),
    ],
)
def test_a_connection_property_has_its_type(name: str, value: Any, allowed: str, planner: Planner) -> None:
    with pytest.raises(DataError, match=allowed):
        planner.from_taps({"transportProperties": {name: value}})


@pytest.mark.parametrize(
    ("name", "value"),
    [("connPriority", 100), ("connTimeout", "Disabled"), ("maxRecvRate", "2.5"), ("recvChecksumLen", "Full Coverage"),
     ("connCapacityProfile", "Low Latency/Interactive"), ("connScheduler", "Weighted Fair Queueing")],
)  # fmt: skip
def test_what_a_running_connection_has_is_told_and_not_planned(name: str, value: Any, planner: Planner) -> None:
    scenario = planner.from_taps({"transportProperties": {name: value}})
    assert [remark.about for remark in scenario.remarks] == [f"transportProperties.{name}"]

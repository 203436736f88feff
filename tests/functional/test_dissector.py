"""Every layering rule is checked against scapy's tables and agrees, or tests/dissector.yaml has the reason why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dissector import Dissector, DissectorFile, disagreements, load_dissector
from planner import Rules
from planner.catalogue.layering import layering_graph
from planner.model import Layering, Source

FILE = Path(__file__).parent.parent / "dissector.yaml"
MADE_UP = (Source(document="nobody", checked="memory"),)


@pytest.fixture(scope="module")
def dissector() -> Dissector:
    return Dissector(load_dissector(FILE))


def changed(dissector: Dissector, **update: Any) -> Dissector:
    """The same with another table of tests/dissector.yaml."""
    return Dissector(dissector.file.model_copy(update=update))


def with_rule(rules: Rules, upper: str, lower: str) -> Rules:
    rule = Layering(upper=upper, lower=lower, status="specified", scope="full", sources=MADE_UP)
    return replace(rules, layerings=(*rules.layerings, rule))


def without_rule(rules: Rules, upper: str, lower: str) -> Rules:
    return replace(
        rules, layerings=tuple(rule for rule in rules.layerings if (rule.upper, rule.lower) != (upper, lower))
    )


def test_every_layering_agrees_or_has_a_reason(dissector: Dissector, rules: Rules) -> None:
    assert disagreements(dissector, rules) == []


def test_enough_of_them_agree(dissector: Dissector, rules: Rules) -> None:
    """The reasons do not take over."""
    specified = frozenset(layering_graph(rules, scope="full").edges)
    agreeing = [pair for pair in specified if dissector.joins(*pair, specified)]
    assert len(agreeing) >= 35


def test_scapy_joins_nothing_that_is_prohibited(dissector: Dissector, rules: Rules) -> None:
    """Unless ``only-scapy`` says why; a pair that the full scope specifies is not prohibited there."""
    specified = frozenset(layering_graph(rules, scope="full").edges)
    listed = {pair for entry in dissector.file.only_scapy for pair in entry.pairs}
    prohibited = [
        rule for rule in rules.layerings if rule.status == "prohibited" and (rule.upper, rule.lower) not in specified
    ]
    assert prohibited
    joined = {rule.id for rule in prohibited if dissector.joins(rule.upper, rule.lower, specified)}
    assert joined <= listed


@pytest.mark.parametrize(
    ("upper", "lower"), [("wireguard", "tcp"), ("quic", "tcp"), ("gre", "tcp"), ("ip", "udp"), ("esp-tunnel", "tcp")]
)
def test_a_made_up_rule_is_caught(upper: str, lower: str, dissector: Dissector, rules: Rules) -> None:
    said = disagreements(dissector, with_rule(rules, upper, lower))
    assert said == [f"{upper}/{lower}: specified, scapy does not join the two, and 0 reasons are listed"]


@pytest.mark.parametrize(("upper", "lower"), [("vxlan", "udp"), ("sctp", "ip"), ("ssh", "tcp"), ("ethernet", "gre")])
def test_a_forgotten_rule_is_caught(upper: str, lower: str, dissector: Dissector, rules: Rules) -> None:
    said = disagreements(dissector, without_rule(rules, upper, lower))
    assert f"{upper}/{lower}: scapy joins the two, the catalogue does not, and 0 reasons are listed" in said


def test_a_reason_for_a_rule_that_is_gone_is_caught(dissector: Dissector, rules: Rules) -> None:
    said = disagreements(dissector, without_rule(rules, "rtp", "udp"))
    assert said == ["rtp/udp: listed as unbound, and the catalogue does not specify it"]


def test_a_reason_that_is_not_true_is_caught(dissector: Dissector, rules: Rules) -> None:
    entry = dissector.file.unbound[0].model_copy(update={"pairs": ["tcp/ip", "dtls-1.3/udp"]})
    said = disagreements(changed(dissector, unbound=[*dissector.file.unbound, entry]), rules)
    assert said == [
        "dtls-1.3/udp: listed as unbound, and one of the two is absent",
        "tcp/ip: listed as unbound, and scapy joins the two",
    ]


def test_a_binding_that_is_said_to_be_scapys_only_is_checked(dissector: Dissector, rules: Rules) -> None:
    entry = dissector.file.only_scapy[0].model_copy(update={"pairs": ["udp/ip", "quic/tcp"]})
    said = disagreements(changed(dissector, only_scapy=[*dissector.file.only_scapy, entry]), rules)
    assert said == [
        "quic/tcp: listed as scapy's only, and scapy does not join the two",
        "udp/ip: listed as scapy's only, and the catalogue specifies it",
    ]


def test_a_layer_that_is_not_absent_is_caught(dissector: Dissector, rules: Rules) -> None:
    file: DissectorFile = dissector.file
    other = [
        reason.model_copy(update={"names": ["GENEVE"]}) if "dccp" in reason.protocols else reason
        for reason in file.absent
    ]
    said = disagreements(changed(dissector, absent=other), rules)
    assert "dccp: listed as absent, and scapy has a class GENEVE" in said


def test_a_protocol_without_a_place_is_caught(dissector: Dissector, rules: Rules) -> None:
    absent = [entry for entry in dissector.file.absent if "dccp" not in entry.protocols]
    said = disagreements(changed(dissector, absent=absent), rules)
    assert "dccp: stands 0 times in layers, headerless, options and absent" in said
    assert "dccp/ip: specified, scapy does not join the two, and 0 reasons are listed" in said

"""``planner show``: one stack as the path sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import output, refusal, run, text
from planner import Planner
from planner.render.stacks import stack_text

GOLDEN = Path(__file__).parent / "golden"
SCENARIOS = Path(__file__).parent.parent.parent / "scenarios"
CALL = "scenarios/browser-call-udp-blocked.yaml"
TURN = "scenarios/turn-over-tls.yaml"
CONFLICT = "scenarios/eap-and-alpn-one-layer.yaml"
UNRANKED = "there is no stack of this rank; ranks go from 1 to 3"


@pytest.mark.parametrize(("name", "scenario"), [("show.txt", CALL), ("show-turn.txt", TURN)])
def test_text_is_the_golden_one(name: str, scenario: str) -> None:
    """To make these anew where a change is meant: run the command, look at it, and write it there."""
    assert text("show", scenario) == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("html", b"<!doctype html>"),
        ("json", b"{"),
        ("txt", b"srtp("),
    ],
)
def test_the_ending_of_a_file_is_the_format(tmp_path: Path, ending: str, start: bytes) -> None:
    target = tmp_path / f"stack.{ending}"
    assert output("show", CALL, "-o", str(target)) == b""
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("stack", "reason"),
    [
        ("wireguard/udp/ip", "application.payload: wireguard carries ip-packets [RFC 8922 Section 3]"),
        ("srtp(dtls-1.3)/udp/ip", "environment.blocked[udp]: the path drops udp, which is in the outermost segment"),
        ("srtp(psk)/rfc4571/tcp/ip", "srtp has to be keyed by one of dtls-1.2, dtls-1.3, zrtp"),
        ("srtp(dtls-1.3)/tcp/ip", "srtp does not run over tcp"),
        ("ikev2/ip", "ikev2 does not run over ip"),
        ("ah/ip", "ah does not run over ip"),
        ("strp(dtls-1.3)/udp/ip", "unknown protocol 'strp'; did you mean 'srtp'?"),
        ("SRTP/udp", "the path drops udp, which is in the outermost segment [RFC 9308 Section 2"),
        ("9", UNRANKED),
        ("0", UNRANKED),
        ("-1", UNRANKED),
    ],
)
def test_a_stack_that_is_not_valid_is_refused_with_the_reason(stack: str, reason: str) -> None:
    assert refusal("show", CALL, "--stack", stack).startswith(f"stack {stack}: {reason}")


@pytest.mark.parametrize("command", ["graph", "show"])
def test_no_stack_is_an_answer_here_too(command: str) -> None:
    answer = run(command, CONFLICT)
    assert (answer.status, answer.complaint) == (1, "")
    assert "interfaces.AD: require" in answer.text


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_text_fits_a_terminal(planner: Planner, path: Path) -> None:
    plan = planner.plan(path)
    for stack in plan.stacks[:3]:
        view = planner.stack_view(plan.scenario, plan.stacks, stack.rank)
        head, _, body = stack_text(view).partition("Layer")
        assert head.startswith(view.spelling)
        assert [line for line in body.split("What the path sees")[0].splitlines() if len(line) > 80] == []


def test_by_rank_and_by_spelling_it_is_the_same() -> None:
    assert text("show", CALL, "--stack", "2") == text("show", CALL, "--stack", "srtp(dtls-1.2)/rfc4571/tcp/ip")


def test_a_spelled_stack_need_not_be_listed() -> None:
    spelling = "srtp(dtls-1.2)/turn/tls-1.2/tcp/ip"
    record = json.loads(text("show", TURN, "--stack", spelling, "--format", "json"))
    assert record["spelling"] == spelling


def test_the_record_of_a_stack_holds_who_sees_what() -> None:
    record = json.loads(text("show", TURN, "--format", "json"))
    path, relay = record["sights"]
    assert [(part["label"], part["protection"]) for part in path["packet"]] == [
        ("IPv4", "readable"),
        ("TCP", "readable"),
        ("TLS 1.3", "tamper-evident"),
        ("TURN", "encrypted"),
        ("SRTP", "encrypted"),
        ("media", "encrypted twice"),
    ]
    assert relay["who"] == "the relay (TURN)"
    assert [part["protection"] for part in relay["packet"]] == ["readable", "tamper-evident", "encrypted"]
    assert [layer["ends_leg"] for layer in record["layers"]] == [False, True, False, False, False]
    assert record["overhead_bytes"] == 100

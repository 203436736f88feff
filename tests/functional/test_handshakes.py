"""What goes before the application's first byte: messages that add up to the round trips that plans count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from planner import DataError, Planner
from planner.model.flights import FORMS, Handshakes, Ladder

GOLDEN = Path(__file__).parent / "golden" / "handshake-turn.txt"
TURN = "srtp(dtls-1.3)/turn/tls-1.3/tcp/ip"


def ladder(made: Handshakes, form: str) -> Ladder:
    return next(ladder for ladder in made.ladders if ladder.form == form)


def test_every_handshake_of_the_catalogue_has_its_messages(planner: Planner) -> None:
    """Of everything that takes a round trip in some form there are messages, over each layer that makes a
    difference."""
    rules = planner.rules
    keyed = {f"{pair.record}({pair.handshake})": pair.cost for pair in rules.keyings}
    plain = {id: protocol.handshake for id, protocol in rules.protocols.items() if protocol.scope}
    for part, handshake in (plain | keyed).items():
        if any(getattr(handshake, form) for form in FORMS):
            assert part in rules.flights, part
            lowers = {lower for rule in rules.flights[part] for lower in rule.over or ()}
            assert lowers >= set(handshake.over), part


@pytest.mark.parametrize("payload", ["generic", "rtp", "http", "coap", "ip-packets"])
def test_ladders_take_the_round_trips_of_the_plan(planner: Planner, payload: str) -> None:
    """For the best stacks of the catalogue: in sum, layer after layer, and with as many answers as trips."""
    scenario = {"application": {"payload": payload}, "limits": {"stacks": 150, "relays": 1, "tunnels": 1}}
    for stack in planner.plan(scenario).stacks:
        made = planner.handshakes(stack.stack)
        counted = (stack.costs.handshake_rtts, stack.costs.resumed_rtts, stack.costs.early_rtts)
        assert tuple(ladder.rtts for ladder in made.ladders) == counted, stack.spelling
        for form in made.ladders:
            trips = 0
            for step in form.steps:
                assert step.start == trips
                assert step.flights is not None
                assert sum(flight.sender == "server" for flight in step.flights) == step.rtts
                trips += step.rtts


def test_sums_are_those_of_the_documents(planner: Planner) -> None:
    assert ladder(planner.handshakes("wireguard/udp/ip"), "full").bytes == 148 + 92
    assert ladder(planner.handshakes("oscore(edhoc)/coap/udp/ip"), "full").bytes == 101  # the draft's total
    tls = ladder(planner.handshakes("tls-1.3/tcp/ip"), "full")
    assert tls.steps[1].bytes == 615 + 16  # the draft's total, with tags of 16 bytes in place of 8
    assert tls.bytes == 40 + 40 + 32 + 631
    assert ladder(planner.handshakes("ssh/tcp/ip"), "full").bytes is None


def test_who_answers(planner: Planner) -> None:
    made = planner.handshakes(TURN)
    assert made.peers == ("relay", "server")
    assert [(str(step.layer), step.peer) for step in ladder(made, "full").steps] == [
        ("tcp", "relay"), ("tls-1.3", "relay"), ("turn", "relay"), ("srtp(dtls-1.3)", "server"),
    ]  # fmt: skip


def test_a_cookie_over_udp_alone(planner: Planner) -> None:
    assert ladder(planner.handshakes("dtls-1.3/udp/ip"), "full").rtts == 2
    assert ladder(planner.handshakes("dtls-1.3/sctp/ip"), "full").rtts == 2  # SCTP's own and DTLS's
    over_sctp = ladder(planner.handshakes("dtls-1.3/sctp/ip"), "full").steps[1]
    assert [flight.what for flight in over_sctp.flights or ()][1] == "ServerHello to Finished"


def test_a_form_that_is_not_known_names_the_layers(planner: Planner) -> None:
    early = ladder(planner.handshakes("ssh/tcp/ip"), "early")
    assert (early.rtts, early.steps, early.unknown, early.bytes) == (None, (), ("ssh",), None)


def test_nothing_to_exchange(planner: Planner) -> None:
    full = ladder(planner.handshakes("esp-tunnel(manual)/ip"), "full")
    assert (full.rtts, full.steps, full.bytes) == (0, (), 0)
    assert "0 round trips, nothing is exchanged" in run("packet", "gre/ip", "--handshake").text


def test_the_text_is_the_golden_one() -> None:
    """To make it anew where a change is meant: run the command, look at it, and write it there."""
    assert run("packet", TURN, "--handshake").text == GOLDEN.read_text(encoding="utf-8")


def test_the_record(planner: Planner) -> None:
    record = json.loads(run("packet", "wireguard/udp/ip", "--handshake", "--format", "json").text)
    assert record == planner.handshakes("wireguard/udp/ip").to_dict()
    assert list(record["handshakes"]) == list(FORMS)
    layer = record["handshakes"]["full"]["layers"][0]
    assert layer["flights"][1] == {"from": "server", "what": "handshake response", "bytes": 92}
    assert layer["source"]


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "html", "txt", "json", "yaml"])
@pytest.mark.parametrize("flags", [(), ("--handshake",)])
def test_the_ending_of_a_file_is_the_format(tmp_path: Path, ending: str, flags: tuple[str, ...]) -> None:
    target = tmp_path / f"packet.{ending}"
    answer = run("packet", TURN, *flags, "-o", str(target))
    assert (answer.status, answer.text, answer.complaint) == (0, "", "")
    name = "table" if ending == "txt" else ending
    assert target.read_bytes() == run("packet", TURN, *flags, "--format", name).output


def test_an_unknown_stack_is_refused(planner: Planner) -> None:
    with pytest.raises(DataError, match="did you mean 'tcp'"):
        planner.handshakes("tls-1.3/tpc/ip")
    assert run("packet", "openvpn/udp/ip", "--handshake").status == 2

"""What a catalogue of somebody's own must not say, each fault in its place, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import DataError, Planner

RULES = Path(__file__).parents[3] / "rules"


def refusal(folder: Path, text: str) -> list[str]:
    (folder / "own.yaml").write_text(text)
    with pytest.raises(DataError) as error:
        Planner([RULES, folder])
    return str(error.value).replace(f"{folder}/", "").splitlines()


def test_applications_name_carriers_that_there_are(tmp_path: Path) -> None:
    carriers = "[tls//tcp, tcpp, udp, udp]"
    ports = "{tls/tcp: 5}"
    text = f"applications:\n- {{id: foo, name: Foo, carriers: {carriers}, ports: {ports}, source: Own (memory)}}\n"
    assert refusal(tmp_path, text) == [
        "own.yaml:2: foo: carrier 'tls//tcp' is not layers joined by '/', each protocol or protocol(handshake)",
        "own.yaml:2: foo: carrier 'udp' stands there again",
        "own.yaml:2: foo: has a port for 'tls/tcp', which is none of its carriers; did you mean 'tls//tcp'?",
        "own.yaml:2: foo: names a stack of an unknown protocol 'tcpp'; did you mean 'tcp'?",
    ]


def test_equivalences_name_protocols_that_there_are(tmp_path: Path) -> None:
    text = "equivalences:\n- {members: [tls-1.3, quik], source: Own (memory)}\n"
    assert refusal(tmp_path, text) == [
        "own.yaml:2: tls-1.3, quik: names a stack of an unknown protocol 'quik'; did you mean 'quic'?"
    ]


def test_an_application_of_somebody_s_own_is_planned(tmp_path: Path) -> None:
    text = "applications:\n- {id: foo, name: Foo, carriers: [tls/tcp], port: 7, source: Own (memory)}\n"
    (tmp_path / "own.yaml").write_text(text)
    best = Planner([RULES, tmp_path]).plan({"application": {"protocol": "foo"}}).stacks[0]
    assert (best.spelling, best.carrier, best.port) == ("tls-1.3/tcp/ip", "tls/tcp", 7)

"""Every command in every format that it offers: the answer, no stack (1), bad input (2). A command or a format that is
not asked here fails."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints
from xml.etree import ElementTree

import pytest
import yaml

from commands import Answer, refusal, run
from planner.cli import app

CALL = "scenarios/browser-call-udp-blocked.yaml"
OPEN = "scenarios/browser-call.yaml"
NONE = "scenarios/eap-and-alpn-one-layer.yaml"
BEST = "srtp(dtls-1.3)/rfc4571/tcp/ip"
OPEN_BEST = "srtp(dtls-1.3)/udp/ip"
CONFLICT = "interfaces.AD: require"

NO_FORMAT = ""
TEXTS = ("table", "json", "yaml", "markdown")
FORMATS: Mapping[str, tuple[str, ...]] = {
    "plan": (*TEXTS, "taps"),
    **dict.fromkeys(("explain", "diff", "verify", "fallback", "catalogue", "scenarios", "parse", "name"), TEXTS),
    **dict.fromkeys(("page", "check", "lock", "schema"), (NO_FORMAT,)),
    "matrix": ("table", "markdown", "html", "json", "csv"),
    "graph": ("ascii", "svg", "png", "pdf", "html", "dot", "mermaid", "graphml", "json"),
    "show": ("text", "svg", "png", "pdf", "html", "json"),
    "packet": ("table", "json", "yaml", "markdown", "svg", "png", "pdf", "html"),
}
"""What is asked of each command; the last test holds it against what the program offers."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question: ``where`` its answer stands in the record, and what every text of it ``says``. Of the arguments
    LOCK, BROKEN, APPS and NATS are files and folders of ``places``."""

    arguments: tuple[str, ...]
    where: str = ""
    answer: object = BEST
    says: str = BEST


ANSWERS: Mapping[str, Asked] = {
    "plan": Asked(arguments=(CALL,), where="stacks.0.spelling"),
    "explain": Asked(arguments=(CALL,), where="stacks.0.spelling"),
    "diff": Asked(
        arguments=(CALL, "--with-b", "nat"), where="same", answer=True, says="The listed stacks are the same"
    ),
    "lock": Asked(arguments=(CALL,), where="stack"),
    "verify": Asked(arguments=("LOCK",), where="stack", says=f"{BEST} still holds, at rank 1."),
    "matrix": Asked(arguments=("--apps", "APPS", "--environments", "NATS"), where="cells.0.best"),
    "fallback": Asked(arguments=(CALL,), where="groups.0.stacks.0"),
    "catalogue": Asked(arguments=("dtls-1.3",), where="id", answer="dtls-1.3", says="document: RFC 9147"),
    "packet": Asked(arguments=(BEST,), where="stack"),
    "parse": Asked(arguments=("TCP/DTLS/RTP/SAVPF",), where="stacks.1"),
    "name": Asked(arguments=(BEST,), where="stacks.0.sdp.1", answer="TCP/DTLS/RTP/SAVPF"),
    "scenarios": Asked(arguments=(), where="0.scenario", answer="@5g-backhaul", says="@5g-backhaul"),
    "schema": Asked(arguments=(), where="title", answer="Scenario of the stack planner"),
    "graph": Asked(arguments=(CALL,), where="nodes.0.id", answer="dtls-1.2"),
    "show": Asked(arguments=(CALL,), where="spelling"),
    "page": Asked(arguments=(CALL,)),
    "check": Asked(arguments=(CALL,), says=f"{CALL}: good"),
}

NO_STACK: Mapping[str, Asked] = {
    "plan": Asked(arguments=(NONE,), where="conflicts.0.0.demand", answer=CONFLICT, says=CONFLICT),
    "explain": Asked(arguments=(NONE,), where="conflicts.0.0.demand", answer=CONFLICT, says=CONFLICT),
    "diff": Asked(arguments=(CALL, OPEN), where="same", answer=False, says=f"{OPEN_BEST}: rank 1"),
    "lock": Asked(arguments=(NONE,), says=CONFLICT),
    "verify": Asked(arguments=("BROKEN",), where="holds", answer=False, says="environment.blocked: udp"),
    "matrix": Asked(
        arguments=("--apps", "APPS", "--environments", "NATS", "--with", NONE),
        where="cells.0.conflict.0.demand",
        answer=CONFLICT,
        says=CONFLICT,
    ),
    "fallback": Asked(arguments=(NONE,), where="groups", answer=[], says="No stack meets every demand"),
    "graph": Asked(arguments=(NONE,), says=CONFLICT),
    "show": Asked(arguments=(NONE,), says=CONFLICT),
    "page": Asked(arguments=(NONE,), says=CONFLICT),
}
"""Where there is none, or where something is not as it was: status 1."""

NEVER_1 = {"catalogue", "scenarios", "packet", "parse", "name", "schema", "check"}
"""These ask for no stack of a scenario, so they find what they are asked or are asked wrongly."""

BAD: Mapping[str, tuple[tuple[str, ...], str]] = {
    "plan": (("nowhere.yaml",), "nowhere.yaml:1: cannot be read"),
    "explain": (("nowhere.yaml",), "nowhere.yaml:1: cannot be read"),
    "diff": ((CALL, "--with-b", "nowhere"), "nowhere: no such file; shipped environments: android"),
    "lock": ((CALL, "--stack", "9"), "9"),
    "verify": ((CALL,), f"{CALL}:3: name: unknown key"),
    "matrix": (("--apps", "nowhere"), "nowhere: no folder with *.yaml files"),
    "fallback": (("nowhere.yaml",), "nowhere.yaml:1: cannot be read"),
    "catalogue": (("dtsl-1.3",), "unknown protocol 'dtsl-1.3'; did you mean 'dtls-1.3'?"),
    "packet": (("dtsl-1.3/udp",), "unknown protocol or application 'dtsl-1.3'; did you mean 'dtls-1.3'?"),
    "parse": (("dtsl-1.3/udp",), "unknown protocol or application 'dtsl-1.3'; did you mean 'dtls-1.3'?"),
    "name": (("dtsl-1.3/udp",), "unknown protocol or application 'dtsl-1.3'; did you mean 'dtls-1.3'?"),
    "scenarios": (("odd",), "unexpected extra argument"),
    "schema": (("--rules", "nowhere"), "nowhere: no folder with *.yaml files of rules"),
    "graph": (("nowhere.yaml",), "nowhere.yaml:1: cannot be read"),
    "show": ((CALL, "--stack", "9"), "9"),
    "page": (("nowhere.yaml",), "nowhere.yaml:1: cannot be read"),
    "check": (("nowhere.yaml",), "nowhere.yaml:1: cannot be read"),
}

STARTS = {"png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "svg": b"<svg ", "html": b"<!doctype html>\n"}
DRAWN = ("SRTP", "RFC 4571", "TCP", "DTLS 1.3")
"""What a picture calls the layers of the best stack."""
GRAPHS = {
    "ascii": ("first: " + BEST,),
    "dot": ('"srtp" -> "rfc4571" [penwidth=3];', '"rfc4571" -> "tcp" [penwidth=3];'),
    "mermaid": ('n4("SRTP")', "n4 --- n3", "n3 --- n5"),
    "graphml": ('source="srtp" target="rfc4571">', 'source="rfc4571" target="tcp">'),
}
"""How a graph as text says that the layers of the best stack run over each other."""


def every(questions: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(command, format_) for command in questions for format_ in FORMATS[command]]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A lock that holds, one that does not, and folders with one application and one environment."""
    folder = tmp_path_factory.mktemp("commands")
    lock, broken, apps, nats = (folder / name for name in ("call.lock", "broken.lock", "apps", "nats"))
    assert run("lock", CALL, "-o", str(lock)).status == 0
    broken.write_text(lock.read_text().replace(BEST, OPEN_BEST))
    apps.mkdir()
    nats.mkdir()
    shutil.copy(CALL, apps / "call.yaml")
    shutil.copy("scenarios/environments/nat.yaml", nats)
    return {"LOCK": str(lock), "BROKEN": str(broken), "APPS": str(apps), "NATS": str(nats)}


@pytest.mark.parametrize(("command", "format_"), every(ANSWERS))
def test_an_answer(command: str, format_: str, places: Mapping[str, str]) -> None:
    asked = ANSWERS[command]
    answer = ask(command, asked, format_, places)
    assert (answer.status, answer.complaint) == (0, "")
    if format_ in ("svg", "graphml"):
        ElementTree.fromstring(answer.output)
    match format_:
        case "png" | "pdf":
            assert answer.output.startswith(STARTS[format_])
            assert len(answer.output) > 3_000
        case "svg" | "html" if command in ("graph", "show", "packet"):
            assert answer.output.startswith(STARTS[format_])
            assert {label for label in DRAWN if label not in answer.text} == set()
        case _ if format_ in GRAPHS:
            assert {line for line in GRAPHS[format_] if line not in answer.text} == set()
        case _:
            holds(asked, record_of(command, format_, answer.text), answer.text)


@pytest.mark.parametrize(("command", "format_"), every(NO_STACK))
def test_no_stack_is_an_answer_with_status_1(command: str, format_: str, places: Mapping[str, str]) -> None:
    asked = NO_STACK[command]
    answer = ask(command, asked, format_, places)
    assert (answer.status, answer.complaint) == (1, "")
    # Where there is nothing to draw or to lock, the answer is the reason, whatever the format.
    is_text = command in ("graph", "show", "lock")
    holds(asked, None if is_text else record_of(command, format_, answer.text), answer.text)


@pytest.mark.parametrize("command", BAD)
def test_bad_input_is_refused_with_status_2(command: str) -> None:
    arguments, message = BAD[command]
    assert message in refusal(command, *arguments)
    if "json" in FORMATS[command]:
        answer = run(command, *arguments, "--format", "json")
        assert (answer.status, message in answer.complaint) == (2, True)
        # A name that denotes nothing is what a program asked parse to find out; no other command writes a record.
        assert (json.loads(answer.text)["error"] == message) if command == "parse" else not answer.output


@pytest.mark.parametrize("command", [command for command, formats in FORMATS.items() if formats != (NO_FORMAT,)])
def test_a_format_that_is_none_is_refused(command: str) -> None:
    message = refusal(command, *ANSWERS[command].arguments, "--format", "docx")
    assert "'docx'" in message
    assert {format_ for format_ in FORMATS[command] if format_ not in message} == set()


@pytest.mark.parametrize("command", [command for command, formats in FORMATS.items() if "yaml" in formats])
def test_json_and_yaml_hold_the_same_record(command: str, places: Mapping[str, str]) -> None:
    written = {format_: ask(command, ANSWERS[command], format_, places).text for format_ in ("json", "yaml")}
    assert json.loads(written["json"]) == read_yaml(written["yaml"])


@pytest.mark.parametrize(
    "command", [("explain", OPEN), ("lock", OPEN, "--stack"), ("show", OPEN, "--stack"), ("graph", OPEN, "--stack")]
)
def test_a_familys_spelling_is_told_with_every_choice(command: tuple[str, ...]) -> None:
    answer = run(*command, "srtp(dtls)/udp/ip")
    told = answer.text + answer.complaint
    assert {choice for choice in ("srtp(dtls-1.2)/udp/ip", "srtp(dtls-1.3)/udp/ip") if choice not in told} == set()
    assert run(*command, "srtp(dtls-1.3)/udp/ip").output == run(*command, "1").output


def test_every_command_and_every_format_is_asked() -> None:
    """Typer's own list of them; the help of the program is made of the same."""
    assert {command: set(formats) for command, formats in FORMATS.items()} == dict(offered())
    assert set(ANSWERS) == set(FORMATS)
    assert set(BAD) == set(FORMATS)
    assert set(NO_STACK) == set(FORMATS) - NEVER_1
    shown = run("--help").text
    assert {command for command in FORMATS if f" {command} " not in shown} == set()


# --- machinery below --------------------------------------------------------------------------


def offered() -> Iterator[tuple[str, set[str]]]:
    for registered in app.registered_commands:
        callback: Callable[..., object] | None = registered.callback
        assert callback is not None
        hint = get_type_hints(callback).get("format_")
        choices = [
            choice for choice in get_args(hint) or (hint,) if isinstance(choice, type) and issubclass(choice, Enum)
        ]
        yield (
            registered.name or callback.__name__,
            {str(member.value) for kind in choices for member in kind} or {NO_FORMAT},
        )


def flag(format_: str) -> tuple[str, ...]:
    return ("--format", format_) if format_ else ()


def ask(command: str, asked: Asked, format_: str, places: Mapping[str, str]) -> Answer:
    return once(command, *(places.get(argument, argument) for argument in asked.arguments), *flag(format_))


@cache
def once(*arguments: str) -> Answer:
    """A command that is asked the same twice answers the same."""
    return run(*arguments)


def read_yaml(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def record_of(command: str, format_: str, text: str) -> Any:
    """What a program reads in an answer; None where only a person can."""
    if format_ == "json" or command == "schema":
        return json.loads(text)
    if format_ == "yaml" or command == "lock":
        return read_yaml(text)
    if format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        return {"cells": [{**row, "conflict": [{"demand": row["conflict"].split(" (")[0]}]} for row in rows]}
    return None


def holds(asked: Asked, record: Any, text: str) -> None:
    """The record has the answer where it has to be; a text says it, wherever its lines are broken."""
    if record is None:
        assert text.strip()
        assert asked.says in " ".join(text.split())
        return
    for step in asked.where.split("."):
        record = record[int(step) if isinstance(record, list) else step]
    assert record == asked.answer

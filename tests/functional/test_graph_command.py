"""``planner graph``: formats, texts, what stands out, refusals."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest

from commands import output, refusal, run, text
from planner import Planner
from planner.render.graph_texts import dot, mermaid
from planner.render.pictures import plan_graph
from planner.render.twins import twins

GOLDEN = Path(__file__).parent / "golden"
CALL = "scenarios/browser-call-udp-blocked.yaml"
TURN = "scenarios/turn-over-tls.yaml"
HOSTILE = 'a <b> & "c" \\ d'


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("graph.txt", ["graph", CALL, "--format", "ascii"]),
        ("graph.gv", ["graph", CALL, "--format", "dot"]),
        ("graph.mmd", ["graph", CALL, "--format", "mermaid"]),
        ("turn.mmd", ["graph", TURN, "--limit", "3", "--format", "mermaid"]),
        ("survey.txt", ["graph", "--scope", "survey", "--format", "ascii"]),
        ("matrix.txt", ["graph", "--scope", "survey", "--matrix", "--format", "ascii"]),
        ("focus.txt", ["graph", "--focus", "dtls-1.3", "--format", "ascii"]),
    ],
)
def test_text_is_the_golden_one(name: str, command: list[str]) -> None:
    """To make these anew where a change is meant: run the command, look at it, and write it there."""
    assert text(*command) == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("html", b"<!doctype html>"),
        ("gv", b"// neato -n2"),
        ("mmd", b"---\ntitle"),
        ("graphml", b"<?xml"),
        ("json", b"{"),
        ("txt", b"Browser call"),
    ],
)
def test_the_ending_of_a_file_is_the_format(tmp_path: Path, ending: str, start: bytes) -> None:
    target = tmp_path / f"graph.{ending}"
    assert output("graph", CALL, "-o", str(target)) == b""
    assert target.read_bytes().startswith(start)


def test_dark_is_another_picture() -> None:
    light, dark = output("graph", CALL), output("graph", CALL, "--theme", "dark")
    assert b'fill="#14171c"/>' in dark
    assert light != dark


def test_twins_share_a_box_in_pictures() -> None:
    whole, expanded = text("graph", "--scope", "survey"), text("graph", "--scope", "survey", "--expand")
    assert ">DTLS 1.2 / 1.3<" in whole
    assert ">DTLS 1.3<" in expanded
    assert ">DTLS 1.2 / 1.3<" not in expanded


@pytest.mark.parametrize(
    "options",
    [["--matrix"], ["--format", "json"], ["--format", "graphml"], ["--format", "dot"], ["--format", "ascii"]],
    ids=" ".join,
)
def test_twins_share_nothing_where_it_is_no_picture(planner: Planner, options: list[str]) -> None:
    assert twins(planner.scope_graph("survey"))
    survey = ("graph", "--scope", "survey", *options)
    assert output(*survey) == output(*survey, "--expand")


def test_a_stack_stands_out_in_the_catalogue() -> None:
    spelling = "srtp(dtls-1.3)/turn/tls-1.3/tcp/ip"
    whole = text("graph", "--stack", spelling)
    assert f"; {spelling}</text>" in whole
    assert ">the stack, numbered from the top<" in whole
    assert ">the stack goes on above<" in whole
    assert ">DTLS 1.3<" in whole, "what the stack uses has a box of its own"
    assert ">IKEv1, IKEv2<" in whole


def test_a_stack_stands_out_among_the_best() -> None:
    second = text("graph", TURN, "--stack", "2")
    assert ">stack 2, numbered from the top<" in second
    assert "; number 2: " in second
    best = "srtp(dtls-1.3)/turn/tls-1.3/tcp/ip"
    assert text("graph", TURN, "--stack", best) == text("graph", TURN, "--stack", "1") == text("graph", TURN)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "mermaid"], "--format mermaid: it draws the stacks of a scenario only; name a scenario"),
        (["--matrix", "--format", "dot"], "--matrix: there is none as dot; known: svg, png, pdf, html, ascii"),
        (["--focus", "dtls-1.4"], "--focus: unknown protocol 'dtls-1.4'; did you mean 'dtls-1.3'?"),
        (["--scope", "survey", "--focus", "sctp"], "--focus: sctp is not in this graph"),
        (
            ["-o", "a.gif"],
            "a.gif: no format goes by the ending '.gif'; "
            "known: ascii, svg, png, pdf, html, dot, mermaid, graphml, json",
        ),
        (
            [TURN, "--stack", "99", "--limit", "3"],
            "stack 99: there is no stack of this rank; ranks go from 1 to 48",
        ),
        (["--stack", "1"], "--stack: 1 is a rank, and a rank needs a scenario; name one, or spell a stack"),
        (["--stack", ""], "--stack: it is empty; a rank or a spelling"),
        (["--limit", "3"], "--limit: there is no scenario to list stacks of"),
        (
            ["--focus", "TCP", "--stack", "udp-lite/ip"],
            "--stack: udp-lite/ip is not all within what --focus tcp shows; leave one of the two out",
        ),
        (["--with", "nat"], "--with: there is no scenario to lay it over"),
        (["nowhere.yaml"], "nowhere.yaml:1: cannot be read: No such file or directory"),
        (["-o", "/nowhere/at/all.svg"], "/nowhere/at/all.svg: No such file or directory"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else None,
)
def test_a_refusal_says_what_to_do(options: list[str], message: str) -> None:
    assert refusal("graph", *options) == message


def test_a_stack_that_is_none_is_refused() -> None:
    assert refusal("graph", "--stack", "tls-1.3/udp/ip").startswith("stack tls-1.3/udp/ip: tls-1.3 does not run over")
    assert refusal("graph", "--stack", "TLS").startswith("stack TLS: 'TLS' is no layer; one is spelled")


@pytest.mark.parametrize(("name", "same"), [("TCP", "tcp"), ("TLS 1.3", "tls-1.3")])
def test_focus_takes_ids_and_labels_in_any_letters(name: str, same: str) -> None:
    assert text("graph", "--focus", name, "--format", "ascii") == text("graph", "--focus", same, "--format", "ascii")


def test_graphml_can_be_read_and_holds_everything(planner: Planner) -> None:
    read = nx.read_graphml(BytesIO(output("graph", "--format", "graphml")))
    ours = planner.graph()
    assert read.graph["scope"] == "full"
    assert set(read.nodes) == set(ours.nodes)
    assert set(read.edges) == set(ours.edges)
    assert len({(attributes["x"], attributes["y"]) for _, attributes in read.nodes(data=True)}) == len(ours)
    assert read.nodes["tls-1.3"]["lane"] == "secure"
    assert read.edges["dtls-1.3", "srtp"]["kind"] == "keys"


def test_mermaid_and_dot_keep_the_letters_of_names(planner: Planner) -> None:
    plan = planner.plan({"name": HOSTILE, "application": {"payload": "rtp"}})
    drawn = plan_graph(plan, planner.plan_graph(plan))
    assert mermaid(drawn).splitlines()[1] == r'title: "a #lt;b#gt; & \"c\" \\ d"'
    assert dot(drawn).splitlines()[1] == r'digraph "a <b> & \"c\" \\ d" {'
    labelled = replace(drawn, nodes=tuple(replace(node, label='<i>"#') for node in drawn.nodes))
    assert "#lt;i#gt;#quot;#35;" in mermaid(labelled)
    assert "<" not in mermaid(labelled)


def test_mermaid_tells_edges_against_the_lanes() -> None:
    made = text("graph", "scenarios/masque.yaml", "--format", "mermaid")
    ids = {label: node for node, label in re.findall(r"(n\d+)\S*?\"([^\"]+)\"", made)}
    assert f"{ids['QUIC']} -. runs over .-> {ids['CONNECT-UDP']}" in made


def test_a_missing_font_ends_with_2_and_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_FONTS", "/nowhere")
    assert refusal("graph", "--format", "png") == "PLANNER_FONTS names no font file: /nowhere"


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_letters_that_no_font_has_are_a_warning(tmp_path: Path, ending: str) -> None:
    path, target = tmp_path / "linear-b.yaml", tmp_path / f"graph.{ending}"
    path.write_text("name: \N{LINEAR B SYLLABLE B008 A}\napplication: {payload: generic}\n", encoding="utf-8")
    answer = run("graph", str(path), "-o", str(target))
    assert (answer.status, target.exists()) == (0, True)
    assert answer.complaint == "" or "(U+10000)" in answer.complaint

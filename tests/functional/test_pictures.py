"""``planner graph``, ``planner show``, what a plan shows of itself: formats, texts, refusals; and README's pictures."""

from __future__ import annotations

import copy
import json
import os
import pickle
import pty
import re
import runpy
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from planner import DataError, Planner, PlannerError, plan
from planner.model import Plan
from planner.render.graph_texts import dot, mermaid
from planner.render.pictures import plan_graph
from planner.render.stacks import stack_text

ROOT = Path(__file__).parent.parent.parent
GOLDEN = Path(__file__).parent / "golden"
CALL = "scenarios/browser-call-udp-blocked.yaml"
TURN = "scenarios/turn-over-tls.yaml"
CONFLICT = "scenarios/eap-and-alpn-one-layer.yaml"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "planner", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, check=False)


def answer(*arguments: str, **env: str) -> bytes:
    found = run(*arguments, **env)
    assert found.returncode == 0, found.stderr.decode()
    assert found.stderr == b""
    return found.stdout


def refusal(*arguments: str) -> str:
    found = run(*arguments)
    assert (found.returncode, found.stdout) == (2, b"")
    return found.stderr.decode().strip()


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
        ("show.txt", ["show", CALL]),
        ("show-turn.txt", ["show", TURN]),
    ],
)
def test_text_is_the_golden_one(name: str, command: list[str]) -> None:
    """To make these anew where a change is meant: run the command, look at it, and write it there."""
    assert answer(*command).decode() == (GOLDEN / name).read_text(encoding="utf-8")


def test_readme_s_pictures_are_not_old() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_pictures.py"))["pictures"]()
    folder = ROOT / "docs" / "pictures"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == made
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"](docs/pictures/{name})" in readme for name in made)


@pytest.mark.parametrize("arguments", [["graph"], ["graph", TURN, "--theme", "dark"], ["graph", "--matrix"]])
def test_pictures_do_not_hang_on_the_order_of_sets(arguments: list[str]) -> None:
    assert answer(*arguments, PYTHONHASHSEED="1") == answer(*arguments, PYTHONHASHSEED="2")


def test_a_pipe_gets_svg_and_a_terminal_text() -> None:
    assert ElementTree.fromstring(answer("graph", CALL)).tag.endswith("svg")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "planner", "graph", CALL]
    subprocess.run(command, cwd=ROOT, stdout=slave, check=True)
    os.close(slave)
    assert os.read(master, 4096).decode().startswith("Browser call from a network that blocks UDP\r\n")
    os.close(master)


def test_a_terminal_gets_no_binary() -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "planner", "graph", "--scope", "survey", "--format", "png"]
    found = subprocess.run(command, cwd=ROOT, stdout=slave, stderr=subprocess.PIPE, check=False)
    os.close(slave)
    os.close(master)
    assert found.returncode == 2
    assert found.stderr == b"-: a terminal cannot show this format; name a file, -o\n"


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
    target = tmp_path / f"a.{ending}"
    assert answer("graph", CALL, "-o", str(target)) == b""
    assert target.read_bytes().startswith(start)
    if ending in ("svg", "png", "pdf", "html", "json", "txt"):
        assert answer("show", CALL, "-o", str(target)) == b""
        assert target.read_bytes().startswith(b"srtp(" if ending == "txt" else start)


def test_dark_is_another_picture() -> None:
    light, dark = answer("graph", CALL), answer("graph", CALL, "--theme", "dark")
    assert b'fill="#14171c"/>' in dark
    assert light != dark


def test_twins_share_a_box_in_pictures_and_nowhere_else() -> None:
    whole, expanded = answer("graph", "--scope", "survey"), answer("graph", "--scope", "survey", "--expand")
    assert b">DTLS 1.2 / 1.3<" in whole
    assert b">DTLS 1.3<" in expanded
    assert b">DTLS 1.2 / 1.3<" not in expanded
    for more in (
        ["--matrix"],
        ["--format", "json"],
        ["--format", "graphml"],
        ["--format", "dot"],
        ["--format", "ascii"],
    ):
        assert answer("graph", *more) == answer("graph", *more, "--expand")


def test_a_stack_stands_out_in_the_catalogue_and_among_the_best() -> None:
    spelling = "srtp(dtls-1.3)/turn/tls-1.3/tcp/ip"
    whole = answer("graph", "--stack", spelling)
    assert f"; {spelling}</text>".encode() in whole
    assert b">the stack, numbered from the top<" in whole
    assert b">the stack goes on above<" in whole
    assert b">DTLS 1.3<" in whole, "what the stack uses has a box of its own"
    assert b">HIP, IKEv2<" in whole
    second = answer("graph", TURN, "--stack", "2")
    assert b">stack 2, numbered from the top<" in second
    assert b"; number 2: " in second
    assert answer("graph", TURN, "--stack", spelling) == answer("graph", TURN, "--stack", "1") == answer("graph", TURN)


def test_refusals_say_what_to_do() -> None:
    assert refusal("graph", "--format", "mermaid") == (
        "--format mermaid: it draws the stacks of a scenario only; name a scenario"
    )
    assert refusal("graph", "--matrix", "--format", "dot") == (
        "--matrix: there is none as dot; known: svg, png, pdf, html, ascii"
    )
    assert refusal("graph", "--focus", "dtls-1.4") == "--focus: unknown protocol 'dtls-1.4'; did you mean 'dtls-1.3'?"
    assert refusal("graph", "--scope", "survey", "--focus", "sctp") == "--focus: sctp is not in this graph"
    assert refusal("graph", "-o", "a.gif").startswith("a.gif: no format goes by the ending '.gif'; known: ascii, svg")
    assert refusal("graph", TURN, "--stack", "99", "--limit", "3") == (
        "--stack: 99 is not among the 3 that are drawn; a rank or a spelling"
    )
    assert refusal("graph", "--stack", "1") == (
        "--stack: 1 is a rank, and a rank needs a scenario; name one, or spell a stack"
    )
    assert refusal("graph", "--stack", "") == "--stack: it is empty; a rank or a spelling"
    assert refusal("graph", "--limit", "3") == "--limit: there is no scenario to list stacks of"
    assert refusal("graph", "--focus", "TCP", "--stack", "udp-lite/ip") == (
        "--stack: udp-lite/ip is not all within what --focus tcp shows; leave one of the two out"
    )
    assert refusal("graph", "--stack", "tls-1.3/udp/ip").startswith("stack tls-1.3/udp/ip: tls-1.3 does not run over")
    assert refusal("graph", "--stack", "TLS").startswith("stack TLS: 'TLS' is no layer; one is spelled")
    assert refusal("graph", "--with", "nat") == "--with: there is no scenario to lay it over"
    assert "nowhere.yaml" in refusal("graph", "nowhere.yaml")
    assert refusal("graph", "-o", "/nowhere/at/all.svg") == "/nowhere/at/all.svg: No such file or directory"


def test_focus_takes_ids_and_labels_in_any_letters() -> None:
    for name, same in (("TCP", "tcp"), ("TLS 1.3", "tls-1.3")):
        made = answer("graph", "--focus", name, "--format", "ascii")
        assert made == answer("graph", "--focus", same, "--format", "ascii")


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
        ("SRTP/udp", "'SRTP' is no layer; one is spelled protocol or protocol(handshake)"),
        ("9", "there is no stack of this rank; ranks 1 to 3 are listed"),
        ("0", "there is no stack of this rank; ranks 1 to 3 are listed"),
        ("-1", "there is no stack of this rank; ranks 1 to 3 are listed"),
    ],
)
def test_a_stack_that_is_not_valid_is_refused_with_the_reason(stack: str, reason: str) -> None:
    assert refusal("show", CALL, "--stack", stack).startswith(f"stack {stack}: {reason}")


def test_no_stack_is_an_answer_here_too() -> None:
    for command in ("graph", "show"):
        found = run(command, CONFLICT)
        assert (found.returncode, found.stderr) == (1, b"")
        assert b"interfaces.AD: require" in found.stdout


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda it: it.stem)
def test_text_fits_a_terminal(planner: Planner, path: Path) -> None:
    answered = planner.plan(path)
    for stack in answered.stacks[:3]:
        view = planner.stack_view(answered.scenario, answered.stacks, stack.rank)
        head, _, body = stack_text(view).partition("Layer")
        assert head.startswith(view.spelling)
        assert [line for line in body.split("What the path sees")[0].splitlines() if len(line) > 80] == []


def test_show_by_rank_and_by_spelling_are_the_same() -> None:
    assert answer("show", CALL, "--stack", "2") == answer("show", CALL, "--stack", "srtp(dtls-1.2)/rfc4571/tcp/ip")


def test_a_spelled_stack_need_not_be_listed() -> None:
    spelling = "srtp(dtls-1.2)/turn/tls-1.2/tcp/ip"
    record = json.loads(answer("show", TURN, "--stack", spelling, "--format", "json"))
    assert record["spelling"] == spelling


def test_the_record_of_a_stack_holds_who_sees_what() -> None:
    record = json.loads(answer("show", TURN, "--format", "json"))
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


def test_graphml_can_be_read_and_holds_everything(planner: Planner) -> None:
    read = nx.read_graphml(BytesIO(answer("graph", "--format", "graphml")))
    ours = planner.graph()
    assert read.graph["scope"] == "full"
    assert set(read.nodes) == set(ours.nodes)
    assert set(read.edges) == set(ours.edges)
    assert len({(its["x"], its["y"]) for _, its in read.nodes(data=True)}) == len(ours)
    assert read.nodes["tls-1.3"]["lane"] == "secure"
    assert read.edges["dtls-1.3", "srtp"]["kind"] == "keys"


def test_the_graph_of_a_plan_has_its_attributes() -> None:
    graph = plan(ROOT / CALL).graph
    assert isinstance(graph, nx.DiGraph)
    assert sorted(graph.nodes) == ["dtls-1.2", "dtls-1.3", "ip", "rfc4571", "srtp", "tcp", "zrtp"]
    assert graph.nodes["srtp"] == {
        "name": "Secure Real-time Transport Protocol",
        "label": "SRTP",
        "kinds": "security",
        "statuses": "standard",
        "families": "",
        "lane": "secure",
        "drawn_in": "secure",
        "boundary": False,
    }
    assert graph.edges["srtp", "rfc4571"] == {
        "kind": "runs-over",
        "status": "specified",
        "source": "RFC 7850 Section 3.2; RFC 8922 Section 4.2.1",
        "ranks": "1 2 3",
    }
    assert graph.edges["dtls-1.2", "srtp"]["ranks"] == "2"
    assert graph.nodes["dtls-1.2"]["lane"] == "secure"
    assert graph.nodes["dtls-1.2"]["drawn_in"] == "keys"
    nx.write_graphml(graph, BytesIO())


def test_the_graph_of_a_scope_is_the_catalogue_s(planner: Planner) -> None:
    graph = planner.graph("survey")
    assert (len(graph), graph.number_of_edges()) == (25, 42)
    assert graph.edges["esp-tunnel", "ip"]["ranks"] == ""
    assert graph.edges["ip", "esp-tunnel"]["kind"] == "runs-over"
    with pytest.raises(ValueError, match="no scope 'nope'; known: survey, full"):
        planner.graph("nope")  # type: ignore[arg-type]


def test_a_plan_shows_itself() -> None:
    answered = plan(ROOT / CALL)
    shown = answered._repr_html_()
    ElementTree.fromstring(f"<div>{shown}</div>")
    assert "<code>srtp(dtls-1.3)/rfc4571/tcp/ip</code>" in shown
    assert "http" not in shown
    assert "<script" not in shown
    assert "cannot hold together" in plan(ROOT / CONFLICT)._repr_html_()
    assert ElementTree.fromstring(answered.picture()._repr_svg_()).tag.endswith("svg")
    assert answered._repr_svg_() == answered.graph._repr_svg_() == answered.picture().svg
    assert plan(ROOT / CONFLICT)._repr_svg_() is None
    changed = answered.graph
    changed.remove_node("ip")
    assert changed._repr_svg_() is None
    assert changed.copy()._repr_svg_() is None
    assert answered.show(2)._repr_svg_() == answered.show("srtp(dtls-1.2)/rfc4571/tcp/ip")._repr_svg_()
    with pytest.raises(DataError, match="ranks 1 to 3"):
        answered.show(4)


def test_names_are_escaped_wherever_they_are_shown(planner: Planner) -> None:
    name = 'a <b> & "c" \\ d'
    answered = planner.plan({"name": name, "application": {"payload": "rtp"}})
    assert "a &lt;b&gt; &amp; &quot;c&quot;" in answered._repr_html_()
    assert ElementTree.fromstring(answered.picture().svg).get("aria-label") == name


def test_mermaid_and_dot_keep_the_letters_of_names(planner: Planner) -> None:
    answered = planner.plan({"name": 'a <b> & "c" \\ d', "application": {"payload": "rtp"}})
    drawn = plan_graph(answered, planner.plan_graph(answered))
    assert mermaid(drawn).splitlines()[1] == r'title: "a #lt;b#gt; & \"c\" \\ d"'
    assert dot(drawn).splitlines()[1] == r'digraph "a <b> & \"c\" \\ d" {'
    labelled = replace(drawn, nodes=tuple(replace(node, label='<i>"#') for node in drawn.nodes))
    assert "#lt;i#gt;#quot;#35;" in mermaid(labelled)
    assert "<" not in mermaid(labelled)


def test_mermaid_tells_edges_against_the_lanes(planner: Planner) -> None:
    made = answer("graph", "scenarios/masque.yaml", "--format", "mermaid").decode()
    names = dict(reversed(pair) for pair in re.findall(r"(n\d+)\S*?\"([^\"]+)\"", made))
    assert f"{names['QUIC']} -. runs over .-> {names['CONNECT-UDP']}" in made


def test_who_answers_is_no_part_of_the_answer() -> None:
    one, other = plan(ROOT / CALL), Planner().plan(ROOT / CALL)
    assert one == other
    assert "dvisor" not in repr(one)
    bare = Plan(scenario=one.scenario, scope="survey", digest="", total=0, stacks=())
    with pytest.raises(PlannerError, match="not made by a Planner"):
        _ = bare.graph


def test_a_plan_can_be_copied_and_stored() -> None:
    answered = plan(ROOT / CALL)
    assert copy.deepcopy(answered).graph.edges == answered.graph.edges
    stored = pickle.loads(pickle.dumps(answered))
    assert stored == answered
    with pytest.raises(PlannerError, match="not made by a Planner"):
        stored.show(1)


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m planner graph | head -c 20"
    found = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=True)
    assert (found.stdout[:4], found.stderr) == (b"<svg", b"")


def test_a_missing_font_ends_with_2_and_a_hint() -> None:
    found = run("graph", "--format", "png", PLANNER_FONTS="/nowhere")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr == b"PLANNER_FONTS names no font file: /nowhere\n"


def test_letters_that_no_font_has_are_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: \N{LINEAR B SYLLABLE B008 A}\napplication: {payload: generic}\n", encoding="utf-8")
    for ending in ("png", "pdf"):
        found = run("graph", str(path), "-o", str(tmp_path / f"a.{ending}"))
        assert found.returncode == 0
        assert (tmp_path / f"a.{ending}").exists()
        if found.stderr:
            assert b"(U+10000)" in found.stderr


def test_planning_imports_nothing_that_draws() -> None:
    code = (
        "import sys; from planner import plan; plan('scenarios/browser-call.yaml').to_dict();"
        "print(sorted(n for n in sys.modules if n.startswith(('planner.drawing', 'planner.views',"
        "'planner.picture_requests', 'networkx', 'reportlab', 'resvg'))))"
    )
    answer("plan", CALL)  # fills the cache
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

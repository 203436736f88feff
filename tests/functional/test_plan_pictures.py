"""What a plan from Python shows of itself: its graph, its pictures, in a notebook; and README's pictures."""

from __future__ import annotations

import copy
import pickle
import runpy
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from planner import DataError, Planner, plan
from planner.model import Plan

ROOT = Path(__file__).parent.parent.parent
CALL = ROOT / "scenarios/browser-call-udp-blocked.yaml"
CONFLICT = ROOT / "scenarios/eap-and-alpn-one-layer.yaml"


def test_readme_s_pictures_are_not_old() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_pictures.py"))["pictures"]()
    folder = ROOT / "docs" / "pictures"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == made
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"](docs/pictures/{name})" in readme for name in made)


def test_the_graph_of_a_plan_has_its_attributes(planner: Planner) -> None:
    graph = planner.graph(plan(CALL))
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
        "deployment": "ubiquitous",
        "evidence": "WebRTC in every browser since 2022; SIP trunks [RFC 8835 Section 3.4]",
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


def test_a_plan_shows_itself(planner: Planner) -> None:
    answered = planner.plan(CALL)
    shown = answered._repr_html_()
    assert shown is not None
    ElementTree.fromstring(f"<div>{shown}</div>")
    assert "<code>srtp(dtls-1.3)/rfc4571/tcp/ip</code>" in shown
    assert "http" not in shown
    assert "<script" not in shown
    assert "cannot hold together" in (planner.plan(CONFLICT)._repr_html_() or "")
    assert ElementTree.fromstring(planner.picture(answered)._repr_svg_()).tag.endswith("svg")
    assert planner.graph(answered)._repr_svg_() == planner.picture(answered).svg
    changed = planner.graph(answered)
    changed.remove_node("ip")
    assert changed._repr_svg_() is None
    assert changed.copy()._repr_svg_() is None
    by_spelling = planner.show(answered, "srtp(dtls-1.2)/rfc4571/tcp/ip")
    assert planner.show(answered, 2)._repr_svg_() == by_spelling._repr_svg_()
    with pytest.raises(DataError, match="ranks go from 1 to 3"):
        planner.show(answered, 4)


def test_names_are_escaped_wherever_they_are_shown(planner: Planner) -> None:
    name = 'a <b> & "c" \\ d'
    answered = planner.plan({"name": name, "application": {"payload": "rtp"}})
    assert "a &lt;b&gt; &amp; &quot;c&quot;" in (answered._repr_html_() or "")
    assert ElementTree.fromstring(planner.picture(answered).svg).get("aria-label") == name


def test_who_answers_is_no_part_of_the_answer() -> None:
    ours, anothers = plan(CALL), Planner().plan(CALL)
    assert ours == anothers
    assert "display" not in repr(ours)
    bare = Plan(scenario=ours.scenario, scope="survey", digest="", total=0, stacks=())
    assert bare._repr_html_() is None


def test_a_plan_can_be_copied_and_stored(planner: Planner) -> None:
    answered = planner.plan(CALL)
    assert planner.graph(copy.deepcopy(answered)).edges == planner.graph(answered).edges
    stored = pickle.loads(pickle.dumps(answered))
    assert stored == answered
    assert stored.to_dict() == answered.to_dict()
    assert stored._repr_html_() == answered._repr_html_()
    assert planner.show(stored, 1).svg == planner.show(answered, 1).svg

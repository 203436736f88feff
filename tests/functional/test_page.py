"""The page as a document: well formed, sealed by its policy, and nobody's name is markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from html_documents import Document

from commands import Answer, run
from made_up import drawn
from planner import Planner
from planner.errors import printable
from planner.page import PagePlan, page, parts
from planner.page.laid_out import laid_out

HOSTILE = "</script><img src=x onerror=alert(1)>\"' &amp; \u2028 ${title} <!--"
LOADS = {"src", "srcset", "data", "poster", "action", "formaction", "background", "xlink:href"}


def made(planner: Planner, **changes: object) -> str:
    scenario = replace(planner.scenario("scenarios/browser-call.yaml"), **changes)  # type: ignore[arg-type]
    return page([PagePlan(plan=planner.plan(scenario))], [drawn(planner.rules, "survey")])


@pytest.fixture(scope="module")
def html(planner: Planner) -> str:
    return made(planner)


def hash_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_it_is_well_formed(html: str) -> None:
    document = Document(html)
    assert html.startswith("<!doctype html>")
    assert document.faults == []
    ids = [attributes["id"] for _, attributes in document.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in document.elements:
        for name in ("aria-controls", "aria-labelledby"):
            assert set(attributes.get(name, "").split()) <= set(ids)


def test_its_policy_allows_its_own_style_and_script_alone(html: str) -> None:
    document = Document(html)
    [policy] = [
        attributes["content"]
        for tag, attributes in document.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    [style] = document.texts("style")
    data, script = document.texts("script")
    assert rules == {
        "default-src": ["'none'"],
        "style-src": [hash_of(style)],
        "script-src": [hash_of(script)],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    assert json.loads(data)["scenarios"][0]["feasible"] is True
    first = next(place for place, (tag, _) in enumerate(document.elements) if tag in ("style", "script", "link"))
    assert "Content-Security-Policy" in str(document.elements[:first])


def test_nothing_in_it_loads_anything(html: str) -> None:
    for tag, attributes in Document(html).elements:
        assert not LOADS & attributes.keys(), tag
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        if "href" in attributes:
            assert attributes["href"].startswith(("#", "data:,")), tag
    [style] = Document(html).texts("style")
    assert "url(" not in style
    assert "@import" not in style


def test_a_hostile_name_stays_text(planner: Planner) -> None:
    html = made(planner, name=HOSTILE)
    document = Document(html)
    assert document.faults == []
    assert "img" not in {tag for tag, _ in document.elements}
    assert document.texts("title")[0] == document.texts("h1")[0] == printable(HOSTILE)
    data, script = document.texts("script")
    assert json.loads(data)["scenarios"][0]["scenario"] == printable(HOSTILE)
    assert not re.search("[<>&\u2028\u2029]", data)
    assert script.startswith("(() => {")


FOLDER = Path(parts.__file__).parent


@pytest.mark.parametrize(
    ("names", "kind", "start"), [(parts.SCRIPT, "script/*.js", "// "), (parts.STYLE, "style/*.css", "/* ")]
)
def test_each_of_its_files_is_put_in_once_and_says_what_it_knows(names: tuple[str, ...], kind: str, start: str) -> None:
    assert sorted(names) == sorted(path.stem for path in FOLDER.glob(kind))
    heads = {path.stem: path.read_text("utf-8").splitlines()[0] for path in FOLDER.glob(kind)}
    assert [name for name, head in heads.items() if not head.startswith(start)] == []


def test_none_of_its_files_is_long() -> None:
    paths = [path for path in FOLDER.rglob("*") if path.suffix in {".py", ".js", ".css", ".html"}]
    lines = {str(path.relative_to(FOLDER)): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {"document.py", "page.html", "script/start.js", "style/print.css"} <= lines.keys()
    assert {path: count for path, count in lines.items() if count > 300} == {}


def test_its_script_is_one_function(html: str) -> None:
    _, script = Document(html).texts("script")
    assert script.startswith("(() => {\n'use strict';\n")
    assert script.endswith("\n})();")


def test_without_scripts_it_still_lists_the_stacks(planner: Planner, html: str) -> None:
    plan = planner.plan("scenarios/browser-call.yaml")
    noscript = html[html.index("<noscript>") : html.index("</noscript>")]
    assert re.findall("<li>(.*?)</li>", noscript) == [stack.spelling for stack in plan.stacks]


def test_it_is_the_same_each_time(planner: Planner, html: str) -> None:
    assert made(planner) == html


def test_it_needs_a_plan_and_a_known_theme(planner: Planner) -> None:
    with pytest.raises(ValueError, match="a page needs a plan and a theme out of auto, light, dark"):
        page([], [])
    with pytest.raises(ValueError, match="a page needs"):
        page(
            [PagePlan(plan=planner.plan("scenarios/browser-call.yaml"))], [drawn(planner.rules, "survey")], theme="pink"
        )


def test_programs_get_what_the_commands_write(planner: Planner, tmp_path: Path) -> None:
    """Of one plan or several, and of a scope."""
    names = ("scenarios/browser-call.yaml", "scenarios/data-channel.yaml")
    plans = [planner.plan(name) for name in names]
    assert planner.page(plans[0]) == planner.page(plans[:1]) == planner_page(names[0]).text
    assert planner.page(plans, "dark") == planner_page(*names, "--theme", "dark").text
    whole = tmp_path / "catalogue.html"
    for flags, theme in (((), "auto"), (("--theme", "dark"), "dark")):
        assert run("graph", "--scope", "survey", "--expand", *flags, "-o", str(whole)).status == 0
        assert planner.page("survey", theme) == whole.read_text("utf-8")


def test_a_page_of_nothing_is_refused(planner: Planner) -> None:
    with pytest.raises(ValueError, match="a page needs a plan"):
        planner.page([])
    with pytest.raises(ValueError, match="no theme 'pink'; known: auto, light, dark"):
        planner.page("full", "pink")
    with pytest.raises(ValueError, match="no scope 'wide'; known: survey, full"):
        planner.page(cast(Any, "wide"))
    with pytest.raises(TypeError, match="a plan is wanted, not str"):
        planner.page(cast(Any, ["survey"]))


# --- the command ---


def planner_page(*given: str) -> Answer:
    return run("page", *given)


def test_the_command_writes_a_page(tmp_path: Path) -> None:
    output = tmp_path / "page.html"
    names = ("webrtc-data-channel", "browser-call", "geneve-between-sites")
    ran = planner_page(*(f"scenarios/{name}.yaml" for name in names), "-o", str(output), "--theme", "dark")
    assert (ran.status, ran.text, ran.complaint) == (0, "", "")
    document = Document(output.read_text("utf-8"))
    assert document.faults == []
    assert document.elements[0] == ("html", {"lang": "en", "data-theme": "dark"})
    data = json.loads(document.texts("script")[0])
    assert [len(scenario["stacks"]) for scenario in data["scenarios"]] == [8, 3, 10]
    assert len([1 for tag, _ in document.elements if tag == "template"]) == 21
    # A graph for each scope, and one for the stacks of each scenario.
    assert len(data["graphs"]) == 5
    assert {scenario["graph"] for scenario in data["scenarios"]} | {
        scenario["union"] for scenario in data["scenarios"]
    } == set(range(5))


def test_the_command_without_a_stack_and_without_a_file() -> None:
    ran = planner_page("scenarios/eap-and-alpn-one-layer.yaml")
    assert ran.status == 1
    assert Document(ran.text).faults == []
    wrong = planner_page("scenarios/nowhere.yaml")
    assert (wrong.status, wrong.text) == (2, "")
    assert "scenarios/nowhere.yaml" in wrong.complaint


@pytest.mark.parametrize("name", ["x.pdf", "a.svg", "notes.txt", "PAGE.PNG"])
def test_a_page_is_html_only(tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    output.write_text("mine")
    ran = planner_page("scenarios/browser-call.yaml", "-o", str(output))
    assert (ran.status, ran.text) == (2, "")
    assert output.suffix in ran.complaint
    assert output.read_text() == "mine"


@pytest.mark.parametrize("name", ["x.htm", "X.HTML", "page"])
def test_endings_of_a_page(tmp_path: Path, name: str) -> None:
    assert planner_page("scenarios/browser-call.yaml", "-o", str(tmp_path / name)).status == 0
    assert (tmp_path / name).read_text("utf-8").startswith("<!doctype html>")


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    ran = planner_page("scenarios/browser-call.yaml", "-o", str(tmp_path / "no" / "page.html"))
    assert ran.status == 2
    assert "No such file or directory" in ran.complaint


def test_every_edge_of_a_real_graph_has_a_line_or_a_chip(planner: Planner) -> None:
    for scope in ("survey", "full"):
        graph = planner.scope_graph(scope)
        made = laid_out(graph, {})
        edges = {edge.pair for edge in made.edges}
        assert len(edges) == len(graph.edges)
        lined = {pair for line in made.lines for pair in line.edges}
        chipped = {pair for chip in made.chips for pair in chip.edges}
        assert lined | chipped == edges
        assert not lined & chipped
        assert all(chip.edges for chip in made.chips)
        assert {node.lane for node in made.nodes} == set(range(len(made.lanes)))
        for node in made.nodes:
            lane = made.lanes[node.lane]
            assert lane.y <= node.y
            assert node.y + node.h <= lane.y + lane.h

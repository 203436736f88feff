"""Names that mean something to a script or a page mean nothing in ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from nasty import CORE, NAMES, scenario, write_rules, write_scenario

from chromium import Browser
from planner import Planner
from planner.errors import printable

pytestmark = pytest.mark.browser


def test_criteria_may_be_called_as_what_every_object_has(
    browser: Browser, planner: Planner, write: Callable[[str, str], str]
) -> None:
    plan = planner.plan(scenario("Names"))
    browser.open(write("names.html", planner.page([plan])))
    assert {*NAMES} <= {*browser.texts("li:nth-child(1) .multiple small")}
    widths = browser.run("return [...document.querySelectorAll('.track i')].map(bar => bar.style.width)")
    assert widths
    assert all(re.fullmatch(r"\d+%", width) for width in widths)
    browser.click("li:nth-child(2) .card")
    heads = browser.run("return [...document.querySelectorAll('#reasons th[scope=row]')].map(head => head.textContent)")
    assert {*NAMES} <= {*heads}


def test_nothing_that_rules_say_runs_or_loads(
    browser: Browser, write: Callable[[str, str], str], tmp_path: Path
) -> None:
    """An alert would end the next call with an error, and whatever is loaded would be refused aloud."""
    theirs = Planner(write_rules(tmp_path / "rules"))
    said = [scenario(CORE, scope="survey"), scenario(CORE, allowed=[])]
    plans = [theirs.plan(write_scenario(tmp_path / f"{number}.yaml", one)) for number, one in enumerate(said)]
    url = write("nasty.html", theirs.page(plans))
    browser.open(url)
    assert browser.run("return document.title") == printable(CORE)
    for view in ("matrix", "table", "graph"):
        browser.click(f"#tab-{view}")
    browser.click("#graph-0 .node")
    assert browser.run("return document.querySelectorAll('img, script:not(#data), iframe').length") == 1
    assert browser.requests() == [url]

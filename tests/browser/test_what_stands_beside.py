"""What stands beside the graph: conflicts, repairs, demands, other networks, the tables, the matrix."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from chromium import Browser
from made_up import drawn
from planner import Plan, Planner

pytestmark = pytest.mark.browser


def test_no_stack_shows_demands_with_their_lines(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url + "#scenario=2")
    shown = browser.text("#list")
    for blame in plans[1].conflicts[0]:
        assert blame.demand.spelling in shown
        assert str(blame.demand.place) in shown
        assert blame.reason in shown
        assert blame.source in shown
    assert browser.count(".card") == 0
    browser.press(Keys.ARROW_DOWN, Keys.ESCAPE)


def test_repairs_are_shown(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url + "#scenario=2")
    assert plans[1].repairs
    assert browser.texts(".repairs code") == [change for repair in plans[1].repairs for change in repair.changes]
    assert browser.texts(".repairs b") == [repair.best for repair in plans[1].repairs]


def test_demands_and_other_networks(browser: Browser, url: str, planner: Planner, plans: list[Plan]) -> None:
    browser.open(url)
    stack = plans[0].stacks[0]
    reasons = browser.text("#reasons")
    for answer in stack.answers:
        assert answer.to_dict()["demand"] in reasons
    conditions = planner.fallbacks(plans[0]).conditions
    assert browser.texts(".networks dt") == [condition.environment.replace("-", " ") for condition in conditions]
    for condition, shown in zip(conditions, browser.texts(".networks dd"), strict=True):
        assert condition.first in shown if condition.first else shown.startswith("none: ")


def test_the_table_has_every_stack_and_edge(browser: Browser, url: str, planner: Planner, plans: list[Plan]) -> None:
    browser.open(url + "#view=table")
    graph = drawn(planner.rules, "full")
    rows = browser.run(
        "return [...document.querySelectorAll('#tables table')].map(table => [...table.tBodies[0].rows].map("
        "row => [...row.cells].map(cell => cell.textContent)))"
    )
    assert [row[1] for row in rows[0]] == [stack.spelling for stack in plans[0].stacks]
    assert [(row[0], row[1], row[2]) for row in rows[1]] == [
        (edge.upper, "keys" if edge.keys else "runs over", edge.lower) for edge in graph.edges
    ]
    assert [row[0] for row in rows[2]] == [node.id for node in graph.nodes]


def test_the_matrix_has_every_edge(browser: Browser, url: str, planner: Planner) -> None:
    browser.open(url + "#view=matrix")
    assert browser.count("#matrix-0 .mark") == len(drawn(planner.rules, "full").edges)
    browser.run(
        "document.querySelector('#matrix-0 text[data-id=quic]').dispatchEvent(new Event('click', {bubbles: true}))"
    )
    assert browser.text(".protocol h2") == "quic"


def test_the_names_of_the_matrix_stay_in_sight(browser: Browser, real: str) -> None:
    browser.open(real + "#view=matrix")
    top = "document.querySelector('#matrix-0 .heads rect').getBoundingClientRect().top"
    before = browser.run(f"return {top}")
    browser.run("document.querySelector('#panel').scrollTop = 200")
    after = browser.run(f"return new Promise(done => setTimeout(() => done({top}), 100))")
    assert abs(after - before) < 2


def test_the_handshake_of_a_protocol_is_another_row(browser: Browser, real: str, plans: list[Plan]) -> None:
    browser.open(real + "#view=matrix")
    for stack in plans[0].stacks:
        records = {layer.protocol for layer in stack.stack}
        keyed = {layer.keyed_by for layer in stack.stack} - {""}
        on = set(browser.run("return [...document.querySelectorAll('#matrix-0 text.on')].map(one => one.dataset.id)"))
        assert {name.removesuffix("/handshake") for name in on if name.endswith("/handshake")} <= keyed
        assert {name for name in on if not name.endswith("/handshake")} <= records | keyed
        for name in keyed - records:
            assert browser.count(f"#matrix-0 text[data-id='{name}/handshake']") == 0 or name not in on
        browser.press(Keys.ARROW_DOWN)
    assert browser.count("#matrix-0 .handshake") > 0
    assert browser.count("#matrix-0 text.lane") > 6


def test_the_border_moves(browser: Browser, real: str) -> None:
    browser.open(real)
    before = browser.run("return document.querySelector('#detail').clientHeight")
    browser.run("document.querySelector('#split').focus()")
    browser.press(Keys.ARROW_UP)
    assert browser.run("return document.querySelector('#detail').clientHeight") == before + 40
    now = browser.run("return Number(document.querySelector('#split').getAttribute('aria-valuenow'))")
    assert now == browser.run("return document.querySelector('#detail').offsetHeight")

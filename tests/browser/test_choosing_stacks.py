"""Choosing a stack: its path lights up, its reasons stand beside it, and the address keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from selenium.webdriver.common.keys import Keys

from chromium import Browser, chosen, lit
from made_up import drawn
from planner import Plan, Planner
from planner.page import PagePlan, page
from planner.page.laid_out import laid_out

pytestmark = pytest.mark.browser
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_it_opens_without_any_other_request(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url)
    assert browser.requests() == [url]
    assert browser.run("return performance.getEntriesByType('resource').length") == 0
    assert browser.texts(".card .spelling") == [stack.spelling for stack in plans[0].stacks]
    assert chosen(browser) == [plans[0].stacks[0].spelling]
    assert browser.run("return document.title") == plans[0].scenario.name


def test_a_click_lights_the_path_and_gives_its_reasons(
    browser: Browser, url: str, planner: Planner, plans: list[Plan]
) -> None:
    browser.open(url)
    stack = plans[0].stacks[2]
    browser.click("li:nth-child(3) .card")
    names = {name for layer in stack.stack for name in (layer.protocol, layer.keyed_by) if name}
    assert lit(browser) == names
    assert browser.texts(".badge text") == [str(place + 1) for place in range(len(stack.stack))]
    assert browser.text("#reasons h2") == f"Why rank {stack.rank}"
    assert browser.text("#staircase title") == "3"
    reasons = browser.text("#reasons")
    for over in stack.over[:-1]:
        assert over is not None
        assert over.source in reasons
    for warning in stack.warnings:
        assert warning.text in reasons
        assert warning.source in reasons
    assert f"Against rank {stack.rank - 1}" in reasons
    for move in planner.why(plans[0], stack.spelling).moves:
        assert f"{', '.join(move.changes)}: rank {move.rank}" in reasons
    # Lit lines come last, so that none that is faded is painted over them; none is see-through.
    flags = browser.run(
        "return [...document.querySelectorAll('#graph-0 .edges > *')].map(one => one.classList.contains('on'))"
    )
    assert any(flags)
    assert flags == sorted(flags)
    assert browser.style("#graph-0 .edge.on", "stroke-width") == "3px"
    assert browser.style("#graph-0 .edge:not(.on)", "opacity") == "1"
    assert browser.style("#graph-0 .edge:not(.on)", "stroke") != browser.style("#graph-0 .edge.on", "stroke")


def test_arrows_go_through_the_stacks(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url)
    spellings = [stack.spelling for stack in plans[0].stacks]
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert chosen(browser) == [spellings[2]]
    browser.press(Keys.ARROW_UP)
    assert chosen(browser) == [spellings[1]]
    browser.press("j", "j", "k")
    assert chosen(browser) == [spellings[2]]
    browser.press(Keys.ESCAPE)
    assert chosen(browser) == []
    assert lit(browser) == set()
    assert browser.count(".badge, .arc") == 0


def test_the_listed_stacks_alone(browser: Browser, real: str, plans: list[Plan]) -> None:
    browser.open(real)
    browser.press("o")
    names = {layer.protocol for stack in plans[0].stacks for layer in stack.stack}
    keys = {layer.keyed_by for stack in plans[0].stacks for layer in stack.stack} - {""}
    shown = ".graph:not([hidden]) .node"
    assert browser.count(shown) == len(names) + len(keys)
    assert "show=listed" in browser.hash()
    assert lit(browser) == {"SRTP", "TURN", "TLS 1.3", "TCP", "IPv4 and IPv6", "DTLS 1.3"}
    browser.press("/", "wireguard", Keys.ENTER)  # is not among them: everything is shown again
    assert browser.texts(".graph:not([hidden]) .node.picked text") == ["WireGuard"]
    browser.driver.back()
    assert browser.count(shown) == len(names) + len(keys)
    browser.open(real, width=390, height=844)
    assert browser.count(shown) == len(names) + len(keys)
    browser.click("#only")
    assert "show=all" in browser.hash()


def test_every_step_of_every_stack_is_drawn(browser: Browser, real: str, plans: list[Plan], planner: Planner) -> None:
    """A step of a stack is a lit line, or an arc where the layout draws none."""
    graph = laid_out(planner.scope_graph("full"), {})
    browser.open(real)
    for stack in plans[0].stacks:
        steps = len(stack.stack) - 1 + sum(bool(layer.keyed_by) for layer in stack.stack)
        edges = browser.run(
            "return [...document.querySelectorAll('#matrix-0 .mark.on')].map(one => Number(one.dataset.e))"
        )
        assert len(edges) == steps
        drawn_ones = {edge for edge in edges if any(graph.edges[edge].pair in line.edges for line in graph.lines)}
        assert browser.count("#graph-0 .arc") == steps - len(drawn_ones)
        numbers = [int(number) for text in browser.texts("#graph-0 .badge text") for number in text.split(", ")]
        assert sorted(numbers) == [place + 1 for place in range(len(stack.stack))]
        assert browser.text("#staircase h2") == stack.spelling
        browser.press(Keys.ARROW_DOWN)


def test_a_layer_that_comes_twice_has_one_badge(
    browser: Browser, planner: Planner, write: Callable[[str, str], str]
) -> None:
    plan = planner.plan("scenarios/turn-over-tls.yaml")
    browser.open(write("twice.html", planner.page(plan)))
    for stack in plan.stacks:
        names = [layer.protocol for layer in stack.stack]
        boxes = browser.run(
            "return [...document.querySelectorAll('#graph-0 .badge rect')].map(one => one.getBoundingClientRect())"
            ".map(one => [one.left, one.right, one.top, one.bottom])"
        )
        texts = browser.texts("#graph-0 .badge text")
        for name in set(names):
            if name != "ip" and names.count(name) > 1:
                assert ", ".join(str(place) for place, layer in enumerate(names, 1) if layer == name) in texts
        for box in boxes:
            for other in boxes:
                apart = box[1] <= other[0] or other[1] <= box[0] or box[3] <= other[2] or other[3] <= box[2]
                assert box is other or apart
        browser.press(Keys.ARROW_DOWN)


def test_several_scenarios(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url)
    browser.run("const it = document.querySelector('#scenario'); it.value = 2; it.dispatchEvent(new Event('change'))")
    assert chosen(browser) == [plans[2].stacks[0].spelling]
    assert not browser.find("#graph-0").is_displayed()
    assert browser.find("#graph-1").is_displayed()
    assert "scenario=3" in browser.hash()
    browser.press("]", "[")
    assert "scenario=2" in browser.hash()
    assert browser.count(".card") == 0


def test_the_address_keeps_everything_and_back_goes_back(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url)
    wanted = plans[0].stacks[4].spelling
    browser.click("li:nth-child(5) .card")
    browser.click("#tab-matrix")
    browser.press("/", "quic", Keys.ENTER)
    assert browser.hash() == f"#scenario=1&stack={wanted}&view=matrix&node=quic"
    address = browser.run("return location.href")
    browser.open(address)
    assert chosen(browser) == [wanted]
    assert browser.find("#matrix-0").is_displayed()
    assert browser.text(".protocol h2") == "quic"
    browser.click("#tab-table")
    browser.press(Keys.ARROW_DOWN)
    browser.driver.back()
    assert chosen(browser) == [wanted]
    assert browser.find("#tables").is_displayed()
    browser.driver.back()
    assert browser.find("#matrix-0").is_displayed()
    browser.driver.forward()
    assert browser.find("#tables").is_displayed()


@pytest.mark.parametrize("wrong", ["#scenario=99&stack=x&view=y&node=z", "#%%%", "#stack=", "#scenario=-1&theme=pink"])
def test_a_wrong_address_is_no_fault(browser: Browser, url: str, plans: list[Plan], wrong: str) -> None:
    browser.open(url + wrong)
    assert browser.count(".view") == 1
    assert browser.find("#panel").is_displayed()


def test_a_hostile_scenario_is_text(
    browser: Browser, planner: Planner, plans: list[Plan], write: Callable[[str, str], str]
) -> None:
    scenario = replace(plans[0].scenario, name=HOSTILE)
    shown = PagePlan(plan=replace(plans[0], scenario=scenario))
    browser.open(write("hostile.html", page([shown, shown], [drawn(planner.rules, "full")])))
    assert browser.run("return document.title") == HOSTILE
    assert browser.texts("#scenario option") == [HOSTILE, HOSTILE]
    assert browser.count("img") == 0
    assert browser.count("script") == 2

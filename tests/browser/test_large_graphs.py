"""Thousands of protocols: choosing, searching and listing still answer at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from selenium.webdriver.common.keys import Keys

from chromium import Browser
from made_up import large
from planner import Plan, Planner
from planner.model import Layer
from planner.page import PagePlan, page

pytestmark = pytest.mark.browser


def test_three_thousand_protocols(
    browser: Browser, plans: list[Plan], write: Callable[[str, str], str], planner: Planner
) -> None:
    """Choosing stacks takes not much more than the graph is larger, and a click answers at once."""
    times = {}
    for count in (60, 3000):
        graph = large(count)
        plan = renamed(plans[0], count)
        html = page([PagePlan(plan=plan, union=1)], [graph, large(20)])
        browser.open(write(f"large-{count}.html", html))
        assert browser.find(f"#graph-{int(count > 300)}").is_displayed()  # hundreds begin with the listed stacks
        if count > 300:
            browser.press("o")
        assert browser.count("#graph-0 .node") == count
        times[count] = browser.run(
            "const cards = [...document.querySelectorAll('.card')]; const start = performance.now();"
            "for (const card of cards) { card.click(); document.querySelector('.badge').getBBox(); }"
            "return (performance.now() - start) / cards.length"
        )
        browser.press("/", "p59")
        assert browser.count(".node.hit") == len([node for node in graph.nodes if "p59" in node.id])
        browser.press(Keys.ENTER, "2", "3")
        assert browser.count("#tables table:nth-child(2) tbody tr") == len(graph.edges)
    assert times[3000] < 50 * times[60] + 200


def renamed(plan: Plan, count: int) -> Plan:
    """The plan with protocols of the made-up graph in its stacks."""
    stacks = []
    for stack in plan.stacks:
        names = [
            Layer(protocol=f"p{(count - 1) * (place + 1) // (stack.rank + 6)}") for place in range(len(stack.stack))
        ]
        stacks.append(replace(stack, stack=tuple(reversed(names))))
    return replace(plan, stacks=tuple(stacks))

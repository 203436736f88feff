"""The page in a real Chromium: clicks, keys, search, filters, address, themes, paper, narrow screens, speed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from chromium import Browser
from made_up import drawn, large
from planner import Plan, Planner
from planner.page import PagePlan, page
from planner.page.laid_out import laid_out
from planner.picture_requests import page_bytes

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
FILES = ("turn-over-tls", "eap-and-alpn-one-layer", "browser-call")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def plans(planner: Planner) -> list[Plan]:
    return [planner.plan(ROOT / "scenarios" / f"{name}.yaml") for name in FILES]


@pytest.fixture(scope="module")
def url(planner: Planner, plans: list[Plan], write: Callable[[str, str], str]) -> str:
    graphs = [drawn(planner.rules, scope) for scope in ("full", "survey")]
    stairs = {
        stack.spelling: f"<svg width='9' height='9'><title>{stack.rank}</title></svg>" for stack in plans[0].stacks
    }
    shown = [
        PagePlan(plan=plan, graph=int(plan.scope == "survey"), staircases={} if number else stairs)
        for number, plan in enumerate(plans)
    ]
    return write("page.html", page(shown, graphs))


@pytest.fixture(scope="module")
def real(planner: Planner, plans: list[Plan], write: Callable[[str, str], str]) -> str:
    """What the command writes."""
    return write("real.html", page_bytes(planner, plans, "auto").decode())


@pytest.fixture(autouse=True)
def quiet(browser: Browser) -> Iterator[None]:
    """Whatever a test does, the console stays empty."""
    yield
    assert browser.console() == []


def chosen(browser: Browser) -> list[str]:
    return browser.texts("[aria-current=true] .spelling")


def lit(browser: Browser) -> set[str]:
    script = "return [...document.querySelectorAll('.graph:not([hidden]) .node.on text')].map(one => one.textContent)"
    return set(browser.run(script))


def test_it_opens_without_any_other_request(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url)
    assert browser.requests() == [url]
    assert browser.run("return performance.getEntriesByType('resource').length") == 0
    assert browser.texts(".card .spelling") == [stack.spelling for stack in plans[0].stacks]
    assert chosen(browser) == [plans[0].stacks[0].spelling]
    assert browser.run("return document.title") == plans[0].scenario.name


def test_a_click_lights_the_path_and_gives_its_reasons(browser: Browser, url: str, plans: list[Plan]) -> None:
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
    for move in plans[0].why(stack.spelling).moves:
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


def test_keys_change_the_view_and_open_help(browser: Browser, url: str) -> None:
    browser.open(url)
    for key, selector in (("2", "#matrix-0"), ("3", "#tables"), ("1", "#graph-0")):
        browser.press(key)
        assert browser.find(selector).is_displayed()
        assert browser.count("[role=tab][aria-selected=true]") == 1
        assert browser.count("#panel > :not([hidden])") == 1
    browser.press("?")
    assert browser.find("#keys").is_displayed()
    browser.press(Keys.ESCAPE)
    assert not browser.find("#keys").is_displayed()


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
        numbers = [int(one) for text in browser.texts("#graph-0 .badge text") for one in text.split(", ")]
        assert sorted(numbers) == [place + 1 for place in range(len(stack.stack))]
        assert browser.text("#staircase h2") == stack.spelling
        browser.press(Keys.ARROW_DOWN)


def test_a_layer_that_comes_twice_has_one_badge(
    browser: Browser, planner: Planner, write: Callable[[str, str], str]
) -> None:
    plan = planner.plan(ROOT / "scenarios" / "turn-over-tls.yaml")
    browser.open(write("twice.html", page_bytes(planner, [plan], "auto").decode()))
    for stack in plan.stacks:
        names = [layer.protocol for layer in stack.stack]
        boxes = browser.run(
            "return [...document.querySelectorAll('#graph-0 .badge rect')].map(one => one.getBoundingClientRect())"
            ".map(one => [one.left, one.right, one.top, one.bottom])"
        )
        texts = browser.texts("#graph-0 .badge text")
        for name in set(names):
            if name != "ip" and names.count(name) > 1:
                assert ", ".join(str(place) for place, it in enumerate(names, 1) if it == name) in texts
        for one in boxes:
            for other in boxes:
                apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
                assert one is other or apart
        browser.press(Keys.ARROW_DOWN)


def test_chips_say_what_they_stand_for(browser: Browser, real: str) -> None:
    browser.open(real)
    for kind, words in (("carries", "again"), ("over", "also runs over"), ("keys", "is keyed by")):
        titles = browser.texts(f"#graph-0 .chip.{kind} title")
        assert titles
        assert all(words in title for title in titles)
        assert browser.count(f"#graph-0 .chip.{kind} .sign") == len(titles)
        assert browser.count(f"#key .chip.{kind} .sign") == 1
    after = "return [...document.querySelectorAll('#graph-0 .chip.KIND')].every(one => one.querySelector('.sign')"
    after += ".getBoundingClientRect().left SIGN one.querySelector('text').getBoundingClientRect().left)"
    assert browser.run(after.replace("KIND", "carries").replace("SIGN", ">"))
    assert browser.run(after.replace("KIND", "over").replace("SIGN", "<"))


def test_the_handshake_of_a_protocol_is_another_row(browser: Browser, real: str, plans: list[Plan]) -> None:
    browser.open(real + "#view=matrix")
    for stack in plans[0].stacks:
        records = {layer.protocol for layer in stack.stack}
        keyed = {layer.keyed_by for layer in stack.stack} - {""}
        on = set(browser.run("return [...document.querySelectorAll('#matrix-0 text.on')].map(one => one.dataset.id)"))
        assert {one.removesuffix("/handshake") for one in on if one.endswith("/handshake")} <= keyed
        assert {one for one in on if not one.endswith("/handshake")} <= records | keyed
        for name in keyed - records:
            assert browser.count(f"#matrix-0 text[data-id='{name}/handshake']") == 0 or name not in on
        browser.press(Keys.ARROW_DOWN)
    assert browser.count("#matrix-0 .handshake") > 0
    assert browser.count("#matrix-0 text.lane") > 6


def test_a_role_stands_out_beside_the_chosen_stack(browser: Browser, real: str) -> None:
    browser.open(real)
    before = lit(browser)
    faded = "#graph-0 .node.secure:not(.on) .shape"
    grey = browser.style(faded, "stroke")
    browser.click(".role.secure")
    assert browser.style(faded, "stroke") != grey
    assert browser.style(faded, "stroke-width") == "3px"
    assert lit(browser) == before
    assert browser.count("#graph-0 .edge.on") > 0
    assert browser.run(
        "return [...document.querySelectorAll('#graph-0 .edge.on')].every(it => getComputedStyle(it).display != 'none')"
    )


@pytest.mark.parametrize(("width", "height"), [(1500, 900), (1024, 768), (390, 844)])
def test_the_chosen_path_is_in_view_and_the_staircase_legible(
    browser: Browser, real: str, width: int, height: int
) -> None:
    browser.open(real, width=width, height=height)
    inside = browser.run(
        "const panel = document.querySelector('#panel').getBoundingClientRect();"
        "return [...document.querySelectorAll('.graph:not([hidden]) .node.on')].map(one => one.getBoundingClientRect())"
        ".map(one => one.width < panel.width / 2 ? one : {left: panel.left, right: panel.right, top: one.top,"
        " bottom: one.bottom}).every(one => one.left >= panel.left"
        " && one.right <= panel.right + 1 && one.top >= panel.top && one.bottom <= panel.bottom + 1)"
    )
    assert inside
    smallest = browser.run(
        "return Math.min(...[...document.querySelectorAll('#staircase text')].map(one => "
        "parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))"
    )
    assert smallest > 10.99


def test_a_card_brings_the_picture_into_view_on_a_phone(browser: Browser, real: str) -> None:
    browser.open(real, width=390, height=844)
    browser.click("li:nth-child(2) .card")
    assert 0 <= browser.run("return document.querySelector('#panel').getBoundingClientRect().top") < 400
    browser.click("#tolist")
    assert browser.run("return Math.abs(document.querySelector('#list').getBoundingClientRect().top)") < 200


def test_the_border_moves(browser: Browser, real: str) -> None:
    browser.open(real)
    before = browser.run("return document.querySelector('#detail').clientHeight")
    browser.run("document.querySelector('#split').focus()")
    browser.press(Keys.ARROW_UP)
    assert browser.run("return document.querySelector('#detail').clientHeight") == before + 40
    now = browser.run("return Number(document.querySelector('#split').getAttribute('aria-valuenow'))")
    assert now == browser.run("return document.querySelector('#detail').offsetHeight")


def test_the_names_of_the_matrix_stay_in_sight(browser: Browser, real: str) -> None:
    browser.open(real + "#view=matrix")
    top = "document.querySelector('#matrix-0 .heads rect').getBoundingClientRect().top"
    before = browser.run(f"return {top}")
    browser.run("document.querySelector('#panel').scrollTop = 200")
    after = browser.run(f"return new Promise(done => setTimeout(() => done({top}), 100))")
    assert abs(after - before) < 2


def test_search_marks_lists_and_selects(browser: Browser, url: str) -> None:
    browser.open(url)
    browser.press("/", "rfc 9000")
    assert browser.run("return document.activeElement.id") == "search"
    assert browser.texts("#matches [role=option] b") == []
    browser.press(*[Keys.BACKSPACE] * 8, "wiregu")
    assert browser.texts("#matches [role=option] b") == ["wireguard"]
    assert browser.texts("#graph-0 .node.hit text") == ["wireguard"]
    browser.press(Keys.ENTER)
    assert "node=wireguard" in browser.hash()
    assert browser.texts(".node.picked text") == ["wireguard"]
    assert browser.text(".protocol h2") == "wireguard"
    assert browser.count("#matches:not([hidden]), .node.hit") == 0
    browser.press("/", "tls", Keys.ARROW_DOWN)
    assert browser.run("return document.querySelector('#search').getAttribute('aria-activedescendant')") == "match-1"
    browser.press(Keys.ESCAPE)
    assert browser.run("return document.querySelector('#search').value") == ""
    browser.press("/", "no such protocol")
    assert browser.texts("#matches li") == ["No protocol"]
    browser.press(Keys.ENTER, Keys.ESCAPE)


def test_filters_fade_and_hide(browser: Browser, url: str) -> None:
    browser.open(url + "#stack=none")
    total = browser.count("#graph-0 .node")
    browser.click(".role.keys")
    assert browser.run("return document.querySelector('.role.keys').getAttribute('aria-pressed')") == "true"
    keys = browser.count("#graph-0 .node.keys")
    assert browser.count("#graph-0 .node.out") == total - keys
    browser.press("3")
    assert browser.count("#tables table:last-child tbody tr:not([hidden])") == keys
    browser.click(".role.keys")
    assert browser.count("#graph-0 .node.out") == 0
    browser.click("#filter summary")
    browser.click("#lanes label:last-of-type")
    assert browser.texts("#filtered") == [" 1"]
    assert 0 < browser.count("#graph-0 .node:not(.out)") < total
    browser.click("#nofilter")
    assert browser.count("#graph-0 .node.out") == 0
    browser.click("#statuses label")
    assert 0 < browser.count("#graph-0 .node.out") < total
    browser.press(Keys.ESCAPE)
    assert browser.count("#filter[open]") == 0


def test_nodes_have_names_and_take_keys(browser: Browser, url: str) -> None:
    browser.open(url)
    unnamed = "#graph-0 .node:not([aria-label]), #graph-0 .node[aria-label=''], #graph-0 .node:not([role=button])"
    assert browser.count(unnamed) == 0
    assert browser.count("#graph-0 .node[tabindex='0']") == 1
    browser.run("document.querySelector('#graph-0 .node[tabindex=\"0\"]').focus()")
    before = browser.run("return document.activeElement.getAttribute('aria-label')")
    browser.press(Keys.ARROW_DOWN)
    after = browser.run("return document.activeElement.getAttribute('aria-label')")
    assert after != before
    assert chosen(browser)[0].startswith("srtp(dtls-1.3)")
    browser.press(Keys.ENTER)
    assert browser.count(".node.picked") == 1
    assert browser.text(".protocol h2") in after


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


def test_demands_and_other_networks(browser: Browser, url: str, plans: list[Plan]) -> None:
    browser.open(url)
    stack = plans[0].stacks[0]
    reasons = browser.text("#reasons")
    for answer in plans[0].answers(stack.stack):
        assert answer.to_dict()["demand"] in reasons
    conditions = plans[0].fallbacks().conditions
    assert browser.texts(".networks dt") == [one.environment.replace("-", " ") for one in conditions]
    for one, shown in zip(conditions, browser.texts(".networks dd"), strict=True):
        assert one.first in shown if one.first else shown.startswith("none: ")


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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_follows_the_system_and_the_button(browser: Browser, url: str, dark: bool) -> None:
    paper = {False: "rgb(255, 255, 255)", True: "rgb(20, 23, 28)"}
    browser.open(url, dark=dark)
    assert browser.style("html", "background-color") == paper[dark]
    browser.press("t")  # light
    assert browser.style("html", "background-color") == paper[False]
    browser.click("#theme")  # dark
    assert browser.style("html", "background-color") == paper[True]
    assert "theme=dark" in browser.hash()
    browser.open(browser.run("return location.href"), dark=dark)
    assert browser.style("html", "background-color") == paper[True]


@pytest.mark.parametrize("width", [320, 390, 700, 999, 1000, 1300])
@pytest.mark.parametrize("view", ["graph", "matrix", "table"])
def test_no_width_scrolls_the_page_sideways(browser: Browser, real: str, width: int, view: str) -> None:
    for scenario in (1, 2):
        browser.open(f"{real}#scenario={scenario}&view={view}&node=quic", width=width, height=844)
        assert browser.run("return document.documentElement.scrollWidth") <= width
        assert browser.run("return document.body.scrollWidth") <= width


def test_on_a_narrow_screen_it_is_one_column(browser: Browser, url: str) -> None:
    browser.open(url, width=390, height=844)
    boxes = browser.run(
        "return ['#list', '.view', '#detail'].map(one => {const box = document.querySelector(one)"
        ".getBoundingClientRect(); return [box.left, box.width, box.top, box.bottom]})"
    )
    room = browser.run("return document.documentElement.clientWidth")
    assert all(left == 0 and size == room for left, size, _, _ in boxes)
    assert all(above[3] <= below[2] for above, below in pairwise(boxes))
    browser.click("li:nth-child(2) .card")
    assert len(chosen(browser)) == 1


def test_on_paper_it_is_light_whole_and_without_controls(browser: Browser, url: str) -> None:
    browser.open(url + "#theme=dark", dark=True, media="print")
    assert browser.style("html", "background-color") == "rgb(255, 255, 255)"
    for hidden in (".tools", "#scenario", ".zoom", "[role=tablist]"):
        assert not browser.find(hidden).is_displayed()
    for shown in ("#title", "#list", "#graph-0", "#reasons"):
        assert browser.find(shown).is_displayed()
    clipped = "return ['#list', '#panel', '#reasons'].filter(one => {const it = document.querySelector(one); "
    assert browser.run(clipped + "return it.scrollHeight > it.clientHeight + 2})") == []


@pytest.mark.parametrize("view", ["graph", "matrix", "table"])
def test_on_paper_nothing_is_closed_or_cut(browser: Browser, real: str, view: str) -> None:
    browser.open(f"{real}#view={view}", width=720, height=1000, media="print")
    if view != "table":
        assert browser.find("#shown").is_displayed()
        assert browser.find("#key").is_displayed()
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.count("#detail details:not([open])") == 0
    wide = "return [...document.querySelectorAll('table, #panel > svg, #staircase svg')].filter(one => "
    wide += "one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 99))"
    assert browser.run(wide) == []
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.count("#reasons details[open]") == 0


def test_without_scripts_there_are_no_dead_controls(browser: Browser, real: str) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(real)
        seen = {
            one: browser.find(one).is_displayed() for one in (".tools", ".view", "#split", "#detail", "noscript li")
        }
        assert [one for one, shown in seen.items() if shown] == ["noscript li"]
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("scenario", [1, 2, 3])
def test_the_list_does_not_scroll_sideways(browser: Browser, real: str, scenario: int) -> None:
    browser.open(f"{real}#scenario={scenario}", width=1024, height=768)
    assert browser.run("const it = document.querySelector('#list'); return it.scrollWidth - it.clientWidth") == 0


def test_forced_colours(browser: Browser, real: str) -> None:
    browser.open(real)
    forced = {"features": [{"name": "forced-colors", "value": "active"}]}
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", forced)
    assert browser.style(".track", "border-top-width") == "1px"
    assert browser.style(".track i", "background-color") != browser.style("body", "background-color")
    tab = "background-color"
    assert browser.style("#tab-graph", tab) != browser.style("#tab-matrix", tab)


def test_nothing_moves_before_the_first_frame(browser: Browser, url: str) -> None:
    browser.open(url)
    assert (
        browser.run(
            "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout("
            "() => done(document.documentElement.className)))))"
        )
        == "ready"
    )
    browser.run("document.documentElement.className = ''")
    assert browser.style(".card", "transition-duration") == "0s"


def test_reduced_motion(browser: Browser, url: str) -> None:
    browser.open(url)
    reduced = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", reduced)
    assert browser.style(".card", "transition-duration") == "0s"


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
    from planner.model import Layer

    stacks = []
    for stack in plan.stacks:
        names = [
            Layer(protocol=f"p{(count - 1) * (place + 1) // (stack.rank + 6)}") for place in range(len(stack.stack))
        ]
        stacks.append(replace(stack, stack=tuple(reversed(names))))
    return replace(plan, stacks=tuple(stacks), advisor=None)

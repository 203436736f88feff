"""The page on any screen and on paper: widths, themes, forced colours, motion, no scripts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chromium import Browser, chosen

pytestmark = pytest.mark.browser


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
            selector: browser.find(selector).is_displayed()
            for selector in (".tools", ".view", "#split", "#detail", "noscript li")
        }
        assert [selector for selector, shown in seen.items() if shown] == ["noscript li"]
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

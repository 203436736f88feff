"""Finding a protocol: keys, search, filters, roles, chips; every node can be reached and has a name."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from chromium import Browser, chosen, lit

pytestmark = pytest.mark.browser


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

"""A real Chromium, headless, that the tests click in, and pages for it; without one they say so and are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from chromium import Browser
from made_up import drawn
from planner import Plan, Planner
from planner.page import PagePlan, page

FILES = ("turn-over-tls", "eap-and-alpn-one-layer", "browser-call")
HEADLESS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("no chromium or no chromedriver on the PATH: the page is not tested in a browser")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*HEADLESS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as made:
        yield Browser(made)


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """Puts a page into a file and gives its address."""
    folder: Path = tmp_path_factory.mktemp("pages")

    def written(name: str, html: str) -> str:
        (folder / name).write_text(html, "utf-8")
        return (folder / name).as_uri()

    return written


@pytest.fixture(scope="session")
def plans(planner: Planner) -> list[Plan]:
    """One of several stacks, one without any, one of few."""
    return [planner.plan(f"scenarios/{name}.yaml") for name in FILES]


@pytest.fixture(scope="session")
def url(planner: Planner, plans: list[Plan], write: Callable[[str, str], str]) -> str:
    """The plans beside a graph that is no more than laid out, with staircases that can be told apart."""
    graphs = [drawn(planner.rules, scope) for scope in ("full", "survey")]
    stairs = {
        stack.spelling: f"<svg width='9' height='9'><title>{stack.rank}</title></svg>" for stack in plans[0].stacks
    }
    shown = [
        PagePlan(
            plan=plan,
            graph=int(plan.scope == "survey"),
            staircases={} if number else stairs,
            moves={stack.spelling: planner.why(plan, stack.spelling).moves for stack in plan.stacks},
            fallbacks=planner.fallbacks(plan) if plan.feasible else None,
        )
        for number, plan in enumerate(plans)
    ]
    return write("page.html", page(shown, graphs))


@pytest.fixture(scope="session")
def real(planner: Planner, plans: list[Plan], write: Callable[[str, str], str]) -> str:
    """What the command writes."""
    return write("real.html", planner.page(plans))


@pytest.fixture(autouse=True)
def quiet(browser: Browser) -> Iterator[None]:
    """Whatever a test does, the console stays empty."""
    yield
    assert browser.console() == []

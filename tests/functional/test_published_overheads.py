"""Our sums of overhead against totals published elsewhere: equal, or different by exactly what is explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner import Planner
from planner.names import parse_stack
from planner.stacks.judging import breaches
from published_overheads import Published, load_published

TOTALS = load_published(Path(__file__).parent.parent / "published_overheads.yaml")
EVERYTHING = {"tunnels": 8, "security-layers": 8, "relays": 8}
PLAIN = {"confidentiality": "no-preference", "integrity": "no-preference"}


def our_bytes(planner: Planner, figure: Published) -> int:
    """What the layers that count add up to; the stack has to be one that the planner would offer."""
    scenario = planner.scenario(
        {
            "application": {"payload": figure.payload},
            "environment": {"ip-version": figure.ip},
            "limits": EVERYTHING,
            "security": PLAIN,
        }
    )
    assessment = planner.engine.assess(scenario, parse_stack(figure.stack))
    assert breaches(assessment) == (), figure.id
    names, layers = figure.stack.split("/"), assessment.typical_bytes
    counted = (figure.counted or figure.stack).split("/")
    starts = [at for at in range(len(names)) if names[at : at + len(counted)] == counted]
    assert starts, f"{figure.counted} is no run of {figure.stack}"
    known = [size for size in layers[starts[-1] : starts[-1] + len(counted)] if size is not None]
    assert len(known) == len(counted), f"a figure of {figure.id} is unknown"
    if len(counted) == len(names):
        assert sum(known) == assessment.typical_total
    return sum(known)


@pytest.mark.parametrize("figure", TOTALS, ids=lambda figure: figure.id)
def test_total(figure: Published, planner: Planner) -> None:
    assert our_bytes(planner, figure) == figure.published + sum(part.bytes for part in figure.differs), figure.source


def test_there_are_enough_and_most_of_them_are_stated_as_totals() -> None:
    assert len(TOTALS) >= 15
    assert sum(figure.stated == "total" and figure.checked == "text" for figure in TOTALS) >= 15
    assert sum(not figure.differs for figure in TOTALS) >= 15


def test_the_totals_of_the_issue_are_among_them() -> None:
    equal = {(figure.counted or figure.stack, figure.ip, figure.published) for figure in TOTALS if not figure.differs}
    assert equal >= {
        ("wireguard/udp/ip", 4, 60),
        ("wireguard/udp/ip", 6, 80),
        ("ethernet/vxlan/udp/ip", 4, 50),
        ("ethernet/vxlan/udp/ip", 6, 70),
    }


def test_a_wrong_figure_is_caught(planner: Planner) -> None:
    """One byte more in WireGuard's record, and its two totals are wrong; the others stay."""
    record = planner.rules.protocols["wireguard"]
    wrong = replace(record, overhead=replace(record.overhead, bytes=33))
    other = Planner(replace(planner.rules, protocols={**planner.rules.protocols, "wireguard": wrong}))
    apart = [
        figure.id
        for figure in TOTALS
        if our_bytes(other, figure) != figure.published + sum(part.bytes for part in figure.differs)
    ]
    assert apart == ["wireguard/udp/ip v4 60", "wireguard/udp/ip v6 80"]

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


def our_bytes(planner: Planner, it: Published) -> int:
    """What the layers that count add up to; the stack has to be one that the planner would offer."""
    scenario = planner.scenario(
        {
            "application": {"payload": it.payload},
            "environment": {"ip-version": it.ip},
            "limits": EVERYTHING,
            "security": PLAIN,
        }
    )
    assessment = planner.engine.assess(scenario, parse_stack(it.stack))
    assert breaches(assessment) == (), it.id
    names, layers = it.stack.split("/"), assessment.typical_bytes
    counted = (it.counted or it.stack).split("/")
    starts = [at for at in range(len(names)) if names[at : at + len(counted)] == counted]
    assert starts, f"{it.counted} is no run of {it.stack}"
    known = [figure for figure in layers[starts[-1] : starts[-1] + len(counted)] if figure is not None]
    assert len(known) == len(counted), f"a figure of {it.id} is unknown"
    if len(counted) == len(names):
        assert sum(known) == assessment.typical_total
    return sum(known)


@pytest.mark.parametrize("it", TOTALS, ids=lambda it: it.id)
def test_total(it: Published, planner: Planner) -> None:
    assert our_bytes(planner, it) == it.published + sum(one.bytes for one in it.differs), it.source


def test_there_are_enough_and_most_of_them_are_stated_as_totals() -> None:
    assert len(TOTALS) >= 15
    assert sum(it.stated == "total" and it.checked == "text" for it in TOTALS) >= 15
    assert sum(not it.differs for it in TOTALS) >= 15


def test_the_totals_of_the_issue_are_among_them() -> None:
    equal = {(it.counted or it.stack, it.ip, it.published) for it in TOTALS if not it.differs}
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
    found = [it.id for it in TOTALS if our_bytes(other, it) != it.published + sum(one.bytes for one in it.differs)]
    assert found == ["wireguard/udp/ip v4 60", "wireguard/udp/ip v6 80"]

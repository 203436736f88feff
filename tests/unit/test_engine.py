"""Limits that leave too much to plan with are the scenario's fault, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import DataError, Planner


def test_a_derived_layering_with_too_many_segments_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.catalogue.cutting.MOST", 5_000)
    scenario = tmp_path / "s.yaml"
    scenario.write_text("application: {payload: coap}\nlayering: compatible\nlimits: {security-layers: 2}\n")
    with pytest.raises(DataError) as refused:
        Planner().plan(scenario)
    assert str(refused.value) == (
        f"{scenario}:3: limits.security-layers: found 2, which with layering: compatible makes more than 5,000 "
        "segments; use a smaller limit"
    )


def test_conflicts_are_worked_out_once_for_a_plan(planner: Planner) -> None:
    plan = planner.plan("scenarios/wireguard-udp-blocked.yaml")
    conflicts = planner.engine.conflicts(plan.scenario)
    assert planner.engine.conflicts(plan.scenario) is conflicts
    assert planner.engine.conflicts(planner.plan("scenarios/multistream-media.yaml").scenario) is not conflicts

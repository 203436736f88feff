"""What a reader should know before using a stack, or of a plan as a whole.

Knows assessments and scenarios. What is said of a layer is said by the catalogue; makes no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner import model
from planner.model import Claim, Preference, Warning_, cite, claim
from planner.stacks.assessment import Assessment

STATUS_WARNINGS = ("superseded", "experimental", "draft", "research", "proprietary", "deprecated", "unmaintained")


def stack_warnings(assessment: Assessment) -> Iterator[Warning_]:
    """In the order of the layers; each code once for each cause."""
    rules = assessment.rules
    if len(assessment.reliable_layers) > 1:
        names = " over ".join(str(layer) for layer in assessment.reliable_layers)
        yield _warning(rules, "nested-reliability", names)
    for name in model.ids_of(assessment.stack):
        for status in STATUS_WARNINGS:
            if status in rules.protocols[name].statuses:
                yield _warning(rules, status, name, rules.protocols[name].sources)
    for layer in assessment.stack:
        if layer.keyed_by in ("manual", "psk"):
            yield _warning(rules, "static-keys", str(layer))
    if assessment.head != assessment.stack:
        yield _warning(rules, "relay-ends-security", str(assessment.head[-1]))
    if assessment.secure_layers and not assessment.security["peer-authentication"]:
        yield _warning(rules, "no-peer-authentication", str(assessment.secure_layers[0]))


def plan_warnings(scenario: model.Scenario, rules: model.Rules) -> Iterator[Warning_]:
    """What was said beside the question; and names of the scenario that the catalogue knows and this scope does not
    plan, where they do not make it impossible."""
    for remark in scenario.remarks:
        about, text = f"{remark.about} ({remark.place})", f"no part of the question: {remark.reason}"
        yield Warning_(code="not-asked", says=claim("warned", about=about, text=text), source=remark.source)
    named = {*scenario.blocked, *scenario.unavailable, *(scenario.allowed or ()), *scenario.protocols}
    named -= {name for name, preference in scenario.protocols.items() if preference == Preference.REQUIRE}
    for name in sorted(named):
        protocol = rules.protocols.get(name)
        if protocol and not protocol.planned_in(scenario.scope):
            yield _warning(rules, "not-planned", f"{name}: {left_out(protocol)}", protocol.left_out_sources)


def left_out(protocol: model.Protocol) -> str:
    """Why a known protocol is not planned; the entry that stands for it, where there is one."""
    return f"{protocol.left_out} (planned as {protocol.instead})" if protocol.instead else protocol.left_out


# --- machinery below --------------------------------------------------------------------------


def _warning(rules: model.Rules, code: str, about: str, sources: model.Sources = ()) -> Warning_:
    rule = rules.warnings[code]
    return _said(rules, code, claim("warned", about=about, text=rule.text), sources)


def _said(rules: model.Rules, code: str, says: Claim, sources: model.Sources) -> Warning_:
    return Warning_(code=code, says=says, source=cite((*sources, *rules.warnings[code].sources)))

"""Changes of a scenario, each with its spelling: what a repair proposes, and what would move a stack.

Knows the scenario. A change is spelled ``section.key: new value``; ``-x`` takes an entry out of a list, ``+x`` adds
one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.errors import Bug
from planner.model import DEPLOYMENTS, PROTECTS, LayeringName, Preference, Scenario

SOFTER = {Preference.REQUIRE: Preference.PREFER, Preference.PROHIBIT: Preference.AVOID}
LIMITS = {"tunnels": "tunnels", "security-layers": "security_layers", "relays": "relays"}
"""The kinds of demands that are limits, each with its field in ``Limits``."""

LARGEST = 65_535
"""Bytes of the largest IP packet."""

Changed = tuple[Scenario, str]


# --- giving a demand up ---


def softened(scenario: Scenario, section: str, name: str) -> Changed:
    """A hard preference is only preferred, or only avoided."""
    preferences = _section(scenario, section)
    softer = SOFTER[preferences[name]]
    return _with(scenario, section, {**preferences, name: softer}), f"{section}.{name}: {softer}"


def unblocked(scenario: Scenario, name: str) -> Changed:
    """The path drops one thing less."""
    rest = tuple(entry for entry in scenario.blocked if entry != name)
    return replace(scenario, blocked=rest), f"environment.blocked: -{name}"


def had(scenario: Scenario, name: str) -> Changed:
    """The host has one thing more."""
    rest = tuple(entry for entry in scenario.unavailable if entry != name)
    return replace(scenario, unavailable=rest), f"environment.unavailable: -{name}"


def untranslated(scenario: Scenario, _: str = "") -> Changed:
    """The path has no NAPT."""
    return replace(scenario, nat=False), "environment.nat: false"


def unprotected(scenario: Scenario, _: str = "") -> Changed:
    """No width of protection is asked for."""
    return replace(scenario, protects=""), "security.protects: no demand"


def allowing_everything(scenario: Scenario, _: str = "") -> Changed:
    """Every security protocol may be used."""
    return replace(scenario, allowed=None), "allowed: everything"


def having_everything(scenario: Scenario, _: str = "") -> Changed:
    """The host has whatever there is."""
    return replace(scenario, available=None), "environment.available: everything"


def offering_everything(scenario: Scenario, _: str = "") -> Changed:
    """The host lets an application use whatever it has."""
    return replace(scenario, tops=None), "environment.tops: everything"


def roomy(scenario: Scenario, _: str = "") -> Changed:
    """The path takes packets of any size."""
    return replace(scenario, mtu=LARGEST), f"environment.mtu: {LARGEST}"


def taking_any_deployment(scenario: Scenario, _: str = "") -> Changed:
    """Parts may be as rare as they are."""
    return replace(scenario, limits=replace(scenario.limits, deployment="")), "limits.deployment: no demand"


# --- giving up only as much as is needed ---


def narrowed(scenario: Scenario) -> list[Changed]:
    """The scenario with each narrower width of protection, the widest first, and at last with none."""
    widths = PROTECTS[: PROTECTS.index(scenario.protects)]
    return [*(protecting(scenario, width) for width in reversed(widths)), unprotected(scenario)]


def wider_deployed(scenario: Scenario) -> list[Changed]:
    """The scenario that takes less deployed parts, one class after another, and at last any."""
    classes = DEPLOYMENTS[DEPLOYMENTS.index(scenario.limits.deployment) + 1 : -1]
    return [*(deployed(scenario, level) for level in classes), taking_any_deployment(scenario)]


def deployed(scenario: Scenario, level: str) -> Changed:
    """The scenario with another limit of deployment."""
    return replace(scenario, limits=replace(scenario.limits, deployment=level)), f"limits.deployment: {level}"


def protecting(scenario: Scenario, width: str) -> Changed:
    """The scenario with another width of protection."""
    return replace(scenario, protects=width), f"security.protects: {width}"


def limited(scenario: Scenario, kind: str, value: int) -> Changed:
    """The scenario with another limit."""
    limits: dict[str, Any] = {LIMITS[kind]: value}
    return replace(scenario, limits=replace(scenario.limits, **limits)), f"limits.{kind}: {value}"


def limit(scenario: Scenario, kind: str) -> int:
    return int(getattr(scenario.limits, LIMITS[kind]))


def allowing(scenario: Scenario, names: Sequence[str]) -> Changed:
    """The scenario that allows more; without names, the one that allows everything."""
    if scenario.allowed is None:
        raise Bug("the scenario allows everything")
    if not names:
        return allowing_everything(scenario)
    added = ", ".join(f"+{name}" for name in names)
    return replace(scenario, allowed=(*scenario.allowed, *names)), f"allowed: {added}"


# --- other changes ---


def layered(scenario: Scenario, layering: LayeringName) -> Changed:
    """The scenario that takes pairs, too, that no document has: what software does, or whatever services allow."""
    return replace(scenario, layering=layering), f"layering: {layering}"


def widened(scenario: Scenario) -> Changed:
    """The scenario in the full scope."""
    return replace(scenario, scope="full"), "scope: full"


def blocking(scenario: Scenario, name: str) -> Changed:
    return replace(scenario, blocked=(*scenario.blocked, name)), f"environment.blocked: +{name}"


def preferring(scenario: Scenario, name: str, preference: Preference) -> Changed:
    """The scenario with a policy on one protocol."""
    protocols = {**scenario.protocols, name: preference}
    return replace(scenario, protocols=protocols), f"protocols.{name}: {preference}"


def indifferent(scenario: Scenario, section: str, name: str) -> Changed:
    """The scenario without one soft preference."""
    preferences = {key: value for key, value in _section(scenario, section).items() if key != name}
    return _with(scenario, section, preferences), f"{section}.{name}: {Preference.NO_PREFERENCE}"


def ranked_by(scenario: Scenario, ranking: str) -> Changed:
    return replace(scenario, ranking=ranking), f"ranking: {ranking}"


# --- machinery below --------------------------------------------------------------------------


def _section(scenario: Scenario, section: str) -> Mapping[str, Preference]:
    sections: dict[str, Mapping[str, Preference]] = {
        "transport": scenario.transport,
        "interfaces": scenario.interfaces,
        "security": scenario.security,
        "protocols": scenario.protocols,
    }
    return sections[section]


def _with(scenario: Scenario, section: str, preferences: Mapping[str, Preference]) -> Scenario:
    match section:
        case "transport":
            return replace(scenario, transport=preferences)
        case "interfaces":
            return replace(scenario, interfaces=preferences)
        case "security":
            return replace(scenario, security=preferences)
        case _:
            return replace(scenario, protocols=preferences)

"""Changes of a scenario, each with its spelling: what a repair proposes, and what would move a stack.

Knows the scenario. A change is spelled ``section.key: new value``; ``-x`` takes an entry out of a list, ``+x`` adds
one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.errors import Bug
from planner.model import PROTECTS, Preference, Scenario

SOFTER = {Preference.REQUIRE: Preference.PREFER, Preference.PROHIBIT: Preference.AVOID}
LIMITS = {
    "limits.tunnels": "tunnels",
    "limits.security-layers": "security_layers",
    "limits.relays": "relays",
}
Changed = tuple[Scenario, str]


def given_up(scenario: Scenario, path: str) -> Changed:
    """The scenario without one demand: a preference is softened, an entry taken out, NAT taken away, a width of
    protection left to the payload's. Limits, ``allowed`` and ``layering`` have functions of their own."""
    section, _, key = path.partition(".")
    if section == "environment":
        name = key.partition("[")[2].removesuffix("]")
        match key.partition("[")[0]:
            case "nat":
                return replace(scenario, nat=False), "environment.nat: false"
            case "blocked":
                rest = tuple(one for one in scenario.blocked if one != name)
                return replace(scenario, blocked=rest), f"environment.blocked: -{name}"
            case _:
                rest = tuple(one for one in scenario.unavailable if one != name)
                return replace(scenario, unavailable=rest), f"environment.unavailable: -{name}"
    if path == "security.protects":
        return replace(scenario, protects=""), "security.protects: no demand"
    preferences = _section(scenario, section)
    softer = SOFTER[preferences[key]]
    return _with(scenario, section, {**preferences, key: softer}), f"{path}: {softer}"


def narrowed(scenario: Scenario) -> list[Changed]:
    """The scenario with each narrower width of protection, the widest first, and at last with none."""
    widths = PROTECTS[: PROTECTS.index(scenario.protects)]
    return [*(protecting(scenario, width) for width in reversed(widths)), given_up(scenario, "security.protects")]


def protecting(scenario: Scenario, width: str) -> Changed:
    """The scenario with another width of protection."""
    return replace(scenario, protects=width), f"security.protects: {width}"


def limited(scenario: Scenario, path: str, value: int) -> Changed:
    """The scenario with another limit."""
    return replace(scenario, limits=replace(scenario.limits, **{LIMITS[path]: value})), f"{path}: {value}"


def limit(scenario: Scenario, path: str) -> int:
    return int(getattr(scenario.limits, LIMITS[path]))


def allowing(scenario: Scenario, names: Sequence[str]) -> Changed:
    """The scenario that allows more; without names, the one that allows everything."""
    if scenario.allowed is None:
        raise Bug("the scenario allows everything")
    if not names:
        return replace(scenario, allowed=None), "allowed: everything"
    return replace(scenario, allowed=(*scenario.allowed, *names)), f"allowed: {', '.join(f'+{one}' for one in names)}"


def compatible(scenario: Scenario) -> Changed:
    """The scenario that takes pairs, too, which services allow and no document has."""
    return replace(scenario, layering="compatible"), "layering: compatible"


def widened(scenario: Scenario) -> Changed:
    """The scenario in the full scope."""
    return replace(scenario, scope="full"), "scope: full"


def blocking(scenario: Scenario, name: str) -> Changed:
    return replace(scenario, blocked=(*scenario.blocked, name)), f"environment.blocked: +{name}"


def preferring(scenario: Scenario, name: str, preference: Preference) -> Changed:
    """The scenario with a policy on one protocol."""
    protocols = {**scenario.protocols, name: preference}
    return replace(scenario, protocols=protocols), f"protocols.{name}: {preference}"


def indifferent(scenario: Scenario, path: str) -> Changed:
    """The scenario without one soft preference."""
    section, _, key = path.partition(".")
    preferences = {name: value for name, value in _section(scenario, section).items() if name != key}
    return _with(scenario, section, preferences), f"{path}: {Preference.NO_PREFERENCE}"


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

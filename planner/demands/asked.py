"""A scenario's words -> its demands: which must hold, which only move the ranking, where each was written.

Knows the scenario. Knows no segment, no solver; what a demand means for a stack is said in ``assessment`` (layer by
layer) and in ``problem`` (segment by segment).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.model import Demand, Location, Preference, Scenario

HARD = (Preference.REQUIRE, Preference.PROHIBIT)
SOFT = (Preference.PREFER, Preference.AVOID)


class PreferenceDemand(NamedTuple):
    """One preference of one section, hard or soft."""

    section: str  # transport, interfaces, security, protocols
    key: str
    preference: Preference
    demand: Demand


def hard_demands(scenario: Scenario) -> tuple[Demand, ...]:
    """Everything that has to hold, in the order of a scenario file's sections: first what was written, each with its
    place, then the defaults that stand for what was not."""
    found = [
        _demand(scenario, "application.payload", scenario.payload),
        *(wish.demand for wish in wishes(scenario) if wish.preference in HARD),
    ]
    if scenario.protects:
        found.append(_demand(scenario, "security.protects", scenario.protects))
    if scenario.allowed is not None:
        found.append(_demand(scenario, "allowed", f"[{', '.join(scenario.allowed)}]"))
    found += [_demand(scenario, f"environment.blocked[{name}]", name) for name in sorted(set(scenario.blocked))]
    if scenario.nat:
        found.append(_demand(scenario, "environment.nat", "true"))
    found += [_demand(scenario, f"environment.unavailable[{name}]", name) for name in sorted(set(scenario.unavailable))]
    limits = scenario.limits
    found += [
        _demand(scenario, "limits.tunnels", str(limits.tunnels)),
        _demand(scenario, "limits.security-layers", str(limits.security_layers)),
        _demand(scenario, "limits.relays", str(limits.relays)),
        _demand(scenario, "layering", scenario.layering),
    ]
    return tuple(sorted(found, key=lambda demand: demand.default))


def wishes(scenario: Scenario) -> tuple[PreferenceDemand, ...]:
    """Every preference but no-preference, section by section, by name."""
    return tuple(_wishes(scenario))


def soft_wishes(scenario: Scenario) -> tuple[PreferenceDemand, ...]:
    return tuple(wish for wish in wishes(scenario) if wish.preference in SOFT)


# --- machinery below --------------------------------------------------------------------------


def _wishes(scenario: Scenario) -> Iterator[PreferenceDemand]:
    sections: Mapping[str, Mapping[str, Preference]] = {
        "transport": scenario.transport,
        "interfaces": scenario.interfaces,
        "security": scenario.security,
        "protocols": scenario.protocols,
    }
    for section, preferences in sections.items():
        for key in sorted(preferences):
            if preferences[key] != Preference.NO_PREFERENCE:
                path = f"{section}.{key}"
                yield PreferenceDemand(section, key, preferences[key], _demand(scenario, path, str(preferences[key])))


def _demand(scenario: Scenario, path: str, value: str) -> Demand:
    place = scenario.places.get(path)
    written = place is not None or not scenario.places
    default = not written or (not scenario.places and _is_default(scenario, path))
    return Demand(path=path, value=value, default=default, place=place or Location(file=scenario.file))


def _is_default(scenario: Scenario, path: str) -> bool:
    """For a ``Scenario`` made in Python, which keeps no places: whether a value is the one that it would have
    anyway."""
    plain = Scenario(payload=scenario.payload)
    section, _, key = path.partition(".")
    match section:
        case "limits":
            return bool(getattr(scenario.limits, key.replace("-", "_")) == getattr(plain.limits, key.replace("-", "_")))
        case "layering":
            return scenario.layering == plain.layering
        case "security":
            return plain.security.get(key) is not None and scenario.security.get(key) == plain.security[key]
        case _:
            return False

"""A scenario's demands, made once and passed on: which must hold, which only move the ranking, where each was written.

Knows the scenario and the table of demands. What a demand means for a stack is said in ``stacks.judging`` (layer by
layer) and in ``solving.masks`` (segment by segment).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner.demands.table import HARD, KINDS, PREFERENCES, SETTINGS, DemandKind
from planner.model import Demand, DemandKey, Location, Preference, Scenario

SOFT = (Preference.PREFER, Preference.AVOID)


class PreferenceDemand(NamedTuple):
    """One preference of one section, hard or soft."""

    section: str  # one of PREFERENCES
    name: str
    preference: Preference
    demand: Demand

    @property
    def is_wanted(self) -> bool:
        """Whether the thing is to be there, not to be away."""
        return self.preference in (Preference.REQUIRE, Preference.PREFER)


@dataclass(frozen=True, eq=False)
class Demands:
    """Everything that a scenario asks for."""

    scenario: Scenario

    @cached_property
    def asked(self) -> tuple[tuple[DemandKey, str], ...]:
        """What has to hold, by its key and value alone, in the order of the table."""
        return tuple(
            (DemandKey(row.kind, name), value) for row in KINDS.values() for name, value in row.asked(self.scenario)
        )

    @cached_property
    def hard(self) -> tuple[Demand, ...]:
        """What has to hold, in the order of the table: first what was written, each with its place, then the defaults
        that stand for what was not."""
        demands = [_demand(self.scenario, KINDS[key.kind], key.name, value) for key, value in self.asked]
        return tuple(sorted(demands, key=lambda demand: demand.default))

    @cached_property
    def preferences(self) -> tuple[PreferenceDemand, ...]:
        """Every preference but no-preference, section by section, by name."""
        return tuple(_preferences(self.scenario))

    @cached_property
    def soft(self) -> tuple[PreferenceDemand, ...]:
        return tuple(wish for wish in self.preferences if wish.preference in SOFT)

    @cached_property
    def settings(self) -> tuple[Demand, ...]:
        """What shapes the answer without ruling a stack out: the ranking, the limit of listing, the path's figures."""
        return tuple(
            _demand(self.scenario, row, name, value) for row in SETTINGS for name, value in row.asked(self.scenario)
        )

    @cached_property
    def preference_of(self) -> Mapping[DemandKey, PreferenceDemand]:
        return {wish.demand.key: wish for wish in self.preferences}

    @cached_property
    def by_key(self) -> Mapping[DemandKey, Demand]:
        """The hard demands by what they are about."""
        return {demand.key: demand for demand in self.hard}

    @cached_property
    def droppable(self) -> tuple[DemandKey, ...]:
        """The demands that a conflict may name; which layerings count is what they are asked of, not one of them."""
        return tuple(demand.key for demand in self.hard if demand.key.kind != "layering")


# --- machinery below --------------------------------------------------------------------------


def _preferences(scenario: Scenario) -> Iterator[PreferenceDemand]:
    for section in PREFERENCES:
        preferences: Mapping[str, Preference] = getattr(scenario, section)
        for name in sorted(preferences):
            if preferences[name] != Preference.NO_PREFERENCE:
                demand = _demand(scenario, KINDS[section], name, str(preferences[name]))
                yield PreferenceDemand(section, name, preferences[name], demand)


def _demand(scenario: Scenario, row: DemandKind, name: str, value: str) -> Demand:
    path = row.path_of(name)
    place = scenario.places.get(path)
    if scenario.places:
        default = place is None
    else:  # A scenario made in Python keeps no places: a value that it would have anyway is a default.
        bare = Scenario(payload=scenario.payload, application=scenario.application)
        default = row.has_default and (name, value) in row.asked(bare)
    return Demand(
        key=DemandKey(row.kind, name),
        path=path,
        value=value,
        default=default,
        place=place or Location(file=scenario.file),
    )


__all__ = ["HARD", "SOFT", "Demands", "PreferenceDemand"]

"""Several files -> one scenario, later ones over earlier ones key by key (docs/design.md, "The scenario file").

Knows which keys add up, which only tighten and which the later file decides. A later file may tighten, never loosen, a
``require`` or ``prohibit``: trying to is an error that names both places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from planner import model
from planner.errors import DataError, Fault
from planner.loading.documents import Path, spell_path
from planner.loading.options import given_options, known_options
from planner.loading.scenarios import Given, Part, own_ranking, preferences, read_parts
from planner.model import Location, Preference
from planner.model.packets import OptionValue

COMMON: dict[str, Path] = {
    "allowed": ("allowed",), "available": ("environment", "available"), "tops": ("environment", "tops"),
}  # fmt: skip
"""The lists of which a scenario has what all its files allow, each with its path."""

HARD = (Preference.REQUIRE, Preference.PROHIBIT)
DEFAULTS = {"confidentiality": Preference.REQUIRE, "integrity": Preference.REQUIRE}


def load_scenario(given: Given, rules: model.Rules, with_: Sequence[Given] = ()) -> model.Scenario:
    """The scenario of a file, a document or a mapping, with the files ``with_`` laid over it in order.

    Raises ``DataError`` with every fault of every file at once.
    """
    return compose(read_parts([given, *with_], rules), rules)


def compose(parts: Sequence[Part], rules: model.Rules) -> model.Scenario:
    """One scenario of parts that were read and checked."""
    whole = _Composition(rules)
    for part in parts:
        whole.add(part)
    return whole.scenario()


# --- machinery below --------------------------------------------------------------------------


class _Composition:
    def __init__(self, rules: model.Rules) -> None:
        self.rules = rules
        self.faults: list[Fault] = []
        self.places: dict[str, Location] = {}
        self.files: list[str] = []
        self.first_line = 0  # 1, where it is a file: a fault of a whole one stands there
        self.sections: dict[str, dict[str, Preference]] = {
            "transport": {}, "interfaces": {}, "security": {}, "protocols": {},
        }  # fmt: skip
        self.lists: dict[str, list[str]] = {"blocked": [], "unavailable": []}
        self.common: dict[str, list[str]] = {}  # what all files allow, have, offer
        self.equivalent: list[tuple[str, ...]] = []
        self.limits: dict[str, Any] = {}
        self.options: dict[str, OptionValue] = {}
        self.values: dict[str, Any] = {}

    def add(self, part: Part) -> None:
        document, content = part
        self.files.append(document.file)
        self.first_line = self.first_line or min(1, document.line(()))
        self.add_preferences(part)
        self.add_environment(part)
        self.add_limits(part)
        for key in ("name", "layering", "scope", "ranking"):
            self.keep(part, key, (key,), getattr(content, key))
        self.keep(part, "application.payload", ("application", "payload"), content.application.payload)
        self.keep(part, "security.protects", ("security", "protects"), self.wider(content.security.protects))
        for key, path in COMMON.items():
            section = content.environment if len(path) > 1 else content
            self.add_common(part, key, path, getattr(section, key))
        self.keep(part, "application.protocol", ("application", "protocol"), content.application.protocol)
        self.keep(part, "application.framer", ("application", "framer"), content.application.framer)
        self.options |= known_options(content.options, self.rules)
        for path, id, _ in given_options(content.options):
            self.places[f"options.{id}"] = self.place(part, ("options", *path))
        if content.equivalent:
            self.equivalent += [tuple(map(self.rules.canonical, group)) for group in content.equivalent]
            self.places["equivalent"] = self.place(part, ("equivalent",))

    def place(self, part: Part, path: Path) -> Location:
        return Location(file=part[0].file, line=part[0].line(path))

    def keep(self, part: Part, key: str, path: Path, value: Any) -> None:
        if value is not None:
            self.values[key] = value
            self.places[key] = self.place(part, path)

    def wider(self, protects: str | None) -> str | None:
        """At least this much: of two demands the wider one holds."""
        before = self.values.get("security.protects")
        if protects and before and model.PROTECTS.index(before) > model.PROTECTS.index(protects):
            return None
        return protects

    def add_preferences(self, part: Part) -> None:
        content = part[1]
        named = {
            "transport": preferences(content.transport),
            "interfaces": preferences(content.interfaces),
            "security": preferences(content.security),
            "protocols": {self.rules.canonical(name): value for name, value in content.protocols.items()},
        }
        written = {self.rules.canonical(name): name for name in content.protocols}
        profile = content.transport.profile
        if profile is not None:
            for key, preference in self.rules.profiles[profile].items():
                if key not in named["transport"]:
                    self.prefer(part, "transport", key, preference, ("transport", "profile"))
        for section, hard_or_soft in named.items():
            for key, preference in hard_or_soft.items():
                self.prefer(part, section, key, preference, (section, written.get(key, key)))

    def prefer(self, part: Part, section: str, key: str, preference: Preference, path: Path) -> None:
        before = self.sections[section].get(key)
        where, spelled = self.place(part, path), f"{section}.{key}"
        if before in HARD and preference != before:
            old = self.places[spelled]
            self.faults.append(
                Fault(
                    file=where.file,
                    line=where.line,
                    path=spell_path(path),
                    found=f"found {key}: {preference}",
                    allowed=f"{old} demands {before}, and a later file may not loosen it",
                )
            )
            return
        self.sections[section][key] = preference
        self.places[spelled] = where

    def add_environment(self, part: Part) -> None:
        environment = part[1].environment
        for name in ("blocked", "unavailable"):
            for number, entry in enumerate(map(self.rules.canonical, getattr(environment, name))):
                if entry not in self.lists[name]:
                    self.lists[name].append(entry)
                    self.places[f"environment.{name}[{entry}]"] = self.place(part, ("environment", name, number))
        self.keep(part, "environment.nat", ("environment", "nat"), environment.nat)
        self.keep(part, "environment.ip-version", ("environment", "ip-version"), environment.ip_version)
        inner = environment.inner_ip_version
        self.keep(part, "environment.inner-ip-version", ("environment", "inner-ip-version"), inner)
        self.keep(part, "environment.mtu", ("environment", "mtu"), environment.mtu)

    def add_limits(self, part: Part) -> None:
        limits = part[1].limits
        for field, key in (("tunnels", "tunnels"), ("security_layers", "security-layers"), ("relays", "relays")):
            value = getattr(limits, field)
            if value is not None and value <= self.limits.get(field, value):
                self.limits[field] = value
                self.places[f"limits.{key}"] = self.place(part, ("limits", key))
        if limits.deployment is not None:
            before = self.limits.get("deployment", limits.deployment)
            if model.DEPLOYMENTS.index(limits.deployment) <= model.DEPLOYMENTS.index(before):
                self.limits["deployment"] = limits.deployment
                self.places["limits.deployment"] = self.place(part, ("limits", "deployment"))
        if limits.stacks is not None:
            self.limits["stacks"] = limits.stacks
            self.places["limits.stacks"] = self.place(part, ("limits", "stacks"))

    def add_common(self, part: Part, key: str, path: Path, names: list[str] | None) -> None:
        """What all files have in common: a family in one meets its members in another."""
        if names is None:
            return
        before = self.common.get(key)
        names = [self.rules.canonical(name) for name in names]
        self.common[key] = names if before is None else self.shared(before, names)
        self.places[".".join(map(str, path))] = self.place(part, path)

    def listed(self, key: str) -> tuple[str, ...] | None:
        return tuple(self.common[key]) if key in self.common else None

    def shared(self, before: Sequence[str], after: Sequence[str]) -> list[str]:
        both = self.ids(before) & self.ids(after)
        names = [name for name in dict.fromkeys((*before, *after)) if self.ids([name]) <= both]
        covered = self.ids(names)
        return names + sorted(both - covered)

    def ids(self, names: Iterable[str]) -> set[str]:
        return {id for name in names for id in self.rules.expand(name)}

    def defaults(self) -> dict[str, Preference]:
        """What stands where nobody says otherwise; an application may have defaults of its own."""
        application = self.rules.applications.get(self.values.get("application.protocol", ""))
        return DEFAULTS | (dict(application.security) if application else {})

    def order(self, fault: Fault) -> tuple[int, int, str]:
        """By file as they were given, what concerns all of them last, and by line."""
        known = fault.file in self.files
        return self.files.index(fault.file) if known else len(self.files), fault.line, fault.path

    def scenario(self) -> model.Scenario:
        if not {"application.payload", "application.protocol"} & self.values.keys():
            files = " with ".join(self.files)
            payloads = ", ".join(model.PAYLOADS)
            allowed = f"application.payload has to be there, one of {payloads}; or application.protocol"
            self.faults.append(
                Fault(file=files, line=self.first_line, path="application.payload", found="no payload", allowed=allowed)
            )
        if self.faults:
            raise DataError(sorted(self.faults, key=self.order))
        values, ranking = self.values, self.values.get("ranking", "default")
        return model.Scenario(
            payload=values.get("application.payload", ""),
            application=values.get("application.protocol", ""),
            framer=values.get("application.framer", False),
            name=values.get("name", ""),
            transport=self.sections["transport"],
            interfaces=self.sections["interfaces"],
            security=self.defaults() | self.sections["security"],
            protects=values.get("security.protects", ""),
            protocols=self.sections["protocols"],
            allowed=self.listed("allowed"),
            blocked=tuple(self.lists["blocked"]),
            nat=values.get("environment.nat", False),
            unavailable=tuple(self.lists["unavailable"]),
            available=self.listed("available"),
            tops=self.listed("tops"),
            inner_ip_version=values.get("environment.inner-ip-version"),
            equivalent=tuple(dict.fromkeys(self.equivalent)),
            ip_version=values.get("environment.ip-version", 4),
            mtu=values.get("environment.mtu", 1500),
            limits=model.Limits(**self.limits),
            options=self.options,
            layering=values.get("layering", "specified"),
            scope=values.get("scope", "full"),
            ranking=ranking if isinstance(ranking, str) else own_ranking(ranking),
            file=self.files[0],
            places=self.places,
        )

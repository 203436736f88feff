"""One stack, layer by layer: which rules it breaks, what it gives, what it costs, and its figures.

Knows rules, edges and the scenario, and says what each named constraint of docs/design.md means for a list of
layers. Knows no segment masks, no kinds, no solver: what it finds is checked against theirs for every stack that is
listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner import model
from planner.catalogue.layers import (
    exposed,
    features,
    layer_names,
    maturity,
    round_trips,
    secured_by,
    seen_on_path,
)
from planner.demands.asked import PreferenceDemand, wishes
from planner.model import Gives, Layer, Preference, Stack, cite

Edges = Mapping[tuple[str, str], model.Layering]


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """A rule or a demand that a stack breaks. ``path`` is the demand's, '' for a rule that no scenario can change."""

    constraint: str
    path: str
    found: str
    sources: model.Sources


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What is true of one stack in one scenario, worked out from its layers alone."""

    rules: model.Rules
    edges: Edges
    scenario: model.Scenario
    stack: Stack

    # --- its parts ---

    @cached_property
    def records(self) -> tuple[model.Protocol, ...]:
        return tuple(self.rules.protocols[layer.protocol] for layer in self.stack)

    @cached_property
    def head(self) -> Stack:
        """The first leg: the layers down to and with the first relay. Only these are end to end."""
        for place, record in enumerate(self.records):
            if record.is_relay:
                return self.stack[: place + 1]
        return self.stack

    @cached_property
    def legs(self) -> tuple[Stack, ...]:
        found, start = [], 0
        for place, record in enumerate(self.records):
            if record.is_relay:
                found.append(self.stack[start : place + 1])
                start = place + 1
        return (*found, self.stack[start:])

    @cached_property
    def secure_in_legs(self) -> tuple[int, ...]:
        """How many layers of each leg are security protocols."""
        protocols = self.rules.protocols
        return tuple(sum(protocols[layer.protocol].is_security for layer in leg) for leg in self.legs)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """What each limit, by its path, has to be at least."""
        return {
            "limits.tunnels": sum(record.is_tunnel for record in self.records),
            "limits.relays": sum(record.is_relay for record in self.records),
            "limits.security-layers": max(self.secure_in_legs),
        }

    @cached_property
    def not_allowed(self) -> tuple[str, ...]:
        """The security protocols, and handshakes of a choice, that it uses end to end and ``allowed`` leaves out."""
        if self.scenario.allowed is None:
            return ()
        allowed = {one for name in self.scenario.allowed for one in self.rules.expand(name)}
        used = [name for layer in self.head for name in secured_by(self.rules, layer, self.scenario.scope)]
        return tuple(name for name in dict.fromkeys(used) if name not in allowed)

    @cached_property
    def segments(self) -> tuple[Stack, ...]:
        starts = [0, *(place for place, record in enumerate(self.records) if record.is_boundary and place)]
        return tuple(self.stack[a:b] for a, b in zip(starts, (*starts[1:], len(self.stack)), strict=True))

    # --- what it gives ---

    @cached_property
    def interfaces(self) -> Mapping[str, tuple[str, ...]]:
        """Each interface that the first leg exposes, with the layers that do, in the survey's order."""
        found: dict[str, list[str]] = {name: [] for name in model.INTERFACES}
        for layer in self.head:
            for name in exposed(self.rules, layer):
                found[name].append(str(layer))
            if self.rules.protocols[layer.protocol].validates_address:
                found["SAV"].append(f"{layer} (implicit)")
        return {name: tuple(layers) for name, layers in found.items() if layers}

    @cached_property
    def transport(self) -> Mapping[str, Gives]:
        """Each transport property of the whole stack, from the first layer that has a value of its own."""
        return {name: self.deciding(name)[1] for name in model.PROPERTIES}

    def deciding(self, name: str) -> tuple[Layer | None, Gives]:
        """The layer that decides a transport property, and its value; nothing left to ask is ``never``."""
        for layer, record in zip(self.stack, self.records, strict=True):
            if record.properties[name] != Gives.INHERIT:
                return layer, record.properties[name]
        return None, Gives.NEVER

    @cached_property
    def secure_layers(self) -> Stack:
        return tuple(layer for layer in self.head if self.rules.protocols[layer.protocol].is_security)

    @cached_property
    def security(self) -> Mapping[str, bool]:
        has = frozenset[str]().union(*(features(self.rules, layer) for layer in self.secure_layers))
        return {name: name in has for name in model.FEATURES}

    @cached_property
    def protects(self) -> str:
        """The widest protection of the first leg; '' for none."""
        widths = [self.rules.protocols[layer.protocol].protects for layer in self.secure_layers]
        return max(widths, key=model.PROTECTS.index, default="")

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset[str]().union(*(layer_names(self.rules, layer) for layer in self.stack))

    # --- what it costs ---

    @cached_property
    def costs(self) -> model.Costs:
        lowers = [*(layer.protocol for layer in self.stack[1:]), None]
        version = self.scenario.ip_version
        layers = tuple(
            record.overhead.count(lower=lower, ip_version=version)
            for record, lower in zip(self.records, lowers, strict=True)
        )
        total = _sum(layers)
        trips = [round_trips(self.rules, layer) for layer in self.stack]
        return model.Costs(
            handshake_rtts=_sum(tuple(it.full for it in trips)),
            resumed_rtts=_sum(tuple(it.resumed for it in trips)),
            early_rtts=_sum(tuple(it.early for it in trips)),
            overhead_bytes=total,
            payload_mtu=None if total is None else max(0, self.scenario.mtu - total),
            layers=layers,
        )

    @cached_property
    def reliable_layers(self) -> Stack:
        pairs = zip(self.stack, self.records, strict=True)
        return tuple(layer for layer, record in pairs if record.properties["reliability"] == Gives.ALWAYS)

    @cached_property
    def figures(self) -> dict[str, int | None]:
        """The figures that a ranking may count, the smaller the better (docs/design.md, "Ranking"); ``None`` is
        unknown."""
        return {
            "preferences": len(self.unmet_wishes(Preference.PREFER)),
            "avoided": len(self.unmet_wishes(Preference.AVOID)),
            "maturity": sum(maturity(self.rules, layer) for layer in self.stack),
            "missing-security": sum(not has for has in self.security.values()),
            "nested-reliability": max(0, len(self.reliable_layers) - 1),
            "relays-and-tunnels": sum(record.is_tunnel + record.is_relay for record in self.records),
            "security-layers": sum(record.is_security for record in self.records),
            "handshake-rtts": self.costs.handshake_rtts,
            "overhead-bytes": self.costs.overhead_bytes,
            "layers": len(self.stack),
        }

    def unmet_wishes(self, preference: Preference) -> tuple[PreferenceDemand, ...]:
        """The soft preferences of that kind which the stack does not meet: ``prefer`` missed, ``avoid`` hit."""
        return tuple(wish for wish in wishes(self.scenario) if wish.preference == preference and not self.meets(wish))

    def meets(self, wish: PreferenceDemand) -> bool:
        """Whether the stack meets a preference, hard or soft: for a transport property ``require`` and ``prefer``
        want it possible, ``prohibit`` and ``avoid`` want it avoidable (docs/design.md, "What the application
        hands over")."""
        wanted = wish.preference in (Preference.REQUIRE, Preference.PREFER)
        if wish.section == "transport":
            return self.transport[wish.key] != (Gives.NEVER if wanted else Gives.ALWAYS)
        return self.has(wish.section, wish.key) == wanted

    def has(self, section: str, key: str) -> bool:
        match section:
            case "interfaces":
                return key in self.interfaces
            case "security":
                return self.security[key]
            case _:
                return key in self.names

    # --- what it breaks ---

    @cached_property
    def breaches(self) -> tuple[Breach, ...]:
        """Every rule and demand that the stack breaks, first those that no change of the scenario could mend."""
        return (*self.broken_rules(), *self.broken_demands())

    def broken_rules(self) -> Iterator[Breach]:
        for upper, lower in zip(self.stack, self.stack[1:], strict=False):
            if (upper.protocol, lower.protocol) not in self.edges:
                yield self.no_rule(upper, lower)
        for upper, lower, below in zip(self.stack, self.stack[1:], self.stack[2:], strict=False):
            rule = self.edges.get((upper.protocol, lower.protocol))
            if rule and rule.on is not None and below.protocol not in rule.on:
                text = f"{upper.protocol} runs over {lower.protocol} only on {', '.join(sorted(rule.on))}"
                yield self.breach("layering", "", f"{text}, not on {below.protocol}", rule.sources)
        if self.stack[-1].protocol != "ip":
            yield self.breach("layering", "", "the outermost layer is not ip")
        yield from self.broken_keys()
        for segment in self.segments:
            names = [layer.protocol for layer in segment]
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield self.breach("repetition", "", f"{name} stands twice in one segment")

    def no_rule(self, upper: Layer, lower: Layer) -> Breach:
        """Why no rule of the catalogue lets one layer run over another."""
        record = self.rules.protocols[upper.protocol]
        offered = [it.offers for it in self.rules.protocols.values() if it.scope]
        specific = record.needs and all(sum(need in offers for offers in offered) == 1 for need in record.needs)
        pair = [it for it in self.rules.layerings if (it.upper, it.lower) == (upper.protocol, lower.protocol)]
        sources = record.service_sources
        text = f"{upper.protocol} does not run over {lower.protocol}"
        for rule in pair:
            text, sources = f"{text}: {rule.reason}" if rule.reason else text, rule.sources
        constraint = "specific-dependency" if specific else "layering"
        return Breach(constraint=constraint, path="", found=text, sources=sources)

    def broken_keys(self) -> Iterator[Breach]:
        for layer, lower in zip(self.stack, (*self.stack[1:], None), strict=True):
            pairs = {it.handshake: it for it in self.rules.keyings_in(layer.protocol, self.scenario.scope)}
            keying = pairs.get(layer.keyed_by)
            if layer.protocol in self.rules.keyings_of and keying is None:
                yield self.breach(
                    "keying", "", f"{layer.protocol} has to be keyed by one of {', '.join(pairs) or 'none'}"
                )
            elif layer.keyed_by and keying is None:
                yield self.breach("keying", "", f"{layer.keyed_by} does not key {layer.protocol}")
            elif keying and keying.carriers is not None and lower and lower.protocol not in keying.carriers:
                text = f"{layer.keyed_by} cannot run beside {layer.protocol} over {lower.protocol}"
                yield self.breach("keying", "", text, keying.sources)

    def broken_demands(self) -> Iterator[Breach]:
        if self.scenario.payload not in self.records[0].carries:
            text = f"{self.stack[0]} carries {', '.join(self.records[0].carries) or 'no application data'}"
            yield self.breach("payload", "application.payload", text)
        for wish in wishes(self.scenario):
            if wish.preference in (Preference.REQUIRE, Preference.PROHIBIT) and not self.meets(wish):
                yield self.breach(self.broken_by(wish), wish.demand.path, self.shortfall(wish))
        width = self.scenario.protects
        if width and (not self.protects or model.PROTECTS.index(self.protects) < model.PROTECTS.index(width)):
            yield self.breach("protects", "security.protects", f"it protects {self.protects or 'nothing'} end to end")
        yield from self.broken_policy()
        yield from self.broken_environment()
        yield from self.broken_limits()

    def broken_by(self, wish: PreferenceDemand) -> str:
        """The constraint that an unmet wish breaks: where only a layer below a relay has what is required, that
        layer is not end to end."""
        below = self.stack[len(self.head) :]
        if wish.preference == Preference.REQUIRE and below and wish.section in ("interfaces", "security"):
            rest = Assessment(rules=self.rules, edges=self.edges, scenario=self.scenario, stack=below)
            if rest.meets(wish):
                return "end-to-end"
        return wish.section

    def shortfall(self, wish: PreferenceDemand) -> str:
        if wish.section == "transport":
            layer, value = self.deciding(wish.key)
            return f"{wish.key} is {value}" + (f" in {layer}" if layer else "")
        if wish.section == "interfaces" and wish.key in self.interfaces:
            return f"{wish.key} is exposed by {', '.join(self.interfaces[wish.key])}"
        if wish.section == "interfaces":
            return f"no layer that is end to end exposes {wish.key}"
        if wish.section == "security":
            return f"it {'has' if self.security[wish.key] else 'does not have'} {wish.key} end to end"
        return f"it {'uses' if wish.key in self.names else 'does not use'} {wish.key}"

    def broken_policy(self) -> Iterator[Breach]:
        for name in self.not_allowed:
            yield self.breach("allowed", "allowed", f"{name} is not among the allowed security protocols")
        for entry in self.scenario.unavailable:
            ids = set(self.rules.expand(entry))
            for layer in self.stack:
                for name in sorted(ids & {layer.protocol, layer.keyed_by}):
                    path = f"environment.unavailable[{entry}]"
                    needs = "" if name == layer.protocol else f", which {layer} needs"
                    yield self.breach("unavailable", path, f"this host has no {name}{needs}")

    def broken_environment(self) -> Iterator[Breach]:
        outermost = self.segments[-1]
        above = outermost[-2] if len(outermost) > 1 else None
        needs = ""
        if above and above.keyed_by:
            pair = self.rules.pair_of(above)
            needs = pair.native_needs if pair else ""
        for entry in self.scenario.blocked:
            ids = set(self.rules.expand(entry))
            path = f"environment.blocked[{entry}]"
            for layer in outermost:
                for name in sorted(ids.intersection(seen_on_path(self.rules, layer))):
                    yield self.breach("blocked", path, f"the path drops {name}, which is in the outermost segment")
            if needs in ids:
                yield self.breach("keying", path, f"{above} on the outermost ip needs {needs} for its handshake")
        for entry in self.scenario.unavailable:
            if needs in self.rules.expand(entry):
                path = f"environment.unavailable[{entry}]"
                yield self.breach("keying", path, f"{above} on the outermost ip needs {needs} for its handshake")
        if self.scenario.nat and not (above and self.rules.protocols[above.protocol].passes_nat):
            sources = self.rules.protocols[above.protocol].nat_sources if above else ()
            yield self.breach(
                "nat", "environment.nat", f"{above} directly above the outermost ip does not pass NAPT", sources
            )

    def broken_limits(self) -> Iterator[Breach]:
        limits = self.scenario.limits
        tunnels, relays = self.counts["limits.tunnels"], self.counts["limits.relays"]
        if tunnels > limits.tunnels:
            yield self.breach("tunnels", "limits.tunnels", f"it has {tunnels} tunnels")
        if relays > limits.relays:
            yield self.breach("relays", "limits.relays", f"it has {relays} relays")
        for secure in self.secure_in_legs:
            if secure > limits.security_layers:
                yield self.breach("security-layers", "limits.security-layers", f"a leg has {secure} security layers")

    def breach(self, constraint: str, path: str, found: str, sources: model.Sources = ()) -> Breach:
        rule = self.rules.constraints[constraint]
        return Breach(constraint=constraint, path=path, found=found, sources=(*sources, *rule.sources))

    # --- the rules it stands on ---

    @property
    def over(self) -> tuple[model.Over | None, ...]:
        """The rule by which each layer runs over the next one; None for the outermost."""
        pairs = zip(self.stack, self.stack[1:], strict=False)
        rules = (self.edges[upper.protocol, lower.protocol] for upper, lower in pairs)
        return (*(model.Over(status=rule.status, source=cite(rule.sources)) for rule in rules), None)


def _sum(parts: tuple[int | None, ...]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

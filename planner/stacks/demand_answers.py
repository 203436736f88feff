"""How one stack meets each demand: by which layers, by which rule, from which document; as a tree of facts.

Knows assessments and demands. Makes no sentence: a claim is a kind with its words (``model.reasons``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.catalogue.layers import exposed, features, layer_names, secured_by
from planner.demands.asked import PreferenceDemand, hard_demands, wishes
from planner.model import Answer, Broken, Demand, Derived, Fact, Layer, Preference, Reason, Sources, cite
from planner.stacks.assessment import Assessment, Breach

Found = tuple[list[Layer], list[Reason]]
"""The layers that a demand is met by, and the facts that it rests on."""


def answers(it: Assessment) -> tuple[Answer, ...]:
    """The answer to every demand, hard ones first, in the order of a scenario file's sections, then the soft
    ones."""
    answering = _Answering(it)
    soft = [wish for wish in wishes(it.scenario) if wish.preference in (Preference.PREFER, Preference.AVOID)]
    hard = [answering.answer(demand) for demand in hard_demands(it.scenario)]
    return (*hard, *(answering.answer(wish.demand) for wish in soft))


def layer_reasons(it: Assessment) -> tuple[Reason, ...]:
    """For each layer of a valid stack the rule by which it stands over the next one, and the pair that keys it."""
    found: list[Reason] = []
    for layer, lower in zip(it.stack, (*it.stack[1:], None), strict=True):
        if lower:
            rule = it.edges[layer.protocol, lower.protocol]
            words = {"upper": layer.protocol, "lower": lower.protocol, "status": rule.status}
            found.append(Fact(claim="runs-over", words=words, source=cite(rule.sources)))
        if layer.keyed_by:
            pair = it.rules.keyings_of[layer.protocol][layer.keyed_by]
            words = {"record": layer.protocol, "handshake": layer.keyed_by, "travels": pair.travels}
            found.append(Fact(claim="keys", words=words, source=cite(pair.sources)))
    return tuple(found)


def broken(it: Assessment) -> tuple[Broken, ...]:
    """Every rule and demand that a stack breaks, first those that no change of the scenario could mend."""
    demands = {demand.path: demand for demand in hard_demands(it.scenario)}
    return tuple(_broken(breach, demands.get(breach.path)) for breach in it.breaches)


# --- machinery below --------------------------------------------------------------------------


def _broken(breach: Breach, demand: Demand | None) -> Broken:
    return Broken(rule=breach.constraint, found=breach.found, source=cite(breach.sources), demand=demand)


class _Answering:
    """Finds the facts that answer each kind of demand of one stack."""

    def __init__(self, it: Assessment) -> None:
        self.it, self.rules = it, it.rules
        self.wishes = {wish.demand.path: wish for wish in wishes(it.scenario)}
        self.breaches: dict[str, list[Breach]] = {}
        for breach in it.breaches:
            self.breaches.setdefault(breach.path, []).append(breach)

    def answer(self, demand: Demand) -> Answer:
        wish = self.wishes.get(demand.path)
        layers, facts = self.wish(wish) if wish else self.other(demand)
        met = self.it.meets(wish) if wish else demand.path not in self.breaches
        rule = self.rule(demand, wish)
        cited = [one for fact in facts if isinstance(fact, Fact) and fact.source for one in fact.source.split("; ")]
        asked = Fact(
            claim="default" if demand.default else "asked", words={"demand": demand.spelling}, place=demand.place
        )
        return Answer(
            demand=demand,
            met=met,
            layers=tuple(dict.fromkeys(map(str, layers))),
            rule=rule,
            source="; ".join(dict.fromkeys(cited)) or cite(self.rules.constraints[rule].sources),
            reason=Derived(
                claim="met" if met else "not-met",
                words={"demand": demand.spelling},
                causes=(asked, *facts, self.of_rule(rule)),
            ),
        )

    def rule(self, demand: Demand, wish: PreferenceDemand | None) -> str:
        if wish:
            return wish.section
        key = demand.path.partition("[")[0]
        names = {"application.payload": "payload", "security.protects": "protects"}
        return names.get(key) or key.rpartition(".")[2]

    def of_rule(self, rule: str) -> Fact:
        known = self.rules.constraints[rule]
        return Fact(claim="rule", words={"rule": rule, "text": known.text}, source=cite(known.sources))

    # --- preferences ---

    def wish(self, wish: PreferenceDemand) -> Found:
        match wish.section:
            case "transport":
                return self.transport(wish)
            case "interfaces":
                return self.interface(wish.key)
            case "security":
                return self.feature(wish.key)
            case _:
                return self.policy(wish.key)

    def transport(self, wish: PreferenceDemand) -> Found:
        layer, value = self.it.deciding(wish.key)
        if layer is None:
            return [], [Fact(claim="nothing-gives", words={"property": wish.key})]
        words = {"layer": str(layer), "property": wish.key, "value": str(value)}
        sources = self.rules.protocols[layer.protocol].property_sources
        return [layer], [Fact(claim="gives", words=words, source=cite(sources))]

    def interface(self, name: str) -> Found:
        layers: list[Layer] = []
        facts: list[Reason] = []
        for layer in self.it.head:
            if name in exposed(self.rules, layer):
                layers.append(layer)
                words = {"layer": str(layer), "interface": name}
                facts.append(Fact(claim="exposes", words=words, source=cite(self.exposing(layer))))
            if name == "SAV" and (sources := self.rules.protocols[layer.protocol].validates_address):
                layers.append(layer)
                facts.append(Fact(claim="validates", words={"layer": str(layer)}, source=cite(sources)))
        meaning = self.rules.interfaces[name]
        about = Fact(claim="interface", words={"interface": name, "text": meaning.text}, source=cite(meaning.sources))
        return layers, [*(facts or [Fact(claim="nothing-exposes", words={"interface": name})]), about]

    def exposing(self, layer: Layer) -> Sources:
        pair = self.rules.pair_of(layer)
        exposes = pair.exposes if pair else self.rules.protocols[layer.protocol].exposes
        if exposes is None:
            return ()
        return self.rules.rows[exposes.row].sources if exposes.row else exposes.sources

    def feature(self, name: str) -> Found:
        having = [layer for layer in self.it.secure_layers if name in features(self.rules, layer)]
        facts: list[Reason] = []
        for layer in having:
            words = {"layer": str(layer), "feature": name}
            sources = self.rules.protocols[layer.protocol].security_sources
            facts.append(Fact(claim="has-feature", words=words, source=cite(sources)))
        for layer in self.it.secure_layers:
            pair = self.rules.pair_of(layer)
            if pair and name in pair.lacks:
                words = {"layer": str(layer), "feature": name, "handshake": layer.keyed_by}
                facts.append(Fact(claim="keys-lack", words=words, source=cite(pair.sources)))
        return having, facts or [Fact(claim="nothing-has", words={"feature": name})]

    def policy(self, name: str) -> Found:
        using = [layer for layer in self.it.stack if name in layer_names(self.rules, layer)]
        facts: list[Reason] = []
        for layer in using:
            words = {"layer": str(layer), "name": name}
            facts.append(Fact(claim="is", words=words, source=cite(self.rules.protocols[layer.protocol].sources)))
        return using, facts or [Fact(claim="nothing-is", words={"name": name})]

    # --- the other demands ---

    def other(self, demand: Demand) -> Found:
        if demand.path in self.breaches:
            breaches = self.breaches[demand.path]
            return [], [Fact(claim="breaks", words={"text": one.found}, source=cite(one.sources)) for one in breaches]
        section, _, key = demand.path.partition(".")
        match section, key.partition("[")[0]:
            case "application", _:
                return self.payload()
            case "security", _:
                return self.protects()
            case "allowed", _:
                return self.allowed()
            case "environment", "blocked":
                return self.blocked(demand.value)
            case "environment", "nat":
                return self.nat()
            case "environment", _:
                return [], [Fact(claim="absent", words={"name": demand.value})]
            case "limits", _:
                return self.limit(key)
            case _:
                return [*self.it.stack[:-1]], list(layer_reasons(self.it))

    def payload(self) -> Found:
        top = self.it.stack[0]
        words = {"layer": str(top), "payload": self.it.scenario.payload}
        sources = self.rules.protocols[top.protocol].service_sources
        return [top], [Fact(claim="takes", words=words, source=cite(sources))]

    def protects(self) -> Found:
        wide = [
            layer
            for layer in self.it.secure_layers
            if self.rules.protocols[layer.protocol].protects == self.it.protects
        ]
        facts: list[Reason] = []
        for layer in wide:
            words = {"layer": str(layer), "width": self.it.protects}
            sources = self.rules.protocols[layer.protocol].security_sources
            facts.append(Fact(claim="protects", words=words, source=cite(sources)))
        return wide, facts

    def allowed(self) -> Found:
        scope = self.it.scenario.scope
        used = [name for layer in self.it.head for name in secured_by(self.rules, layer, scope)]
        claim = "uses-allowed" if used else "uses-none"
        return list(self.it.secure_layers), [Fact(claim=claim, words={"names": ", ".join(dict.fromkeys(used))})]

    def blocked(self, name: str) -> Found:
        outermost = self.it.segments[-1]
        seen = Fact(claim="path-sees", words={"segment": "/".join(map(str, outermost)), "name": name})
        ids = set(self.rules.expand(name))
        inside = [layer for layer in self.it.stack[: -len(outermost)] if layer.protocol in ids]
        hidden = Fact(claim="inside", words={"name": name, "boundary": str(outermost[0])})
        return list(outermost), [seen, *([hidden] if inside else [])]

    def nat(self) -> Found:
        above = self.it.stack[-2]
        sources = self.rules.protocols[above.protocol].nat_sources
        return [above], [Fact(claim="passes-nat", words={"layer": str(above)}, source=cite(sources))]

    def limit(self, key: str) -> Found:
        kinds = {"tunnels": "tunnel", "relays": "relay", "security-layers": "security"}
        counted = [layer for layer in self.it.stack if kinds[key] in self.rules.protocols[layer.protocol].kinds]
        return counted, list(self._counts(key, counted))

    def _counts(self, key: str, counted: Sequence[Layer]) -> Iterator[Reason]:
        if key == "security-layers":
            for leg, count in zip(self.it.legs, self.it.secure_in_legs, strict=True):
                yield Fact(claim="leg-counts", words={"count": str(count), "leg": "/".join(map(str, leg))})
        else:
            yield Fact(claim="counts", words={"count": str(len(counted)), "what": key})

"""How one stack meets each demand: by which layers, by which rule, from which document; as a tree of facts.

Knows assessments and demands. Makes no sentence: a claim is a kind with its words (``model.reasons``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from planner.catalogue.layers import exposed, features, layer_names, secured_by
from planner.demands.table import KINDS
from planner.model import DEPLOYMENTS, Answer, Broken, Demand, DemandKey, Derived, Fact, Layer, Reason, Sources, cite
from planner.stacks.assessment import Assessment
from planner.stacks.judging import breaches
from planner.stacks.ruling import Breach

Grounds = tuple[list[Layer], list[Reason]]
"""The layers that a demand is met by, and the facts that it rests on."""


def answers(assessment: Assessment) -> tuple[Answer, ...]:
    """The answer to every demand, hard ones first, in the order of the table of demands, then the soft ones."""
    answering = _Answering(assessment)
    demands = assessment.demands
    return tuple(map(answering.answer, (*demands.hard, *(wish.demand for wish in demands.soft))))


def layer_reasons(assessment: Assessment) -> tuple[Reason, ...]:
    """For each layer of a valid stack the rule by which it stands over the next one, and the pair that keys it."""
    reasons: list[Reason] = []
    for layer, lower in zip(assessment.stack, (*assessment.stack[1:], None), strict=True):
        if lower:
            rule = assessment.edges[layer.protocol, lower.protocol]
            words = {"upper": layer.protocol, "lower": lower.protocol, "status": rule.status}
            reasons.append(Fact(claim="runs-over", words=words, source=cite(rule.sources)))
        if layer.keyed_by:
            pair = assessment.rules.keyings_of[layer.protocol][layer.keyed_by]
            words = {"record": layer.protocol, "handshake": layer.keyed_by, "travels": pair.travels}
            reasons.append(Fact(claim="keys", words=words, source=cite(pair.sources)))
    return tuple(reasons)


def broken(assessment: Assessment) -> tuple[Broken, ...]:
    """Every rule and demand that a stack breaks, first those that no change of the scenario could mend."""
    by_key = assessment.demands.by_key
    return tuple(
        Broken(
            rule=breach.constraint,
            says=breach.says,
            source=cite(breach.sources),
            demand=by_key[breach.demand] if breach.demand else None,
        )
        for breach in breaches(assessment)
    )


# --- machinery below --------------------------------------------------------------------------


class _Answering:
    """Finds the facts that answer each kind of demand of one stack."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment, self.rules = assessment, assessment.rules
        self.breaches: dict[DemandKey | None, list[Breach]] = {}
        for breach in breaches(assessment):
            self.breaches.setdefault(breach.demand, []).append(breach)

    def answer(self, demand: Demand) -> Answer:
        wish = self.assessment.demands.preference_of.get(demand.key)
        layers, facts = GROUNDS[demand.key.kind](self, demand) if wish else self.other(demand)
        met = self.assessment.meets(wish) if wish else demand.key not in self.breaches
        rule = KINDS[demand.key.kind].constraint
        cited = [
            source for fact in facts if isinstance(fact, Fact) and fact.source for source in fact.source.split("; ")
        ]
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

    def of_rule(self, rule: str) -> Fact:
        known = self.rules.constraints[rule]
        return Fact(claim="rule", words={"rule": rule, "text": known.text}, source=cite(known.sources))

    # --- preferences ---

    def transport(self, demand: Demand) -> Grounds:
        name = demand.key.name
        if self.assessment.scenario.keeps(name):
            return [], [Fact(claim="keeps", words={"property": name}, source="RFC 9622 Section 9.1.2")]
        layer, value = self.assessment.deciding(name)
        if layer is None:
            return [], [Fact(claim="nothing-gives", words={"property": name})]
        words = {"layer": str(layer), "property": name, "value": str(value)}
        sources = self.rules.protocols[layer.protocol].property_sources
        return [layer], [Fact(claim="gives", words=words, source=cite(sources))]

    def interface(self, demand: Demand) -> Grounds:
        name = demand.key.name
        layers: list[Layer] = []
        facts: list[Reason] = []
        for layer, lower in self.assessment.head_over:
            if name in exposed(self.rules, layer, scope=self.assessment.scope, lower=lower):
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

    def feature(self, demand: Demand) -> Grounds:
        name = demand.key.name
        having = [layer for layer in self.assessment.secure_layers if name in features(self.rules, layer)]
        facts: list[Reason] = []
        for layer in having:
            words = {"layer": str(layer), "feature": name}
            sources = self.rules.protocols[layer.protocol].security_sources
            facts.append(Fact(claim="has-feature", words=words, source=cite(sources)))
        for layer in self.assessment.secure_layers:
            pair = self.rules.pair_of(layer)
            if pair and name in pair.lacks:
                words = {"layer": str(layer), "feature": name, "handshake": layer.keyed_by}
                facts.append(Fact(claim="keys-lack", words=words, source=cite(pair.sources)))
        return having, facts or [Fact(claim="nothing-has", words={"feature": name})]

    def policy(self, demand: Demand) -> Grounds:
        name = demand.key.name
        using = [layer for layer in self.assessment.stack if name in layer_names(self.rules, layer)]
        facts: list[Reason] = []
        for layer in using:
            words = {"layer": str(layer), "name": name}
            facts.append(Fact(claim="is", words=words, source=cite(self.rules.protocols[layer.protocol].sources)))
        return using, facts or [Fact(claim="nothing-is", words={"name": name})]

    # --- the other demands ---

    def other(self, demand: Demand) -> Grounds:
        if demand.key in self.breaches:
            broken_here = self.breaches[demand.key]
            return [], [
                Fact(claim="breaks", words={"text": str(breach.says)}, source=cite(breach.sources))
                for breach in broken_here
            ]
        return GROUNDS[demand.key.kind](self, demand)

    def payload(self, _: Demand) -> Grounds:
        top = self.assessment.stack[0]
        words = {"layer": str(top), "payload": self.assessment.scenario.payload}
        sources = self.rules.protocols[top.protocol].service_sources
        return [top], [Fact(claim="takes", words=words, source=cite(sources))]

    def application(self, _: Demand) -> Grounds:
        application, index = self.assessment.application, self.assessment.carrier
        if application is None or index is None:
            return [], []
        carrier = application.carriers[index]
        words = {"carrier": carrier, "application": application.id}
        layers = list(self.assessment.stack[: carrier.count("/") + 1])
        return layers, [Fact(claim="carries", words=words, source=cite(application.sources))]

    def top(self, _: Demand) -> Grounds:
        top = self.assessment.stack[0]
        return [top], [Fact(claim="offered", words={"layer": str(top)})]

    def available(self, _: Demand) -> Grounds:
        return list(self.assessment.stack), [Fact(claim="had", words={})]

    def mtu(self, demand: Demand) -> Grounds:
        return [], [Fact(claim="fits", words={"mtu": demand.value})]

    def deployment(self, _: Demand) -> Grounds:
        parts = self.assessment.deployments
        if not parts:
            return [], []
        least = max(parts, key=lambda part: DEPLOYMENTS.index(part.level))
        words = {"part": least.part, "level": least.level, "evidence": least.evidence}
        return [], [Fact(claim="deployed", words=words, source=cite(least.sources))]

    def protects(self, _: Demand) -> Grounds:
        wide = [
            layer
            for layer in self.assessment.secure_layers
            if self.rules.protocols[layer.protocol].protects == self.assessment.protects
        ]
        facts: list[Reason] = []
        for layer in wide:
            words = {"layer": str(layer), "width": self.assessment.protects}
            sources = self.rules.protocols[layer.protocol].security_sources
            facts.append(Fact(claim="protects", words=words, source=cite(sources)))
        return wide, facts

    def allowed(self, _: Demand) -> Grounds:
        scope = self.assessment.scenario.scope
        used = [name for layer in self.assessment.head for name in secured_by(self.rules, layer, scope)]
        claim = "uses-allowed" if used else "uses-none"
        return list(self.assessment.secure_layers), [Fact(claim=claim, words={"names": ", ".join(dict.fromkeys(used))})]

    def blocked(self, demand: Demand) -> Grounds:
        name = demand.key.name
        outermost = self.assessment.segments[-1]
        seen = Fact(claim="path-sees", words={"segment": "/".join(map(str, outermost)), "name": name})
        ids = set(self.rules.expand(name))
        inside = [layer for layer in self.assessment.stack[: -len(outermost)] if layer.protocol in ids]
        hidden = Fact(claim="inside", words={"name": name, "boundary": str(outermost[0])})
        return list(outermost), [seen, *([hidden] if inside else [])]

    def nat(self, _: Demand) -> Grounds:
        above = self.assessment.stack[-2]
        sources = self.rules.protocols[above.protocol].nat_sources
        return [above], [Fact(claim="passes-nat", words={"layer": str(above)}, source=cite(sources))]

    def absent(self, demand: Demand) -> Grounds:
        return [], [Fact(claim="absent", words={"name": demand.value})]

    def layering(self, _: Demand) -> Grounds:
        return [*self.assessment.stack[:-1]], list(layer_reasons(self.assessment))

    def limit(self, demand: Demand) -> Grounds:
        limit = demand.key.kind
        kind = {"tunnels": "tunnel", "relays": "relay", "security-layers": "security"}[limit]
        protocols = self.rules.protocols
        counted = [layer for layer in self.assessment.stack if kind in protocols[layer.protocol].kinds]
        return counted, list(self._counts(limit, counted))

    def _counts(self, limit: str, counted: Sequence[Layer]) -> Iterator[Reason]:
        if limit == "security-layers":
            for leg, count in zip(self.assessment.legs, self.assessment.secure_in_legs, strict=True):
                yield Fact(claim="leg-counts", words={"count": str(count), "leg": "/".join(map(str, leg))})
        else:
            yield Fact(claim="counts", words={"count": str(len(counted)), "what": limit})


GROUNDS: Mapping[str, Callable[[_Answering, Demand], Grounds]] = {
    "payload": _Answering.payload,
    "application": _Answering.application,
    "transport": _Answering.transport,
    "interfaces": _Answering.interface,
    "security": _Answering.feature,
    "protocols": _Answering.policy,
    "protects": _Answering.protects,
    "allowed": _Answering.allowed,
    "blocked": _Answering.blocked,
    "nat": _Answering.nat,
    "unavailable": _Answering.absent,
    "available": _Answering.available,
    "tops": _Answering.top,
    "mtu": _Answering.mtu,
    "deployment": _Answering.deployment,
    "tunnels": _Answering.limit,
    "security-layers": _Answering.limit,
    "relays": _Answering.limit,
    "layering": _Answering.layering,
}
"""What the answer to each kind of demand rests on, where a stack meets it."""

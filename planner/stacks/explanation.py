"""Ranked stacks and conflicts -> values with their reasons: scores, warnings, equivalence, who is to blame.

Knows assessments and demands. What it says of a layer is said by the catalogue; it prints nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from planner import model
from planner.catalogue.layers import MATURITY, round_trips
from planner.demands.asked import hard_demands, soft_wishes, wishes
from planner.model import Preference, Score, Warning_, cite
from planner.stacks.assessment import Assessment

STATUS_WARNINGS = ("superseded", "experimental", "draft", "research", "proprietary", "deprecated", "unmaintained")


def ranked(assessments: Sequence[Assessment], ranking: model.Ranking) -> tuple[model.RankedStack, ...]:
    """The stacks, best first, each with everything that docs/design.md, "The plan", says of one. Equivalence letters
    come in order of rank: the same security protocols and handshakes end to end and the same demands met (RFC 9621;
    RFC 8922 Section 1.2)."""
    letters: dict[object, str] = {}
    found = []
    for rank, it in enumerate(assessments, start=1):
        missed = unmet(it)
        letter = letters.setdefault((it.secure_layers, missed), _letter(len(letters)))
        found.append(
            model.RankedStack(
                rank=rank,
                stack=it.stack,
                over=it.over,
                interfaces=it.interfaces,
                transport=it.transport,
                security=it.security,
                protects=it.protects,
                costs=it.costs,
                score=tuple(_scores(it, ranking)),
                unmet=missed,
                warnings=tuple(stack_warnings(it)),
                equivalence=letter,
            )
        )
    return tuple(found)


def stack_warnings(it: Assessment) -> Iterator[Warning_]:
    """What a reader should know before using the stack, in the order of the layers; each code once for each cause."""
    rules = it.rules
    if len(it.reliable_layers) > 1:
        names = " over ".join(str(layer) for layer in it.reliable_layers)
        yield _warning(rules, "nested-reliability", names)
    for name in model.ids_of(it.stack):
        for status in STATUS_WARNINGS:
            if status in rules.protocols[name].statuses:
                yield _warning(rules, status, name, rules.protocols[name].sources)
    for layer in it.stack:
        if layer.keyed_by in ("manual", "psk"):
            yield _warning(rules, "static-keys", str(layer))
    if it.head != it.stack:
        yield _warning(rules, "relay-ends-security", str(it.head[-1]))
    if it.secure_layers and not it.security["peer-authentication"]:
        yield _warning(rules, "no-peer-authentication", str(it.secure_layers[0]))
    yield from _too_small(it)


def plan_warnings(scenario: model.Scenario, rules: model.Rules) -> Iterator[Warning_]:
    """Names of the scenario that the catalogue knows and this scope does not plan, where they do not make it
    impossible."""
    required = {wish.key for wish in wishes(scenario) if wish.preference == Preference.REQUIRE}
    named = {*scenario.protocols, *scenario.blocked, *scenario.unavailable, *(scenario.allowed or ())} - required
    for name in sorted(named):
        protocol = rules.protocols.get(name)
        if protocol and not protocol.planned_in(scenario.scope):
            yield _warning(rules, "not-planned", f"{name}: {left_out(protocol)}", protocol.left_out_sources)


def blame(scenario: model.Scenario, rules: model.Rules, paths: Iterable[str]) -> tuple[model.Blame, ...]:
    """The demands of a conflict, in the order of a scenario file's sections, written ones first."""
    wanted = set(paths)
    return tuple(
        model.Blame(demand=demand, reason=reason, source=source)
        for demand in hard_demands(scenario)
        if demand.path in wanted
        for reason, source in [_reason(scenario, rules, demand)]
    )


def left_out(protocol: model.Protocol) -> str:
    """Why a known protocol is not planned; the entry that stands for it, where there is one."""
    return f"{protocol.left_out} (planned as {protocol.instead})" if protocol.instead else protocol.left_out


def unmet(it: Assessment) -> tuple[str, ...]:
    """The soft preferences that a stack misses or hits, as they are spelled."""
    return tuple(wish.demand.spelling for wish in soft_wishes(it.scenario) if not it.meets(wish))


# --- machinery below --------------------------------------------------------------------------

_CONSTRAINT_OF = {
    "application.payload": "payload",
    "security.protects": "protects",
    "allowed": "allowed",
    "environment.nat": "nat",
    "limits.tunnels": "tunnels",
    "limits.security-layers": "security-layers",
    "limits.relays": "relays",
    "layering": "layering",
}


def _reason(scenario: model.Scenario, rules: model.Rules, demand: model.Demand) -> tuple[str, str]:
    """What a demand rules out, in words, and by which document."""
    section, _, key = demand.path.partition(".")
    if section == "protocols" and key in rules.protocols and not rules.protocols[key].planned_in(scenario.scope):
        protocol = rules.protocols[key]
        text = f"{key} is known and not planned in scope {scenario.scope}: {left_out(protocol)}"
        return text, cite(protocol.left_out_sources)
    if demand.path == "application.payload" and not _taken(scenario, rules):
        text = f"the application hands over {demand.value}, which no protocol of scope {scenario.scope} takes"
        return text, cite(rules.constraints["planned"].sources)
    name = _CONSTRAINT_OF.get(demand.path) or key.split("[")[0] if section == "environment" else ""
    rule = rules.constraints[_CONSTRAINT_OF.get(demand.path) or name or section]
    must = "must not" if demand.value == "prohibit" else "has to"
    means = _MEANS[rule.id].format(key=key, value=demand.value, must=must)
    if section == "interfaces":
        interface = rules.interfaces[key]
        return f"{means}: {interface.text}", cite((*interface.sources, *rule.sources))
    return f"{means} ({rule.text})", cite(rule.sources)


def _taken(scenario: model.Scenario, rules: model.Rules) -> bool:
    """Whether a protocol that the scope plans takes what the application hands over."""
    planned = (it for it in rules.protocols.values() if it.planned_in(scenario.scope))
    return any(scenario.payload in it.carries for it in planned)


_MEANS = {
    "payload": "the application hands over {value}",
    "transport": "the whole stack {must} have {key}",
    "interfaces": "a layer that is end to end {must} expose {key}",
    "security": "a layer that is end to end {must} give {key}",
    "protects": "end to end at least {value} has to be protected",
    "protocols": "{key} {must} be in the stack",
    "allowed": "end to end only {value} may be used, a handshake included where there is a choice",
    "blocked": "the path drops {value}",
    "nat": "the path translates addresses and ports",
    "unavailable": "this host has no {value}",
    "tunnels": "tunnels: at most {value}",
    "security-layers": "security layers of a leg: at most {value}",
    "relays": "relays: at most {value}",
    "layering": "only {value} layerings count",
}
"""What each kind of demand means, for the lines of a conflict."""


def _scores(it: Assessment, ranking: model.Ranking) -> Iterator[Score]:
    because = _Because(it)
    for name, weights in ranking.criteria:
        parts = [it.figures[figure] for figure, _ in weights]
        known = [part for part in parts if part is not None]
        value = sum(w * part for (_, w), part in zip(weights, known, strict=True)) if len(known) == len(parts) else None
        yield Score(
            criterion=name, value=value, because=tuple(one for figure, _ in weights for one in because.of(figure))
        )


class _Because:
    """What makes up a figure of one stack, each part in a few words."""

    def __init__(self, it: Assessment) -> None:
        self.it = it

    def of(self, figure: str) -> tuple[str, ...]:
        return tuple(getattr(self, figure.replace("-", "_"))())

    def preferences(self) -> Iterator[str]:
        return (f"{wish.demand.spelling} is not met" for wish in self.it.unmet_wishes(Preference.PREFER))

    def avoided(self) -> Iterator[str]:
        return (f"{wish.demand.spelling} is hit" for wish in self.it.unmet_wishes(Preference.AVOID))

    def maturity(self) -> Iterator[str]:
        rules = self.it.rules
        for layer in self.it.stack:
            for name in layer.ids:
                statuses = rules.protocols[name].statuses
                if layer.keyed_by == name:
                    statuses |= rules.keyings_of[layer.protocol][name].statuses
                worst = max(sorted(statuses), key=MATURITY.__getitem__)
                if MATURITY[worst]:
                    yield f"{name} is {worst} (+{MATURITY[worst]})"

    def missing_security(self) -> Iterator[str]:
        return (f"no {name}" for name, has in self.it.security.items() if not has)

    def nested_reliability(self) -> Iterator[str]:
        layers = self.it.reliable_layers
        return (f"{upper} is reliable over {lower}" for upper, lower in itertools.pairwise(layers))

    def relays_and_tunnels(self) -> Iterator[str]:
        return (record.id for record in self.it.records if record.is_relay or record.is_tunnel)

    def security_layers(self) -> Iterator[str]:
        return (str(layer) for layer in self.it.stack if self.it.rules.protocols[layer.protocol].is_security)

    def handshake_rtts(self) -> Iterator[str]:
        for layer in self.it.stack:
            trips = round_trips(self.it.rules, layer).full
            if trips != 0:
                yield f"{layer} {'unknown' if trips is None else trips}"

    def overhead_bytes(self) -> Iterator[str]:
        for layer, count in zip(self.it.stack, self.it.costs.layers, strict=True):
            if count != 0:
                yield f"{layer} {'unknown' if count is None else count}"

    def layers(self) -> Iterator[str]:
        return iter(())


def _warning(rules: model.Rules, code: str, about: str, sources: model.Sources = ()) -> Warning_:
    rule = rules.warnings[code]
    return Warning_(code=code, text=f"{about}: {rule.text}", source=cite((*sources, *rule.sources)))


def _too_small(it: Assessment) -> Iterator[Warning_]:
    """A protocol that needs datagrams larger than the path leaves to it."""
    left: int | None = it.scenario.mtu
    for record, count in zip(reversed(it.records), reversed(it.costs.layers), strict=True):
        if left is not None and left < record.minimum_datagram:
            text = f"{record.id} needs datagrams of {record.minimum_datagram} bytes, {left} are left"
            yield _warning(it.rules, "mtu-too-small", text, record.sources)
        left = None if left is None or count is None else left - count


def _letter(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA, as columns of a sheet are named."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters

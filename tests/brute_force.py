"""The oracle of the tests: every valid stack by a plain recursive search, straight from docs/design.md.

Knows the values (``planner.model``) and nothing else of the program: it shares no code with the rooms that it judges.
It is slow on purpose: a stack is built layer by layer from the top, and each whole stack is then asked every question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planner import model

MATURITY = {
    **dict.fromkeys(("standard", "de-facto"), 0),
    **dict.fromkeys(("superseded", "experimental", "informational", "draft"), 1),
    **dict.fromkeys(("research", "proprietary", "deprecated", "unmaintained"), 3),
}
CLASSES = ("ubiquitous", "common", "niche", "rare", "extinct")
POINTS = {"ubiquitous": 0, "common": 0, "niche": 1, "rare": 10, "extinct": 100}
ORDER = ("specified", "practiced", "compatible")
On = frozenset[str] | None


def stacks(rules: model.Rules, scenario: model.Scenario) -> list[model.Stack]:
    """Every valid stack, in no order that means anything."""
    return [stack for stack in candidates(rules, scenario) if is_valid(rules, scenario, stack)]


def ordered(rules: model.Rules, scenario: model.Scenario) -> list[model.Stack]:
    """Every valid stack, best first by the scenario's ranking, the layers' names as the last word (docs/design.md,
    "Ranking")."""
    return sorted(stacks(rules, scenario), key=lambda stack: rank_key(rules, scenario, stack))


def candidates(rules: model.Rules, scenario: model.Scenario) -> Iterator[model.Stack]:
    """What the layering, the payload, the limits and the law of no repetition leave (docs/design.md, "A stack")."""
    search = _Search(rules, scenario)
    for top in rules.protocols.values():
        takes = scenario.payload in top.carries if scenario.payload else bool(top.carries)
        if top.planned_in(scenario.scope) and takes:
            for layer in search.layers(top.id):
                yield from search.extend((layer,))


def is_valid(rules: model.Rules, scenario: model.Scenario, stack: model.Stack) -> bool:
    """Whether a candidate meets every demand and the environment."""
    seen = _Seen(rules, scenario, stack)
    return (
        seen.handshakes_run()
        and seen.passes_the_path()
        and seen.is_available()
        and seen.is_a_carrier()
        and seen.fits()
        and seen.is_deployed()
        and seen.is_allowed()
        and seen.protects_enough()
        and seen.meets_hard_demands()
    )


def rank_key(rules: model.Rules, scenario: model.Scenario, stack: model.Stack) -> tuple[object, ...]:
    """Criterion by criterion the weighted sum of figures; what is unknown ranks after everything known."""
    ranking = rules.rankings[scenario.ranking] if isinstance(scenario.ranking, str) else scenario.ranking
    figures = _Seen(rules, scenario, stack).figures()
    key: list[object] = []
    for _, weights in ranking.criteria:
        parts = [(figures[figure], weight) for figure, weight in weights]
        unknown = any(value is None for value, _ in parts)
        key.append((unknown, 0 if unknown else sum((value or 0) * weight for value, weight in parts)))
    return (*key, tuple(str(layer) for layer in stack))


# --- machinery below --------------------------------------------------------------------------


class _Search:
    """The recursive search: what may stand under what, and which limits a part of a stack has already broken."""

    def __init__(self, rules: model.Rules, scenario: model.Scenario) -> None:
        self.rules = rules
        self.scope = scenario.scope
        self.limits = scenario.limits
        self.lowers = _pairs(rules, scenario)

    def layers(self, name: str) -> list[model.Layer]:
        """The protocol alone, or with each handshake that may key it in this scope."""
        if not self.rules.keyings_of.get(name):
            return [model.Layer(protocol=name)]
        return [model.Layer(protocol=name, keyed_by=it.handshake) for it in self.rules.keyings_in(name, self.scope)]

    def extend(self, stack: model.Stack) -> Iterator[model.Stack]:
        """Every candidate that begins with these layers."""
        if not self.within_limits(stack):
            return
        last = stack[-1].protocol
        if last == "ip" and self.may_stand_on(stack, None):
            yield stack
        for lower in self.lowers.get(last, {}):
            if self.may_stand_on(stack, lower):
                for layer in self.layers(lower):
                    yield from self.extend((*stack, layer))

    def may_stand_on(self, stack: model.Stack, below: str | None) -> bool:
        """Whether the ``on`` of the rule above the last layer bears with ``below``; ``None`` is the stack's end."""
        if len(stack) < 2:
            return True
        return any(on is None or below in on for on in self.lowers[stack[-2].protocol][stack[-1].protocol])

    def within_limits(self, stack: model.Stack) -> bool:
        protocols = [self.rules.protocols[layer.protocol] for layer in stack]
        return (
            sum(protocol.is_tunnel for protocol in protocols) <= self.limits.tunnels
            and sum(protocol.is_relay for protocol in protocols) <= self.limits.relays
            and all(sum(it.is_security for it in leg) <= self.limits.security_layers for leg in _legs(protocols))
            and all(len({it.id for it in part}) == len(part) for part in _segments(protocols))
        )


def _pairs(rules: model.Rules, scenario: model.Scenario) -> dict[str, dict[str, list[On]]]:
    """upper -> lower -> the ``on`` of each rule that allows the pair."""
    found: dict[str, dict[str, list[On]]] = {}
    prohibited: set[tuple[str, str]] = set()
    derived: set[tuple[str, str]] = set()
    planned = [it for it in rules.protocols.values() if it.planned_in(scenario.scope)]
    names = {it.id for it in planned}
    for rule in rules.layerings:
        if model.SCOPES.index(rule.scope) > model.SCOPES.index(scenario.scope) or not {rule.upper, rule.lower} <= names:
            continue
        if rule.status != "prohibited" and ORDER.index(rule.status) <= ORDER.index(scenario.layering):
            on = None if rule.on is None else with_stand_ins(rules, rule.on)
            found.setdefault(rule.upper, {}).setdefault(rule.lower, []).append(on)
            for other in () if rule.exact else with_stand_ins(rules, {rule.lower}) - {rule.lower, rule.upper}:
                derived.add((rule.upper, other))
        elif rule.status == "prohibited":
            prohibited.add((rule.upper, rule.lower))
    written = {(rule.upper, rule.lower) for rule in rules.layerings if {rule.upper, rule.lower} <= names}
    for upper, lower in derived - written:
        if lower in names:
            found.setdefault(upper, {}).setdefault(lower, [None])
    if scenario.layering == "compatible":
        for upper in planned:
            for lower in planned:
                if set(upper.needs) & set(lower.offers) and (upper.id, lower.id) not in prohibited:
                    found.setdefault(upper.id, {}).setdefault(lower.id, [None])
    return found


def with_stand_ins(rules: model.Rules, names: Iterable[str]) -> frozenset[str]:
    """The ids, and whatever offers their service (docs/design.md, "The catalogue")."""
    named = set(names)
    return frozenset(named | {protocol.id for protocol in rules.protocols.values() if named & set(protocol.stands_for)})


def _segments(protocols: list[model.Protocol]) -> list[list[model.Protocol]]:
    """A boundary starts a segment."""
    parts: list[list[model.Protocol]] = [[]]
    for protocol in protocols:
        if protocol.is_boundary:
            parts.append([])
        parts[-1].append(protocol)
    return parts


def _legs(protocols: list[model.Protocol]) -> list[list[model.Protocol]]:
    """A relay ends a leg and belongs to it."""
    parts: list[list[model.Protocol]] = [[]]
    for protocol in protocols:
        parts[-1].append(protocol)
        if protocol.is_relay:
            parts.append([])
    return parts


class _Seen:
    """One whole stack under one scenario, with an answer to every question that docs/design.md lets a scenario ask."""

    def __init__(self, rules: model.Rules, scenario: model.Scenario, stack: model.Stack) -> None:
        self.rules = rules
        self.scenario = scenario
        self.stack = stack
        self.protocols = [rules.protocols[layer.protocol] for layer in stack]
        self.keyings = [rules.keyings_of[it.protocol][it.keyed_by] if it.keyed_by else None for it in stack]
        self.layers = list(zip(self.protocols, self.keyings, strict=True))
        end = len(_legs(self.protocols)[0])
        self.first_leg = self.layers[:end]

    def handshakes_run(self) -> bool:
        """A handshake that shares the flow of its record protocol needs a carrier that bears both (docs/design.md, "A
        stack")."""
        for (_, keying), lower in zip(self.layers, [*self.protocols[1:], None], strict=True):
            carriers = with_stand_ins(self.rules, keying.carriers) if keying and keying.carriers is not None else None
            if carriers is not None and (lower is None or lower.id not in carriers):
                return False
        return True

    def passes_the_path(self) -> bool:
        blocked = self.named(self.scenario.blocked)
        length = len(_segments(self.protocols)[-1])
        outermost = self.layers[-length:]
        for place, (protocol, keying) in enumerate(outermost):
            told = protocol.ip_number is None or place == length - 2
            if told and blocked & {protocol.id, *protocol.looks_like}:
                return False
            if keying and keying.travels == "own-packets" and keying.handshake in blocked:
                return False
        above = self.layers[-2] if len(self.layers) > 1 else None
        needed = above[1].native_needs if above and above[1] else ""
        if needed and (needed in blocked or not self.is_there(needed)):
            return False
        if not self.scenario.nat:
            return True
        authenticated = any(protocol.authenticates_addresses for protocol, _ in outermost)
        return above is not None and above[0].passes_nat and not authenticated

    def is_available(self) -> bool:
        tops = self.scenario.tops
        if tops is not None and self.stack[0].protocol not in self.named(tops):
            return False
        return all(self.is_there(name) for layer in self.stack for name in layer.ids)

    def is_there(self, name: str) -> bool:
        """Whether this host has it."""
        if name in self.named(self.scenario.unavailable):
            return False
        return self.scenario.available is None or name in self.named(self.scenario.available) | {"ip"}

    def carrier(self) -> int | None:
        """The place of the first carrier of the application that the topmost layers are."""
        application = self.rules.applications[self.scenario.application]
        for place, carrier in enumerate(application.carriers):
            words = carrier.split("/")
            if len(words) <= len(self.stack) and all(self.is_place(index, word) for index, word in enumerate(words)):
                return place
        return None

    def is_place(self, index: int, word: str) -> bool:
        name, _, key = word.rstrip(")").partition("(")
        ids = with_stand_ins(self.rules, self.rules.expand(name))
        layer, protocol = self.stack[index], self.protocols[index]
        keyed = not key or layer.keyed_by in self.rules.expand(key)
        return layer.protocol in ids and keyed and not (index == 0 and protocol.is_relay)

    def is_a_carrier(self) -> bool:
        return not self.scenario.application or self.carrier() is not None

    def fits(self) -> bool:
        """From the bottom up what is left of the MTU: each layer gets a packet of the size that it needs, but for what
        a stream below cuts into segments (docs/design.md, "The environment")."""
        left = self.scenario.mtu
        for index in reversed(range(len(self.stack))):
            protocol = self.protocols[index]
            versioned = protocol.minimum_version in (None, self.version(index))
            if versioned and protocol.minimum_datagram > left and not self.is_cut_below(index):
                return False
            left -= self.bytes(index) or 0
        ip = self.rules.protocols["ip"]
        whole = self.scenario.payload == "ip-packets" and ip.minimum_version in (None, self.scenario.inner_ip)
        return not whole or ip.minimum_datagram <= left or self.is_cut_below(-1)

    def is_cut_below(self, index: int) -> bool:
        return any(
            self.protocols[lower].cuts and not self.is_beside(lower, "reliability")
            for lower in range(index + 1, len(self.stack))
        )

    def version(self, index: int) -> int:
        """The IP version of the segment that a layer is in."""
        inner = len(self.stack) - len(_segments(self.protocols)[-1])
        return self.scenario.inner_ip if index < inner else self.scenario.ip_version

    def bytes(self, index: int) -> int | None:
        lower = self.protocols[index + 1].id if index + 1 < len(self.stack) else None
        return self.protocols[index].overhead.count(lower=lower, ip_version=self.version(index))

    def parts(self) -> list[str]:
        """The class of each part: protocols, handshakes, and layerings and keyings that are worse than both ends."""
        level = {name: line.level for name, line in self.rules.deployments.items()}
        classes = []
        for index, layer in enumerate(self.stack):
            ends = [level.get(name, "common") for name in layer.ids]
            classes += ends
            if layer.keyed_by:
                classes += _worse(level.get(str(layer)), ends)
            if index + 1 < len(self.stack):
                below = self.stack[index + 1].protocol
                line = level.get(f"{layer.protocol}/{below}", level.get(f"*/{below}"))
                classes += _worse(line, [ends[0], level.get(below, "common")])
        return classes

    def is_deployed(self) -> bool:
        limit = self.scenario.limits.deployment
        return not limit or all(CLASSES.index(part) <= CLASSES.index(limit) for part in self.parts())

    def named(self, names: tuple[str, ...]) -> set[str]:
        return {one for name in names for one in self.rules.expand(name)}

    def is_allowed(self) -> bool:
        if self.scenario.allowed is None:
            return True
        allowed = self.named(self.scenario.allowed)
        for protocol, keying in self.first_leg:
            if not protocol.is_security:
                continue
            has_choice = len(self.rules.keyings_in(protocol.id, self.scenario.scope)) > 1
            if protocol.id not in allowed or (keying and has_choice and keying.handshake not in allowed):
                return False
        return True

    def protects_enough(self) -> bool:
        wanted = self.scenario.protects
        if not wanted:
            return True
        widths = [model.PROTECTS.index(it.protects) for it, _ in self.first_leg if it.is_security and it.protects]
        return max(widths, default=-1) >= model.PROTECTS.index(wanted)

    def features(self) -> set[str]:
        found: set[str] = set()
        for protocol, keying in self.first_leg:
            if protocol.is_security:
                found |= protocol.features - (keying.lacks if keying else frozenset())
        return found

    def interfaces(self) -> set[str]:
        found: set[str] = set()
        for protocol, keying in self.first_leg:
            found |= self.exposed(keying.exposes if keying else protocol.exposes, protocol, keying)
            if protocol.validates_address:
                found.add("SAV")
        return found

    def exposed(self, exposes: model.Exposes | None, protocol: model.Protocol, keying: model.Keying | None) -> set[str]:
        if exposes is None:
            return set()
        if not exposes.row:
            return set(exposes.interfaces)
        row = self.rules.rows[exposes.row]
        who = {protocol.id, keying.handshake if keying else protocol.id}
        place = next(index for index, other in enumerate(self.protocols) if other is protocol)
        below = self.protocols[place + 1].id if place + 1 < len(self.protocols) else ""
        found = set(row.interfaces)
        for name in row.interfaces:
            for scope in reversed(model.SCOPES[: model.SCOPES.index(self.scenario.scope) + 1]):
                lines = [line for line in row.only if (line.interface, line.scope) == (name, scope)]
                if lines:
                    if not all(who & line.of and (line.over is None or below in line.over) for line in lines):
                        found.discard(name)
                    break
        return found

    def gives(self, name: str) -> model.Gives:
        """The first layer from the top with a value of its own decides (docs/design.md, "What the application
        hands over")."""
        values = [self.own(index, name) for index in range(len(self.stack))]
        return next((value for value in values if value != model.Gives.INHERIT), model.Gives.NEVER)

    def own(self, index: int, name: str) -> model.Gives:
        """A layer's own value, which may depend on the one directly below."""
        protocol = self.protocols[index]
        below = self.protocols[index + 1].id if index + 1 < len(self.protocols) else ""
        return protocol.properties_over.get(below, {}).get(name, protocol.properties.get(name, model.Gives.INHERIT))

    def always(self, name: str) -> list[model.Protocol]:
        """The layers that always do it to what is above them and not beside their streams."""
        return [
            protocol
            for index, protocol in enumerate(self.protocols)
            if self.own(index, name) == model.Gives.ALWAYS and not self.is_beside(index, name)
        ]

    def is_beside(self, index: int, name: str) -> bool:
        """Whether what comes to a layer goes beside its streams: some layer above sends datagrams over what leads here
        by layers that leave the property to the one below."""
        for upper in reversed(range(index)):
            if self.protocols[upper + 1].id in self.protocols[upper].beside_streams:
                return True
            if self.own(upper, name) != model.Gives.INHERIT:
                return False
        return False

    def names(self) -> set[str]:
        """Every name by which ``protocols:`` may mean something of this stack, over the whole of it."""
        found: set[str] = set()
        for protocol, keying in self.layers:
            found |= protocol.names()
            if keying:
                found |= self.rules.protocols[keying.handshake].names() | keying.statuses
        return found

    def answers(self) -> Iterator[tuple[model.Preference, bool, bool]]:
        """Each preference of the scenario, whether the stack can have the thing, and whether it cannot but have it."""
        for name, preference in self.scenario.transport.items():
            value = self.gives(name)
            framed = name == "preserveMsgBoundaries" and self.scenario.framer
            below = name in ("reliability", "preserveOrder") and bool(self.always(name))
            yield preference, value != model.Gives.NEVER or framed, value == model.Gives.ALWAYS or below
        sections: list[tuple[Mapping[str, model.Preference], set[str]]] = [
            (self.scenario.interfaces, self.interfaces()),
            (self.scenario.security, self.features()),
            (self.scenario.protocols, self.names()),
        ]
        for preferences, there in sections:
            for name, preference in preferences.items():
                yield preference, name in there, name in there

    def meets_hard_demands(self) -> bool:
        require, prohibit = model.Preference.REQUIRE, model.Preference.PROHIBIT
        return all((can or it != require) and not (must and it == prohibit) for it, can, must in self.answers())

    def figures(self) -> dict[str, int | None]:
        reliable = sum(not (it.is_relay and it.cuts) for it in self.always("reliability"))
        answers = list(self.answers())
        trips = [keying.cost if keying else protocol.handshake for protocol, keying in self.layers]
        lowers = [protocol.id for protocol, _ in self.layers[1:]] + [""]
        rtts = [trip.over[low][0] if low in trip.over else trip.full for trip, low in zip(trips, lowers, strict=True)]
        return {
            "preferences": sum(preference == model.Preference.PREFER and not can for preference, can, _ in answers),
            "avoided": sum(preference == model.Preference.AVOID and must for preference, _, must in answers),
            "deployment": sum(POINTS[part] for part in self.parts()),
            "carrier": self.carrier() or 0 if self.scenario.application else 0,
            "maturity": self.maturity(),
            "missing-security": len(set(model.FEATURES) - self.features()),
            "nested-reliability": max(0, reliable - 1),
            "relays-and-tunnels": sum(it.is_relay or it.is_tunnel for it in self.protocols),
            "security-layers": sum(it.is_security for it in self.protocols),
            "handshake-rtts": _total(rtts),
            "overhead-bytes": _total([self.bytes(index) for index in range(len(self.stack))]),
            "layers": len(self.stack),
        }

    def maturity(self) -> int:
        keys = [self.rules.protocols[it.handshake].statuses | it.statuses for it in self.keyings if it]
        return sum(_worst(it) for it in [*(protocol.statuses for protocol in self.protocols), *keys])


def _worse(line: str | None, ends: list[str]) -> list[str]:
    """The class of a pair, where it is worse than both ends'."""
    return [line] if line and CLASSES.index(line) > max(map(CLASSES.index, ends)) else []


def _worst(statuses: frozenset[str]) -> int:
    return max((MATURITY[status] for status in statuses), default=0)


def _total(parts: list[int | None]) -> int | None:
    """A sum with an unknown part is unknown."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

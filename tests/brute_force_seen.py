"""What the brute force asks of one whole stack: every question that docs/design.md lets a scenario ask, and every
figure that a ranking counts.

Knows the values (``planner.model``) and nothing else of the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brute_force_facts import CLASSES, Facts
from brute_force_search import segments_of, with_stand_ins
from planner import model

MATURITY = {
    **dict.fromkeys(("standard", "de-facto"), 0),
    **dict.fromkeys(("superseded", "experimental", "informational", "draft"), 1),
    **dict.fromkeys(("research", "proprietary", "deprecated", "unmaintained"), 3),
}
POINTS = {"ubiquitous": 0, "common": 0, "niche": 1, "rare": 10, "extinct": 100}


class Seen(Facts):
    """One whole stack under one scenario, with an answer to every question that docs/design.md lets a scenario ask."""

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
        length = len(segments_of(self.protocols)[-1])
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

    def is_deployed(self) -> bool:
        limit = self.scenario.limits.deployment
        return not limit or all(CLASSES.index(part) <= CLASSES.index(limit) for part in self.parts())

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
        widths = [
            model.PROTECTS.index(protocol.protects)
            for protocol, _ in self.first_leg
            if protocol.is_security and protocol.protects
        ]
        return max(widths, default=-1) >= model.PROTECTS.index(wanted)

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
        return all(
            (can or preference != require) and not (must and preference == prohibit)
            for preference, can, must in self.answers()
        )

    def figures(self) -> dict[str, int | None]:
        reliable = sum(not (protocol.is_relay and protocol.cuts) for protocol in self.always("reliability"))
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
            "relays-and-tunnels": sum(protocol.is_relay or protocol.is_tunnel for protocol in self.protocols),
            "security-layers": sum(protocol.is_security for protocol in self.protocols),
            "handshake-rtts": _total(rtts),
            "overhead-bytes": _total([self.bytes(index) for index in range(len(self.stack))]),
            "layers": len(self.stack),
        }

    def maturity(self) -> int:
        keys = [self.rules.protocols[keying.handshake].statuses | keying.statuses for keying in self.keyings if keying]
        return sum(_worst(statuses) for statuses in [*(protocol.statuses for protocol in self.protocols), *keys])


def _worst(statuses: frozenset[str]) -> int:
    return max((MATURITY[status] for status in statuses), default=0)


def _total(parts: list[int | None]) -> int | None:
    """A sum with an unknown part is unknown."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

"""What the brute force sees of one whole stack: what its layers have, give, expose and cost.

Knows the values (``planner.model``) and nothing else of the program.
"""

from __future__ import annotations

from brute_force_search import legs_of, segments_of
from planner import model

CLASSES = ("ubiquitous", "common", "niche", "rare", "extinct")


class Facts:
    """One whole stack under one scenario, before anything is asked of it."""

    def __init__(self, rules: model.Rules, scenario: model.Scenario, stack: model.Stack) -> None:
        self.rules = rules
        self.scenario = scenario
        self.stack = stack
        self.protocols = [rules.protocols[layer.protocol] for layer in stack]
        self.keyings = [rules.keyings_of[layer.protocol][layer.keyed_by] if layer.keyed_by else None for layer in stack]
        self.layers = list(zip(self.protocols, self.keyings, strict=True))
        end = len(legs_of(self.protocols)[0])
        self.first_leg = self.layers[:end]

    def named(self, names: tuple[str, ...]) -> set[str]:
        return {member for name in names for member in self.rules.expand(name)}

    def version(self, index: int) -> int:
        """The IP version of the segment that a layer is in."""
        inner = len(self.stack) - len(segments_of(self.protocols)[-1])
        return self.scenario.inner_ip if index < inner else self.scenario.ip_version

    def bytes(self, index: int) -> int | None:
        lower = self.protocols[index + 1].id if index + 1 < len(self.stack) else None
        keyed_by = self.stack[index].keyed_by
        return self.protocols[index].overhead.count(lower=lower, ip_version=self.version(index), keyed_by=keyed_by)

    def is_there(self, name: str) -> bool:
        """Whether this host has it."""
        if name in self.named(self.scenario.unavailable):
            return False
        return self.scenario.available is None or name in self.named(self.scenario.available) | {"ip"}

    def features(self) -> set[str]:
        features: set[str] = set()
        for protocol, keying in self.first_leg:
            if protocol.is_security:
                features |= protocol.features - (keying.lacks if keying else frozenset())
        return features

    def interfaces(self) -> set[str]:
        given: set[str] = set()
        for protocol, keying in self.first_leg:
            given |= self.exposed(keying.exposes if keying else protocol.exposes, protocol, keying)
            if protocol.validates_address:
                given.add("SAV")
        return given

    def exposed(self, exposes: model.Exposes | None, protocol: model.Protocol, keying: model.Keying | None) -> set[str]:
        if exposes is None:
            return set()
        if not exposes.row:
            return set(exposes.interfaces)
        row = self.rules.rows[exposes.row]
        who = {protocol.id, keying.handshake if keying else protocol.id}
        place = next(index for index, other in enumerate(self.protocols) if other is protocol)
        below = self.protocols[place + 1].id if place + 1 < len(self.protocols) else ""
        interfaces = set(row.interfaces)
        for name in row.interfaces:
            for scope in reversed(model.SCOPES[: model.SCOPES.index(self.scenario.scope) + 1]):
                lines = [line for line in row.only if (line.interface, line.scope) == (name, scope)]
                if lines:
                    if not all(who & line.of and (line.over is None or below in line.over) for line in lines):
                        interfaces.discard(name)
                    break
        return interfaces

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
        needs: set[str] = set()
        for protocol, keying in self.layers:
            needs |= protocol.names()
            if keying:
                needs |= self.rules.protocols[keying.handshake].names() | keying.statuses
        return needs

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


def _worse(line: str | None, ends: list[str]) -> list[str]:
    """The class of a pair, where it is worse than both ends'."""
    return [line] if line and CLASSES.index(line) > max(map(CLASSES.index, ends)) else []

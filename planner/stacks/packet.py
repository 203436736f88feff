"""What a stack does to a packet, to the byte (docs/design.md, "The packet").

Knows rules and one stack. Sizes are worked out in both directions: the largest payload from the bottom up, the bytes
around a payload from the top down.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner import model
from planner.catalogue.layers import least_packet
from planner.model.packets import FieldGroup, OptionValue, PacketField, PacketWarning, Size

if TYPE_CHECKING:  # facts know their packets, and packets the facts that they are worked out from
    from planner.stacks.facts import StackFacts

PPPOE = 8
"""Bytes that PPPoE takes off an access line's MTU (RFC 2516 Section 7)."""

TCP = ("tcp", "mptcp")
HEADERS = {4: 20, 6: 40}
TCP_HEADER = 20
"""What MSS does not count: the fixed headers of IP and TCP (RFC 6691 Section 2)."""


UNKNOWN = model.PacketRule(fields=(FieldGroup(name="header", unknown=True),), assumption="no figure found", sources=())
"""What is said of a protocol of somebody's own that says nothing of its bytes."""


@dataclass(frozen=True, kw_only=True)
class Packets:
    """The packets of one stack on its path, with the options of its facts."""

    facts: StackFacts

    def packet(self, payload: int | None = None) -> model.Packet:
        """The packet of a payload, or of the largest that fits. What does not fit goes in as many as it takes."""
        largest = self.payload_mtu
        size = largest if payload is None or largest is None else min(payload, largest)
        layers = self.layers(size)
        known = [layer.bytes for layer in layers if layer.bytes is not None]
        whole = len(known) == len(layers) and largest is not None
        return model.Packet(
            stack=self.facts.stack,
            mtu=self.facts.mtu,
            layers=layers,
            overhead_bytes=sum(known) if whole else None,
            payload_mtu=largest,
            tcp_mss=self.tcp_mss,
            payload=payload,
            packets=self.count_packets(payload),
            options=self.facts.options,
            warnings=tuple(self.warnings(payload)),
        )

    def count_packets(self, payload: int | None) -> int | None:
        """How many packets a payload takes; None where it is refused, or where that is unknown."""
        largest = self.payload_mtu
        if payload is None or not largest:
            return None
        if payload <= largest:
            return 1
        deciding = self.deciding
        return -(-payload // largest) if deciding and self.rule(deciding.protocol).larger != "refused" else None

    @property
    def deciding(self) -> model.Layer | None:
        """The layer that decides what becomes of more than fits: the first one that does something about it."""
        layers = (layer for layer in self.facts.stack if self.rule(layer.protocol).larger != "below")
        return next(layers, None)

    def rule(self, protocol: str) -> model.PacketRule:
        return self.facts.rules.packets.get(protocol, UNKNOWN)

    @cached_property
    def room(self) -> int:
        """What the path carries of an IP packet."""
        return self.facts.mtu - (PPPOE if self.facts.options.get("pppoe") == "present" else 0)

    @cached_property
    def capacities(self) -> tuple[int | None, ...]:
        """The most that each layer can carry, from the top; None where that is unknown."""
        left: int | None = self.room
        capacities: list[int | None] = []
        for place in reversed(range(len(self.facts.stack))):
            left = None if left is None else self.largest(place, left)
            capacities.append(left)
        return tuple(reversed(capacities))

    @property
    def payload_mtu(self) -> int | None:
        return self.capacities[0]

    def largest(self, place: int, room: int) -> int | None:
        """The largest payload of a layer whose bytes, padding included, fit into the room below it; none is 0."""
        least = self.added(place, 0, room, padded=False)
        if least is None:
            return None
        payload = room - least
        while payload > 0 and payload + (self.added(place, payload, room) or 0) > room:
            payload -= 1
        return max(0, payload)

    def added(self, place: int, payload: int, room: int | None, *, padded: bool = True) -> int | None:
        """The bytes that a layer adds around a payload."""
        groups = self.groups[place]
        if any(group.unknown for group in groups):
            return None
        return sum(self.count(place, group, payload, room) for group in groups if padded or group.padding is None)

    def layers(self, payload: int | None) -> tuple[model.PacketLayer, ...]:
        """Each layer of the packet of a payload, from the top."""
        layers = []
        for place, layer in enumerate(self.facts.stack):
            rule = self.rule(layer.protocol)
            groups, room = self.groups[place], self.room_below(place)
            known = payload is not None or not any(group.padding or group.steps for group in groups)
            known = known and not any(group.unknown for group in groups)
            fields = tuple(
                PacketField(
                    name=group.name,
                    side=group.side,
                    bytes=self.count(place, group, payload or 0, room),
                    padding=group.padding is not None,
                )
                for group in groups
                if not group.unknown
            )
            total = sum(part.bytes for part in fields) if known else None
            layers.append(
                model.PacketLayer(
                    layer=layer,
                    label=self.facts.label(layer),
                    kinds=self.facts.rules.protocols[layer.protocol].kinds,
                    bytes=total,
                    padding=sum(part.bytes for part in fields if part.padding),
                    fields=tuple(part for part in fields if part.bytes),
                    assumption=rule.assumption,
                    sources=rule.sources,
                )
            )
            payload = None if payload is None or total is None else payload + total
        return tuple(layers)

    def room_below(self, place: int) -> int | None:
        return self.room if place + 1 == len(self.facts.stack) else self.capacities[place + 1]

    @cached_property
    def groups(self) -> tuple[tuple[FieldGroup, ...], ...]:
        """The groups of fields that each layer has in its place, from the top."""
        facts = self.facts
        uppers = ("", *(layer.protocol for layer in facts.stack))
        above = zip(uppers, facts.stack, facts.lowers, facts.versions, facts.beside("reliability"), strict=False)
        return tuple(
            tuple(
                group
                for group in self.rule(layer.protocol).fields
                if (group.over is None or lower in group.over)
                and lower not in group.not_over
                and (group.under is None or upper in group.under)
                and upper not in group.not_under
                and (group.keyed_by is None or layer.keyed_by in group.keyed_by)
                and layer.keyed_by not in group.not_keyed_by
                and not (group.in_streams and aside)
                and group.ip_version in (None, version)
            )
            for upper, layer, lower, version, aside in above
        )

    def count(self, place: int, group: FieldGroup, payload: int, room: int | None) -> int:
        """The bytes of a group of fields around a payload."""
        if group.steps:
            return next(count for most, count in group.steps if most is None or payload + group.counting <= most)
        if group.padding is None:
            return self.size(place, group.size)
        padding, to = group.padding, self.size(place, group.padding.to)
        bare = payload + self.size(place, padding.counting) + padding.least
        needed = padding.least + (-bare % to if to else 0)
        if not padding.within_mtu or room is None:
            return needed
        around = self.added(place, payload, room, padded=False) or 0
        return max(0, min(needed, room - payload - around))

    def size(self, place: int, size: Size) -> int:
        count = size.choices[str(self.option(place, size.option))] if size.option else size.bytes
        return count * int(self.option(place, size.times)) if size.times else count

    def option(self, place: int, name: str) -> OptionValue:
        """The value of an option at a layer: of the choices that go with its handshake."""
        option = self.facts.rules.options[name]
        value = self.facts.options.get(name, option.default)
        limited = option.limited.get(self.facts.stack[place].keyed_by, ())
        return value if not limited or value in limited else limited[0]

    @cached_property
    def tcp_mss(self) -> int | None:
        """What to clamp TCP's MSS to: of the first TCP of the stack, or of one inside the packets that its top
        carries."""
        for place, layer in enumerate(self.facts.stack):
            if layer.protocol in TCP:
                below = self.room_below(place)
                return None if below is None else max(0, below - TCP_HEADER)
        top = self.facts.records[0]
        inner = HEADERS[self.facts.inner_ip] + TCP_HEADER
        if "ip-packets" in top.carries and self.payload_mtu is not None:
            return max(0, self.payload_mtu - inner)
        if "ethernet-frames" in top.carries and self.payload_mtu is not None:
            return max(0, self.payload_mtu - self.ethernet - inner)
        return None

    @property
    def ethernet(self) -> int:
        """The header of a frame that the top carries."""
        sizes = [group.size for group in self.rule("ethernet").fields]
        return sum(size.bytes * (int(self.facts.options.get(size.times, 0)) if size.times else 1) for size in sizes)

    def warnings(self, payload: int | None) -> list[PacketWarning]:
        rules, largest = self.facts.rules, self.payload_mtu
        warnings = []
        for layer, needed, left in self.facts.squeezed:
            text = f"{layer} needs {needed} bytes and gets {max(0, left)}"
            warnings.append(PacketWarning("mtu", text, model.cite(rules.constraints["mtu"].sources)))
        needed = least_packet(rules, self.facts.inner_ip) if "ip-packets" in self.facts.records[0].carries else 0
        if largest is not None and largest < needed:
            text = f"IPv{self.facts.inner_ip} inside needs {needed} bytes and gets {largest}"
            warnings.append(PacketWarning("mtu", text, model.cite(rules.constraints["mtu"].sources)))
        if payload is not None and largest is not None and payload > largest:
            warnings.append(self.too_large(payload, largest))
        for place, layer in enumerate(self.facts.stack):
            for option in rules.options.values():
                limited = option.limited.get(layer.keyed_by, ())
                if (
                    limited
                    and layer.protocol in option.of
                    and self.facts.options.get(option.id, limited[0]) not in limited
                ):
                    chosen, counted = self.facts.options[option.id], self.option(place, option.id)
                    text = f"{option.id}: {chosen} does not go with {layer.keyed_by}; {counted} counts"
                    warnings.append(PacketWarning("option", text, model.cite(option.sources)))
        return warnings

    def too_large(self, payload: int, largest: int) -> PacketWarning:
        """What happens to more than fits."""
        layer = self.deciding
        if layer is None:
            return PacketWarning("payload-refused", f"{payload} bytes do not fit into {largest}", "")
        rule = self.rule(layer.protocol)
        text = f"{payload} bytes do not fit into {largest}: at {layer} {rule.larger_text}"
        return PacketWarning(f"payload-{rule.larger}", text, model.cite(rule.sources))

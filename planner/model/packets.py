"""What a layer does to a packet, as data: groups of fields whose bytes are constants, choices or functions of what they
are around (docs/design.md, "The packet"); and a stack's packet, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from planner.model.sources import Sources, cite
from planner.model.stack import Layer, Stack, spell

OptionValue = str | int


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A choice within one protocol that changes its bytes and no stack's validity.

    It has ``choices``, or is a number from ``least`` to ``most`` in steps of ``step``. ``limited`` names handshakes
    with which only some choices go, the first of them by default."""

    id: str
    of: tuple[str, ...]
    about: str
    default: OptionValue
    sources: Sources
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    step: int = 1
    limited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        steps = f" in steps of {self.step}" if self.step > 1 else ""
        return f"a decimal integer from {self.least} to {self.most}{steps}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """Bytes of a group of fields: ``bytes``, or by the choice of an ``option``, each ``times`` a numeric one."""

    bytes: int = 0
    option: str = ""
    choices: Mapping[str, int] = field(default_factory=dict)
    times: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Padding:
    """Padding to a multiple of ``to``, of what is inside and ``counting`` bytes more; at least ``least``.
    ``within_mtu``: never beyond what the layer below can carry."""

    to: Size
    counting: Size = Size()
    least: int = 0
    within_mtu: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldGroup:
    """A part of a layer's header or trailer. ``steps`` are (up to so many bytes inside, bytes): a length that grows;
    ``counting`` bytes of the layer's own are in that length. ``over`` and ``under`` say directly over and under which
    protocols it stands, ``keyed_by`` with which handshakes; a leading ``not`` turns them; None is whatever.
    ``in_streams``: only where what is above goes in the layer's streams, and not in datagrams beside them."""

    name: str
    side: Literal["header", "trailer"] = "header"
    size: Size = Size()
    padding: Padding | None = None
    steps: tuple[tuple[int | None, int], ...] = ()
    counting: int = 0
    unknown: bool = False
    over: frozenset[str] | None = None
    not_over: frozenset[str] = frozenset()
    under: frozenset[str] | None = None
    not_under: frozenset[str] = frozenset()
    keyed_by: frozenset[str] | None = None
    not_keyed_by: frozenset[str] = frozenset()
    in_streams: bool = False
    ip_version: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketRule:
    """What one protocol adds around what it carries, and what it does with more than fits: ``cut`` into segments,
    ``fragmented``, ``refused``, or left to the layer ``below``."""

    fields: tuple[FieldGroup, ...]
    assumption: str
    sources: Sources
    larger: Literal["cut", "fragmented", "refused", "below"] = "below"
    larger_text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketField:
    """A group of fields in one packet; ``padding`` where it is that."""

    name: str
    side: str
    bytes: int
    padding: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketLayer:
    """One layer in one packet. ``bytes`` are all that it adds, padding included; None is unknown."""

    layer: Layer
    label: str
    kinds: frozenset[str]
    bytes: int | None
    padding: int
    fields: tuple[PacketField, ...]
    assumption: str
    sources: Sources

    def to_dict(self) -> dict[str, Any]:
        return {
            "protocol": self.layer.protocol,
            "bytes": self.bytes,
            "padding": self.padding,
            "assumption": self.assumption,
            "source": cite(self.sources),
        }


@dataclass(frozen=True, slots=True)
class PacketWarning:
    """What is to be known of a packet: its kind, the words and their source."""

    code: str
    text: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        return {"code": self.code, "text": self.text, "source": self.source}


@dataclass(frozen=True, kw_only=True, slots=True)
class Packet:
    """What a stack does to a packet on a path of some MTU: for the largest payload that fits, or for ``payload`` bytes
    where they were given. ``payload_mtu`` is that largest payload, ``tcp_mss`` what TCP's MSS is to be clamped to;
    None is unknown, or without a meaning here."""

    stack: Stack
    mtu: int
    layers: tuple[PacketLayer, ...]
    overhead_bytes: int | None
    payload_mtu: int | None
    tcp_mss: int | None
    payload: int | None = None
    packets: int | None = None
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    warnings: tuple[PacketWarning, ...] = ()

    @property
    def spelling(self) -> str:
        return spell(self.stack)

    def to_dict(self) -> dict[str, Any]:
        given = {} if self.payload is None else {"payload": self.payload, "packets": self.packets}
        return {
            "stack": self.spelling,
            "mtu": self.mtu,
            "layers": [layer.to_dict() for layer in self.layers],
            "overhead_bytes": self.overhead_bytes,
            "payload_mtu": self.payload_mtu,
            "tcp_mss": self.tcp_mss,
            **given,
            "warnings": [warning.to_dict() for warning in self.warnings],
        }

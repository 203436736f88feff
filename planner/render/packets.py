"""A packet as a person reads it: layer by layer from the top, with the bytes of each group of fields."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Packet, PacketLayer
from planner.render.document import Block, Cautions, Column, Heading, Paragraph, Table, documented
from planner.render.plans import known


@documented
def packet_document(packet: Packet) -> Iterator[Block]:
    """The bytes of a stack, and what they come to."""
    yield Heading(f"{packet.spelling} on a path of {packet.mtu} bytes")
    columns = (Column("Layer"), Column("Bytes", align="right"), Column("What they are"))
    rows = ((str(layer.layer), known(layer.bytes), "\n".join(_what(layer))) for layer in packet.layers)
    yield Table(columns, tuple(rows))
    yield from map(Paragraph, packet_lines(packet))
    if packet.warnings:
        yield Cautions(tuple((warning.text, warning.source) for warning in packet.warnings))


def packet_lines(packet: Packet) -> Iterator[str]:
    """What it comes to."""
    yield f"Largest payload: {known(packet.payload_mtu)} bytes. Around it: {known(packet.overhead_bytes)} bytes."
    if packet.tcp_mss is not None:
        yield f"Clamp TCP's MSS to {packet.tcp_mss}."
    if packet.payload is not None and packet.packets is not None:
        packets = "1 packet" if packet.packets == 1 else f"{packet.packets} packets"
        yield f"A payload of {packet.payload} bytes takes {packets}."
    if packet.options:
        yield "Options: " + ", ".join(f"{name}={value}" for name, value in packet.options.items()) + "."


# --- machinery below --------------------------------------------------------------------------


def _what(layer: PacketLayer) -> Iterator[str]:
    parts = [f"{part.name} {part.bytes}" + (" behind" if part.side == "trailer" else "") for part in layer.fields]
    yield ", ".join(parts) or "nothing of its own"
    if layer.assumption:
        yield f"({layer.assumption})"

"""A packet as a person reads it: layer by layer from the top, with the bytes of each group of fields."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Packet, PacketLayer
from planner.render.terminal import Group, RenderableType, Table, line, lines
from planner.render.text import known


def packet_table(packet: Packet) -> RenderableType:
    """The bytes of a stack, to be printed on a Rich console of 80 columns or more."""
    table = Table()
    table.add_column("Layer")
    table.add_column("Bytes", justify="right")
    table.add_column("What they are")
    for layer in packet.layers:
        table.add_row(str(layer.layer), known(layer.bytes), lines(_what(layer)))
    said = [line(text) for text in packet_lines(packet)]
    warnings = [line(f"! {warning.text} [{warning.source}]", style="yellow") for warning in packet.warnings]
    return Group(line(f"{packet.spelling} on a path of {packet.mtu} bytes", style="bold"), table, *said, *warnings)


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

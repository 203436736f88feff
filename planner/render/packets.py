"""A packet as a person reads it: layer by layer from the top, with the bytes of each group of fields."""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing.graphs import Node
from planner.drawing.packet import Bytes, DrawnPacket, Row
from planner.model import Packet, PacketLayer
from planner.model.flights import Handshakes
from planner.render.document import Block, Cautions, Column, Document, Heading, Paragraph, Stacked, Table, documented
from planner.render.graphs import role_of
from planner.render.handshakes import handshakes_document
from planner.render.plans import known


def exchange_document(answer: Packet | Handshakes) -> Document:
    """A packet, or what goes before the first one."""
    return handshakes_document(answer) if isinstance(answer, Handshakes) else packet_document(answer)


@documented
def packet_document(packet: Packet) -> Iterator[Block]:
    """The bytes of a stack, and what they come to."""
    yield Heading(f"{packet.spelling} on a path of {packet.mtu} bytes")
    columns = (Column("Layer"), Column("Bytes", align="right"), Column("What they are"))
    rows = ((str(layer.layer), known(layer.bytes), Stacked(tuple(_what(layer)))) for layer in packet.layers)
    yield Table(columns, tuple(rows))
    yield from map(Paragraph, packet_lines(packet))
    if packet.warnings:
        yield Cautions(tuple((warning.text, warning.source) for warning in packet.warnings))


def drawn_packet(packet: Packet) -> DrawnPacket:
    """What is drawn of a packet."""
    carried = packet.payload_mtu if packet.payload is None else packet.payload
    payload = None if carried is None or packet.payload_mtu is None else min(carried, packet.payload_mtu)
    known = [layer.bytes for layer in packet.layers if layer.bytes is not None]
    whole = payload is not None and len(known) == len(packet.layers)
    options = "".join(f", {name} {value}" for name, value in packet.options.items())
    return DrawnPacket(
        title=packet.spelling,
        subtitle=f"What it does to a packet on a path of {packet.mtu} bytes{options}",
        rows=tuple(_row(place, layer) for place, layer in enumerate(packet.layers)),
        payload=payload,
        total=payload + sum(known) if payload is not None and whole else None,
        says=(*packet_lines(packet), *(warning.text for warning in packet.warnings)),
    )


def packet_lines(packet: Packet) -> Iterator[str]:
    """What it comes to."""
    smaller = packet.payload is not None and packet.payload < (packet.payload_mtu or 0)
    around = f"{packet.payload} bytes" if smaller else "it"
    yield f"Largest payload: {known(packet.payload_mtu)} bytes. Around {around}: {known(packet.overhead_bytes)} bytes."
    if packet.tcp_mss is not None:
        yield f"Clamp TCP's MSS to {packet.tcp_mss}."
    if packet.payload is not None and packet.packets is not None:
        packets = "1 packet" if packet.packets == 1 else f"{packet.packets} packets"
        yield f"A payload of {packet.payload} bytes takes {packets}."
    if packet.options:
        yield "Options: " + ", ".join(f"{name}={value}" for name, value in packet.options.items()) + "."


# --- machinery below --------------------------------------------------------------------------


def _row(place: int, layer: PacketLayer) -> Row:
    groups = {
        side: tuple(
            Bytes(name=part.name, count=part.bytes, padding=part.padding) for part in layer.fields if part.side == side
        )
        for side in ("header", "trailer")
    }
    unknown = () if layer.bytes is not None else (Bytes(name="not known", count=None),)
    return Row(
        node=Node(id=str(place), label=layer.label, role=role_of(layer.kinds), lane=0),
        header=(*groups["header"], *unknown),
        trailer=groups["trailer"],
        note="; ".join(_fields(layer)) if layer.bytes is not None else "how many bytes is unknown",
    )


def _fields(layer: PacketLayer) -> Iterator[str]:
    """Its groups of fields, those in front and those behind."""
    sides = {side: [part for part in layer.fields if part.side == side] for side in ("header", "trailer")}
    for side, parts in sides.items():
        if parts:
            listed = ", ".join(f"{part.name} {part.bytes}" for part in parts)
            yield f"behind: {listed}" if side == "trailer" else listed
    if not layer.fields:
        yield "nothing of its own"


def _what(layer: PacketLayer) -> Iterator[str]:
    parts = [f"{part.name} {part.bytes}" + (" behind" if part.side == "trailer" else "") for part in layer.fields]
    yield ", ".join(parts) or "nothing of its own"
    if layer.assumption:
        yield f"({layer.assumption})"

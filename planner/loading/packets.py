"""Records of packets and options -> values of the model. Names come resolved.

Knows the records' shapes and the model.
"""

from __future__ import annotations

from planner import model
from planner.loading import packet_grammar as grammar
from planner.loading.records import Expand
from planner.model.packets import FieldGroup, Option, PacketRule, Padding, Size


def packet_rule(record: grammar.PacketRecord, expand: Expand) -> PacketRule:
    """What a protocol adds to a packet."""
    return PacketRule(
        fields=tuple(_field(part, expand) for part in record.fields_),
        assumption=record.assumption,
        sources=record.source,
        larger=record.larger.does if record.larger else "below",
        larger_text=record.larger.text if record.larger else "",
    )


def option(record: grammar.OptionRecord, expand: Expand) -> Option:
    """A choice within a protocol."""
    return Option(
        id=record.id,
        of=tuple(expand(record.of)),
        about=record.about,
        default=record.default,
        sources=record.source,
        choices=tuple(record.choices),
        least=record.least,
        most=record.most,
        step=record.step,
        limited={handshake: tuple(choices) for handshake, choices in record.limited.items()},
    )


def from_overhead(protocol: model.Protocol) -> PacketRule:
    """That of a protocol which has a typical figure only: one header of so many bytes, others over some layers and
    with some handshakes."""
    overhead = protocol.overhead
    lowers: list[str | None] = [None, *overhead.over]
    headers = tuple(_header(overhead, lower, handshake) for lower in lowers for handshake in ("", *overhead.keyed_by))
    return PacketRule(fields=headers, assumption=overhead.assumption, sources=overhead.sources)


# --- machinery below --------------------------------------------------------------------------


def _header(overhead: model.Overhead, lower: str | None, handshake: str) -> FieldGroup:
    count = overhead.count(lower=lower, ip_version=4, keyed_by=handshake)
    return FieldGroup(
        name="header",
        size=Size(bytes=count or 0),
        unknown=count is None,
        over=None if lower is None else frozenset([lower]),
        not_over=frozenset(overhead.over) if lower is None else frozenset(),
        keyed_by=frozenset([handshake]) if handshake else None,
        not_keyed_by=frozenset() if handshake else frozenset(overhead.keyed_by),
    )


def _field(record: grammar.FieldRecord, expand: Expand) -> FieldGroup:
    unknown = record.bytes == "unknown"
    size = (
        Size()
        if unknown or record.bytes is None or isinstance(record.bytes, str)
        else _size(record.bytes, record.times)
    )
    return FieldGroup(
        name=record.name,
        side=record.side,
        size=size,
        padding=_padding(record.pad) if record.pad else None,
        steps=tuple((None if limit == "rest" else int(limit), count) for limit, count in record.steps.items()),
        counting=record.counting,
        unknown=unknown,
        over=None if record.over is None else frozenset(expand(record.over)),
        not_over=frozenset(expand(record.not_over)),
        under=None if record.under is None else frozenset(expand(record.under)),
        not_under=frozenset(expand(record.not_under)),
        keyed_by=None if record.keyed_by is None else frozenset(expand(record.keyed_by)),
        in_streams=record.in_streams,
        ip_version=record.ip_version,
    )


def _padding(record: grammar.PaddingRecord) -> Padding:
    return Padding(
        to=_size(record.to), counting=_size(record.counting), least=record.least, within_mtu=record.within_mtu
    )


def _size(record: grammar.SizeRecord, times: str = "") -> Size:
    if isinstance(record, int):
        return Size(bytes=record, times=times)
    return Size(option=record.option, choices=record.choices, times=times)

"""One stack as the path sees it: what each layer adds, encrypts and authenticates, and who sees what."""

from __future__ import annotations

from dataclasses import dataclass

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def numbered(what: str, number: int, many: int) -> str:
    """One of so many alike, the first of which has the ``number`` 0; the only one has none."""
    if many == 1:
        return what
    return f"{ORDINALS[number]} {what}" if number < len(ORDINALS) else f"{what} number {number + 1}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Some bytes of a packet. ``layer`` is the place of the layer that adds them, -1 for the payload. ``bytes``
    ``None`` is unknown (the payload's always is). ``encrypted`` counts the layers that encrypt it."""

    layer: int
    label: str
    bytes: int | None
    encrypted: int
    authenticated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerView:
    """One layer. ``packet`` is what there is when it is done, outermost part first. ``encrypts`` and ``authenticates``
    name what its coverage in the catalogue covers here; ``readable`` is what it leaves readable, in the catalogue's
    words; ``source`` is the coverage's. Of layers of one protocol each has a ``label`` of its own, from the top: inner
    and outer, or first, second, third. ``ends_leg``: it is a relay, what is below goes no further than to it.
    """

    spelling: str
    label: str
    security: bool
    kinds: tuple[str, ...]
    bytes: int | None
    encrypts: tuple[str, ...]
    authenticates: tuple[str, ...]
    readable: str
    source: str
    keyed_by: str
    travels: str
    ends_leg: bool
    packet: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What somebody sees of a packet, outermost part first: the path, or a relay that has taken off its legs."""

    who: str
    packet: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StackView:
    """A whole stack, top to bottom. ``sights`` begins with the path's. ``rank`` 0 is not among the listed stacks."""

    title: str
    spelling: str
    rank: int
    payload: str
    overhead_bytes: int | None
    payload_mtu: int | None
    mtu: int
    ip_version: int
    layers: tuple[LayerView, ...]
    sights: tuple[Sight, ...]

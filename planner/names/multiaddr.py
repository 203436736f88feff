"""Multiaddrs (multiformats): components from the network layer up: ``/ip4/192.0.2.1/udp/443/quic-v1``.

The components are data in rules/names.yaml. Values are checked and left out: an address, a port or a peer is no layer.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from planner import model
from planner.errors import nearest
from planner.model import Stack
from planner.names.patterns import Places, Unreadable, Vocabulary, joined

SAMPLES = {"ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "port": "443"}
"""Values of the names that we give: documentation addresses (RFC 5737, RFC 3849)."""

OVER_TCP = (["http"], ["https"], ["tls", "http"])
"""The ends of addresses that name no transport, and mean TCP: libp2p's HTTP specification writes them so."""


def read(text: str, vocabulary: Vocabulary) -> model.Reading:
    """The readings of a multiaddr. ``/http`` and what else stands on a byte stream runs over TCP where no transport is
    named; an application may stand at the end, which is no layer. Raises ``Unreadable`` for an unknown component, a
    bad value, an address without a network layer or without a transport."""
    parts = text.removesuffix("/").split("/")[1:]
    application = parts.pop() if _ends_in_application(parts, vocabulary) else ""
    components = list(_components(parts, vocabulary))
    layers = _with_transport([name for name in components if name.stacks], vocabulary)
    network = next((name for name in components if name.stacks or name.refused), None)
    if network is None:
        raise Unreadable("an address without a network layer: ip4, ip6 or a dns name comes first")
    _refuse(components)
    if set(network.stacks) != {"ip"}:
        raise Unreadable(f"no network layer under {network.name}: ip4, ip6 or a dns name comes first")
    if len(layers) == 1:
        raise Unreadable(f"an address without a transport: something has to run over {network.name}")
    upward = [
        tuple(tuple(reversed(places)) for stack in name.stacks for places in vocabulary.pattern(stack))
        for name in layers
    ]
    downward = tuple(tuple(reversed(places)) for places in joined(upward))
    return model.Reading(places=downward, application=application)


def names_of(stack: Stack, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The multiaddrs of a stack, with documentation addresses; none where a layer has no component."""
    components = [name for name in vocabulary.names("multiaddr").values() if not (name.only_read or name.refused)]
    composed = next(_composed(tuple(reversed(stack)), components, vocabulary), None)
    if composed is None:
        return ()
    versions = [name for name in components if name.name in ("ip4", "ip6")]
    addresses = ["".join(map(_with_sample, (version, *composed[1:]))) for version in versions]
    return tuple(address for address in addresses if stack in vocabulary.stacks(read(address, vocabulary).places))


# --- machinery below --------------------------------------------------------------------------


def _with_transport(layers: list[model.Name], vocabulary: Vocabulary) -> list[model.Name]:
    """The components, with ``tcp`` between an address and HTTP or TLS directly on it."""
    names = vocabulary.names("multiaddr")
    if [name.name for name in layers[1:]] in OVER_TCP and set(layers[0].stacks) == {"ip"}:
        return [layers[0], names["tcp"], *layers[1:]]
    return layers


def _ends_in_application(parts: list[str], vocabulary: Vocabulary) -> bool:
    """Whether the last part is an application: no component, and no component's value."""
    known = vocabulary.names("multiaddr")
    if not parts or parts[-1].casefold() in known or not vocabulary.is_application(parts[-1]):
        return False
    at = 0
    while at < len(parts) - 1:
        name = known.get(parts[at].casefold())
        at += 2 if name and name.value else 1
    return at == len(parts) - 1


def _components(parts: list[str], vocabulary: Vocabulary) -> Iterator[model.Name]:
    """The components in order, each with its value checked."""
    known = vocabulary.names("multiaddr")
    at = 0
    while at < len(parts):
        name = known.get(parts[at].casefold())
        if name is None:
            raise Unreadable(f"unknown multiaddr component {parts[at]!r}{nearest(parts[at], known)}")
        yield name
        if name.name == "unix":  # its path is the rest
            return
        if name.value:
            _check_value(name, parts[at + 1] if at + 1 < len(parts) else "")
        at += 2 if name.value else 1


def _check_value(name: model.Name, value: str) -> None:
    wanted, holds = _VALUES[name.value]
    if not holds(value):
        raise Unreadable(f"{name.name} is followed by {wanted}, found {value!r}")


def _is_address(version: int, value: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(value).version == version
    return False


def _is_port(value: str) -> bool:
    return re.fullmatch("[0-9]{1,5}", value) is not None and int(value) <= 65535


_VALUES: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "ipv4": ("an IPv4 address", partial(_is_address, 4)),
    "ipv6": ("an IPv6 address", partial(_is_address, 6)),
    "port": ("a port from 0 to 65535", _is_port),
    "host": ("a host name", lambda value: re.fullmatch(r"[^\s/]{1,253}", value) is not None),
    "text": ("a value", bool),
}


def _refuse(names: list[model.Name]) -> None:
    for name in names:
        if name.refused:
            raise Unreadable(f"{name.name} names no stack: {name.refused}")


def _composed(upward: Stack, components: list[model.Name], vocabulary: Vocabulary) -> Iterator[tuple[model.Name, ...]]:
    """The sequences of components, from the network layer up, whose layers are these."""
    if not upward:
        yield ()
        return
    for name in components:
        for places in _patterns(name, vocabulary):
            pairs = zip(reversed(places), upward, strict=False)
            if len(places) <= len(upward) and all(layer in place for place, layer in pairs):
                for rest in _composed(upward[len(places) :], components, vocabulary):
                    yield (name, *rest)


def _patterns(name: model.Name, vocabulary: Vocabulary) -> list[Places]:
    try:
        return [places for stack in name.stacks for places in vocabulary.pattern(stack)]
    except Unreadable:  # a component of something that another catalogue does not have
        return []


def _with_sample(name: model.Name) -> str:
    return f"/{name.name}/{SAMPLES[name.value]}" if name.value else f"/{name.name}"

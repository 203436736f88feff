"""Layers and the stacks that they make up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Layer:
    """One place of a stack: a protocol and, where it needs one, the handshake that keys it."""

    protocol: str
    keyed_by: str = ""

    def __str__(self) -> str:
        return f"{self.protocol}({self.keyed_by})" if self.keyed_by else self.protocol

    @property
    def ids(self) -> tuple[str, ...]:
        """Its protocol and, where it needs one, its handshake."""
        return (self.protocol, self.keyed_by) if self.keyed_by else (self.protocol,)


Stack = tuple[Layer, ...]


def ids_of(stack: Stack) -> tuple[str, ...]:
    """The protocols and handshakes of some layers, from the top, each once."""
    return tuple(dict.fromkeys(id for layer in stack for id in layer.ids))


def spell(stack: Stack) -> str:
    """The canonical name of a stack, top to bottom: ``srtp(dtls-1.3)/udp/ip``."""
    return "/".join(str(layer) for layer in stack)

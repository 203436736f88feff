"""The canonical spelling of stacks, read back: ``srtp(dtls-1.3)/udp/ip`` -> layers.

Knows how layers are spelled. Knows no rule: whether a stack is valid is for ``assessment`` to say.
"""

from __future__ import annotations

import re

from planner.model import Layer, Stack

_LAYER = re.compile(r"(?P<protocol>[a-z0-9.-]+)(?:\((?P<keyed_by>[a-z0-9.-]+)\))?")


def parse_stack(spelling: str) -> Stack:
    """The layers of a canonical spelling, top to bottom. Raises ``ValueError`` for anything else."""
    layers = []
    for part in spelling.split("/"):
        match = _LAYER.fullmatch(part)
        if not match:
            raise ValueError(f"{part!r} is no layer; one is spelled protocol or protocol(handshake)")
        layers.append(Layer(protocol=match["protocol"], keyed_by=match["keyed_by"] or ""))
    return tuple(layers)

"""The closed lists: interfaces, properties, features, kinds, statuses, preferences, as docs/design.md spells them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

INTERFACES = ("IPK", "ALG", "EXT", "CM", "AD", "PSKI", "IV", "SAV", "CT", "KU", "SSKE", "KE", "ME")
"""RFC 8922 Section 5, in the order of its Table 1."""

PROPERTIES = (
    "reliability",
    "preserveMsgBoundaries",
    "perMsgReliability",
    "preserveOrder",
    "zeroRttMsg",
    "multistreaming",
    "fullChecksumSend",
    "fullChecksumRecv",
    "congestionControl",
    "multipath",
)
"""RFC 9622 Section 6.2, in its order; ``multipath`` as a yes or no."""

FEATURES = (
    "confidentiality",
    "integrity",
    "peer-authentication",
    "forward-secrecy",
    "replay-protection",
    "post-quantum",
)
PROTECTS = ("payload", "transport-headers", "ip-packets")
"""How much a security protocol covers, narrowest first (RFC 8922 Section 3)."""

PAYLOADS = ("generic", "rtp", "ip-packets", "ethernet-frames", "http", "coap")
POLICY_KINDS = ("transport", "security", "mapping", "tunnel", "relay")
"""The kinds that a scenario's ``protocols:`` may name."""

KINDS = (*POLICY_KINDS, "network", "link", "handshake", "session", "extension")
STATUSES = (
    "standard",
    "de-facto",
    "superseded",
    "experimental",
    "informational",
    "draft",
    "research",
    "proprietary",
    "deprecated",
    "unmaintained",
)
SCOPES = ("survey", "full")
FIGURES = (
    "preferences",
    "avoided",
    "deployment",
    "carrier",
    "maturity",
    "missing-security",
    "nested-reliability",
    "relays-and-tunnels",
    "security-layers",
    "handshake-rtts",
    "overhead-bytes",
    "layers",
)
"""What a ranking may count, the smaller the better (docs/design.md, "Ranking")."""
CHECKED = ("text", "source", "presence", "tool", "computed", "memory")
"""How sure a fact is: its words were read in the document; a program's source, package list or configuration was read;
only a short string was found there; a dissector's table; arithmetic on read facts; memory, unchecked."""

DEPLOYMENTS = ("ubiquitous", "common", "niche", "rare", "extinct")
"""How far a part is to be had in the field, the furthest first (docs/design.md, "Ranking")."""

LayeringName = Literal["specified", "practiced", "compatible"]
LAYERINGS: tuple[LayeringName, ...] = ("specified", "practiced", "compatible")
"""Which layerings a scenario takes: each word takes those before it, too (docs/design.md, "A stack")."""

Scope = Literal["survey", "full"]


class Preference(StrEnum):
    """The five preferences of RFC 9622 Section 6.2."""

    REQUIRE = "require"
    PREFER = "prefer"
    NO_PREFERENCE = "no-preference"
    AVOID = "avoid"
    PROHIBIT = "prohibit"


class Gives(StrEnum):
    """What one layer does for a transport property."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    NEVER = "never"
    INHERIT = "inherit"

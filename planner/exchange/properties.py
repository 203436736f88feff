"""The properties of a preconnection (RFC 9622, read in draft-ietf-taps-interface): names, types, defaults, and what of
them a scenario can say.

Names are compared without case, hyphens and underscores (Section 4.1 leaves their spelling to languages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from re import fullmatch, sub
from typing import Any

PREFERENCES = {
    "require": "require",
    "prefer": "prefer",
    "nopreference": "no-preference",
    "ignore": "no-preference",
    "avoid": "avoid",
    "prohibit": "prohibit",
}
"""The five preferences by their plain spelling; ``ignore`` is what drafts call no preference."""

PREFERENCE, NUMBER, TRUTH, ONE_OF, NAME, SET = "preference", "number", "truth", "one of", "name", "set"


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property by the name that the document writes, and its section. ``kind`` is its type, ``values`` are those of
    an enumeration, or the words that stand for a number. ``key`` is what it is called in a scenario's ``transport``;
    without one a scenario has no word for it, and ``reason`` says why. ``default`` is the document's."""

    name: str
    section: str
    kind: str = PREFERENCE
    key: str = ""
    default: str = "no-preference"
    values: tuple[str, ...] = ()
    reason: str = ""

    def has(self, given: Any) -> bool:
        """Whether something is one of its ``values``."""
        return plain(given) in map(plain, self.values)


def plain(name: Any) -> str:
    """A name as it is compared: ``preserve-msg-boundaries`` and ``preserveMsgBoundaries`` are one."""
    return sub("[-_/ ]", "", str(name).casefold())


def is_number(given: Any) -> bool:
    """Whether a value is a number that is not negative; a file has those with a fraction as text."""
    return isinstance(given, (int, str)) and bool(fullmatch(r"[0-9]+(\.[0-9]+)?", str(given)))


PATHS = "paths and addresses are not planned"
RUNTIME = "it is of a running connection, whatever the stack"

SELECTION: tuple[Property, ...] = (
    Property(name="reliability", section="6.2.1", key="reliability", default="require"),
    Property(name="preserveMsgBoundaries", section="6.2.2", key="preserveMsgBoundaries"),
    Property(name="perMsgReliability", section="6.2.3", key="perMsgReliability"),
    Property(name="preserveOrder", section="6.2.4", key="preserveOrder", default="require"),
    Property(name="zeroRttMsg", section="6.2.5", key="zeroRttMsg"),
    Property(name="multistreaming", section="6.2.6", key="multistreaming", default="prefer"),
    Property(name="fullChecksumSend", section="6.2.7", key="fullChecksumSend", default="require"),
    Property(name="fullChecksumRecv", section="6.2.8", key="fullChecksumRecv", default="require"),
    Property(name="congestionControl", section="6.2.9", key="congestionControl", default="require"),
    Property(name="keepAlive", section="6.2.10", reason=RUNTIME),
    Property(name="interface", section="6.2.11", kind=SET, reason=PATHS),
    Property(name="pvd", section="6.2.12", kind=SET, reason=PATHS),
    Property(name="useTemporaryLocalAddress", section="6.2.13", reason=PATHS),
    Property(
        name="multipath", section="6.2.14", kind=ONE_OF, values=("disabled", "active", "passive"), key="multipath"
    ),
    Property(name="advertisesAltaddr", section="6.2.15", kind=TRUTH, reason=PATHS),
    Property(
        name="direction",
        section="6.2.16",
        kind=ONE_OF,
        values=("bidirectional", "unidirectional-send", "unidirectional-receive"),
        reason="stacks are planned for both directions",
    ),
    Property(name="softErrorNotify", section="6.2.17", reason="no fact says which stacks hand ICMP errors up"),
    Property(name="activeReadBeforeSend", section="6.2.18", reason="no fact says which stacks need the first write"),
)  # fmt: skip
"""The 18 selection properties of Section 6.2, in its order."""

CAPACITY = (
    "default", "scavenger", "low-latency/interactive", "low-latency/non-interactive", "constant-rate-streaming",
    "capacity-seeking",
)  # fmt: skip

CONNECTION: tuple[Property, ...] = tuple(
    Property(name=name, section=section, kind=kind, values=tuple(values), reason=RUNTIME)
    for name, section, kind, *values in (
        ("recvChecksumLen", "8.1.1", NUMBER, "full-coverage"),
        ("connPriority", "8.1.2", NUMBER),
        ("connTimeout", "8.1.3", NUMBER, "disabled"),
        ("keepAliveTimeout", "8.1.4", NUMBER, "disabled"),
        ("connScheduler", "8.1.5", NAME),
        ("connCapacityProfile", "8.1.6", ONE_OF, *CAPACITY),
        ("multipathPolicy", "8.1.7", ONE_OF, "handover", "interactive", "aggregate"),
        ("minSendRate", "8.1.8", NUMBER, "unlimited"),
        ("minRecvRate", "8.1.8", NUMBER, "unlimited"),
        ("maxSendRate", "8.1.8", NUMBER, "unlimited"),
        ("maxRecvRate", "8.1.8", NUMBER, "unlimited"),
        ("groupConnLimit", "8.1.9", NUMBER, "unlimited"),
        ("isolateSession", "8.1.10", TRUTH),
        ("tcp.userTimeoutValue", "8.2.1", NUMBER),
        ("tcp.userTimeoutEnabled", "8.2.2", TRUTH),
        ("tcp.userTimeoutChangeable", "8.2.3", TRUTH),
    )
)
"""The connection properties of Section 8: what can be changed while a connection runs."""

PROPERTIES: Mapping[str, Property] = {plain(known.name): known for known in (*SELECTION, *CONNECTION)}

SECURITY: Mapping[str, str] = {
    "serverCertificate": "IPK",
    "clientCertificate": "IPK",
    "pinnedServerCertificate": "IV",
    "alpn": "EXT",
    "supportedGroup": "ALG",
    "ciphersuite": "ALG",
    "signatureAlgorithm": "ALG",
    "maxCachedSessions": "CM",
    "cachedSessionLifetimeSeconds": "CM",
    "preSharedKey": "PSKI",
    "trustVerificationCallback": "IV",
    "identityChallengeCallback": "IPK",
}
"""Each security parameter of RFC 9622 Section 6.3 with the interface of RFC 8922 Section 5 by which a protocol takes
it."""

ALLOWED = "allowedSecurityProtocols"
SECTIONS = ("name", "transportProperties", "securityParameters", "localEndpoints", "remoteEndpoints", "framers")
SECURITY_WORDS = {
    "disabled": "no-preference",
    "opportunistic": "prefer",
}
"""NewDisabledSecurityParameters and NewOpportunisticSecurityParameters (Section 6.3), each with the preference for
confidentiality and integrity that it means."""

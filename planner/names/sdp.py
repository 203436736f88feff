"""SDP's proto values (RFC 8866 Section 5.14), written from the bottom to the top.

``TLS`` after ``UDP`` or ``DCCP`` means DTLS (RFC 5764 Section 8); DTLS under ``RTP/SAVP`` stands beside SRTP and keys
it; over TCP, packets are framed as RFC 4571 has it (RFC 7850). The registered values are data in
rules/names.yaml; others are read by the same grammar.
"""

from __future__ import annotations

from planner import model
from planner.errors import nearest
from planner.model import Layer, Stack
from planner.names.patterns import Place, Places, Unreadable, Vocabulary, joined

STARTS = ("udp", "tcp", "dccp", "sctp")
PROFILES = {"avp": "rtp", "avpf": "rtp", "savp": "srtp", "savpf": "srtp"}
UNNAMED_KEYS = ("mikey", "sdes")
"""What keys SRTP where a value does not say: DTLS has values of its own (RFC 8866 Section 5.14)."""


def known(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a string is a value of rules/names.yaml: registered, once registered, or met without that."""
    return text.casefold() in vocabulary.names("sdp")


def looks_like(text: str) -> bool:
    """Whether a string starts as a proto value does, and not as a stack that ends in ``ip``."""
    tokens = text.casefold().split("/")
    profile = len(tokens) > 1 and tokens[0] == "rtp" and tokens[1] in PROFILES
    return (tokens[0] in STARTS or profile) and tokens[-1] != "ip"


def read(text: str, vocabulary: Vocabulary) -> model.Reading:
    """The readings of a proto value; an application on top is no layer. Raises ``Unreadable``."""
    name = vocabulary.names("sdp").get(text.casefold())
    if name is None:
        return by_grammar(text, vocabulary)
    if name.refused:
        raise Unreadable(f"{text.upper()} is no proto value: {name.refused} [{model.cite(name.sources)}]")
    patterns = (*_patterns(name.stacks, vocabulary), *_patterns(name.also, vocabulary))
    return model.Reading(places=patterns, application=name.application, about=name.about)


def by_grammar(text: str, vocabulary: Vocabulary) -> model.Reading:
    """The readings of any value, token by token from the bottom."""
    reader = _Reader(text.split("/"), vocabulary)
    return model.Reading(places=tuple(tuple(reversed(places)) for places in reader.read()), application=reader.above)


def names_of(stack: Stack, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The registered values that denote the stack."""
    names = []
    for name in vocabulary.names("sdp").values():
        if not (name.application or name.only_read or name.refused) and stack in _denoted(name, vocabulary):
            names.append(name.name)
    return tuple(sorted(names))


# --- machinery below --------------------------------------------------------------------------


def _patterns(stacks: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Places, ...]:
    return tuple(places for stack in stacks for places in vocabulary.pattern(f"{stack}/ip"))


def _denoted(name: model.Name, vocabulary: Vocabulary) -> tuple[Stack, ...]:
    try:
        return vocabulary.stacks(_patterns(name.stacks, vocabulary))
    except Unreadable:
        return ()


class _Reader:
    """Reads tokens from the bottom; what is read so far is a list of places from ``ip`` up."""

    def __init__(self, tokens: list[str], vocabulary: Vocabulary) -> None:
        self.tokens, self.vocabulary = [token.casefold() for token in tokens], vocabulary
        self.written = tokens
        self.places: tuple[Places, ...] = (((Layer(protocol="ip"),),),)
        self.above = ""

    def read(self) -> tuple[Places, ...]:
        if self.tokens[0] == "rtp":
            self.push(self.vocabulary.readings("udp"))
        at = 0
        while at < len(self.tokens):
            at += self.take(at)
        return self.places

    def take(self, at: int) -> int:
        """Read the token at ``at``; how many tokens that took."""
        token = self.tokens[at]
        if token == "rtp":
            if at + 1 >= len(self.tokens) or self.tokens[at + 1] not in PROFILES:
                raise Unreadable(f"RTP in a proto value is followed by its profile: {', '.join(PROFILES).upper()}")
            self.push_rtp(PROFILES[self.tokens[at + 1]])
            return 2
        if token == "tls":
            self.push(self.vocabulary.readings("dtls" if self.on_datagrams() else "tls"))
        elif at == len(self.tokens) - 1 and at and self.is_application(at):
            self.above = self.written[at]
        else:
            self.push(self.vocabulary.readings(token))
        return 1

    def is_application(self, at: int) -> bool:
        if self.vocabulary.is_application(self.tokens[at]):
            return True
        try:
            self.vocabulary.readings(self.tokens[at])
        except Unreadable:
            guess = nearest(self.tokens[at], [*self.vocabulary.known, *PROFILES])
            guess = guess or nearest(self.tokens[at], self.vocabulary.rules.applications, alike=0.7)
            if guess or not self.tokens[at]:
                raise Unreadable(f"unknown protocol {self.written[at]!r}{guess}") from None
            return True
        return False

    def on_datagrams(self) -> bool:
        return {layer.protocol for places in self.places for layer in places[-1]} <= {"udp", "dccp"}

    def push(self, readings: tuple[Places, ...]) -> None:
        upward = [tuple(reversed(reading)) for reading in readings]
        self.places = joined([[self.mapped(below, upward[0][0]) for below in self.places], upward])

    def push_rtp(self, protocol: str) -> None:
        if protocol == "rtp":
            self.push(self.vocabulary.readings(protocol))
            return
        self.places = tuple(self.with_srtp(below) for below in self.places)

    def with_srtp(self, below: Places) -> Places:
        handshakes = {layer.protocol for layer in below[-1]}
        keyed_by_dtls = handshakes <= set(self.vocabulary.rules.families.get("dtls", ()))
        under = below[:-1] if keyed_by_dtls else below
        names = handshakes if keyed_by_dtls else set(UNNAMED_KEYS)
        place = tuple(sorted(layer for name in names for layer in self.vocabulary.place("srtp", "srtp", name)))
        return (*self.mapped(under, place), place)

    def mapped(self, below: Places, upper: Place) -> Places:
        """``below``, with the mapping on top that ``upper`` needs to run over it."""
        vocabulary = self.vocabulary
        if any(vocabulary.runs(over, lower) for over in upper for lower in below[-1]):
            return below
        mappings = (vocabulary.between(over, lower) for over in upper for lower in below[-1])
        mapping = next(filter(None, mappings), None)
        return (*below, (mapping,)) if mapping else below

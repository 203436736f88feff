"""Stacks as people write them, top to bottom: our spelling, and the style of RFC 9623 (``HTTP2/TLS/TCP``)."""

from __future__ import annotations

from planner import model
from planner.model import Layer, Stack
from planner.names.patterns import Places, Unreadable, Vocabulary, joined

IP = "ip"


def read(text: str, vocabulary: Vocabulary) -> model.Reading:
    """The readings of a stack. The outermost ``ip`` need not be named; an application that is not planned may stand on
    top and is left out."""
    words = text.split("/")
    application = ""
    if words[0].casefold() in vocabulary.names("application") and len(words) > 1:
        application = words.pop(0)
    places = joined([vocabulary.readings(word) for word in words])
    return model.Reading(places=tuple(map(_grounded, places)), application=application)


def name_of(stack: Stack, vocabulary: Vocabulary) -> str:
    """The stack in the style of RFC 9623: words in place of ids, without handshakes and the outermost ``ip``."""
    return "/".join(_word(layer, vocabulary) for layer in stack[:-1])


# --- machinery below --------------------------------------------------------------------------


def _grounded(places: Places) -> Places:
    ip = (Layer(protocol=IP),)
    return places if places[-1] == ip else (*places, ip)


def _word(layer: Layer, vocabulary: Vocabulary) -> str:
    for name in vocabulary.names("word").values():
        if not name.only_read and any(_stands_for(pattern, layer, vocabulary) for pattern in name.stacks):
            return name.name
    return layer.protocol.upper()


def _stands_for(pattern: str, layer: Layer, vocabulary: Vocabulary) -> bool:
    try:
        [places] = vocabulary.pattern(pattern)
    except Unreadable:  # a word for something that another catalogue does not have
        return False
    return len(places) == 1 and layer in places[0]

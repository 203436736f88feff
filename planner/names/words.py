"""Stacks as people write them, top to bottom: our spelling, and the style of RFC 9623 (``HTTP2/TLS/TCP``)."""

from __future__ import annotations

from planner import model
from planner.errors import nearest
from planner.model import Layer, Stack
from planner.names.patterns import Places, Unreadable, Vocabulary, joined

IP = "ip"


def read(text: str, vocabulary: Vocabulary) -> model.Reading:
    """The readings of a stack. The outermost ``ip`` need not be named; an application may stand on top, which is no
    layer. Raises ``Unreadable`` for a word that is no layer."""
    whole = vocabulary.names("stack").get(text.casefold())
    if whole:
        places = tuple(places for stack in whole.stacks for places in vocabulary.pattern(stack))
        return model.Reading(places=tuple(map(_grounded, places)), about=whole.about)
    words = text.split("/")
    application = words.pop(0) if len(words) > 1 and vocabulary.is_application(words[0]) else ""
    try:
        places = joined([vocabulary.readings(word) for word in words])
    except Unreadable as error:
        raise error if application else _on_top(words, error, vocabulary) from None
    return model.Reading(places=tuple(map(_grounded, places)), application=application)


def name_of(stack: Stack, vocabulary: Vocabulary) -> str:
    """The stack in the style of RFC 9623: words in place of ids, without handshakes and the outermost ``ip``."""
    return "/".join(_word(layer, vocabulary) for layer in stack[:-1])


# --- machinery below --------------------------------------------------------------------------


def _on_top(words: list[str], error: Unreadable, vocabulary: Vocabulary) -> Unreadable:
    """The error, which looks among the applications, too, where the word that nobody knows is on top."""
    if error.unknown != words[0]:
        return error
    if vocabulary.is_application(words[0]):
        return Unreadable(f"{words[0]} is an application and no layer; what carries it is to be named, too")
    names = (*vocabulary.known, *vocabulary.rules.applications)
    return Unreadable(f"unknown protocol or application {words[0]!r}{nearest(words[0], names, alike=0.6)}")


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

"""Names of stacks, ours and those of other worlds, read and given (docs/design.md, "Names of other worlds").

Knows rules and edges, and the names of rules/names.yaml. Knows no scenario: what a name denotes is what the layering
allows.
"""

from __future__ import annotations

import re

from planner import model
from planner.names import multiaddr, sdp, words
from planner.names.nearby import nearest
from planner.names.patterns import Unreadable, Vocabulary
from planner.names.spelling import parse_stack

__all__ = ["Unreadable", "Vocabulary", "names_of", "nearest", "parse", "parse_stack", "readings"]


def parse(string: str, vocabulary: Vocabulary) -> model.Parsed:
    """The stacks that an SDP proto value, a multiaddr or a stack denotes, sorted by spelling.

    Upper and lower case do not matter. What no rule allows is no exception here: ``error`` says why.
    """
    kind = "stack"
    try:
        text = _checked(string)
        if text.startswith("/"):
            kind = "multiaddr"
            return _parsed(string, kind, multiaddr.read(text, vocabulary), vocabulary)
        if sdp.registered(text, vocabulary):
            kind = "sdp"
            return _parsed(string, kind, sdp.read(text, vocabulary), vocabulary)
        try:
            return _parsed(string, kind, words.read(text, vocabulary), vocabulary)
        except Unreadable:
            if not sdp.looks_like(text):
                raise
        kind = "sdp"
        return _parsed(string, kind, sdp.read(text, vocabulary), vocabulary)
    except Unreadable as error:
        return model.Parsed(string=string, kind=kind, error=str(error))


def names_of(stack: model.Stack, vocabulary: Vocabulary) -> model.Named:
    """Every name of a valid stack. Where a world has several, all of them; each is read back to a set with it."""
    return model.Named(
        stack=stack,
        sdp=sdp.names_of(stack, vocabulary),
        multiaddr=multiaddr.names_of(stack, vocabulary),
        rfc9623=words.name_of(stack, vocabulary),
    )


def readings(string: str, vocabulary: Vocabulary) -> tuple[model.Stack, ...]:
    """The lists of layers that a string spells, whether or not the layering allows them: the first of each reading.
    Raises ``Unreadable`` for a word that is no layer."""
    text = _checked(string)
    reading = sdp.read(text, vocabulary) if sdp.looks_like(text) else words.read(text.lstrip("/"), vocabulary)
    return tuple(tuple(place[0] for place in places) for places in reading.places)


# --- machinery below --------------------------------------------------------------------------

LONGEST = 1000
"""Characters of a name; more is no name."""


def _checked(string: str) -> str:
    text = re.sub(r"\s*/\s*", "/", string.strip())
    if not text:
        raise Unreadable("an empty string names no stack")
    if len(text) > LONGEST:
        raise Unreadable(f"{len(text)} characters are no name; at most {LONGEST} are read")
    return text


def _parsed(string: str, kind: str, reading: model.Reading, vocabulary: Vocabulary) -> model.Parsed:
    return model.Parsed(
        string=string, kind=kind, stacks=vocabulary.stacks(reading.places), application=reading.application
    )

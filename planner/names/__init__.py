"""Names of stacks, ours and those of other worlds, read and given (docs/design.md, "Names of other worlds").

Knows rules and edges, and the names of rules/names.yaml. Knows no scenario: what a name denotes is what the layering
allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from planner import model
from planner.names import multiaddr, sdp, words
from planner.names.nearby import nearest
from planner.names.patterns import Unreadable, Vocabulary
from planner.names.spelling import parse_stack

__all__ = ["Unreadable", "Vocabulary", "names_of", "nearest", "parse", "parse_stack", "readings"]


def parse(string: str, vocabulary: Vocabulary) -> model.Parsed:
    """The stacks that an SDP proto value, a multiaddr or a stack denotes, in each world that reads it.

    Upper and lower case do not matter. What no rule allows is no exception here: ``error`` says why.
    """
    understood: list[tuple[str, model.Reading, tuple[model.Stack, ...]]] = []
    refusal, kind = "", "stack"
    try:
        text = _checked(string)
        worlds = _worlds(text, vocabulary)
    except Unreadable as error:
        return model.Parsed(string=string, kind=kind, error=str(error))
    for world in worlds:
        try:
            reading = _READERS[world](text, vocabulary)
            understood.append((world, reading, vocabulary.stacks(reading.places)))
        except Unreadable as error:
            kind, refusal = (kind, refusal) if refusal else (world, str(error))
    if not understood:
        return model.Parsed(string=string, kind=kind, error=refusal)
    return model.Parsed(
        string=string,
        kind=understood[0][0],
        readings=tuple((world, stacks) for world, _, stacks in understood),
        application=next((reading.application for _, reading, _ in understood if reading.application), ""),
        about=tuple(reading.about for _, reading, _ in understood if reading.about),
    )


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

_READERS: dict[str, Callable[[str, Vocabulary], model.Reading]] = {
    "sdp": sdp.read,
    "multiaddr": multiaddr.read,
    "stack": words.read,
}


def _worlds(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The worlds that may know a string, in the order in which one of them gives the answer its kind."""
    if text.startswith("/"):
        return ("multiaddr",)
    if sdp.known(text, vocabulary) or sdp.looks_like(text):
        return ("sdp", "stack")
    return ("stack",)


def _checked(string: str) -> str:
    text = re.sub(r"\s*/\s*", "/", string.strip())
    if not text:
        raise Unreadable("an empty string names no stack")
    if len(text) > LONGEST:
        raise Unreadable(f"{len(text)} characters are no name; at most {LONGEST} are read")
    return text

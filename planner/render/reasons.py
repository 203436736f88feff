"""Reasons -> lines: a claim's sentence with its place and its document; the tree becomes indented lines.

Knows ``model.reasons``.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Answer, Fact, Reason
from planner.model.sentences import sentence as said


def sentence(reason: Reason) -> str:
    """A claim in words, with the line of the scenario and the document where it has them."""
    text = said(reason.claim, reason.words)
    if isinstance(reason, Fact):
        if reason.place and reason.claim != "default":
            text += f" ({reason.place})"
        if reason.source:
            text += f" [{reason.source}]"
    return text


def lines(reason: Reason, depth: int = 0) -> Iterator[str]:
    """A tree of reasons, what follows above what it follows from."""
    yield "  " * depth + sentence(reason)
    if not isinstance(reason, Fact):
        for cause in reason.causes:
            yield from lines(cause, depth + 1)


def facts(answer: Answer) -> str:
    """The facts of an answer in one line, without the demand itself and the rule's words."""
    shown = [cause for cause in answer.reason.causes if cause.claim not in ("asked", "default", "rule", "interface")]
    return "; ".join(map(sentence, shown))

"""Texts of several lines, in which whatever somebody wrote stays on its line.

Knows nothing of plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from planner.errors import printable


def joined(texts: Iterable[str]) -> str:
    """The texts as lines, without a line break at the end."""
    return "\n".join(map(printable, texts))


def wrapped(text: str, width: int, *, first: str = "", then: str = "") -> list[str]:
    """A text in lines of at most ``width`` columns, broken at blanks; a longer word stands on a line of its own.
    ``first`` and ``then`` stand before the first line and the others."""
    return wrap(
        printable(text),
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )

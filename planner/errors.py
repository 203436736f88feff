"""What can go wrong, by who has to act: the author of a file (DataError) or we (Bug).

Knows nothing of the program. An error keeps its objects; the sentence is made in ``__str__``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from re import compile as pattern
from typing import TypeVar

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""The marks of Unicode Standard Annex 9, Section 2."""
_NO_LETTERS = r"\ud800-\udfff\ufdd0-\ufdef" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))
"""Lone surrogates, and the noncharacters of the Unicode Standard, Section 23.7, some of which XML 1.0 excludes."""
FORGING = pattern(f"[{_CONTROLS}{_DIRECTIONS}{_NO_LETTERS}]")
"""A letter that no text of ours holds as it is."""

Wanted = TypeVar("Wanted")


class PlannerError(Exception):
    """The base of every error this program raises on purpose."""


class Bug(PlannerError):
    """The program contradicted itself; never the fault of a file."""


class NoStack(PlannerError):
    """What was asked about is not there, since no stack meets every demand; the message says why. An answer."""


class Unwritten(PlannerError):
    """The answer could not be written where it was to go: a full disk."""


class MissingPart(PlannerError):
    """Something that drawing needs is not on this machine; the message says how to get it."""


class MissingLetters(UserWarning):
    """A picture was made without letters that no font on this machine has; the message names them."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one file.

    ``line`` counts from 1; 0 where the data did not come from a text (a mapping given to ``plan()``).
    ``path`` is spelled as a demand is: ``interfaces.AD``, ``environment.blocked[1]``; empty for the whole file.
    """

    file: str
    line: int
    path: str
    found: str
    allowed: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        path = f"{self.path}: " if self.path else ""
        return printable(f"{place}{path}{self.found}" + (f"; {self.allowed}" if self.allowed else ""))


class DataError(PlannerError):
    """Bad input, all its faults at once, in the order of files and lines as they were read."""

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults:
            raise Bug("a DataError without a fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def printable(text: str) -> str:
    """A text in one line that moves no cursor and turns no direction: control characters, line breaks, marks of writing
    direction, lone surrogates and noncharacters are escaped (``\\x1b``, ``\\n``), so that what somebody wrote in a file
    forges no line of ours, and UTF-8 and XML can hold it."""
    return FORGING.sub(lambda letter: _escaped(letter[0]), text)


def nearest(name: str, known: Iterable[str], alike: float = 0.5) -> str:
    """``; did you mean 'dtls'?`` for the known name that is nearest, and no less ``alike`` (0 to 1), or ''."""
    close = get_close_matches(name.lower(), sorted(known), n=1, cutoff=alike)
    return f"; did you mean {close[0]!r}?" if close else ""


def wanted(kind: type[Wanted], given: Wanted, what: str) -> Wanted:
    """What is given, if it is of the kind that is wanted. Raises ``TypeError``."""
    if not isinstance(given, kind):
        raise wrong_type(given, what)
    return given


def wrong_type(given: object, what: str) -> TypeError:
    """The error for what is not of the kind that is wanted."""
    return TypeError(f"{what} is wanted, not {type(given).__name__}")


# --- machinery below --------------------------------------------------------------------------


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")

"""What can go wrong, by who has to act: the author of a file (DataError) or we (Bug).

Knows nothing of the program. An error keeps its objects; the sentence is made in ``__str__``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar
from unicodedata import bidirectional, category

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
    """A text in one line that moves no cursor and turns no direction: control characters, line breaks and marks of
    writing direction are escaped (``\\x1b``, ``\\n``), so that what somebody wrote in a file forges no line of ours."""
    return "".join(_escaped(letter) if _is_control(letter) else letter for letter in text)


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


DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


MARKS = "\u200e\u200f\u061c"


def _is_control(letter: str) -> bool:
    return category(letter) in ("Cc", "Zl", "Zp", "Cs") or bidirectional(letter) in DIRECTIONS or letter in MARKS


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")

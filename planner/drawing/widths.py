"""How wide a line of text is, without a font: the widths of Helvetica, which Arial, Liberation Sans and Arimo share.

The SVG writer pins every text to this width, so a viewer that has none of them squeezes or stretches what it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

from planner.errors import printable

SLACK = 1.08
"""Room that boxes leave, for fonts that differ."""


def text_width(content: str, size: float, *, bold: bool = False) -> float:
    """The width in pixels. A letter with an accent is as wide as without; what is not in the table counts as an ``m``,
    which is rather too wide than too narrow."""
    table = _BOLD if bold else _REGULAR
    return (
        sum(table.get(letter) or table.get(normalize("NFD", letter)[0], 833) for letter in printable(content))
        * size
        / 1000
    )


def is_known(content: str) -> bool:
    """Whether the table has every letter of a text, so that its width is right."""
    return all(letter in _REGULAR or normalize("NFD", letter)[0] in _REGULAR for letter in content)


def room_for(content: str, size: float, *, bold: bool = False) -> float:
    """The width that a box should leave for a text."""
    return text_width(content, size, bold=bold) * SLACK


def shortened(content: str, size: float, width: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis behind it."""
    if text_width(content, size, bold=bold) <= width:
        return content
    while content and text_width(content + _ELLIPSIS, size, bold=bold) > width:
        content = content[:-1]
    return content.rstrip() + _ELLIPSIS


def wrapped(content: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit the width, broken at blanks; a longer word stands on a line of its own."""
    return folded(printable(content).split(), size, width, bold=bold)


def folded(words: Iterable[str], size: float, width: float, *, bold: bool = False) -> list[str]:
    """The words with blanks between them, in lines that fit the width; a longer one stands on a line of its own."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


# --- machinery below --------------------------------------------------------------------------

_ELLIPSIS = "..."
_FROM_BLANK_TO_TILDE = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 "
    "556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 "
    "722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 "
    "278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 "
    "556 556 333 500 278 556 500 722 500 500 500 334 260 334 584 "
)
_FROM_BLANK_TO_TILDE_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 "
    "556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 "
    "722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 "
    "278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 "
    "611 611 389 556 333 611 556 778 556 556 500 389 280 389 584 "
)
_BEYOND = {"\N{MIDDLE DOT}": 278, "\N{MULTIPLICATION SIGN}": 584, "\N{EN DASH}": 556}


def _table(widths: str) -> dict[str, int]:
    return {chr(32 + place): int(width) for place, width in enumerate(widths.split())} | _BEYOND


_REGULAR = _table(_FROM_BLANK_TO_TILDE)
_BOLD = _table(_FROM_BLANK_TO_TILDE_BOLD)

"""What somebody wrote, as the text of a format in which it stays text: JSON, CSV, Markdown, HTML. Each escapes here and
nowhere else; Mermaid, DOT and GraphML escape in ``graph_texts``, lines for a terminal in ``terminal`` and
``lines``, the texts of pictures in ``drawing``.

Knows formats. Knows nothing of plans.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from planner.errors import FORGING, printable


def json_text(record: Any) -> str:
    """JSON in which no letter moves a cursor or turns a direction: it is escaped, which leaves the values as they are
    (RFC 8259 Section 7)."""
    text = json.dumps(record, indent=1, ensure_ascii=False)
    return FORGING.sub(lambda letter: letter[0] if letter[0] == "\n" else json.dumps(letter[0])[1:-1], text)


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet runs: one that begins as a formula does gets an apostrophe in front (OWASP, "CSV
    Injection"; memory)."""
    shown = printable(text)
    return f"'{shown}" if shown.lstrip()[:1] in FORMULAS else shown


def html_text(text: str) -> str:
    """Text or an attribute's value in HTML."""
    return html.escape(printable(text))


def markdown_text(text: str) -> str:
    """One line that stays text in CommonMark and in GitHub's dialect, also where it begins a block: no tag, no
    emphasis, no code, no link, no picture, no list, no heading."""
    return _replaced(markdown_piece(text), _AT_EDGES)


def markdown_piece(text: str) -> str:
    """The same for a text in the middle of a line or in a cell."""
    return _replaced(_flat(text), _ANYWHERE)


def markdown_code(text: str) -> str:
    """A code span, between more backticks than there are in a row in the text. One blank at both ends is taken off by
    who reads it (CommonMark 0.31 Section 6.1)."""
    shown = _flat(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    blank = " " if len(fence) > 1 or (shown.strip() and shown[0] == shown[-1] == " ") else ""
    return f"{fence}{blank}{shown}{blank}{fence}"


def markdown_cell(made: str) -> str:
    """Markdown that has been made, as the cell of a table."""
    return made.replace("|", "\\|")


# --- machinery below --------------------------------------------------------------------------

FORMULAS = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip

_ANYWHERE = [
    (re.compile(mark), instead)
    for mark, instead in (
        (r"\\", r"\\\\"),
        (r"[`*_~$]", r"\\\g<0>"),
        (r"&(?=#?\w+;)", "&amp;"),
        (r"<", "&lt;"),
        (r"\](?=[(\[:])", r"\]"),
        (r"\[(?=[\[^])", r"\["),
        (r"://", r"\://"),
        (r"(?i)\b(www)\.", r"\1\\."),
    )
]
"""What begins markup anywhere in a line, and how it is written where it is to begin none."""
_AT_EDGES = [
    (re.compile(mark), instead)
    for mark, instead in (
        (r"#$", r"\#"),
        (r"^( ?)([#>+=-])", r"\1\\\2"),
        (r"^( ?\d+)(?=[.)](\s|$))", r"\1\\"),
    )
]
"""The same for what does so at the ends of a block."""


def _replaced(text: str, marks: list[tuple[re.Pattern[str], str]]) -> str:
    for mark, instead in marks:
        text = mark.sub(instead, text)
    return text


def _flat(text: str) -> str:
    return printable(re.sub(r"\s+", " ", text))

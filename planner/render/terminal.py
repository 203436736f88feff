"""Lines, tables and whole texts for a terminal: the one room that makes values of Rich, and the one place where what
somebody wrote becomes text of ours. Nothing in it moves a cursor, turns a direction, breaks a line or is markup.

Knows nothing of plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from rich import table as rich_table
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from planner.errors import printable

__all__ = ["WIDTH", "Group", "Padding", "RenderableType", "Table", "Text", "joined", "line", "lines", "wrapped"]

WIDTH = 80


def line(text: str, style: str = "") -> Text:
    """One line, whatever stands in the text."""
    return Text(printable(text), style=style)


def lines(texts: Iterable[str], style: str = "") -> Text:
    """Several lines, one for each text."""
    return Text(joined(texts), style=style)


def joined(texts: Iterable[str]) -> str:
    """The texts as lines, without a line break at the end."""
    return "\n".join(map(printable, texts))


def wrapped(text: str, width: int = WIDTH, *, first: str = "", then: str = "") -> list[str]:
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


class Table(rich_table.Table):
    """Columns under a rule, in the manner of all our tables. A cell that is a ``str`` is one line."""

    def __init__(self, title: str = "") -> None:
        super().__init__(
            box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, title=line(title) if title else None,
            title_justify="left",
        )  # fmt: skip

    def add_row(self, *cells: str | Text) -> None:  # type: ignore[override]
        super().add_row(*(line(cell) if isinstance(cell, str) else cell for cell in cells))

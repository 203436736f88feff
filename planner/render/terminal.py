"""Documents for a terminal of 80 columns or more; colours are Rich's and vanish when piped.

Every letter passes ``printable``, so that nothing that a file says moves the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from planner.errors import printable
from planner.render.document import (
    Block,
    Cautions,
    Cell,
    Code,
    Copied,
    Face,
    Heading,
    Items,
    Meanings,
    Noted,
    Paragraph,
    SmallPrint,
    Stacked,
    Table,
    Words,
    plain,
)

WIDTH = 80


def to_terminal(document: Iterable[Block]) -> RenderableType:
    """For a Rich console of 80 columns or more."""
    return Group(*(_rich(block) for block in document))


def to_text(document: Iterable[Block]) -> str:
    """The same without colours and without folding headings. Raises ``TypeError`` for a document that has a table."""
    return "\n".join(line for block in document for line in _lines(block))


def fold(spelling: str, width: int) -> list[str]:
    """A spelling in lines of at most ``width``, broken after a slash where that can be."""
    *inner, outermost = spelling.split("/")
    lines, line = [], ""
    for part in (*(f"{layer}/" for layer in inner), outermost):
        if line and len(line) + len(part) > width:
            lines.append(line)
            line = ""
        line += part
    return [*lines, line]


# --- machinery below --------------------------------------------------------------------------


def _rich(block: Block) -> RenderableType:
    if isinstance(block, Table):
        return _table(block.seen(Face.TERMINAL))
    text = "\n".join(_lines(block))
    match block:
        case Heading():
            return Text(fill(text, WIDTH), style="bold")
        case SmallPrint(inset=inset):
            small = Text(text, style="dim")
            return Padding(small, (0, inset)) if inset else small
        case Cautions():
            return Text(text, style="yellow")
        case Copied() | Paragraph(Code()):
            return Text(text, no_wrap=True, overflow="ignore")
        case _:
            return Text(text)


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(text) | SmallPrint(text):
            return [printable(text)]
        case Paragraph(words):
            return [_filled(words, WIDTH)]
        case Cautions(lines):
            return [printable(f"! {text} [{source}]") for text, source in lines]
        case Items(lines, inset):
            return [_filled(words, WIDTH - inset, " " * inset + "  " * depth, "- ") for depth, words in lines]
        case Meanings(entries):
            return [line for entry in entries for line in _meaning(entry.term, entry.place, entry.text)]
        case Copied(lines):
            wide = max((len(label) + 1 for label, _ in lines if label), default=0)
            return [printable(f"  {label:{wide}}{text or '-'}") for label, text in lines]
        case Table():
            raise TypeError("a table has no lines before its columns have widths")


def _meaning(term: str, place: str, text: str) -> list[str]:
    margin = " " * 6
    return [
        printable(f"  - {term}  ({place})"),
        fill(printable(text), WIDTH - 2, initial_indent=margin, subsequent_indent=margin),
    ]


def _filled(words: Words, width: int, margin: str = "", mark: str = "") -> str:
    return fill(
        printable(plain(words)),
        width,
        initial_indent=margin + mark,
        subsequent_indent=margin + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _table(table: Table) -> RichTable:
    drawn = RichTable(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for column in table.columns:
        drawn.add_column(
            Text(printable(column.name)),
            justify=column.align,
            no_wrap=column.whole,
            width=column.width,
            overflow="fold",
        )
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        drawn.add_row(*(_cell(cell, column.width or WIDTH) for cell, column in cells))
    return drawn


def _cell(cell: Cell, width: int) -> Text:
    match cell:
        case Noted(Code(spelling), notes, urgent):
            text = Text("\n".join(fold(printable(spelling), width)), style="bold")
            for note in notes:
                text.append(f"\n{printable(note)}", style="not bold dim")
            for note in urgent:
                text.append(f"\n! {printable(note)}", style="not bold yellow")
            return text
        case Code(spelling):
            return Text(printable(spelling))
        case Stacked(stacked):
            return Text("\n".join(map(printable, stacked)))
        case _:
            return Text(printable(cell))

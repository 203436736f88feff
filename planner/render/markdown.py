"""Documents as Markdown, for a report or an issue. What is no code is escaped in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import findall, sub

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
    Table,
    Words,
    pieces,
)


def to_markdown(document: Iterable[Block]) -> str:
    """The blocks, an empty line between each two."""
    return "\n\n".join("\n".join(_lines(block)) for block in document) + "\n"


# --- machinery below --------------------------------------------------------------------------

_RULES = {"left": "---", "right": "--:", "center": ":-:"}


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {_marked(text)}"
        case Paragraph(words) | SmallPrint(words):
            yield _marked(words)
        case Cautions(lines):
            yield from (f"- Note: {_marked(text)} [{_marked(source)}]" for text, source in lines)
        case Items(lines):
            yield from (f"{'  ' * depth}- {_marked(words)}" for depth, words in lines)
        case Meanings(entries):
            yield from (
                f"- {_marked(Code(entry.term))} ({_marked(entry.place)}): {_marked(entry.text)}" for entry in entries
            )
        case Copied(lines):
            for label, text in lines:
                yield f"- {_marked(label) + ': ' if label else ''}{_marked(Code(text)) if text else 'none'}"
        case Table():
            yield from _table(block.seen(Face.MARKDOWN))


def _table(table: Table) -> Iterator[str]:
    yield _row(_cell(column.name) for column in table.columns)
    yield _row(_RULES[column.align] for column in table.columns)
    yield from (_row(map(_cell, row)) for row in table.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return _marked(cell.text if isinstance(cell, Noted) else cell).replace("|", "\\|")


def _marked(words: Words) -> str:
    return "".join(_code(piece.text) if isinstance(piece, Code) else _escaped(piece) for piece in pieces(words))


def _escaped(text: str) -> str:
    """Text that Markdown does not take for markup: no tag, no emphasis, no line break."""
    return _in_a_line(text).replace("<", "&lt;").replace("*", "\\*")


def _code(text: str) -> str:
    """A code span. Backticks inside make its fence longer (CommonMark Section 6.1)."""
    inner = _in_a_line(text)
    fence = "`" * (max(map(len, findall("`+", inner)), default=0) + 1)
    space = " " if len(fence) > 1 else ""
    return f"{fence}{space}{inner}{space}{fence}"


def _in_a_line(text: str) -> str:
    return printable(sub(r"\s+", " ", text))

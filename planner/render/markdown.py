"""Documents as Markdown, for a report or an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    pieces,
)
from planner.render.escapes import markdown_cell, markdown_code, markdown_piece, markdown_text


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
            yield from (f"- {_marked(f'Note: {text} [{source}]')}" for text, source in lines)
        case Items(lines):
            yield from (f"{'  ' * depth}- {_marked(words)}" for depth, words in lines)
        case Meanings(entries):
            yield from (f"- {_marked((Code(entry.term), f' ({entry.place}): {entry.text}'))}" for entry in entries)
        case Copied(lines):
            for label, text in lines:
                yield f"- {_marked(f'{label}: ') if label else ''}{_marked(Code(text)) if text else 'none'}"
        case Table():
            yield from _table(block.seen(Face.MARKDOWN))


def _table(table: Table) -> Iterator[str]:
    yield _row(_cell(column.name) for column in table.columns)
    yield _row(_RULES[column.align] for column in table.columns)
    yield from (_row(map(_cell, row)) for row in table.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    match cell:
        case str():
            return markdown_cell(markdown_piece(cell))
        case Stacked(lines):
            return markdown_cell(markdown_piece(" ".join(lines)))
        case Noted(text) | text:
            return markdown_cell(markdown_code(text.text))


def _marked(words: Words) -> str:
    return "".join(
        markdown_code(piece.text) if isinstance(piece, Code) else markdown_text(piece) for piece in pieces(words)
    )

"""Documents as pieces of HTML that need nothing from elsewhere: for a notebook."""

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
from planner.render.escapes import html_text


def to_html(document: Iterable[Block]) -> str:
    """The blocks, each from a line of its own on."""
    return "\n".join(line for block in document for line in _lines(block))


# --- machinery below --------------------------------------------------------------------------


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"<p><strong>{_marked(text)}</strong></p>"
        case Paragraph(words):
            yield f"<p>{_marked(words)}</p>"
        case SmallPrint(text):
            yield f"<p><small>{_marked(text)}</small></p>"
        case Cautions(lines):
            yield from _list(f"Note: {_marked(text)} [{_marked(source)}]" for text, source in lines)
        case Items(lines):
            yield from _nested(lines)
        case Meanings(entries):
            yield from _list(
                f"{_marked(Code(entry.term))} ({_marked(entry.place)}): {_marked(entry.text)}" for entry in entries
            )
        case Copied(lines):
            yield from _list(
                f"{_marked(label) + ': ' if label else ''}{_marked(Code(text)) if text else 'none'}"
                for label, text in lines
            )
        case Table():
            yield from _table(block.seen(Face.HTML))


def _list(lines: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{line}</li>" for line in lines)
    yield "</ul>"


def _nested(lines: Iterable[tuple[int, Words]]) -> Iterator[str]:
    """A list in a list where a line stands deeper; an item stays open until something as high comes."""
    opened: list[int] = []
    for depth, words in lines:
        ends = ""
        while len(opened) > 1 and opened[-1] > depth:
            opened.pop()
            ends += "</li></ul>"
        if opened and opened[-1] >= depth:
            yield f"{ends}</li><li>{_marked(words)}"
        else:
            opened.append(depth)
            yield f"{ends}<ul><li>{_marked(words)}"
    yield "</li></ul>" * len(opened)


def _table(table: Table) -> Iterator[str]:
    heads = "".join(f"<th>{_marked(column.name)}</th>" for column in table.columns)
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    yield from (f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    yield "</tbody></table>"


def _cell(cell: Cell) -> str:
    match cell:
        case Noted(text):
            return _marked(text)
        case Stacked(lines):
            return "<br>".join(map(_marked, lines))
        case _:
            return _marked(cell)


def _marked(words: Words) -> str:
    return "".join(
        f"<code>{html_text(piece.text)}</code>" if isinstance(piece, Code) else html_text(piece)
        for piece in pieces(words)
    )

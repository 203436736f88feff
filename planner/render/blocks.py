"""A text of headings, paragraphs, items and tables, and its two faces: a terminal's and Markdown.

Knows nothing of plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planner.render.escapes import markdown_cell, markdown_text
from planner.render.terminal import Group, RenderableType, Table, line, lines, wrapped


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """Lines with a mark, each with how deep it stands."""

    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Rows


def items(*lines: str, depth: int = 0) -> Items:
    return Items(tuple((depth, line) for line in lines))


def to_terminal(blocks: Iterable[Block]) -> RenderableType:
    """For a Rich console of 80 columns or more."""
    return Group(*(_rich(block) for block in blocks))


def to_markdown(blocks: Iterable[Block]) -> str:
    return "\n\n".join("\n".join(_markdown(block)) for block in blocks) + "\n"


# --- machinery below --------------------------------------------------------------------------


def _rich(block: Block) -> RenderableType:
    match block:
        case Heading(text):
            return lines(wrapped(text), style="bold")
        case Paragraph(text):
            return lines(wrapped(text))
        case Items(entries):
            return lines(row for depth, entry in entries for row in _item(depth, entry))
        case Rows(header, rows):
            table = Table()
            for name in header:
                table.add_column(line(name), overflow="fold")
            for row in rows:
                table.add_row(*row)
            return table


def _item(depth: int, text: str) -> list[str]:
    margin = "  " * depth
    return wrapped(text, first=f"{margin}- ", then=f"{margin}  ")


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {markdown_text(text)}"
        case Paragraph(text):
            yield markdown_text(text)
        case Items(entries):
            yield from (f"{'  ' * depth}- {markdown_text(entry)}" for depth, entry in entries)
        case Rows(header, rows):
            yield _row(header)
            yield f"| {' | '.join('---' for _ in header)} |"
            yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(markdown_cell(markdown_text(cell)) for cell in cells)} |"

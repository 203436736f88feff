"""A text of headings, paragraphs, items and tables, and its two faces: a terminal's and Markdown.

Knows nothing of plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import fill

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

WIDTH = 80


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
            return Text(fill(text, WIDTH), style="bold")
        case Paragraph(text):
            return Text(fill(text, WIDTH, break_long_words=False, break_on_hyphens=False))
        case Items(lines):
            return Text("\n".join(_item(depth, line) for depth, line in lines))
        case Rows(header, rows):
            table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
            for name in header:
                table.add_column(name, overflow="fold")
            for row in rows:
                table.add_row(*(Text(cell) for cell in row))
            return table


def _item(depth: int, line: str) -> str:
    margin = "  " * depth
    return fill(
        line,
        WIDTH,
        initial_indent=f"{margin}- ",
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            yield _plain(text)
        case Items(lines):
            yield from (f"{'  ' * depth}- {_plain(line)}" for depth, line in lines)
        case Rows(header, rows):
            for cells in (header, tuple("---" for _ in header), *rows):
                yield f"| {' | '.join(_plain(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _plain(text: str) -> str:
    """One line that Markdown does not take for markup: no tag, no emphasis."""
    flat = " ".join(text.split())
    return flat.replace("<", "&lt;").replace("*", "\\*")

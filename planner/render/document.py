"""A document: headings, paragraphs, lists and tables, made once from what was computed, for every writer to write.

The writers are ``terminal``, ``markdown`` and ``html``. Knows nothing of plans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Literal, ParamSpec

Asked = ParamSpec("Asked")


class Face(Enum):
    """Where a document is read. A terminal has 80 columns, so not every column of a table has room there."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"


EVERYWHERE = frozenset(Face)


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be copied as it stands: a stack's spelling, a line of a scenario."""

    text: str


Words = str | Code | tuple[str | Code, ...]
"""A line of text, in which pieces may be code."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Words


@dataclass(frozen=True, slots=True)
class SmallPrint:
    """What a reader may skip. ``inset`` are the columns that a terminal leaves free on both sides."""

    text: str
    inset: int = 0


@dataclass(frozen=True, slots=True)
class Cautions:
    """What a reader should know before anything is used: a text and its source each."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Lines with a mark, each with how deep it stands. ``inset`` are the columns that a terminal leaves free on both
    sides."""

    lines: tuple[tuple[int, Words], ...]
    inset: int = 0


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term, the place where it stands, and what it means."""

    term: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Meanings:
    entries: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Lines that are copied, so no writer folds them; each behind a label, which may be ''. An empty line is none."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where its text stands, whether it is never folded, how wide it is in a terminal, and which
    faces have it."""

    name: str
    align: Literal["left", "right", "center"] = "left"
    whole: bool = False
    width: int | None = None
    faces: frozenset[Face] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell with notes. A terminal has them below it, the urgent ones in another colour; elsewhere they have columns
    of their own."""

    text: Code
    notes: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stacked:
    """A cell of several lines; where there is no room for lines they stand in one."""

    lines: tuple[str, ...]


Cell = str | Code | Noted | Stacked


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def seen(self, face: Face) -> Table:
        """The table with the columns that a face has."""
        kept = [place for place, column in enumerate(self.columns) if face in column.faces]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return Table(tuple(self.columns[place] for place in kept), rows)


Block = Heading | Paragraph | SmallPrint | Cautions | Items | Meanings | Copied | Table


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


def documented(blocks: Callable[Asked, Iterable[Block]]) -> Callable[Asked, Document]:
    """Makes a function that yields blocks one that returns them as a document."""

    @wraps(blocks)
    def made(*args: Asked.args, **kwargs: Asked.kwargs) -> Document:
        return Document(tuple(blocks(*args, **kwargs)))

    return made


def items(*lines: Words, depth: int = 0, inset: int = 0) -> Items:
    """Lines that stand equally deep."""
    return Items(tuple((depth, line) for line in lines), inset)


def table(names: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """A table with plain columns of these names."""
    return Table(tuple(map(Column, names)), tuple(rows))


def pieces(words: Words) -> tuple[str | Code, ...]:
    """The pieces of a line."""
    return words if isinstance(words, tuple) else (words,)


def plain(words: Words) -> str:
    """A line without its marks."""
    return "".join(piece.text if isinstance(piece, Code) else piece for piece in pieces(words))

"""Which letters a font file has, by its table ``cmap``: formats 4 and 12 of OpenType, which all have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from struct import unpack_from
from unicodedata import category

TRUETYPE = (b"\0\1\0\0", b"true", b"ttcf")
"""How a file begins whose outlines are TrueType's, or may be."""


def shown(texts: Iterable[str]) -> set[str]:
    """The letters of texts that can be seen."""
    return {letter for text in texts for letter in text if category(letter)[0] not in "CZ"}


def missing(letters: Iterable[str], files: Iterable[str]) -> set[str]:
    """Those letters that none of the files has."""
    lost = set(letters)
    for file in files:
        if lost:
            lost = {letter for letter in lost if not has(file, letter)}
    return lost


def has(file: str, letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _ranges(file))


def is_truetype(file: str) -> bool:
    with open(file, "rb") as stream:
        return stream.read(4) in TRUETYPE


# --- machinery below --------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _ranges(file: str) -> tuple[tuple[int, int], ...]:
    """From which letter to which a font has glyphs; none of a file that is no font."""
    try:
        with open(file, "rb") as stream:
            start = 0
            head = stream.read(16)
            if head[:4] == b"ttcf":
                start = int.from_bytes(head[12:16], "big")
            stream.seek(start)
            count = int.from_bytes(stream.read(6)[4:6], "big")
            stream.seek(start + 12)
            for record in (stream.read(16) for _ in range(count)):
                if record[:4] == b"cmap":
                    offset, length = unpack_from(">II", record, 8)
                    stream.seek(offset)
                    return tuple(_mapped(stream.read(length)))
    except Exception:  # a broken font has no letters; whoever draws with it says what is wrong
        return ()
    return ()


def _mapped(table: bytes) -> Iterator[tuple[int, int]]:
    (count,) = unpack_from(">H", table, 2)
    for number in range(count):
        platform, encoding, at = unpack_from(">HHI", table, 4 + 8 * number)
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):
            (form,) = unpack_from(">H", table, at)
            if form == 4:
                yield from _segments(table, at)
            elif form == 12:
                (groups,) = unpack_from(">I", table, at + 12)
                for group in range(groups):
                    yield unpack_from(">II", table, at + 16 + 12 * group)


def _segments(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Of format 4: segments of letters; glyph 0 is none."""
    (double,) = unpack_from(">H", table, at + 6)
    many = double // 2
    ends = unpack_from(f">{many}H", table, at + 14)
    starts = unpack_from(f">{many}H", table, at + 16 + double)
    offsets = unpack_from(f">{many}H", table, at + 16 + 3 * double)
    for number, (first, last, offset) in enumerate(zip(starts, ends, offsets, strict=True)):
        if offset == 0:
            yield first, last
            continue
        base = at + 16 + 3 * double + 2 * number + offset
        glyphs = unpack_from(f">{last - first + 1}H", table, base)
        yield from ((first + place, first + place) for place, glyph in enumerate(glyphs) if glyph)

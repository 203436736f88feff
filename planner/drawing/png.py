"""Shapes -> PNG, by resvg over our SVG, with fonts that are named to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from planner.drawing.fonts import font_files, fonts_for
from planner.drawing.shapes import Picture, Text
from planner.drawing.svg import svg
from planner.errors import MissingPart


def png(picture: Picture, *, zoom: float = 2) -> bytes:
    """The picture as PNG, ``zoom`` pixels a unit. Raises ``MissingPart`` where resvg or a font is missing."""
    try:
        import resvg_py
    except ImportError:
        raise MissingPart("PNG needs resvg-py: pip install resvg-py (the extra pictures has it)") from None
    # Without generic names of its own resvg takes the families that are in the files, in the order they are listed.
    family = _family(font_files()[0])
    files, lost = fonts_for(text.content for text in picture.texts())
    made = resvg_py.svg_to_bytes(
        svg_string=svg(_with_signs(picture, lost) if lost else picture),
        font_files=list(files),
        skip_system_fonts=True,
        sans_serif_family=family,
        zoom=zoom,
    )
    return bytes(made)


def _with_signs(picture: Picture, lost: set[str]) -> Picture:
    """The picture with a sign for each letter that no font has: at the first of them resvg stops to look for others."""
    signs = {ord(letter): "?" for letter in lost}
    shapes = (
        replace(shape, content=shape.content.translate(signs)) if isinstance(shape, Text) else shape
        for shape in picture.shapes
    )
    return replace(picture, shapes=tuple(shapes))


def _family(file: str) -> str:
    """The name of the family in a font file (OpenType, table ``name``, name 1)."""
    data = Path(file).read_bytes()
    start = int.from_bytes(data[12:16], "big") if data[:4] == b"ttcf" else 0
    count = int.from_bytes(data[start + 4 : start + 6], "big")
    for at in range(start + 12, start + 12 + 16 * count, 16):
        if data[at : at + 4] == b"name":
            return _family_in(data[int.from_bytes(data[at + 8 : at + 12], "big") :])
    raise MissingPart(f"{file} is no font file")


def _family_in(table: bytes) -> str:
    count, strings = (int.from_bytes(table[at : at + 2], "big") for at in (2, 4))
    for at in range(6, 6 + 12 * count, 12):
        platform, _, _, name, length, offset = (
            int.from_bytes(table[at + 2 * field : at + 2 * field + 2], "big") for field in range(6)
        )
        if name == 1:
            text = table[strings + offset : strings + offset + length]
            return text.decode("latin-1" if platform == 1 else "utf-16-be")
    raise MissingPart("a font file without a family's name")

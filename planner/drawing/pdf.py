"""Shapes -> PDF, straight, with the Helvetica that every reader of PDF has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import groupby
from math import fsum
from typing import Any

from planner.drawing.fonts import fonts_for
from planner.drawing.letters import has
from planner.drawing.shapes import Box, Path, Picture, Shape, Text
from planner.errors import MissingPart


def pdf(picture: Picture) -> bytes:
    """The picture as a PDF of one page of its size; the same picture gives the same bytes."""
    try:
        from reportlab.lib.colors import HexColor
        from reportlab.pdfgen.canvas import Canvas
    except ImportError:
        raise MissingPart("PDF needs reportlab: pip install reportlab (the extra pictures has it)") from None
    file = BytesIO()
    canvas = Canvas(file, pagesize=(picture.width, picture.height), invariant=True)
    canvas.setTitle(picture.title)
    canvas.setSubject(picture.about)
    foreign = [text.content for text in picture.texts() if not _is_latin(text.content)]
    files, _ = fonts_for(foreign, truetype=True) if foreign else ((), set())
    pen = _Pen(canvas, HexColor, picture.height, files)
    pen.draw(Box(x=0, y=0, width=picture.width, height=picture.height, fill=picture.background))
    for shape in picture.shapes:
        pen.draw(shape)
    canvas.save()
    return file.getvalue()


# --- machinery below --------------------------------------------------------------------------


class _Pen:
    """Draws shapes on a canvas whose y runs up."""

    def __init__(self, canvas: Any, colour: Any, height: float, files: tuple[str, ...]) -> None:
        self.canvas, self.colour, self.height, self.files = canvas, colour, height, files

    def draw(self, shape: Shape) -> None:
        self.canvas.saveState()
        match shape:
            case Text():
                self.text(shape)
            case Box():
                self.paint(shape, ())
                y = self.height - shape.y - shape.height
                self.canvas.roundRect(
                    shape.x, y, shape.width, shape.height, shape.radius, **_fills(shape)
                ) if shape.radius else self.canvas.rect(shape.x, y, shape.width, shape.height, **_fills(shape))
            case Path():
                self.paint(shape, shape.dashes)
                self.canvas.drawPath(self.path(shape), **_fills(shape))
        self.canvas.restoreState()

    def paint(self, shape: Box | Path, dashes: tuple[float, ...]) -> None:
        if shape.fill:
            self.canvas.setFillColor(self.colour(shape.fill))
        if shape.stroke:
            self.canvas.setStrokeColor(self.colour(shape.stroke))
            self.canvas.setLineWidth(shape.line)
        if dashes:
            self.canvas.setDash(list(dashes))

    def path(self, shape: Path) -> Any:
        path = self.canvas.beginPath()
        for name, values in shape.commands:
            flipped = [self.height - value if place % 2 else value for place, value in enumerate(values)]
            {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}[name](*flipped)
        return path

    def text(self, text: Text) -> None:
        self.canvas.setFillColor(self.colour(text.fill))
        self.canvas.translate(text.x, self.height - text.y)
        if text.turned:
            self.canvas.rotate(-text.turned)
        pieces = [*self.pieces(text)]
        wide = [self.canvas.stringWidth(piece, font, text.size) for font, piece in pieces]
        x = {"start": 0.0, "middle": -fsum(wide) / 2, "end": -fsum(wide)}[text.anchor]
        for (font, piece), width in zip(pieces, wide, strict=True):
            self.canvas.setFont(font, text.size)
            self.canvas.drawString(x, 0, piece)
            x += width

    def pieces(self, text: Text) -> Iterator[tuple[str, str]]:
        """A text in Helvetica; one with letters that it has not in a PDF, in fonts of this machine."""
        if _is_latin(text.content):
            yield "Helvetica-Bold" if text.bold else "Helvetica", text.content
            return
        for file, letters in groupby(text.content, key=partial(self.file, bold=text.bold)):
            yield _registered(file), "".join(letters)

    def file(self, letter: str, *, bold: bool) -> str:
        """The first file that has a letter; the bold one stands second."""
        files = (*self.files[1:2], *self.files) if bold else self.files
        return next((file for file in files if has(file, letter)), files[0])


def _is_latin(content: str) -> bool:
    try:
        content.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _registered(file: str) -> str:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    name = f"own-{file}"
    registerFont(TTFont(name, file))
    return name


def _fills(shape: Box | Path) -> dict[str, int]:
    return {"fill": int(bool(shape.fill)), "stroke": int(bool(shape.stroke))}

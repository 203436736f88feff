"""Shapes -> PDF, straight, with the Helvetica that every reader of PDF has."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from planner.drawing.fonts import font_files
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
    pen = _Pen(canvas, HexColor, picture.height)
    pen.draw(Box(x=0, y=0, width=picture.width, height=picture.height, fill=picture.background))
    for shape in picture.shapes:
        pen.draw(shape)
    canvas.save()
    return file.getvalue()


# --- machinery below --------------------------------------------------------------------------


class _Pen:
    """Draws shapes on a canvas whose y runs up."""

    def __init__(self, canvas: Any, colour: Any, height: float) -> None:
        self.canvas, self.colour, self.height = canvas, colour, height

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
        self.canvas.setFont(_font(text), text.size)
        self.canvas.translate(text.x, self.height - text.y)
        if text.turned:
            self.canvas.rotate(-text.turned)
        draw = {
            "start": self.canvas.drawString,
            "middle": self.canvas.drawCentredString,
            "end": self.canvas.drawRightString,
        }[text.anchor]
        draw(0, 0, text.content)


def _font(text: Text) -> str:
    """Helvetica; for letters that it has not in a PDF, a font of this machine."""
    try:
        text.content.encode("cp1252")
    except UnicodeEncodeError:
        from reportlab.pdfbase.pdfmetrics import registerFont
        from reportlab.pdfbase.ttfonts import TTFont

        files = font_files()
        name = f"own-{int(text.bold)}"
        registerFont(TTFont(name, files[min(int(text.bold), len(files) - 1)]))
        return name
    return "Helvetica-Bold" if text.bold else "Helvetica"


def _fills(shape: Box | Path) -> dict[str, int]:
    return {"fill": int(bool(shape.fill)), "stroke": int(bool(shape.stroke))}

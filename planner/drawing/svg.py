"""Shapes -> SVG, in a profile that every reader of SVG knows.

Presentation attributes only: no CSS, no classes, no patterns, no references, no baseline property. Text is pinned to
the width it was laid out with.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from planner.drawing.shapes import Box, Command, Path, Picture, Shape, Text
from planner.drawing.widths import is_known, text_width

FAMILY = "Helvetica, Arial, Liberation Sans, Arimo, DejaVu Sans, sans-serif"


def svg(picture: Picture) -> str:
    """The picture as an SVG document, with a title and a description for those who cannot see it."""
    width, height = number(picture.width), number(picture.height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label={quoteattr(picture.title)} font-family="{FAMILY}">'
    )
    ground = f'<rect width="{width}" height="{height}" fill="{picture.background}"/>'
    about = [f"<title>{escape(picture.title)}</title>", f"<desc>{escape(picture.about)}</desc>"]
    return "\n".join([opening, *about, ground, *map(_element, picture.shapes), "</svg>", ""])


def number(value: float) -> str:
    """A length with at most one decimal, so that files are small and the same everywhere."""
    short = f"{value:.1f}"
    return "0" if short == "-0.0" else short.removesuffix(".0")


# --- machinery below --------------------------------------------------------------------------


def _element(shape: Shape) -> str:
    match shape:
        case Box():
            return _tag("rect", _box(shape))
        case Path():
            return _tag("path", _path(shape))
        case Text():
            return f"<text{_attributes(_text(shape))}>{escape(shape.content)}</text>"


def _tag(name: str, attributes: Iterator[tuple[str, str]]) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(pairs: Iterator[tuple[str, str]]) -> str:
    return "".join(f' {name}="{value}"' for name, value in pairs)


def _box(box: Box) -> Iterator[tuple[str, str]]:
    yield "x", number(box.x)
    yield "y", number(box.y)
    yield "width", number(box.width)
    yield "height", number(box.height)
    if box.radius:
        yield "rx", number(box.radius)
    yield from _paint(box)


def _path(path: Path) -> Iterator[tuple[str, str]]:
    yield "d", "".join(map(_command, path.commands))
    yield from _paint(path)
    if path.dashes:
        yield "stroke-dasharray", " ".join(map(number, path.dashes))


def _command(command: Command) -> str:
    name, values = command
    return name + " ".join(map(number, values))


def _paint(shape: Box | Path) -> Iterator[tuple[str, str]]:
    yield "fill", shape.fill or "none"
    if shape.stroke:
        yield "stroke", shape.stroke
        yield "stroke-width", number(shape.line)


def _text(text: Text) -> Iterator[tuple[str, str]]:
    yield "x", number(text.x)
    yield "y", number(text.y)
    yield "font-size", number(text.size)
    if text.bold:
        yield "font-weight", "700"
    if text.anchor != "start":
        yield "text-anchor", text.anchor
    yield "fill", text.fill
    if is_known(text.content):
        yield "textLength", number(text_width(text.content, text.size, bold=text.bold))
        yield "lengthAdjust", "spacingAndGlyphs"
    if text.turned:
        yield "transform", f"rotate({number(text.turned)} {number(text.x)} {number(text.y)})"

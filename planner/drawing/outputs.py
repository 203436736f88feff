"""A picture in the formats that it is written in, and one that a notebook shows by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from planner.drawing.pdf import pdf
from planner.drawing.png import png
from planner.drawing.shapes import Picture
from planner.drawing.svg import svg
from planner.writing import write_whole

PICTURES = ("svg", "png", "pdf", "html")
BINARY = ("png", "pdf")


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A picture that has been laid out. In a notebook it shows itself as SVG."""

    picture: Picture

    @property
    def svg(self) -> str:
        return svg(self.picture)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> None:
        """Write it in the format that the file's name ends in: svg, png, pdf or html."""
        target = Path(path)
        write_whole(target, encoded(self.picture, target.suffix.removeprefix(".").lower()))


def encoded(picture: Picture, format_: str) -> bytes:
    """A picture in one of ``PICTURES``. Raises ``MissingPart`` where this needs something that is not there, and
    ``ValueError`` for another format."""
    match format_:
        case "svg":
            return svg(picture).encode()
        case "png":
            return png(picture)
        case "pdf":
            return pdf(picture)
        case "html":
            return page(picture).encode()
    raise ValueError(f"no format {format_!r}; known: {', '.join(PICTURES)}")


def page(picture: Picture) -> str:
    """One HTML document that holds the picture and asks the network for nothing."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(picture.title)}</title>\n"
        f"<style>body{{margin:0;background:{picture.background}}}svg{{display:block;margin:0 auto;max-width:100%;"
        "height:auto}</style>\n</head>\n<body>\n"
        f"{svg(picture)}</body>\n</html>\n"
    )

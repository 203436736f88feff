"""The writers: SVG within the profile, PNG that is not blank, PDF with its text, and what is missing is said."""

from __future__ import annotations

import base64
import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path as File
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from planner import Planner
from planner.drawing import fonts
from planner.drawing.chart import graph_picture
from planner.drawing.letters import has
from planner.drawing.outputs import Drawing, encoded, page
from planner.drawing.pdf import pdf
from planner.drawing.png import png
from planner.drawing.shapes import Box, Path, Picture, Text
from planner.drawing.svg import svg
from planner.drawing.themes import LIGHT
from planner.errors import MissingLetters, MissingPart
from planner.render.pictures import catalogue_drawn

ALONE = Picture(
    width=120,
    height=40,
    title="A lone label & more",
    about="<nothing>",
    background="#ffffff",
    shapes=(Text(x=60, y=25, content="MIKEY <&>", size=14, anchor="middle", fill="#000000"),),
)
PROFILE = {
    "svg": {"width", "height", "viewBox", "role", "aria-label", "font-family"},
    "title": set(),
    "desc": set(),
    "rect": {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width"},
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-dasharray"},
    "text": {"x", "y", "font-size", "font-weight", "text-anchor", "fill", "textLength", "lengthAdjust", "transform"},
}


@pytest.fixture(scope="module")
def whole(planner: Planner) -> Picture:
    return graph_picture(catalogue_drawn(planner.scope_graph("full")), LIGHT)


def outside_the_profile(document: str) -> list[str]:
    faults = []
    for element in ElementTree.fromstring(document).iter():
        name = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        faults += (
            [f"<{name}>"]
            if name not in PROFILE
            else [f"{name} {attribute}" for attribute in set(element.attrib) - PROFILE[name]]
        )
    return faults + re.findall(r"url\(|var\(|style=|class=|@import|href", document)


def test_svg_is_well_formed_and_within_the_profile(whole: Picture) -> None:
    assert outside_the_profile(svg(whole)) == []
    assert outside_the_profile(svg(ALONE)) == []


def test_the_profile_is_checked() -> None:
    bad = '<svg xmlns="http://www.w3.org/2000/svg"><pattern/><rect class="a" style="fill:red"/></svg>'
    assert set(outside_the_profile(bad)) == {"<pattern>", "rect class", "rect style", "class=", "style="}


def test_svg_says_what_it_shows_and_escapes_it(whole: Picture) -> None:
    tree = ElementTree.fromstring(svg(ALONE))
    assert tree.get("aria-label") == "A lone label & more"
    assert [element.text for element in tree if element.text] == ["A lone label & more", "<nothing>", "MIKEY <&>"]
    texts = {element.text for element in ElementTree.fromstring(svg(whole)).iter("{http://www.w3.org/2000/svg}text")}
    assert {"SRTP", "IPv4 and IPv6", "Key establishment", "CONNECT-UDP"} <= texts


def ink(made: bytes) -> int:
    """How many pixels are not the ground."""
    image = Image.open(BytesIO(made)).convert("L")
    return sum(image.point(lambda value: 255 if value < 128 else 0).histogram()[255:])


def test_a_lone_label_is_not_blank() -> None:
    assert ink(png(ALONE)) > 200
    assert ink(png(ALONE.without_texts())) == 0


def test_png_has_its_texts(whole: Picture) -> None:
    """Wherever the picture has a text, it differs from the same without its texts."""
    pairs = [Image.open(BytesIO(png(picture, zoom=1))).convert("L") for picture in (whole, whole.without_texts())]
    apart = ImageChops.difference(*pairs)
    assert pairs[0].size == pytest.approx((whole.width, whole.height), abs=1)
    for text in (text for text in whole.texts() if text.anchor == "middle"):
        box = (int(text.x) - 10, int(text.y) - 9, int(text.x) + 10, int(text.y) + 2)
        _, most = apart.crop(box).getextrema()
        assert not isinstance(most, tuple)
        assert most > 60, text.content


def pdf_text(made: bytes) -> str:
    streams = re.findall(rb"stream\r?\n(.*?)~>\s*endstream", made, re.DOTALL)
    return "\n".join(zlib.decompress(base64.a85decode(stream)).decode("latin-1") for stream in streams)


def test_pdf_is_one_and_has_its_texts(whole: Picture) -> None:
    made = pdf(whole)
    assert made.startswith(b"%PDF-")
    shown = pdf_text(made)
    for text in whole.texts():
        assert f"({text.content}) Tj" in shown
    assert pdf(whole) == made
    assert "Tj" not in pdf_text(pdf(whole.without_texts()))


def test_pdf_turns_dashes_and_rounds() -> None:
    shapes = (
        Box(x=1, y=1, width=20, height=10, radius=3, stroke="#000000"),
        Path(
            commands=(("M", (0, 0)), ("L", (9, 9)), ("C", (1, 2, 3, 4, 5, 6)), ("Z", ())),
            stroke="#00ff00",
            dashes=(5, 3),
        ),
        Text(x=9, y=9, content="up", turned=-60, fill="#000000", bold=True, anchor="end"),
    )
    shown = pdf_text(pdf(Picture(width=99, height=99, title="t", about="", background="#ffffff", shapes=shapes)))
    assert "[5 3] 0 d" in shown
    assert "(up) Tj" in shown
    assert ".5 .866025" in shown


FOREIGN = Picture(
    width=200,
    height=40,
    title="t",
    about="",
    background="#ffffff",
    shapes=(Text(x=9, y=25, content="\N{CYRILLIC CAPITAL LETTER ZHE}\u0432\u043e", size=14, fill="#000000"),),
)


def test_letters_that_helvetica_has_not_are_drawn_and_not_stretched() -> None:
    assert "textLength" not in svg(FOREIGN)
    assert ink(png(FOREIGN)) > 200
    assert b"/FontFile2" in pdf(FOREIGN)
    assert b"/FontFile2" not in pdf(ALONE)
    assert pdf(FOREIGN) == pdf(FOREIGN)


NOWHERE = "\N{LINEAR B SYLLABLE B008 A}\N{LINEAR B SYLLABLE B038 E}"


@pytest.mark.parametrize("write", [png, pdf])
def test_letters_that_no_font_has_are_named(write: Callable[[Picture], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    vera = next(path for folder in fonts._folders() for path in folder.rglob("Vera.ttf"))
    monkeypatch.setenv(fonts.VARIABLE, str(vera))
    picture = replace(FOREIGN, shapes=(Text(x=9, y=25, content=f"a{NOWHERE}", size=14, fill="#000000"),))
    with pytest.warns(MissingLetters, match=r"\(U\+10000\).*\(U\+10001\)"):
        assert write(picture)
    assert fonts.fonts_for(["a \n"]) == ((str(vera),), set())


def test_a_font_that_has_the_letters_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    vera = next(str(path) for folder in fonts._folders() for path in folder.rglob("Vera.ttf"))
    others = [file for file in fonts._installed() if has(file, "\N{CYRILLIC CAPITAL LETTER ZHE}")]
    if not others:
        pytest.skip("no other font is installed")
    monkeypatch.setattr(fonts, "font_files", lambda: (vera,))
    assert fonts.fonts_for(["\N{CYRILLIC CAPITAL LETTER ZHE}"]) == ((vera, others[0]), set())
    assert ink(png(FOREIGN)) > 200
    assert b"/FontFile2" in pdf(FOREIGN)


def test_html_asks_the_network_for_nothing(whole: Picture) -> None:
    made = page(whole)
    assert "default-src 'none'; style-src 'unsafe-inline'" in made
    assert re.findall(r"https?://[^\"' >]+", made) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in made
    assert svg(whole) in made


def test_a_drawing_shows_and_saves_itself(tmp_path: File) -> None:
    drawing = Drawing(picture=ALONE)
    assert drawing._repr_svg_() == drawing.svg == svg(ALONE)
    for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!doctype")):
        drawing.save(tmp_path / f"a.{ending}")
        assert (tmp_path / f"a.{ending}").read_bytes().startswith(start)
    with pytest.raises(ValueError, match="no format 'gif'"):
        encoded(ALONE, "gif")


@pytest.mark.parametrize(("module", "format_"), [("resvg_py", "png"), ("reportlab.lib.colors", "pdf")])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, module: str, format_: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPart, match=r"pip install (resvg-py|reportlab) \(the extra pictures has it\)"):
        encoded(ALONE, format_)


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: File) -> None:
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    monkeypatch.setattr(fonts, "_folders", lambda: (tmp_path,))
    with pytest.raises(MissingPart, match="no font to draw text with: install one"):
        png(ALONE)
    monkeypatch.setenv(fonts.VARIABLE, str(tmp_path))
    with pytest.raises(MissingPart, match="PLANNER_FONTS names no font file"):
        png(ALONE)
    (tmp_path / "a.ttf").write_bytes(b"no font" * 9)
    with pytest.raises(MissingPart, match="is no font file"):
        png(ALONE)


def test_a_font_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vera comes with reportlab, so there is always a font where the extra is; it draws text, too."""
    import reportlab

    folder = File(reportlab.__file__).parent / "fonts"
    monkeypatch.setenv(fonts.VARIABLE, f"{folder / 'Vera.ttf'}:{folder / 'VeraBd.ttf'}")
    assert ink(png(ALONE)) > 200
    monkeypatch.delenv(fonts.VARIABLE)
    monkeypatch.setattr(fonts, "_folders", lambda: (folder,))
    assert [File(file).name for file in fonts.font_files()] == ["Vera.ttf", "VeraBd.ttf"]

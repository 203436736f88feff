"""The table of widths is Helvetica's, and texts are cut and folded by it."""

from __future__ import annotations

import string

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from planner.drawing.widths import text_width, wrapped


@pytest.mark.parametrize(("bold", "font"), [(False, "Helvetica"), (True, "Helvetica-Bold")])
def test_widths_are_those_of_the_font(bold: bool, font: str) -> None:
    for letter in string.ascii_letters + string.digits + string.punctuation + " \N{MIDDLE DOT}":
        assert text_width(letter, 1000, bold=bold) == pytest.approx(stringWidth(letter, font, 1000))


def test_an_accent_takes_no_room() -> None:
    assert text_width("\N{LATIN SMALL LETTER E WITH ACUTE}", 1000) == stringWidth("\xe9", "Helvetica", 1000)


def test_an_unknown_letter_is_rather_too_wide() -> None:
    assert text_width("\N{CLOCKWISE GAPPED CIRCLE ARROW}", 10) == text_width("m", 10)


def test_folded_lines_fit_and_lose_no_word() -> None:
    text = "record headers and the first handshake messages of a connection"
    lines = wrapped(text, 11, 120)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(text_width(line, 11) <= 120 for line in lines)


def test_a_word_that_does_not_fit_stands_alone() -> None:
    assert wrapped("a incomprehensibilities b", 11, 40) == ["a", "incomprehensibilities", "b"]

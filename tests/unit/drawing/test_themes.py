"""Contrast, worked out from the themes (WCAG 2.2: 4.5 for text, 3 for lines that carry meaning)."""

from __future__ import annotations

from itertools import combinations

import pytest

from planner.drawing.themes import DARK, LIGHT, ROLES, Theme, theme
from planner.errors import Bug

BOTH = pytest.mark.parametrize("its", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(colour: str, other: str) -> float:
    bright, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_ratio_is_the_one_of_wcag() -> None:
    assert ratio("#ffffff", "#000000") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
def test_text_on_the_ground_and_the_bands(its: Theme) -> None:
    for ground in (its.background, its.band):
        for ink in (its.text, its.muted):
            assert ratio(ink, ground) >= 4.5


@BOTH
def test_labels_on_boxes(its: Theme) -> None:
    assert set(its.roles) == set(ROLES)
    for tone in its.roles.values():
        assert ratio(its.on_fill, tone.fill) >= 4.5
    assert ratio(its.on_chosen, its.chosen) >= 4.5


@BOTH
def test_small_letters_of_chips_and_keys_on_the_ground(its: Theme) -> None:
    for ink in (its.chip, its.roles["keys"].stroke):
        assert ratio(ink, its.background) >= 4.5


@BOTH
def test_lines_and_outlines(its: Theme) -> None:
    for ground in (its.background, its.band):
        for ink in (its.line, its.chosen, *(tone.stroke for tone in its.roles.values())):
            assert ratio(ink, ground) >= 3


@BOTH
def test_hatches_and_icons_on_their_fills(its: Theme) -> None:
    for role in ("secure", "keys"):
        assert ratio(its.roles[role].stroke, its.roles[role].fill) >= 3
    assert ratio(its.roles["secure"].stroke, its.background) >= 3  # dots


@BOTH
def test_the_four_hues_are_four(its: Theme) -> None:
    strokes = [its.roles[role].stroke for role in ("transport", "mapping", "secure", "keys")] + [its.chosen]
    for stroke, other in combinations(strokes, 2):
        apart = [abs(int(stroke[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5)]
        assert max(apart) > 40


def test_an_unknown_theme_is_our_fault() -> None:
    assert theme("dark") is DARK
    with pytest.raises(Bug, match="no theme 'blue'"):
        theme("blue")

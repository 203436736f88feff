"""Colours of the page can be told apart: contrasts of WCAG 2.2, 4.5:1 for text, 3:1 for other marks."""

from __future__ import annotations

import pytest

from planner.page.palette import PALETTE

TEXT = [("ink", "paper"), ("ink", "band"), ("ink", "raised"), ("ink", "hover"), ("muted", "paper"), ("muted", "band")]
TEXT += [("muted", "raised"), ("muted", "hover"), ("path", "paper"), ("warning", "paper"), ("warning", "raised")]
TEXT += [("on-path", "path"), ("reentry", "paper"), ("keyline", "paper")]
TEXT += [("ink", f"{role}-fill") for role in ("network", "transport", "mapping", "secure", "keys", "plain")]
MARKS = [(f"{role}-line", "paper") for role in ("network", "transport", "mapping", "secure", "keys", "plain")]
MARKS += [(name, ground) for name in ("edge", "path", "keyline", "reentry") for ground in ("paper", "band")]
MARKS += [
    ("control", "paper"),
    ("control", "raised"),
    ("focus", "paper"),
    ("bar", "track"),
]
MARKS += [("faded-line", ground) for ground in ("paper", "band", "faded-fill")]
TEXT += [("faded-ink", ground) for ground in ("paper", "band", "faded-fill")]


@pytest.mark.parametrize(("front", "ground", "least"), [(*p, 4.5) for p in TEXT] + [(*p, 3.0) for p in MARKS])
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrast(front: str, ground: str, least: float, theme: int) -> None:
    high, low = sorted((luminance(PALETTE[front][theme]), luminance(PALETTE[ground][theme])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= least


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

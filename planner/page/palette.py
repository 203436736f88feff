"""The page's colours, light and dark, each once. Four hues, each for one role; everything else is grey.

``test_page`` measures the contrasts that PICTURES and WCAG 2.2 ask for.
"""

from __future__ import annotations

PALETTE: dict[str, tuple[str, str]] = {
    # paper and ink
    "paper": ("#ffffff", "#14171c"),
    "band": ("#f4f6f8", "#1b2027"),
    "raised": ("#ffffff", "#1b2027"),
    "ink": ("#14181d", "#edf0f3"),
    "muted": ("#56606c", "#a7b0bb"),
    "line": ("#dde2e7", "#2f3742"),
    "control": ("#7d8793", "#7a8592"),
    "hover": ("#f0f2f5", "#242a33"),
    # the chosen stack
    "path": ("#c2410c", "#ff9255"),
    "on-path": ("#ffffff", "#14171c"),
    "focus": ("#1f5fbf", "#8fbcff"),
    # lines
    "edge": ("#848e9a", "#66727f"),
    "keyline": ("#b0245c", "#f083ad"),
    "reentry": ("#97690a", "#e0b04a"),
    # what is not in the chosen stack: solid colours, since opacity adds up where lines cross
    "faded-edge": ("#e3e7eb", "#272d36"),
    "faded-line": ("#d3d9df", "#343c47"),
    "faded-ink": ("#7f8994", "#717c89"),
    "faded-fill": ("#fafbfc", "#181c22"),
    # roles
    "network-fill": ("#e6e9ed", "#2b313a"),
    "network-line": ("#5b6470", "#a3adb8"),
    "transport-fill": ("#d4e4f7", "#17334f"),
    "transport-line": ("#2764a8", "#7fb4ee"),
    "mapping-fill": ("#f7e8c8", "#41330f"),
    "mapping-line": ("#97690a", "#e0b04a"),
    "secure-fill": ("#cdebdc", "#123d2c"),
    "secure-line": ("#1b7a53", "#5ccf9c"),
    "keys-fill": ("#f7d9e4", "#4a1a31"),
    "keys-line": ("#b0245c", "#f083ad"),
    "plain-fill": ("#ffffff", "#20252c"),
    "plain-line": ("#5b6470", "#a3adb8"),
    # small multiples
    "bar": ("#5b6470", "#a3adb8"),
    "track": ("#e6e9ed", "#2b313a"),
    "warning": ("#7a5200", "#e0b04a"),
}


def colours() -> str:
    """The custom properties: what the reader's system prefers, unless the page's ``data-theme`` says otherwise; paper
    is always light."""
    light, dark = _properties(0), _properties(1)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root[data-theme=auto]{{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n"
    )


def _properties(index: int) -> str:
    return ";".join(f"--{name}:{pair[index]}" for name, pair in PALETTE.items())

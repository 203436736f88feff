"""The page's colours, light and dark: those of pictures, and greys of its own for what only a page has.

``test_page`` measures the contrasts that PICTURES and WCAG 2.2 ask for.
"""

from __future__ import annotations

from planner.drawing.themes import DARK, LIGHT, ROLES

PALETTE: dict[str, tuple[str, str]] = {
    # paper and ink
    "paper": (LIGHT.background, DARK.background),
    "band": ("#f4f6f8", "#1b2027"),
    "raised": ("#ffffff", "#1b2027"),
    "ink": ("#14181d", "#edf0f3"),
    "muted": ("#56606c", "#a7b0bb"),
    "line": ("#dde2e7", "#2f3742"),
    "control": ("#7d8793", "#7a8592"),
    "hover": ("#f0f2f5", "#242a33"),
    # the chosen stack
    "path": (LIGHT.chosen, DARK.chosen),
    "on-path": (LIGHT.on_chosen, DARK.on_chosen),
    "focus": ("#1f5fbf", "#8fbcff"),
    # lines
    "edge": ("#848e9a", "#66727f"),
    "keyline": (LIGHT.roles["keys"].stroke, DARK.roles["keys"].stroke),
    "reentry": (LIGHT.chip, DARK.chip),
    # what is not in the chosen stack: solid greys, since opacity adds up where lines cross; thinner, but legible
    "faded-line": ("#868f99", "#66727f"),
    "faded-ink": ("#68727d", "#8b96a3"),
    "faded-fill": ("#fafbfc", "#181c22"),
    # small multiples
    "bar": ("#5b6470", "#a3adb8"),
    "track": ("#e6e9ed", "#2b313a"),
    "warning": ("#7a5200", "#e0b04a"),
}
for _role in ROLES:
    PALETTE[f"{_role}-fill"] = LIGHT.roles[_role].fill, DARK.roles[_role].fill
    PALETTE[f"{_role}-line"] = LIGHT.roles[_role].stroke, DARK.roles[_role].stroke


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

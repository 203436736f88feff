"""Colours by role, light and dark. Four hues, each for one role; shapes tell the roles apart without them.

Every text stands on its background at 4.5:1 or more and every line at 3:1 or more (WCAG 2.2, 1.4.3 and 1.4.11); a test
computes it from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.errors import Bug

ROLES = ("network", "transport", "mapping", "secure", "keys", "plain")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tone:
    fill: str
    stroke: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    name: str
    background: str
    band: str
    text: str
    muted: str
    line: str
    chosen: str
    roles: Mapping[str, Tone]
    on_fill: str
    on_chosen: str

    @property
    def chip(self) -> str:
        """The outline and the letters of a chip, on the background."""
        return self.roles["mapping"].stroke


LIGHT = Theme(
    name="light",
    background="#ffffff",
    band="#f4f5f7",
    text="#14171c",
    muted="#555e6a",
    line="#808a96",
    chosen="#c2410c",
    on_fill="#14171c",
    on_chosen="#ffffff",
    roles={
        "network": Tone(fill="#e6e9ed", stroke="#5b6470"),
        "transport": Tone(fill="#d4e4f7", stroke="#2764a8"),
        "mapping": Tone(fill="#f7e8c8", stroke="#8a5f05"),
        "secure": Tone(fill="#cdebdc", stroke="#1b7a53"),
        "keys": Tone(fill="#f7d9e4", stroke="#b0245c"),
        "plain": Tone(fill="#ffffff", stroke="#5b6470"),
    },
)
DARK = Theme(
    name="dark",
    background="#14171c",
    band="#1b1f26",
    text="#f0f2f5",
    muted="#a3adb8",
    line="#6d7987",
    chosen="#ff7f47",
    on_fill="#f0f2f5",
    on_chosen="#14171c",
    roles={
        "network": Tone(fill="#2b313a", stroke="#a3adb8"),
        "transport": Tone(fill="#17334f", stroke="#7fb4ee"),
        "mapping": Tone(fill="#41330f", stroke="#e0b04a"),
        "secure": Tone(fill="#123d2c", stroke="#5ccf9c"),
        "keys": Tone(fill="#4a1a31", stroke="#f083ad"),
        "plain": Tone(fill="#20252c", stroke="#a3adb8"),
    },
)


def theme(name: str) -> Theme:
    """``light`` or ``dark``."""
    for known in (LIGHT, DARK):
        if known.name == name:
            return known
    raise Bug(f"no theme {name!r}")

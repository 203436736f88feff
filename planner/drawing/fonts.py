"""Font files for those writers that need them: resvg draws no text at all, and says nothing, where it has none."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from planner.drawing.letters import is_truetype, missing, shown
from planner.errors import MissingLetters, MissingPart

VARIABLE = "PLANNER_FONTS"
"""Names font files, or folders of them, of your own, as ``PATH`` does folders."""


def font_files() -> tuple[str, ...]:
    """The font files to draw with: yours, else those of the system that have Helvetica's widths, else DejaVu or Vera.

    Raises ``MissingPart`` where there is none.
    """
    own = os.environ.get(VARIABLE)
    if own:
        return _named(own)
    for regular, bold in _FAMILIES:
        for folder in _folders():
            pair = [str(path) for name in (regular, bold) for path in sorted(folder.rglob(name))[:1]]
            if len(pair) == 2:
                return tuple(pair)
    raise MissingPart(
        "no font to draw text with: install one (fonts-liberation, fonts-dejavu-core), pip install "
        f"reportlab, which brings one, or name files in {VARIABLE}"
    )


def fonts_for(texts: Iterable[str], *, truetype: bool = False) -> tuple[tuple[str, ...], set[str]]:
    """The font files to draw texts with: ``font_files``, and behind them installed ones that have letters which those
    lack; ``truetype`` takes no other outlines. And the letters that none has, of which ``MissingLetters`` warns."""
    files = font_files()
    lost = missing(shown(texts), files)
    for other in _installed() if lost and not os.environ.get(VARIABLE) else ():
        left = missing(lost, [other])
        if left != lost and (is_truetype(other) or not truetype):
            files, lost = (*files, other), left
        if not lost:
            break
    if lost:
        warnings.warn(MissingLetters(_said(sorted(lost))), stacklevel=3)
    return files, lost


# --- machinery below --------------------------------------------------------------------------

MOST = 8
"""As many letters are named."""

_ENDINGS = (".ttf", ".otf", ".ttc")
_FAMILIES = (
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arimo-Regular.ttf", "Arimo-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),
)


def _said(lost: list[str]) -> str:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in lost[:MOST])
    more = f" and {len(lost) - MOST} more" if len(lost) > MOST else ""
    return f"no font here has {named}{more}: the picture lacks them; name a font that has them in {VARIABLE}"


def _installed() -> Iterator[str]:
    """Every font file of the system, upright and regular ones first."""
    files = [path for folder in _folders() for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS]
    styles = ("bold", "italic", "oblique", "mono", "serif", "condensed", "narrow", "light")
    yield from map(
        str, sorted(files, key=lambda path: (sum(style in path.stem.lower() for style in styles), str(path)))
    )


def _folders() -> tuple[Path, ...]:
    home = Path(os.path.expanduser("~"))
    known = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts/Supplemental"),
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    ]
    reportlab = find_spec("reportlab")  # the extra brings Vera along
    if reportlab and reportlab.origin:
        known.append(Path(reportlab.origin).parent / "fonts")
    return tuple(folder for folder in known if folder.is_dir())


def _named(own: str) -> tuple[str, ...]:
    files: list[str] = []
    for name in own.split(os.pathsep):
        path = Path(name)
        if path.is_dir():
            files += sorted(str(file) for file in path.rglob("*") if file.suffix.lower() in (".ttf", ".otf"))
        elif path.is_file():
            files.append(name)
    if not files:
        raise MissingPart(f"{VARIABLE} names no font file: {own}")
    return tuple(files)

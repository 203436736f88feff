"""Font files for those writers that need them: resvg draws no text at all, and says nothing, where it has none."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from planner.errors import MissingPart

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
            found = [str(path) for name in (regular, bold) for path in sorted(folder.rglob(name))[:1]]
            if len(found) == 2:
                return tuple(found)
    raise MissingPart(
        "no font to draw text with: install one (fonts-liberation, fonts-dejavu-core), pip install "
        f"reportlab, which brings one, or name files in {VARIABLE}"
    )


# --- machinery below --------------------------------------------------------------------------

_FAMILIES = (
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arimo-Regular.ttf", "Arimo-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),
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
            files += sorted(str(one) for one in path.rglob("*") if one.suffix.lower() in (".ttf", ".otf"))
        elif path.is_file():
            files.append(name)
    if not files:
        raise MissingPart(f"{VARIABLE} names no font file: {own}")
    return tuple(files)

"""What somebody might write where a name, a reason or a source goes, so that it is more than text where it is shown.
And rules and scenarios that say it in every field that takes free text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from planner.loading.files import shipped

LEADS = ("=1+1", "+1", "-1", "@SUM(1)", "# ", "> ", "1. ", "- ", "    ", "```", "|", "[x]: http://x.test ", "---")
"""What means something where a cell, a line or a block begins."""

CORE = (
    "\u00a7\nFORGED\r\x1b[2J\x1b]0;t\x07\x9b31m\x00\x7f\u202eesrever\u2066\u200f\u2028\ufffe"
    "[bold]rich[/nope]:smile: <script>alert(1)</script><img src=x onerror=alert(2)></script><!-- --></svg>]]>"
    '"\' onload="alert(3) &lt;b&gt; ![p](http://x.test/p.png) [l](javascript:alert(4)) [[w]] http://x.test www.x.test'
    " *e* _u_ ~~s~~ $m$ `c` | \\ %%{init: {'securityLevel': 'loose'}}%% ${title} {0} %s \\"
)
"""What means something anywhere: to a terminal, a log, a page, Markdown, Mermaid, DOT, XML, a template."""

LABEL = "<b>\x1b\n\u202e\"'`|{%%["
"""The same for what may have 16 letters."""

NAMES = ("__proto__", "constructor", "toString", "hasOwnProperty")
"""What every object of a script has."""

FREE = {"name", "document", "reason", "readable", "note", "notes", "assumption", "where", "text", "about", "evidence",
        "refused"}  # fmt: skip
"""The keys of rules that take free text, whatever the record (rules/README.md)."""

FILE = "=cmd|\u00a7\nFORGED\x1b[2J\u202e\udcff[bold]b<img src=x onerror=alert(1)>[l](http:x)`*%%{i}\"'"
"""A name that a file may have: ``\\udcff`` is a byte that is no UTF-8."""


def texts(shift: int) -> Iterator[str]:
    """Every lead before the rest, over and over, from the one at ``shift``."""
    for number in count(shift):
        yield LEADS[number % len(LEADS)] + CORE


def write_rules(folder: Path, shift: int = 0) -> Path:
    """Our rules with something nasty wherever they have free text, and its source is nasty, too."""
    said = texts(shift)
    folder.mkdir()
    for path in sorted(shipped("rules").glob("*.yaml")):
        rules = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        made = {section: [_record(record, section, said) for record in records] for section, records in rules.items()}
        (folder / path.name).write_text(_dumped(made), encoding="utf-8")
    return folder


def scenario(text: str, **sections: Any) -> dict[str, Any]:
    """A scenario with stacks that is called by a text, as are the criteria of its ranking."""
    criteria = ["preferences", *({"name": name, "weights": {"overhead-bytes": 1}} for name in (text, *NAMES)), "layers"]
    return {"name": text, "application": {"payload": "rtp"}, "ranking": {"criteria": criteria}, **sections}


def write_scenario(path: Path, content: dict[str, Any]) -> str:
    """The file's name; the file says what it is given, with everything beyond ASCII escaped."""
    path.write_text(_dumped(content), encoding="utf-8")
    return str(path)


# --- machinery below --------------------------------------------------------------------------


def _dumped(content: Any) -> str:
    return yaml.safe_dump(content, sort_keys=False, width=1 << 20)


def _record(value: Any, section: str, said: Iterator[str], key: str = "") -> Any:
    if key == "source":
        return _source(next(said))
    if isinstance(value, dict):
        return {inner: _record(other, section, said, inner) for inner, other in value.items()}
    if isinstance(value, list):
        return [_record(other, section, said) for other in value]
    if key == "label":
        return LABEL
    if isinstance(value, str) and key in FREE and (section, key) != ("names", "name"):
        return next(said)
    return value


def _source(text: str) -> str:
    """A document and a section: neither holds a line break, and a section no parentheses."""
    line = text.replace("\n", "\x0b")
    section = line.replace("(", "[").replace(")", "]")
    return f"{line} Section {section} (memory)"

"""Records as YAML in which no letter moves a cursor or turns a direction: such letters are escaped, which leaves the
values as they are (YAML 1.1 Section 5.6).

Knows YAML. Imported where YAML is asked for, since that takes a while.
"""

from __future__ import annotations

from typing import Any

import yaml

from planner.errors import FORGING


def dumped(record: Any, width: int) -> str:
    """The record in the order of its keys, with a line break at the end."""
    return yaml.dump(record, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width)


# --- machinery below --------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Of a text with such letters everything beyond ASCII is escaped: there is one switch for all of it."""
        self.allow_unicode = not FORGING.search(text)
        super().write_double_quoted(text, split)
        self.allow_unicode = True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if FORGING.search(text) else None)


_Dumper.add_representer(str, _text)

"""What YAML makes of a plain word, and which words it reads as something else than they look.

Knows single words. PyYAML reads YAML 1.1; editors read 1.2: a word that either of them takes for a number, a date or
a truth value has to be quoted, or to be written so that nobody can mistake it.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

YAML = "tag:yaml.org,2002:"
QUOTE = "quote it, where text is meant"

Trap = tuple[str, str]
"""What was found, and what is allowed."""


def read_word(word: str) -> tuple[str | int | bool | None, Trap | None]:
    """The value of a plain word, and where it is a trap, the two halves of the message; its value is then the text."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, word, (True, False)).removeprefix(YAML)
    if tag == "null":
        return None, None
    if tag == "bool" and word in ("true", "false"):
        return word == "true", None
    if tag == "int" and _DECIMAL.fullmatch(word) and len(word) <= _LONGEST:
        return int(word), None
    return word, _trap(word, tag)


# --- machinery below --------------------------------------------------------------------------

_RESOLVER: Any = yaml.SafeLoader("")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)")
_LONGEST = 20
"""Places of an integer; Python refuses to read very long ones, and nothing here needs them."""
_NEWER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+|[-+]?0[0-9]+|0o[0-7]+")
"""What YAML 1.2 reads as a number and 1.1 as text."""


def _trap(word: str, tag: str) -> Trap | None:
    shown = word if len(word) <= 2 * _LONGEST else f"{word[:_LONGEST]}..."
    if tag == "bool":
        truth = str(_RESOLVER.bool_values[word.lower()]).lower()
        return f"found {shown}, which YAML reads as the truth value {truth}", QUOTE
    if tag == "int" and _DECIMAL.fullmatch(word):
        return f"found {shown}, a number of more than {_LONGEST} places", "write a smaller one, or quote it"
    if tag in ("int", "float"):
        return f"found {shown}, which YAML reads as {_number(word, tag)}", QUOTE
    if tag == "timestamp":
        return f"found {shown}, which YAML reads as a date", QUOTE
    if tag == "value":
        return f"found {shown}, which YAML reads as a default value", QUOTE
    if _NEWER.fullmatch(word):
        return f"found {shown}, which YAML 1.2 reads as a number", QUOTE
    return None


def _number(word: str, tag: str) -> str:
    if len(word) > _LONGEST:
        return "a number"
    construct = _RESOLVER.construct_yaml_int if tag == "int" else _RESOLVER.construct_yaml_float
    try:
        return f"the number {construct(yaml.ScalarNode(f'{YAML}{tag}', word))}"
    except ValueError:  # PyYAML takes 0x_ for a number and then cannot read it.
        return "a number"

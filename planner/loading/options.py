"""Options as people write them -> checked values: ``esp: {cipher: aes-cbc-sha256}``, or flat, ``esp.cipher``.

Knows the catalogue's options. Every fault is told at once, an unknown option with the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.loading.documents import Document, Path, spell_path
from planner.loading.validation import as_found, shown
from planner.model.packets import Option, OptionValue

PRESENT = {"true": "present", "yes": "present", "on": "present", "false": "absent", "no": "absent", "off": "absent"}
"""Words for what is there or is not."""


class GivenOption(NamedTuple):
    """An option as it was written: its keys from the top, the id that they spell, the value."""

    path: Path
    id: str
    value: Any


def given_options(given: Mapping[str, Any]) -> Iterator[GivenOption]:
    """The options of a mapping, whose keys are ids or their first parts; a section without content is an empty one."""
    for key, value in ((str(key), value) for key, value in given.items()):
        if isinstance(value, Mapping):
            for name, inner in value.items():
                yield GivenOption((key, name), f"{key}.{name}", inner)
        elif value is not None:
            yield GivenOption((key,), key, value)


def checked_options(given: Mapping[str, Any], rules: model.Rules, file: str = "options") -> dict[str, OptionValue]:
    """The options with the values that the catalogue knows. Raises ``DataError`` with every unknown option and every
    value that is not allowed."""
    faults = list(option_faults(Document(file, {"options": dict(given)}), rules))
    if faults:
        raise DataError(faults)
    return known_options(given, rules)


def known_options(given: Mapping[str, Any], rules: model.Rules) -> dict[str, OptionValue]:
    """The values of options without a fault, by their ids."""
    values = {option.id: value_of(rules.options[option.id], option.value) for option in given_options(given)}
    return {id: value for id, value in values.items() if value is not None}


def option_faults(document: Document, rules: model.Rules) -> Iterator[Fault]:
    """What is wrong with ``options`` of a document: names that the catalogue does not know, names written twice, values
    that are not allowed. What is no mapping is somebody else's to say."""
    options = document.value.get("options") if isinstance(document.value, Mapping) else None
    seen: set[str] = set()
    for path, id, value in given_options(options if isinstance(options, Mapping) else {}):
        place = ("options", *path)
        if id not in rules.options:
            yield _fault(document, place, f"unknown option {shown(id)}", _near(id, rules))
        elif id in seen:
            yield _fault(document, place, f"found {shown(id)} again", "each option once")
        elif value_of(rules.options[id], value) is None:
            yield _fault(document, place, as_found(value), rules.options[id].allowed)
        seen.add(id)


def value_of(option: Option, given: Any) -> OptionValue | None:
    """The value of an option that somebody means; None where it is none of the allowed ones."""
    if option.choices:
        text = str(given).lower() if isinstance(given, (bool, int, str)) else ""
        text = PRESENT.get(text, text) if "present" in option.choices else text
        return text if text in option.choices else None
    if isinstance(given, bool) or not isinstance(given, int):
        return None
    return given if option.least <= given <= option.most and given % option.step == 0 else None


def checked_sizes(*, mtu: int, payload: int | None, ip_version: int, inner_ip_version: int | None) -> None:
    """Raises ``DataError`` with every size and version that is none."""
    wanted = (
        ("mtu", mtu, range(68, 65536), "a decimal integer from 68 to 65535"),
        ("payload", payload, range(1 << 31), "a number of bytes"),
        ("ip-version", ip_version, (4, 6), "one of 4, 6"),
        ("inner-ip-version", inner_ip_version, (4, 6), "one of 4, 6"),
    )
    faults = [
        Fault(file="packet", line=0, path=path, found=as_found(value), allowed=allowed)
        for path, value, among, allowed in wanted
        if value is not None and (isinstance(value, bool) or value not in among)
    ]
    if faults:
        raise DataError(faults)


def split_options(texts: Sequence[str]) -> dict[str, OptionValue]:
    """``esp.cipher=aes-cbc-sha256`` in two, for each; decimal digits are a number. Raises ``DataError`` with all that
    are spelled otherwise, or twice."""
    options: dict[str, OptionValue] = {}
    faults = []
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or name in options:
            found = f"found {shown(name)} again" if sign else f"found {shown(text)}"
            faults.append(Fault(file="--option", line=0, path="", found=found, allowed="NAME=VALUE, each name once"))
        options[name] = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else value
    if faults:
        raise DataError(faults)
    return options


# --- machinery below --------------------------------------------------------------------------


def _near(id: str, rules: model.Rules) -> str:
    """The options that may have been meant: those that begin so, the nearest one, or all."""
    inside = sorted(option for option in rules.options if option.startswith(f"{id}."))
    if inside:
        return f"one of {', '.join(inside)}"
    return nearest(id, rules.options).removeprefix("; ") or f"known: {', '.join(sorted(rules.options))}"


def _fault(document: Document, path: Path, found: str, allowed: str) -> Fault:
    return Fault(file=document.file, line=document.line(path), path=spell_path(path), found=found, allowed=allowed)

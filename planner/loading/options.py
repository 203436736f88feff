"""Options as people write them -> checked values: ``esp.cipher: aes-cbc-sha256``, ``gre.key: true``.

Knows the catalogue's options. Every fault is told at once, an unknown option with the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.loading.validation import as_found, shown
from planner.model.packets import Option, OptionValue

PRESENT = {"true": "present", "yes": "present", "on": "present", "false": "absent", "no": "absent", "off": "absent"}
"""Words for what is there or is not."""


def checked_options(given: Mapping[str, Any], rules: model.Rules, file: str = "options") -> dict[str, OptionValue]:
    """The options with the values that the catalogue knows. Raises ``DataError`` with every unknown option and every
    value that is not allowed."""
    faults = list(option_faults(given, rules, file))
    if faults:
        raise DataError(faults)
    values = {name: value_of(rules.options[name], value) for name, value in given.items()}
    return {name: value for name, value in values.items() if value is not None}


def option_faults(given: Mapping[str, Any], rules: model.Rules, file: str) -> Iterator[Fault]:
    for name, value in given.items():
        option, path = rules.options.get(name), f"options.{name}"
        if option is None:
            hint = nearest(name, rules.options).removeprefix("; ") or f"known: {', '.join(sorted(rules.options))}"
            yield Fault(file=file, line=0, path=path, found=f"unknown option {shown(name)}", allowed=hint)
        elif value_of(option, value) is None:
            yield Fault(file=file, line=0, path=path, found=as_found(value), allowed=option.allowed)


def value_of(option: Option, given: Any) -> OptionValue | None:
    """The value of an option that somebody means; None where it is none of the allowed ones."""
    text = str(given).lower() if isinstance(given, (bool, int, str)) else ""
    if option.choices:
        text = PRESENT.get(text, text) if "present" in option.choices else text
        return text if text in option.choices else None
    if isinstance(given, bool) or not text.isascii() or not text.isdecimal() or len(text) > 9:
        return None
    number = int(text)
    return number if option.least <= number <= option.most and number % option.step == 0 else None


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


def split_option(text: str) -> tuple[str, str]:
    """``esp.cipher=aes-cbc-sha256`` in two. Raises ``DataError``."""
    name, sign, value = text.partition("=")
    if not sign:
        raise DataError([Fault(file="--option", line=0, path="", found=f"found {shown(text)}", allowed="NAME=VALUE")])
    return name.strip(), value.strip()

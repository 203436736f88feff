"""Strict YAML: bytes -> plain values with the line of everything, or every fault at once.

Knows YAML and its traps. Knows no grammar of ours. Events are watched before anything is built, so that aliases,
deep nesting and huge files end in a clear error, fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from planner.errors import DataError, Fault

Value = dict[str, Any] | list[Any] | str | int | bool | None
Path = tuple[str | int, ...]

LARGEST = 1 << 20
DEEPEST = 32
MOST_FAULTS = 100
"""A file of nothing but faults is refused with its first ones."""


@dataclass(frozen=True, slots=True)
class Document:
    """The value of one file; ``line`` finds where something in it was written.

    ``faults`` are those that leave a value to go on with (a trap, a repeated key): ``validate`` reports them with
    its own.
    """

    file: str
    value: Value
    lines: Mapping[Path, int] = field(default_factory=dict, repr=False)
    faults: tuple[Fault, ...] = ()

    def line(self, path: Path) -> int:
        """The line of a key or an item, counted from 1, or of the nearest thing around it; 0 where there is no text."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0


def spell_path(path: Path) -> str:
    """``('environment', 'blocked', 1)`` -> ``environment.blocked[1]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_document(data: bytes, file: str) -> Document:
    """The one document of a YAML file of at most 1 MiB. An empty file is an empty mapping.

    Raises ``DataError`` where there is nothing to go on with: not UTF-8, not YAML, too large or too deep. The other
    faults are the document's: several documents, aliases, tags, merge keys, repeated keys, keys that are not text,
    and plain words that YAML 1.1 reads as numbers, dates or truth values other than they look.
    """
    text = _text(data, file)
    reader = _Reader(file)
    try:
        value = reader.read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = f"not YAML: {error.problem or error.context}"
        raise DataError(
            [*reader.faults, Fault(file=file, line=mark.line + 1 if mark else 0, path="", found=found)]
        ) from None
    except yaml.YAMLError as error:
        raise DataError([Fault(file=file, line=0, path="", found=f"not YAML: {_first_line(error)}")]) from None
    return Document(file, {} if value is None else value, reader.lines, tuple(reader.faults))


def mapping_document(mapping: Mapping[str, Any], file: str = "<mapping>") -> Document:
    """A mapping given from Python as a document without lines. Raises ``DataError`` for values that YAML has not."""
    faults: list[Fault] = []
    value = _plain(mapping, (), file, faults)
    if faults:
        raise DataError(faults)
    return Document(file, value)


# --- machinery below --------------------------------------------------------------------------

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.SafeLoader("")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)")
_YAML = "tag:yaml.org,2002:"
_TRAPS = {
    f"{_YAML}float": "a number with a fraction",
    f"{_YAML}int": "a number that is not plain decimal",
    f"{_YAML}bool": "a truth value",
    f"{_YAML}timestamp": "a date",
    f"{_YAML}value": "a default value",
}


def _text(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        raise DataError([Fault(file=file, line=0, path="", found=f"{len(data)} bytes; a file may have {LARGEST}")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise DataError([Fault(file=file, line=line, path="", found=found)]) from None
    if bad := re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text):
        line = text[: bad.start()].count("\n") + 1
        found = f"character U+{ord(bad[0]):04X}, which YAML does not allow"
        raise DataError([Fault(file=file, line=line, path="", found=found)])
    return text


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


class _Reader:
    """Builds values from events and notes the line of every key and item."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.lines: dict[Path, int] = {}

    def read(self, events: Iterator[Any]) -> Value:
        value: Value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(event, (), "a second document", "one document a file")
                    break
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                self.lines[()] = _line(event)
                value = self.value(event, events, ())
        return value

    def fault(self, event: Any, path: Path, found: str, allowed: str = "") -> None:
        line = _line(event)
        self.faults.append(Fault(file=self.file, line=line, path=spell_path(path), found=found, allowed=allowed))
        if len(self.faults) >= MOST_FAULTS:
            raise DataError(
                [*self.faults, Fault(file=self.file, line=line, path="", found="too many faults; the rest is not read")]
            )

    def value(self, event: Any, events: Iterator[Any], path: Path) -> Value:
        if len(path) > DEEPEST:
            raise DataError([Fault(file=self.file, line=_line(event), path="", found=f"nested deeper than {DEEPEST}")])
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, path, f"the alias *{event.anchor}", "aliases are not allowed; write the value out")
            return None
        if event.anchor:
            self.fault(event, path, f"the anchor &{event.anchor}", "anchors are not allowed")
        if event.tag is not None:
            self.fault(event, path, f"the tag {event.tag}", "tags are not allowed")
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.scalar(event, path)

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = _line(event)
            items.append(self.value(event, events, here))
        return items

    def mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.key(event, events, path)
            here = (*path, key)
            if key in items:
                self.fault(event, here, f"the key {key!r} again", f"it stands in line {self.lines[here]} already")
            else:
                self.lines[here] = _line(event)
            value = self.value(next(events), events, here)
            items.setdefault(key, value)
        return items

    def key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        before = len(self.faults)
        value = self.value(event, events, path)
        if value == "<<" and not event.style:
            self.fault(event, path, "the merge key <<", "merge keys are not allowed")
        elif not isinstance(value, str) and len(self.faults) == before:
            self.fault(event, path, f"the key {_show(value)}", "a key is text; quote it")
        return value if isinstance(value, str) else f"<{_show(value)}>"

    def scalar(self, event: Any, path: Path) -> str | int | bool | None:
        word: str = event.value
        if event.style or not event.implicit[0]:
            return word
        tag = _RESOLVER.resolve(yaml.ScalarNode, word, (True, False))
        if tag == f"{_YAML}null":
            return None
        if tag == f"{_YAML}bool" and word in ("true", "false"):
            return word == "true"
        if tag == f"{_YAML}int" and _DECIMAL.fullmatch(word) and len(word) <= 20:
            return int(word)
        if tag in _TRAPS:
            allowed = "true or false; quote it if it is text" if tag.endswith("bool") else "quote it if it is text"
            self.fault(event, path, f"{word}, which YAML reads as {_TRAPS[tag]}", allowed)
        return word


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _show(value: object) -> str:
    """A value as YAML writes it."""
    words = {type(None): "null", bool: str(value).lower()}
    return words.get(type(value), repr(value))


def _plain(value: Any, path: Path, file: str, faults: list[Fault]) -> Any:
    if len(path) > DEEPEST:
        faults.append(Fault(file=file, line=0, path=spell_path(path[:3]), found=f"nested deeper than {DEEPEST}"))
    elif isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                faults.append(
                    Fault(file=file, line=0, path=spell_path(path), found=f"the key {key!r}", allowed="a key is text")
                )
        return {str(key): _plain(item, (*path, str(key)), file, faults) for key, item in value.items()}
    elif isinstance(value, (list, tuple)):
        return [_plain(item, (*path, place), file, faults) for place, item in enumerate(value)]
    elif value is None or isinstance(value, (bool, int)):
        return value
    elif isinstance(value, str):
        return str(value)
    else:
        found = f"a value of type {type(value).__name__}"
        faults.append(
            Fault(
                file=file,
                line=0,
                path=spell_path(path),
                found=found,
                allowed="text, integers, truth values, lists, mappings",
            )
        )
    return None

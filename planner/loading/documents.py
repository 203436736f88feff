"""Strict YAML: bytes -> plain values with the line of everything, or every fault at once.

Knows YAML and its traps. Knows no grammar of ours. Events are watched before anything is built, so that aliases,
deep nesting and huge files end in a clear error, fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from planner.errors import DataError, Fault
from planner.loading.files import LARGEST, file_bytes
from planner.loading.traps import YAML, read_word

Value = dict[str, Any] | list[Any] | str | int | bool | None
Path = tuple[str | int, ...]

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
        """The line of a key or an item, counted from 1, or of the nearest thing around it; 0 where there is no file."""
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
        last = len(_BREAK.findall(text.encode())) + 1  # libyaml's end of the text may lie one line behind it.
        fault = Fault(file=file, line=min(mark.line + 1, last) if mark else 1, path="", found=found)
        raise DataError([*reader.faults, fault]) from None
    except yaml.YAMLError as error:
        raise DataError([Fault(file=file, line=1, path="", found=f"not YAML: {_first_line(error)}")]) from None
    return Document(file, {} if value is None else value, {(): 1, **reader.lines}, tuple(reader.faults))


def read_file(path: FilePath | str) -> Document:
    """The document in a file, of which no more is read than it may have. Raises ``DataError``."""
    return read_document(file_bytes(path), str(path))


def mapping_document(mapping: Mapping[str, Any], file: str = "<mapping>") -> Document:
    """A mapping given from Python as a document without lines. Raises ``DataError`` for values that YAML has not."""
    faults: list[Fault] = []
    value = _plain(mapping, (), file, faults)
    if faults:
        raise DataError(faults)
    return Document(file, value)


# --- machinery below --------------------------------------------------------------------------

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile(rb"\r\n|\r|\n")


def _text(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        raise DataError(
            [Fault(file=file, line=1, path="", found="larger than 1 MiB", allowed=f"at most {LARGEST} bytes")]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(_BREAK.findall(data[: error.start])) + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise DataError([Fault(file=file, line=line, path="", found=found)]) from None
    if bad := _FORBIDDEN.search(text):
        line = len(_BREAK.findall(text[: bad.start()].encode())) + 1
        raise DataError([Fault(file=file, line=line, path="", found=_forbidden(bad[0]))])
    return text


def _forbidden(character: str) -> str:
    return f"character U+{ord(character):04X}, which YAML does not allow"


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

    def check_depth(self, event: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise DataError([Fault(file=self.file, line=_line(event), path="", found=f"nested deeper than {DEEPEST}")])

    def value(self, event: Any, events: Iterator[Any], path: Path) -> Value:
        self.check_depth(event, len(path))
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, path, f"the alias *{event.anchor}", "aliases are not allowed; write the value out")
            return None
        if event.anchor:
            self.fault(event, path, f"the anchor &{event.anchor}", "anchors are not allowed")
        if event.tag is not None:
            self.fault(event, path, f"the tag {event.tag.replace(YAML, '!!')}", "tags are not allowed")
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
            if key is None:
                # No name to go on with; the value is read for its own faults.
                self.value(next(events), events, (*path, "?"))
                continue
            here = (*path, key)
            if key in items:
                self.fault(event, here, f"the key {key!r} again", f"it stands in line {self.lines[here]} already")
            else:
                self.lines[here] = _line(event)
            value = self.value(next(events), events, here)
            items.setdefault(key, value)
        return items

    def key(self, event: Any, events: Iterator[Any], path: Path) -> str | None:
        """The key's text, or None where a fault leaves none. A list or a mapping as a key is skipped, not built."""
        if isinstance(event, yaml.CollectionStartEvent):
            self.fault(event, path, f"{_KINDS[type(event)]} as a key", "a key is text")
            depth = 1
            while depth:
                inner = next(events)
                depth += isinstance(inner, yaml.CollectionStartEvent) - isinstance(inner, yaml.CollectionEndEvent)
                self.check_depth(inner, len(path) + depth)
            return None
        before = len(self.faults)
        value = self.value(event, events, path)
        if value == "<<" and not event.style:
            self.fault(event, path, "the merge key <<", "merge keys are not allowed")
            return None
        if isinstance(value, str):
            return value if len(self.faults) == before else None
        if len(self.faults) == before:
            self.fault(event, path, f"the key {_show(value)}", "a key is text; quote it")
        return None

    def scalar(self, event: Any, path: Path) -> str | int | bool | None:
        word: str = event.value
        if event.style or not event.implicit[0]:
            return word
        value, trap = read_word(word)
        if trap is not None:
            self.fault(event, path, *trap)
        return value


_KINDS: dict[type, str] = {yaml.SequenceStartEvent: "a list", yaml.MappingStartEvent: "a mapping"}


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _show(value: object) -> str:
    """A value as YAML writes it."""
    words = {type(None): "null", bool: str(value).lower()}
    return words.get(type(value), repr(value))


def _plain(value: Any, path: Path, file: str, faults: list[Fault]) -> Any:
    def fault(found: str, allowed: str = "", where: Path = path) -> None:
        faults.append(Fault(file=file, line=0, path=spell_path(where), found=found, allowed=allowed))
        if len(faults) >= MOST_FAULTS:  # A list that holds itself twice has no end of them.
            raise DataError(faults)

    if len(path) > DEEPEST:
        fault(f"nested deeper than {DEEPEST}", where=path[:3])
    elif isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                fault(f"the key {key!r}", "a key is text")
            elif bad := _FORBIDDEN.search(key):
                fault(f"in a key the {_forbidden(bad[0])}")
        named = {_FORBIDDEN.sub("?", str(key)): item for key, item in value.items()}
        return {key: _plain(item, (*path, key), file, faults) for key, item in named.items()}
    elif isinstance(value, (list, tuple)):
        return [_plain(item, (*path, place), file, faults) for place, item in enumerate(value)]
    elif isinstance(value, str):
        if bad := _FORBIDDEN.search(value):
            fault(_forbidden(bad[0]))
        return str(value)
    elif value is not None and not isinstance(value, (bool, int)):
        fault(f"a value of type {type(value).__name__}", "text, integers, truth values, lists, mappings")
    else:
        return value
    return None

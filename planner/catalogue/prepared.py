"""A catalogue made ready for planning, and where that is kept: by the digest of its rules, in the user's cache folder.

Knows how a prepared catalogue is kept: as JSON, which msgspec writes from our values and reads back into them by their
types alone, so a new field needs nothing here. Not MessagePack: its integers end at 64 bits, and a mask has a bit for
each name of the catalogue. Knows no scenario. A cache that cannot be read or written is no fault: the catalogue is then
prepared anew. Files are replaced whole, so parallel runs never see half of one.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from planner import model
from planner.catalogue.cutting import segments
from planner.catalogue.segments import LIMIT, Bound, Segment, Segments, TooManySegments
from planner.errors import DataError, Fault
from planner.loading.files import RuleFile, rules_digest
from planner.writing import write_whole

MOST_KEPT = 8
"""Catalogues in the cache; those that were not asked for longest go."""

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

MADE_BY = (
    *("catalogue/segments.py", "catalogue/cutting.py", "catalogue/weighing.py", "catalogue/layers.py"),
    *("catalogue/layering.py", "catalogue/prepared.py"),
    *("model/catalogue.py", "model/flights.py", "model/packets.py", "model/protocol.py"),
    *(
        "loading/assembly.py",
        "loading/grammar.py",
        "loading/packet_grammar.py",
        "loading/packets.py",
        "loading/flights.py",
    ),
    *("loading/protocol_grammar.py", "loading/records.py", "loading/rule_words.py"),
)
"""What is prepared depends on these rooms: a change of theirs makes another file in the cache, as a change of rules
does."""


class Catalogue:
    """Rules with their segments, for one scope and layering at a time; what is made is kept for the next scenario."""

    def __init__(self, rules: model.Rules) -> None:
        self.rules = rules
        self._segments: dict[tuple[str, str, int], Segments] = {}

    def segments(self, *, scope: str, layering: str, security_limit: int = LIMIT) -> Segments:
        """All segments of a scope. Specified and practiced ones are cut once, whatever the limit; compatible ones are
        many, and are cut for the limit that is asked for."""
        key = (scope, layering, security_limit if layering == "compatible" else LIMIT)
        if key not in self._segments:
            from planner.catalogue.layering import (
                layering_graph,  # networkx is not needed where the cache has the segments
            )

            graph = layering_graph(self.rules, scope=scope, layering=layering)
            self._segments[key] = segments(
                self.rules, graph.edges, scope=scope, layering=layering, security_limit=key[2]
            )
        return self._segments[key]

    def put(self, made: Segments) -> None:
        self._segments[made.scope, made.layering, made.security_limit] = made


def prepare(files: Sequence[RuleFile], folder: Path | None = None) -> Catalogue:
    """The catalogue of these files, from the cache where it is there. Raises ``DataError`` where the rules are at
    fault."""
    key = _key(rules_digest(files))
    path = (folder or cache_folder()) / f"{key}.json"
    # A damaged or foreign file is as good as none: the catalogue is prepared anew.
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        return _read(_own_bytes(path), key)
    from planner.loading.rules import parse_rules

    catalogue = Catalogue(parse_rules(files))
    made = [catalogue.segments(scope=scope, layering="specified") for scope in model.SCOPES]
    for segments_of_scope in made:
        _afford(segments_of_scope, files)
    with suppress(OSError):
        _write(path, _content(catalogue.rules, made, key))
    return catalogue


def cache_folder() -> Path:
    """``$XDG_CACHE_HOME/stack-planner``, by default ``~/.cache/stack-planner``."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "stack-planner"


# --- machinery below --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _KeptSegments:
    """``Segments`` as the file has them: what each protocol starts stays unread until it is asked for."""

    scope: str
    layering: str
    security_limit: int
    edges: tuple[model.Layering, ...]
    starting: Mapping[str, msgspec.Raw]
    bounds: dict[str, Bound]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    rules: model.Rules
    segments: tuple[_KeptSegments, ...]


_KEPT = msgspec.json.Decoder(_Kept)
_STARTED = msgspec.json.Decoder(tuple[Segment, ...])


class _Starting(Mapping[str, tuple[Segment, ...]]):
    """Segments by what starts them, read when they are first asked for: a scenario needs few of them."""

    def __init__(self, unread: Mapping[str, msgspec.Raw]) -> None:
        self._unread = unread
        self._read: dict[str, tuple[Segment, ...]] = {}

    def __getitem__(self, start: str) -> tuple[Segment, ...]:
        if start not in self._read:
            self._read[start] = _STARTED.decode(self._unread[start])
        return self._read[start]

    def __iter__(self) -> Iterator[str]:
        return iter(self._unread)

    def __len__(self) -> int:
        return len(self._unread)


def _key(digest: str) -> str:
    total = hashlib.sha256(digest.encode())
    for name in MADE_BY:
        total.update((Path(__file__).parent.parent / name).read_bytes())
    return total.hexdigest()[:32]


def _afford(made: Segments, files: Sequence[RuleFile]) -> None:
    """Raises ``DataError`` where the rules make more segments than can be planned with, before any is cut."""
    try:
        made.afford(made.starting)
    except TooManySegments as error:
        found = f"the layering of scope {made.scope} makes {error}"
        folder = str(Path(files[-1][1]).parent)
        raise DataError([Fault(file=folder, line=1, path="layering", found=found, allowed="fewer pairs")]) from None


def _own_bytes(path: Path) -> bytes:
    """The bytes of a file that belongs to this user and that nobody else can write. Raises ``OSError`` for any
    other."""
    for part in (path.parent, path):
        if not _is_own(part.stat()):
            raise PermissionError(f"{part} is not this user's alone")
    with suppress(OSError):
        os.utime(path)  # the files that are not asked for go first
    return path.read_bytes()


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & OTHERS_WRITE)


def _write(path: Path, content: bytes) -> None:
    """Raises ``OSError``, also for a folder that is not this user's alone."""
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_own(folder.stat()):
        raise PermissionError(f"{folder} is not this user's alone")
    write_whole(path, content, allows=0o600)
    kept = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    for old in kept[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def _content(rules: model.Rules, made: Sequence[Segments], key: str) -> bytes:
    kept = _Kept(rules=rules, segments=tuple(map(_kept_segments, made)))
    body = msgspec.json.encode(kept)
    return _seal(key, body) + b"\n" + body


def _kept_segments(made: Segments) -> _KeptSegments:
    return _KeptSegments(
        scope=made.scope,
        layering=made.layering,
        security_limit=made.security_limit,
        edges=tuple(made.edges.values()),
        starting={start: msgspec.Raw(msgspec.json.encode(started)) for start, started in made.starting.items()},
        bounds={start: made.bound(start) for start in made.starting},
    )


def _read(content: bytes, key: str) -> Catalogue:
    seal, _, body = content.partition(b"\n")
    if seal != _seal(key, body):
        raise ValueError("not what was written for this key")
    kept = _KEPT.decode(body)
    catalogue = Catalogue(kept.rules)
    for segments_of_scope in kept.segments:
        catalogue.put(
            Segments(
                scope=segments_of_scope.scope,
                layering=segments_of_scope.layering,
                security_limit=segments_of_scope.security_limit,
                edges={(rule.upper, rule.lower): rule for rule in segments_of_scope.edges},
                starting=_Starting(segments_of_scope.starting),
                bounds=segments_of_scope.bounds,
            )
        )
    return catalogue


def _seal(key: str, body: bytes) -> bytes:
    """The first line of a file: it holds for this key and every byte that follows, since most of these are read
    later, when it is too late to prepare anew."""
    return hashlib.sha256(key.encode() + body).hexdigest().encode()

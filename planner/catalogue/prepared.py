"""A catalogue made ready for planning, and where that is kept: by the digest of its rules, in the user's cache folder.

Knows how a prepared catalogue is written as JSON. Knows no scenario. A cache that cannot be read or written is no
fault: the catalogue is then prepared anew. Files are replaced whole, so parallel runs never see half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from planner import model
from planner.catalogue.segments import LIMIT, Segment, SegmentFacts, Segments, segments
from planner.loading.files import RuleFile, rules_digest

MADE_BY = (
    *("catalogue/segments.py", "catalogue/layers.py", "catalogue/layering.py", "catalogue/prepared.py"),
    *("model/catalogue.py", "loading/assembly.py"),
)
"""What is prepared depends on these rooms: a change of theirs makes another file in the cache, as a change of rules
does."""


class Catalogue:
    """Rules with their segments, for one scope and layering at a time; what is made is kept for the next scenario."""

    def __init__(self, rules: model.Rules) -> None:
        self.rules = rules
        self._segments: dict[tuple[str, str, int], Segments] = {}

    def segments(self, *, scope: str, layering: str, security_limit: int = LIMIT) -> Segments:
        """All segments of a scope. Specified ones are cut once, whatever the limit; compatible ones are many, and
        are cut for the limit that is asked for."""
        key = (scope, layering, LIMIT if layering == "specified" else security_limit)
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
    digest = rules_digest(files)
    path = (folder or cache_folder()) / f"{_key(digest)}.json"
    # A damaged or foreign file is as good as none; whatever it makes go wrong, the catalogue is prepared anew.
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return _read(json.loads(path.read_bytes()), digest)
    from planner.loading.rules import parse_rules

    catalogue = Catalogue(parse_rules(files))
    made = [catalogue.segments(scope=scope, layering="specified") for scope in model.SCOPES]
    with suppress(OSError):
        _write(path, _plain_catalogue(catalogue, made))
    return catalogue


def cache_folder() -> Path:
    """``$XDG_CACHE_HOME/stack-planner``, by default ``~/.cache/stack-planner``."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "stack-planner"


# --- machinery below --------------------------------------------------------------------------


def _key(digest: str) -> str:
    total = hashlib.sha256(digest.encode())
    for name in MADE_BY:
        total.update((Path(__file__).parent.parent / name).read_bytes())
    return total.hexdigest()[:32]


def _write(path: Path, plain: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".prepared-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(plain, separators=(",", ":")))
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def _plain_catalogue(catalogue: Catalogue, made: Sequence[Segments]) -> Any:
    return {"rules": _plain(catalogue.rules), "segments": [_plain_segments(one) for one in made]}


def _plain_segments(made: Segments) -> Any:
    layers: dict[model.Layer, int] = {}
    starting = {
        start: [
            [[layers.setdefault(layer, len(layers)) for layer in one.layers], one.carriers, one.facts] for one in some
        ]
        for start, some in made.starting.items()
    }
    return {
        "scope": made.scope,
        "layering": made.layering,
        "limit": made.security_limit,
        "edges": [_plain(rule) for rule in made.edges.values()],
        "layers": [[layer.protocol, layer.keyed_by] for layer in layers],
        "starting": starting,
    }


def _read(plain: Any, digest: str) -> Catalogue:
    rules: model.Rules = _made(model.Rules, plain["rules"])
    if rules.digest != digest:
        raise ValueError("another catalogue")
    catalogue = Catalogue(rules)
    for one in plain["segments"]:
        layers = [model.Layer(protocol=protocol, keyed_by=keyed_by) for protocol, keyed_by in one["layers"]]
        names = [str(layer) for layer in layers]
        edges = [_made(model.Layering, rule) for rule in one["edges"]]
        catalogue.put(
            Segments(
                scope=one["scope"],
                layering=one["layering"],
                security_limit=one["limit"],
                edges={(rule.upper, rule.lower): rule for rule in edges},
                starting={
                    start: tuple(
                        Segment(
                            tuple([layers[at] for at in places]),
                            tuple(carriers),
                            _facts(facts),
                            tuple([names[at] for at in places]),
                        )
                        for places, carriers, facts in some
                    )
                    for start, some in one["starting"].items()
                },
            )
        )
    return catalogue


def _facts(plain: list[Any]) -> SegmentFacts:
    facts = SegmentFacts._make(plain)
    return facts._replace(properties=tuple(facts.properties))


def _plain(value: Any) -> Any:
    """A frozen value as JSON holds it: a dataclass as the list of its fields."""
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _made(kind: Any, plain: Any) -> Any:
    return _maker(kind)(plain)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What turns JSON back into a value of ``kind``."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        make = _maker(next(one for one in inner if one is not type(None)))
        return lambda plain: None if plain is None else make(plain)
    if origin is tuple and inner[-1] is Ellipsis:
        each = _maker(inner[0])
        return lambda plain: tuple(map(each, plain))
    if origin is tuple:
        makers = [_maker(one) for one in inner]
        return lambda plain: tuple(make(one) for make, one in zip(makers, plain, strict=True))
    if origin is frozenset:
        return frozenset
    if isinstance(origin, type) and issubclass(origin, Mapping):
        each = _maker(inner[1])
        return lambda plain: {key: each(item) for key, item in plain.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [(field.name, _maker(hints[field.name])) for field in fields(kind)]
        return lambda plain: kind(**{name: make(one) for (name, make), one in zip(parts, plain, strict=True)})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return lambda plain: plain

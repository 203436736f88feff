"""Plain values -> pydantic objects, and pydantic's errors -> our faults: file, line, path, what was found, what is
allowed.

Knows pydantic. Knows no grammar of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from planner.errors import Fault, nearest
from planner.loading.documents import Document, Path, spell_path
from planner.loading.traps import QUOTE


class StrictModel(BaseModel):
    """A mapping of a file: no unknown key, no conversion of types. A section or list without content is an empty
    one."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def empty(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None or info.field_name is None:
            return value
        annotation = cls.model_fields[info.field_name].annotation
        if _holds(annotation, list):
            return []
        if _holds(annotation, dict) or _model_of(annotation) is not None:
            return {}
        raise ValueError("a value has to be there")


Grammar = TypeVar("Grammar", bound=StrictModel)


def validate(grammar: type[Grammar], document: Document) -> tuple[Grammar | None, list[Fault]]:
    """The document's value as ``grammar`` has it, or every fault of it in the order of its lines."""
    try:
        content = grammar.model_validate(document.value)
        return (None if document.faults else content), sorted(document.faults)
    except ValidationError as error:
        faults = set(_faults(grammar, document, error.errors(include_url=False)))
        return None, sorted({*_trapped(document, faults), *faults})


def shown(given: object) -> str:
    """A value in a message; a long one is cut."""
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."


def as_found(given: Any) -> str:
    """``found 'udp'``, ``found a list``."""
    kind = {dict: "a mapping", list: "a list", type(None): "nothing"}.get(type(given))
    if kind:
        return f"found {kind}"
    return f"found {str(given).lower() if isinstance(given, bool) else shown(given)}"


# --- machinery below --------------------------------------------------------------------------

_ALLOWED = {
    "missing": "it has to be there",
    "string_type": "text (quoted where YAML would read something else)",
    "int_type": "a decimal integer",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "too_short": "at least one entry",
    "string_too_short": "text that is not empty",
}


NAME_TYPE = "name_type"
"""The error of something else than text where one name out of a list is wanted."""

_KINDS = {
    NAME_TYPE,
    "string_type",
    "int_type",
    "bool_type",
    "list_type",
    "dict_type",
    "model_type",
    "model_attributes_type",
}
"""The errors of a branch of a union that was not meant: text where a mapping was given."""


def _faults(grammar: type[BaseModel], document: Document, errors: list[ErrorDetails]) -> Iterator[Fault]:
    """One fault for each place: of a union's branches only the one that was meant speaks, or all of them in one
    fault."""
    placed = [(_path(document.value, error), error) for error in errors]
    meant = {
        path[:length]
        for path, error in placed
        for length in range(len(path) + (error["type"] not in _KINDS))
    }  # fmt: skip
    kinds: dict[Path, list[ErrorDetails]] = {}
    for path, error in placed:
        if error["type"] not in _KINDS:
            yield _fault(grammar, document, path, error)
        elif path not in meant:
            kinds.setdefault(path, []).append(error)
    for path, alike in kinds.items():
        allowed = " or ".join(dict.fromkeys(map(_allowed, alike)))
        yield _at(document, path, as_found(alike[0]["input"]), allowed)


def _trapped(document: Document, faults: set[Fault]) -> Iterator[Fault]:
    """The document's own faults; where one is a trap of YAML in a place whose value is wrong, too, both in one: what
    YAML makes of the word, and what is allowed there."""
    by_path = {fault.path: fault for fault in faults}
    for own in document.faults:
        other = by_path.get(own.path) if own.path else None
        if other is not None:
            faults.discard(other)
        yield replace(own, allowed=other.allowed) if other is not None and own.allowed == QUOTE else own


def _fault(grammar: type[BaseModel], document: Document, path: Path, error: ErrorDetails) -> Fault:
    if error["type"] == "extra_forbidden":
        known = _keys(grammar, path[:-1])
        allowed = f"one of {', '.join(known)}{nearest(str(path[-1]), known)}" if known else "no such key"
        return _at(document, path, f"unknown key {shown(str(path[-1]))}", allowed)
    found = f"no {path[-1]}" if error["type"] == "missing" else as_found(error["input"])
    return _at(document, path, found, _allowed(error))


def _at(document: Document, path: Path, found: str, allowed: str) -> Fault:
    return Fault(file=document.file, line=document.line(path), path=spell_path(path), found=found, allowed=allowed)


def _path(value: Any, error: ErrorDetails) -> Path:
    """The part of pydantic's location that is ours: it also names branches of unions and ``[key]``."""
    path: list[str | int] = []
    for part in error["loc"]:
        in_mapping = isinstance(value, Mapping) and part in value
        in_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if in_mapping or in_list:
            value = value[part]
            path.append(part)
    if error["type"] == "missing":
        path.append(error["loc"][-1])
    return tuple(path)


def _allowed(error: ErrorDetails) -> str:
    if error["type"] in _ALLOWED:
        return _ALLOWED[error["type"]]
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    if error["type"] in ("literal_error", "enum"):
        return f"one of {context['expected'].replace(chr(39), '').replace(' or ', ', ')}"
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        return f"{'at least' if 'ge' in context else 'at most'} {context.get('ge', context.get('le'))}"
    return error["msg"]


def _keys(grammar: Any, path: Path) -> list[str]:
    """The keys that a mapping at ``path`` may have."""
    for part in path:
        grammar = _inside(grammar, part)
        if grammar is None:
            return []
    if not (isinstance(grammar, type) and issubclass(grammar, BaseModel)):
        return []
    return [info.alias or name for name, info in grammar.model_fields.items()]


def _inside(grammar: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return grammar
    if isinstance(grammar, type) and issubclass(grammar, BaseModel):
        for name, info in grammar.model_fields.items():
            if part == (info.alias or name):
                return _model_of(info.annotation)
    return None


def _holds(annotation: Any, kind: type) -> bool:
    """Whether an annotation (``list[str] | None``) has room for a list, a dict."""
    if getattr(annotation, "__origin__", None) is kind:
        return True
    return any(_holds(inner, kind) for inner in getattr(annotation, "__args__", ()) if not isinstance(inner, str))


def _model_of(annotation: Any) -> Any:
    """The one model inside an annotation (``list[Record]``, ``Record | None``, ``Annotated[...]``), or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    models = [_model_of(inner) for inner in getattr(annotation, "__args__", ())]
    return next((made for made in models if made is not None), None)

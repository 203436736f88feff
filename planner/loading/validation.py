"""Plain values -> pydantic objects, and pydantic's errors -> our faults: file, line, path, what was found, what is
allowed.

Knows pydantic. Knows no grammar of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from planner.errors import Fault
from planner.loading.documents import Document, Path, spell_path


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
        reported = {fault.path for fault in document.faults}
        faults = {_fault(grammar, document, one) for one in error.errors(include_url=False)}
        return None, sorted((*document.faults, *(fault for fault in faults if fault.path not in reported)))


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'dtls'?`` for the known name that is nearest, or ''."""
    close = get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


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


def _fault(grammar: type[BaseModel], document: Document, error: ErrorDetails) -> Fault:
    path = _path(document.value, error["loc"])
    found, allowed = _found(error["input"]), _allowed(error)
    if error["type"] == "extra_forbidden":
        known = _keys(grammar, path[:-1])
        found = f"unknown key {path[-1]!r}"
        allowed = f"one of {', '.join(known)}{nearest(str(path[-1]), known)}" if known else "no such key"
    elif error["type"] == "missing":
        found = f"no {error['loc'][-1]}"
    line = document.line(path)
    return Fault(file=document.file, line=line, path=spell_path(path), found=found, allowed=allowed)


def _path(value: Any, loc: tuple[str | int, ...]) -> Path:
    """The part of pydantic's location that is ours: it also names branches of unions and ``[key]``."""
    path: list[str | int] = []
    for part in loc:
        in_mapping = isinstance(value, Mapping) and part in value
        in_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if in_mapping or in_list:
            value = value[part]
        else:
            if isinstance(value, Mapping) and part == loc[-1] and isinstance(part, str) and part != "[key]":
                path.append(part)
            continue
        path.append(part)
    return tuple(path)


def _found(given: Any) -> str:
    kind = {dict: "a mapping", list: "a list", type(None): "nothing"}.get(type(given))
    if kind:
        return f"found {kind}"
    text = str(given).lower() if isinstance(given, bool) else repr(given)
    return f"found {text if len(text) <= 60 else text[:57] + '...'}"


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
    found = [_model_of(inner) for inner in getattr(annotation, "__args__", ())]
    return next((one for one in found if one is not None), None)

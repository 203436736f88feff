"""Types that the grammar of rules/*.yaml is made of: sources, names, counts.

Knows shapes and closed lists only.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator

from planner import model
from planner.loading.words import one_of

_SECTION = re.compile(r" (?:Section|Appendix|Table|Figure) [^()]")


def source(text: str) -> model.Source:
    """Read from its end, in time that its length bounds: the section has no parentheses, a document's name may."""
    whole, _, checked = text.rpartition(" (")
    if not whole or checked[-1:] != ")" or checked[:-1] not in model.CHECKED:
        raise ValueError(f"'DOCUMENT [Section X] (HOW)' with HOW of {', '.join(model.CHECKED)}")
    closed = max(whole.rfind("("), whole.rfind(")"))
    section = _SECTION.search(whole, max(1, closed + 1))
    document = whole[: section.start()] if section else whole
    return model.Source(document=document, section=whole[len(document) + 1 :], checked=checked[:-1])


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _sources(value: Any) -> model.Sources:
    lines = _listed(value)
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
        raise ValueError("a source in one line, or a list of them")
    return tuple(source(line) for line in lines)


Lines = Annotated[model.Sources, PlainValidator(_sources)]
Word = TypeVar("Word")
OneOrMore = Annotated[list[Word], BeforeValidator(_listed)]
Names = OneOrMore[str]
Feature = Annotated[str, one_of(*model.FEATURES)]
Interface = Annotated[str, one_of(*model.INTERFACES)]
Kind = Annotated[str, one_of(*model.KINDS)]
Status = Annotated[str, one_of(*model.STATUSES)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Part = Literal["payload", "own-header", "lower-header", "inner-packet"]
ScopeName = Literal["survey", "full"]
GivesName = Annotated[model.Gives, Field(strict=False)]
Count = Annotated[int, Field(ge=0, le=65535)]
Port = Annotated[int, Field(ge=1, le=65535)]
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]

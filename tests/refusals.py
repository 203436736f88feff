"""The format of tests/refusals/*.yaml: rules of somebody's own, laid over ours, with one thing wrong, and what the
program has to say of it.

good:                           # rules that are accepted; the cases change the first record of the first section
  equivalences:
  - {members: [tls-1.3, dtls-1.3], source: Own (memory)}
cases:
- note: TLS 1.4 is not there    # what is wrong, in a few words; the case goes by it, so it stands once in a file
  set: {members: [tls-1.4, quic]}   # optional: keys of that record with another value
  without: [source]             # optional: keys that it does not have
  rules: {aliases: [...]}       # optional: sections with more records
  alone: true                   # optional: in place of ours, not over them (--only-rules)
  message: unknown protocol     # a part of the sentence
  place: rules                  # optional: what stands in front of it, where that is no line of the file
  among: true                   # optional: other faults follow from the same; else this is the only one
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from case_files import case_files, check_names, slug
from planner.loading.validation import StrictModel


class RefusalRecord(StrictModel):
    note: Annotated[str, Field(min_length=1)]
    set_: dict[str, Any] = Field(default={}, alias="set")
    without: list[str] = []
    rules: dict[str, Any] = {}
    alone: bool = False
    message: Annotated[str, Field(min_length=1)]
    place: str = ""
    among: bool = False


class RefusalFile(StrictModel):
    good: dict[str, list[dict[str, Any]]]
    cases: Annotated[list[RefusalRecord], Field(min_length=1)]

    @model_validator(mode="after")
    def named_once(self) -> RefusalFile:
        check_names(slug(case.note) for case in self.cases)
        return self


@dataclass(frozen=True)
class Refusal:
    """``leads`` says that it is the first of its file."""

    id: str
    leads: bool
    good: dict[str, list[dict[str, Any]]]
    record: RefusalRecord

    @property
    def rules(self) -> dict[str, Any]:
        """The good rules with what the case changes."""
        rules: dict[str, Any] = deepcopy(self.good)
        first = next(iter(rules.values()))[0]
        for key in self.record.without:
            del first[key]
        first.update(self.record.set_)
        for section, more in self.record.rules.items():
            rules[section] = [*rules.get(section, []), *more] if isinstance(more, list) else more
        return rules


def load_refusals(folder: Path) -> list[Refusal]:
    """Every case of every file, or ``DataError`` with all that is wrong with them."""
    return [
        Refusal(f"{stem}: {slug(record.note)}", record is content.cases[0], content.good, record)
        for stem, content in case_files(folder, RefusalFile)
        for record in content.cases
    ]

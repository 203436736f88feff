"""The format of tests/cases/*.yaml, which a network engineer can read and add to, and its strict loader.

rule: nat                       # the constraint of rules/vocabulary.yaml that the file is about
cases:
- note: ESP has no ports        # why the answer has to be so
  want: excluded                # listed | excluded | conflict
  scenario: {...}               # as in a scenario file
  stack: esp-tunnel(ikev2)/ip   # the stack that is listed, or excluded by the rule
  total: 3                      # optional: exactly so many stacks
  conflict: [environment.nat: true]   # for want: conflict: the demands of the first smallest conflict
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from case_files import case_files
from planner.loading.validation import StrictModel


class CaseRecord(StrictModel):
    note: Annotated[str, Field(min_length=1)]
    want: Literal["listed", "excluded", "conflict"]
    scenario: dict[str, Any]
    stack: str = ""
    total: int | None = None
    conflict: list[str] = []


class CaseFile(StrictModel):
    rule: str
    cases: Annotated[list[CaseRecord], Field(min_length=2)]


@dataclass(frozen=True)
class Case:
    id: str
    rule: str
    record: CaseRecord


def load_cases(folder: Path) -> list[Case]:
    """Every case of every file, or ``DataError`` with all that is wrong with them."""
    return [
        Case(f"{stem}-{number}", content.rule, record)
        for stem, content in case_files(folder, CaseFile)
        for number, record in enumerate(content.cases, start=1)
    ]

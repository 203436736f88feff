"""The format of tests/cases/*.yaml, which a network engineer can read and add to, and its strict loader.

rule: nat                       # the constraint of rules/vocabulary.yaml that the file is about
cases:
- name: esp-without-ports       # what the case goes by, once in a file
  note: ESP has no ports        # why the answer has to be so
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

from pydantic import Field, model_validator

from case_files import CaseName, case_files, check_names
from planner.loading.validation import StrictModel


class CaseRecord(StrictModel):
    name: CaseName
    note: Annotated[str, Field(min_length=1)]
    want: Literal["listed", "excluded", "conflict"]
    scenario: dict[str, Any]
    stack: str = ""
    total: int | None = None
    conflict: list[str] = []


class CaseFile(StrictModel):
    rule: str
    cases: Annotated[list[CaseRecord], Field(min_length=2)]

    @model_validator(mode="after")
    def named_once(self) -> CaseFile:
        check_names(case.name for case in self.cases)
        return self


@dataclass(frozen=True)
class Case:
    id: str
    rule: str
    record: CaseRecord


def load_cases(folder: Path) -> list[Case]:
    """Every case of every file, or ``DataError`` with all that is wrong with them."""
    return [
        Case(f"{stem}: {record.name}", content.rule, record)
        for stem, content in case_files(folder, CaseFile)
        for record in content.cases
    ]

"""The format of tests/field/*.yaml: questions that an engineer of the field would ask, with the answers that a
document, a maintainer or a survey of use gives.

questions:
- ask: {...}                    # as in a scenario file
  with: [udp-blocked]           # optional: shipped environments
  first: [a, b]                 # one of these comes first
  among: {places: 3, stacks: [a]}   # each of these is among the first so many
  before: [a, b]                # both are valid, the first ranks before the second
  valid: [a]                    # each is a valid stack, wherever it ranks
  invalid: [a]                  # none of these is
  none: true                    # there is no stack
  unknown: true                 # the question has an unknown name in it, and is refused
  fallback: {udp-blocked: a}    # the best fallback of the best stack where such an environment is met
  why: ...                      # in a few words; the question goes by them, so they stand once in a file
  source: ...                   # who says so
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from case_files import case_files, check_names, slug
from planner.loading.validation import StrictModel

Stacks = Annotated[list[str], Field(min_length=1)]


class Among(StrictModel):
    places: Annotated[int, Field(ge=1)]
    stacks: Stacks


class Question(StrictModel):
    ask: dict[str, Any]
    with_: list[str] = Field(default=[], alias="with")
    first: list[str] = []
    among: Among | None = None
    before: Annotated[list[str], Field(max_length=2)] = []
    valid: list[str] = []
    invalid: list[str] = []
    none: bool = False
    unknown: bool = False
    fallback: dict[str, str] = {}
    why: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]

    @property
    def wanted(self) -> Mapping[str, Any]:
        """What is asserted, by key; a question that asserts nothing is a fault of its own."""
        keys = ("first", "among", "before", "valid", "invalid", "none", "unknown", "fallback")
        return {key: getattr(self, key) for key in keys if getattr(self, key)}


class QuestionFile(StrictModel):
    questions: Annotated[list[Question], Field(min_length=1)]

    @model_validator(mode="after")
    def named_once(self) -> QuestionFile:
        check_names(slug(question.why) for question in self.questions)
        return self


def load_questions(folder: Path) -> dict[str, Question]:
    """Every question of every file by a name, or ``DataError`` with all that is wrong with them."""
    return {
        f"{stem}: {slug(question.why)}": question
        for stem, content in case_files(folder, QuestionFile)
        for question in content.questions
    }

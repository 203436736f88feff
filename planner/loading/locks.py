"""The lock file: what ``planner lock`` writes and ``planner verify`` reads.

Knows the file's grammar. Paths in it are relative to its folder; an environment may go by its shipped name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from planner import model
from planner.errors import DataError, Fault
from planner.loading.documents import read_document
from planner.loading.validation import StrictModel, validate


class LockedCatalogue(StrictModel):
    scope: Annotated[str, Field(pattern="^(survey|full)$")]
    digest: Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]


class LockFile(StrictModel):
    scenario: Annotated[str, Field(min_length=1)]
    with_: list[str] = Field(default=[], alias="with")
    rules: list[str] = []
    stack: Annotated[str, Field(min_length=1)]
    rank: Annotated[int, Field(ge=1)]
    catalogue: LockedCatalogue


def read_lock(path: Path | str) -> model.Lock:
    """The lock in a file. Raises ``DataError`` with every fault at once."""
    try:
        document = read_document(Path(path).read_bytes(), str(path))
    except OSError as error:
        raise DataError([Fault(file=str(path), line=0, path="", found=error.strerror or str(error))]) from error
    content, faults = validate(LockFile, document)
    if content is None or faults:
        raise DataError(faults)
    return model.Lock(
        scenario=content.scenario,
        with_=tuple(content.with_),
        rules=tuple(content.rules),
        stack=content.stack,
        rank=content.rank,
        scope=content.catalogue.scope,
        digest=content.catalogue.digest,
    )

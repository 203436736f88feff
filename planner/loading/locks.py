"""The lock file: what ``planner lock`` writes and ``planner verify`` reads.

Knows the file's grammar. Paths in it are relative to its folder; an environment may go by its shipped name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from planner import model
from planner.errors import DataError
from planner.loading.documents import read_file
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
    warnings: list[str] | None = None
    catalogue: LockedCatalogue


def read_lock(path: Path | str) -> model.Lock:
    """The lock in a file. Raises ``DataError`` with every fault at once."""
    document = read_file(path)
    content, faults = validate(LockFile, document)
    if content is None or faults:
        raise DataError(faults)
    return model.Lock(
        scenario=content.scenario,
        with_=tuple(content.with_),
        rules=tuple(content.rules),
        stack=content.stack,
        rank=content.rank,
        warnings=None if content.warnings is None else tuple(content.warnings),
        scope=content.catalogue.scope,
        digest=content.catalogue.digest,
    )


def locked_files(lock: model.Lock, folder: Path) -> list[str]:
    """The scenario of a lock and what is laid over it, as seen from here: paths are relative to the lock's folder, a
    shipped environment's name stays."""
    return [str(folder / name) if (folder / name).exists() else name for name in (lock.scenario, *lock.with_)]

"""Files of cases in YAML, each checked as strictly as a file of the program's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from planner import DataError
from planner.loading.documents import read_document
from planner.loading.validation import StrictModel, validate

Grammar = TypeVar("Grammar", bound=StrictModel)


def case_files(folder: Path, grammar: type[Grammar]) -> Iterator[tuple[str, Grammar]]:
    """Each file of a folder, by its name without the ending. Raises ``DataError`` with all that is wrong with one."""
    for path in sorted(folder.glob("*.yaml")):
        content, faults = validate(grammar, read_document(path.read_bytes(), str(path)))
        if content is None:
            raise DataError(faults)
        yield path.stem, content

"""Files of cases in YAML, each checked as strictly as a file of the program's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from planner import DataError
from planner.loading.documents import read_document
from planner.loading.validation import StrictModel, validate

Grammar = TypeVar("Grammar", bound=StrictModel)
CaseName = Annotated[str, Field(pattern=r"^[a-z0-9.]+(-[a-z0-9.]+)*$")]
"""What a case goes by in its file: words in small letters with hyphens between."""


def case_files(folder: Path, grammar: type[Grammar]) -> Iterator[tuple[str, Grammar]]:
    """Each file of a folder, by its name without the ending. Raises ``DataError`` with all that is wrong with one."""
    for path in sorted(folder.glob("*.yaml")):
        content, faults = validate(grammar, read_document(path.read_bytes(), str(path)))
        if content is None:
            raise DataError(faults)
        yield path.stem, content


def slug(text: str) -> str:
    """A sentence as a name: its words in small letters with hyphens between."""
    return "-".join(re.findall(r"[a-z0-9.]*[a-z0-9]", text.lower()))


def check_names(names: Iterable[str]) -> None:
    """Raises ``ValueError`` for names that stand twice in a file."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"each case has a name of its own; twice: {', '.join(twice)}")

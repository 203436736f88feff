"""The format of tests/published_overheads.yaml, which says itself what it is, and its strict loader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from planner import DataError
from planner.loading.documents import read_document
from planner.loading.validation import StrictModel, validate

Text = Annotated[str, Field(min_length=1)]


class Difference(StrictModel):
    bytes: int
    reason: Text


class Published(StrictModel):
    stack: Text
    payload: str = "generic"
    ip: Literal[4, 6] = 4
    counted: str = ""
    published: Annotated[int, Field(gt=0)]
    stated: Annotated[Literal["total", "parts"], Field(alias="as")] = "total"
    means: Text
    source: Text
    checked: Literal["text", "memory"] = "text"
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    differs: list[Difference] = []

    @property
    def id(self) -> str:
        return f"{self.counted or self.stack} v{self.ip} {self.published}"


class PublishedFile(StrictModel):
    totals: list[Published]


def load_published(path: Path) -> list[Published]:
    """The totals of the file, or ``DataError`` with all that is wrong with it."""
    content, faults = validate(PublishedFile, read_document(path.read_bytes(), str(path)))
    if content is None:
        raise DataError(faults)
    return content.totals

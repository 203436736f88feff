"""Where facts stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a fact stands and how sure it is."""

    document: str
    section: str = ""
    checked: str = "memory"

    @property
    def citation(self) -> str:
        return f"{self.document} {self.section}" if self.section else self.document

    def __str__(self) -> str:
        return f"{self.citation} ({self.checked})"


Sources = tuple[Source, ...]


def cite(sources: Sources) -> str:
    """``RFC 4571 Section 2; RFC 7850``: the documents in the order given, each once."""
    return "; ".join(dict.fromkeys(source.citation for source in sources))

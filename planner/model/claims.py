"""A claim: something that is said of a stack, a demand or a scenario, as data. ``str`` makes the sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.model.sentences import Word, Words, sentence, spoken


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A kind out of the closed list of ``sentences.SENTENCES``, and the words that it speaks of."""

    kind: str
    words: Words = field(default_factory=dict)

    def __str__(self) -> str:
        return sentence(self.kind, self.words)

    @property
    def spoken(self) -> str:
        """The same where no criterion's name stands before it."""
        return spoken(self.kind, self.words)

    def __hash__(self) -> int:
        return hash((self.kind, *sorted(self.words)))


def claim(kind: str, **words: Word) -> Claim:
    """A claim, its words by name."""
    return Claim(kind=kind, words=words)

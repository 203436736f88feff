"""Demands that cannot hold together: all the smallest sets of them, and the smallest sets to give up.

Knows keys of demands and a question (is there a stack without these?); knows nothing of what a demand means.

A smallest conflict is found by QuickXplain (U. Junker, AAAI 2004). All of them are found with all smallest corrections:
each correction hits every conflict, so a smallest set that hits the conflicts known so far is a correction, or what it
leaves holds a conflict that is not known yet (R. Reiter, 1987; MARCO, M. Liffiton et al., Constraints 2016, walks the
same lattice).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from planner.errors import Bug

Key = TypeVar("Key", bound=Hashable)
Feasible = Callable[[frozenset[Key]], bool | None]
"""Whether there is a stack when these demands are dropped; None where that would take too much work."""

MOST = 24
"""Conflicts, and corrections, that are looked for; more are rare, and nobody reads them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflicts(Generic[Key]):
    """All smallest conflicts and all smallest corrections, or the first ones where ``complete`` is false; of a question
    that was given up the first conflict may then have more names than it needs.

    Each is in the order of the demands; the lists have fewer names before more, then those whose names come first.
    """

    conflicts: tuple[tuple[Key, ...], ...]
    corrections: tuple[tuple[Key, ...], ...]
    complete: bool


def preferred_conflict(demands: Sequence[Key], feasible: Feasible[Key]) -> tuple[Key, ...]:
    """Of demands that cannot hold together, a set that still cannot, and of which none can be left out.

    Of several the one that does without the last demands: so those that are named first are blamed first.
    """
    wanted = tuple(demands)
    if feasible(frozenset()):
        raise Bug("asked for the conflict of demands that can hold together")
    if feasible(frozenset(wanted)) is False:
        return ()
    conflict = set(_QuickXplain(wanted, feasible).search((), False, wanted))
    return tuple(key for key in wanted if key in conflict)


def all_conflicts(demands: Sequence[Key], feasible: Feasible[Key], *, most: int = MOST) -> Conflicts[Key]:
    """Every smallest conflict and every smallest correction of demands that cannot hold together, at most ``most`` of
    each."""
    order = {key: number for number, key in enumerate(demands)}
    question = _Question(feasible)
    conflicts = [preferred_conflict(demands, question)]
    corrections: list[frozenset[Key]] = []
    while conflicts[0] and not question.given_up:
        hitting = next(_hitting_sets([frozenset(conflict) for conflict in conflicts], corrections, order), None)
        if hitting is None:
            break
        if len(conflicts) > most or len(corrections) >= most:
            question.given_up = True
            break
        is_correction = question(hitting)
        if is_correction:
            corrections.append(hitting)
        elif not question.given_up:
            left = tuple(key for key in demands if key not in hitting)
            conflict = preferred_conflict(left, lambda dropped: question(dropped | hitting))  # noqa: B023
            conflicts += [] if question.given_up else [conflict]

    def ordered(sets: Sequence[Sequence[Key] | frozenset[Key]]) -> tuple[tuple[Key, ...], ...]:
        sorted_sets = [tuple(sorted(keys, key=order.__getitem__)) for keys in sets]
        return tuple(sorted(sorted_sets, key=lambda keys: (len(keys), [order[key] for key in keys])))

    return Conflicts(
        conflicts=ordered(conflicts[:most]), corrections=ordered(corrections), complete=not question.given_up
    )


# --- machinery below --------------------------------------------------------------------------


class _Question(Generic[Key]):
    """A question, and whether it was given up."""

    def __init__(self, feasible: Feasible[Key]) -> None:
        self.feasible, self.given_up = feasible, False

    def __call__(self, dropped: frozenset[Key]) -> bool | None:
        answer = self.feasible(dropped)
        self.given_up |= answer is None
        return answer


class _QuickXplain(Generic[Key]):
    """Divide and conquer over the demands: those of the first half are taken as given while the second is searched."""

    def __init__(self, demands: tuple[Key, ...], feasible: Feasible[Key]) -> None:
        self.demands, self.feasible = frozenset(demands), feasible

    def search(self, given: tuple[Key, ...], grown: bool, among: tuple[Key, ...]) -> tuple[Key, ...]:
        if grown and self.feasible(self.demands - set(given)) is False:
            return ()
        if len(among) == 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        from_second = self.search((*given, *first), True, second)
        from_first = self.search((*given, *from_second), bool(from_second), first)
        return (*from_first, *from_second)


def _hitting_sets(
    conflicts: Sequence[frozenset[Key]], corrections: Sequence[frozenset[Key]], order: dict[Key, int]
) -> Iterator[frozenset[Key]]:
    """The sets that hit every conflict and hold no known correction, fewer names first: so the first of them is
    smallest."""
    branches = [sorted(conflict, key=order.__getitem__) for conflict in conflicts]
    for size in range(1, len(order) + 1):
        cut = [False]
        yield from _branch(branches, corrections, frozenset(), frozenset(), size, cut)
        if not cut[0]:
            return


def _branch(
    branches: list[list[Key]],
    corrections: Sequence[frozenset[Key]],
    chosen: frozenset[Key],
    refused: frozenset[Key],
    left: int,
    cut: list[bool],
) -> Iterator[frozenset[Key]]:
    """Hitting sets with exactly ``left`` names more; ``cut`` tells that a branch ended only for want of names."""
    if any(correction <= chosen for correction in corrections):
        return
    open_ = next((branch for branch in branches if chosen.isdisjoint(branch)), None)
    if open_ is None:
        if not left:
            yield chosen
        return
    if not left:
        cut[0] = True
        return
    for number, key in enumerate(open_):
        if key not in refused:
            before = refused.union(open_[:number])
            yield from _branch(branches, corrections, chosen | {key}, before, left - 1, cut)

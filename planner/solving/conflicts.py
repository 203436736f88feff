"""Demands that cannot hold together: all the smallest sets of them, and the smallest sets to give up.

Knows names of demands and a question (is there a stack without these?); knows nothing of what a demand means.

A smallest conflict is found by QuickXplain (U. Junker, AAAI 2004). All of them are found with all smallest corrections:
each correction hits every conflict, so a smallest set that hits the conflicts known so far is a correction, or what it
leaves holds a conflict that is not known yet (R. Reiter, 1987; MARCO, M. Liffiton et al., Constraints 2016, walks the
same lattice).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from planner.errors import Bug

Names = frozenset[str]
Feasible = Callable[[Names], bool]
"""Whether there is a stack when these demands are dropped."""

MOST = 24
"""Conflicts, and corrections, that are looked for; more are rare, and nobody reads them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflicts:
    """All smallest conflicts and all smallest corrections, or the first ones where ``complete`` is false.

    Each is in the order of the demands; the lists have fewer names before more, then those whose names come first.
    """

    conflicts: tuple[tuple[str, ...], ...]
    corrections: tuple[tuple[str, ...], ...]
    complete: bool


def preferred_conflict(demands: Sequence[str], feasible: Feasible) -> tuple[str, ...]:
    """Of demands that cannot hold together, a set that still cannot, and of which none can be left out.

    Of several the one that does without the last demands: so those that are named first are blamed first.
    """
    wanted = tuple(demands)
    if feasible(frozenset()):
        raise Bug("asked for the conflict of demands that can hold together")
    if not feasible(frozenset(wanted)):
        return ()
    found = set(_QuickXplain(wanted, feasible).search((), False, wanted))
    return tuple(one for one in wanted if one in found)


def all_conflicts(demands: Sequence[str], feasible: Feasible, *, most: int = MOST) -> Conflicts:
    """Every smallest conflict and every smallest correction of demands that cannot hold together, at most ``most`` of
    each."""
    place = {name: number for number, name in enumerate(demands)}
    conflicts = [preferred_conflict(demands, feasible)]
    corrections: list[Names] = []
    complete = True
    while conflicts[0]:
        hitting = next(_hitting_sets([frozenset(one) for one in conflicts], corrections, place), None)
        if hitting is None:
            break
        if len(conflicts) > most or len(corrections) >= most:
            complete = False
            break
        if feasible(hitting):
            corrections.append(hitting)
        else:
            left = tuple(one for one in demands if one not in hitting)
            conflicts.append(preferred_conflict(left, lambda dropped: feasible(dropped | hitting)))  # noqa: B023

    def ordered(sets: Sequence[Sequence[str] | Names]) -> tuple[tuple[str, ...], ...]:
        sorted_sets = [tuple(sorted(one, key=place.__getitem__)) for one in sets]
        return tuple(sorted(sorted_sets, key=lambda one: (len(one), [place[name] for name in one])))

    return Conflicts(conflicts=ordered(conflicts[:most]), corrections=ordered(corrections), complete=complete)


# --- machinery below --------------------------------------------------------------------------


class _QuickXplain:
    """Divide and conquer over the demands: those of the first half are taken as given while the second is searched."""

    def __init__(self, demands: tuple[str, ...], feasible: Feasible) -> None:
        self.demands, self.feasible = frozenset(demands), feasible

    def search(self, given: tuple[str, ...], grown: bool, among: tuple[str, ...]) -> tuple[str, ...]:
        if grown and not self.feasible(self.demands - set(given)):
            return ()
        if len(among) == 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        from_second = self.search((*given, *first), True, second)
        from_first = self.search((*given, *from_second), bool(from_second), first)
        return (*from_first, *from_second)


def _hitting_sets(conflicts: Sequence[Names], corrections: Sequence[Names], place: dict[str, int]) -> Iterator[Names]:
    """The sets that hit every conflict and hold no known correction, fewer names first: so the first of them is
    smallest."""
    branches = [sorted(one, key=place.__getitem__) for one in conflicts]
    for size in range(1, len(place) + 1):
        cut = [False]
        yield from _branch(branches, corrections, frozenset(), frozenset(), size, cut)
        if not cut[0]:
            return


def _branch(
    branches: list[list[str]], corrections: Sequence[Names], chosen: Names, refused: Names, left: int, cut: list[bool]
) -> Iterator[Names]:
    """Hitting sets with exactly ``left`` names more; ``cut`` tells that a branch ended only for want of names."""
    if any(one <= chosen for one in corrections):
        return
    open_ = next((branch for branch in branches if chosen.isdisjoint(branch)), None)
    if open_ is None:
        if not left:
            yield chosen
        return
    if not left:
        cut[0] = True
        return
    for number, name in enumerate(open_):
        if name not in refused:
            before = refused.union(open_[:number])
            yield from _branch(branches, corrections, chosen | {name}, before, left - 1, cut)

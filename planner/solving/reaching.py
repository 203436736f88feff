"""Whether any stack goes on from a state, for many questions about the same segments.

Knows a walk. Knows no demand, no score and no text.

What one question learns answers others: a stack that goes on from a state goes on from every easier one
(``State.takes``), and where none goes on from a state none does from a harder one. Most states that are hopeless are
told without looking into them: what has to come is nowhere below, or the limits have no room for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.catalogue.coding import HEAD, RELAYS, TUNNELS, CodedSegments
from planner.catalogue.segments import union
from planner.errors import PlannerError
from planner.solving.best_first import Lists
from planner.solving.problem import CARRIED, Below, State, Walk

MOST_WORK = 4_000
"""States that are looked into for all questions about one scenario."""
AT_ONCE = 60
"""Of these, before a simpler question is asked."""
MOST_OPENED = 5_000
"""States of which the best stacks are asked for, for one first stack."""


class TooMuchWork(PlannerError):
    """A question was given up."""


class Work:
    """States that may still be looked into, counted over all questions of a search: the same on every machine."""

    def __init__(self, most: int, whole: Work | None = None) -> None:
        """``whole`` is the work that this is a part of."""
        self.left, self.whole = most, whole

    def part(self, most: int) -> Work:
        """So much of it."""
        return Work(most, self)

    def spend(self) -> None:
        """One state. Raises ``TooMuchWork`` where none is left."""
        if self.whole:
            self.whole.spend()
        if not self.left:
            raise TooMuchWork("too many states")
        self.left -= 1


class Taking(NamedTuple):
    """The bits of names each of which takes one of a limit, wherever it stands."""

    tunnels: int
    relays: int
    security_layers: int

    @classmethod
    def of(cls, segments: CodedSegments) -> Taking:
        """Those of a catalogue. A handshake may be there without a layer of its own, so that its name takes nothing."""
        keying = {keying.handshake for keying in segments.rules.keyings}
        bits, records = segments.alphabet.bits, segments.rules.protocols.values()

        def names(ids: Iterator[str]) -> int:
            return union(bits[id] for id in ids) << segments.names.at

        return cls(
            tunnels=names(record.id for record in records if record.is_tunnel),
            relays=names(record.id for record in records if record.is_relay),
            security_layers=names(record.id for record in records if record.is_security and record.id not in keying),
        )


class _Step(NamedTuple):
    """The segment that a stack goes on with, by its code, and the state after it."""

    code: int
    after: State


class Reaching:
    """What is known of the states of a walk."""

    def __init__(self, walk: Walk, told: int) -> None:
        """``told`` is all that its questions tell segments apart by."""
        self.walk, self.told, self.taking = walk, told, Taking.of(walk.segments)
        self._going_on: dict[int, list[State]] = {}
        self._failing: dict[int, list[State]] = {}
        self._steps: dict[State, _Step] = {}
        self._below: dict[tuple[int, int], int] = {}

    def stack(self, state: State, work: Work) -> tuple[int, ...] | None:
        """The codes of a stack's segments from a state on; None where there is no stack. Raises ``TooMuchWork``.

        Most questions have a stack that is found at once. Where that takes longer, a way to an end is looked for that
        keeps no limit, and only where there is one the search goes on.
        """
        try:
            goes_on = self._goes_on(state, work.part(AT_ONCE))
        except TooMuchWork:
            goes_on = self._ends_somewhere(state, work) and self._goes_on(state, work)
        return tuple(self._found(state)) if goes_on else None

    # --- machinery below --------------------------------------------------------------------------

    def _ends_somewhere(self, start: State, work: Work) -> bool:
        """Whether a stack goes on from a state whose every segment has the whole limits: few states tell."""
        seen: dict[int, list[State]] = {}
        open_ = [start]
        while open_:
            state = open_.pop()._replace(limits=start.limits)
            if not state.carriers:
                return True
            known = seen.setdefault(state.carriers, [])
            if not any(easier.takes(state) for easier in known):
                known[:] = [*(harder for harder in known if not state.takes(harder)), state]
                work.spend()
                open_ += {step.after for step in self._next(state)}
        self._failing.setdefault(start.carriers, []).append(start)
        return False

    def _found(self, state: State) -> Iterator[int]:
        while state.carriers:
            code, state = self._steps[next(known for known in self._going_on[state.carriers] if state.takes(known))]
            yield code

    def _goes_on(self, state: State, work: Work) -> bool:
        if not state.carriers:
            return True
        going_on = self._going_on.setdefault(state.carriers, [])
        failing = self._failing.setdefault(state.carriers, [])
        if any(map(state.takes, going_on)):
            return True
        if not self._may(state) or any(known.takes(state) for known in failing):
            return False
        work.spend()
        after = {step.after: step for step in self._next(state)}
        for following in sorted(after, key=_most_done):
            if self._goes_on(following, work):
                going_on[:] = [*(known for known in going_on if not known.takes(state)), state]
                self._steps[state] = after[following]
                return True
        failing[:] = [*(known for known in failing if not state.takes(known)), state]
        return False

    def _next(self, state: State) -> Iterator[_Step]:
        return (_Step(entering.code, after) for entering, after in self.walk.steps(state, self.told, self.told))

    def _may(self, state: State) -> bool:
        """Whether what has to come is somewhere below, and the limits have room for it."""
        has_to_come = state.open & self.walk.has_to_come
        if has_to_come and has_to_come & ~self._all_below(state.carriers, state.open & self.walk.breaks.anywhere):
            return False
        tunnels, relays, security_layers = (
            (state.limits & field.mask) >> field.at for field in (TUNNELS, RELAYS, HEAD)
        )
        return (
            (has_to_come & self.taking.tunnels).bit_count() <= tunnels
            and (has_to_come & self.taking.relays).bit_count() <= relays
            and (has_to_come & self.taking.security_layers).bit_count()
            <= security_layers + relays * self.walk.security_layers
        )

    def _all_below(self, carriers: int, excluded: int) -> int:
        """What the segments have that may stand anywhere below, limits left aside."""
        known = self._below.get((carriers, excluded))
        if known is None:
            known, starts, seen = 0, {*self.walk.starts(carriers)}, set[str]()
            while starts:
                start = starts.pop()
                seen.add(start)
                codes = [code for code, _ in self.walk.groups(start, self.told) if not code & excluded]
                known |= union(codes)
                starts.update(*(self.walk.starts(below) for below in {code & CARRIED for code in codes} - {0}))
                starts -= seen
            self._below[carriers, excluded] = known
        return known


class FirstLists(Lists):
    """Lists for the few best stacks of a question whose total nobody asks for. How many stacks go on from a state is
    not counted: what is required makes too many states. Whether any does is searched for, and the least that one adds
    is that of any stack, whatever is required."""

    def __init__(self, lists: Lists, told: int) -> None:
        super().__init__(lists.walk, lists.wishes)
        self._reaching, self._work, self._opened = Reaching(lists.walk, told), Work(MOST_WORK), Work(MOST_OPENED)

    def rest(self, after: State, told: int) -> Below:
        return self.walk.below(after._replace(open=0, needed=0), told)

    def goes_on(self, state: State) -> bool:
        """Raises ``TooMuchWork``."""
        self._opened.spend()
        return self._reaching.stack(state, self._work) is not None


def _most_done(state: State) -> tuple[int, int, State]:
    """What is looked at first: little that is open, then much that is left."""
    return state.open.bit_count(), -state.limits, state

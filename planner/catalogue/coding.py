"""Each segment as one integer, made once for a catalogue: a question is a few masks, one AND tells whether it rules a
segment out, and one AND what tells that from others.

Knows segments and the names of a catalogue. Knows no scenario.

The fields from the lowest bit up: what every walk counts with, then what a demand or a wish may look at, at the end the
long ones, of a bit for each name. Carriers and rooms are numbered as they come.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from threading import Lock
from typing import NamedTuple, TypeVar

from planner import model
from planner.catalogue.layers import FROM_BELOW
from planner.catalogue.segments import LIMIT, Alphabet, Bound, Segment, SegmentFacts, Segments, union

Numbered = TypeVar("Numbered", bound=Hashable)

NEVER, ALWAYS, INHERIT = str(model.Gives.NEVER), str(model.Gives.ALWAYS), str(model.Gives.INHERIT)
PROPERTIES = len(model.PROPERTIES)
NUMBERED = 20
"""Bits of a number of something; there are at most as many as segments."""
COUNTED = (2 * LIMIT - 1).bit_length() + 1
"""Bits of a count; the highest is a guard: it is never set, so that a limit with the guard set keeps it where a count
that is not more is taken away."""


class Room(NamedTuple):
    """What a segment takes of the path's MTU: the packet that its own layers need below them, the bytes that it adds to
    what is above it, and whether it cuts that, so that it needs no packet of any size."""

    least: int
    added: int
    cuts: bool

    def at_most(self, other: Room) -> bool:
        """Whether it takes no more than another in any way."""
        return self.least <= other.least and self.added <= other.added and self.cuts >= other.cuts

    def needed(self, above: int) -> int:
        """The packet that has to fit below a segment, ``above`` being what has to fit into it; 0 for none."""
        return max(above + self.added if above and not self.cuts else 0, self.least)


class Field(NamedTuple):
    """Some bits of a code."""

    at: int
    width: int

    @property
    def mask(self) -> int:
        return ((1 << self.width) - 1) << self.at

    def then(self, width: int) -> Field:
        """The field above it."""
        return Field(self.at + self.width, width)

    def bit(self, index: int) -> int:
        return 1 << (self.at + index)


CARRIERS = Field(0, NUMBERED)
TUNNELS = CARRIERS.then(COUNTED)
RELAYS = TUNNELS.then(COUNTED)
HEAD = RELAYS.then(COUNTED)
REST = HEAD.then(COUNTED)
BANNED = REST.then(1)
RTTS_UNKNOWN = BANNED.then(1)
BYTES_UNKNOWN = RTTS_UNKNOWN.then(1)
RELIABLE = BYTES_UNKNOWN.then(1)
WIDTH = RELIABLE.then(len(model.PROTECTS))
HELD = WIDTH.then(len(FROM_BELOW))
EXPOSED = HELD.then(len(model.INTERFACES))
FEATURES = EXPOSED.then(len(model.FEATURES))
IS_NEVER = FEATURES.then(PROPERTIES)
IS_ALWAYS = IS_NEVER.then(PROPERTIES)
IS_INHERITED = IS_ALWAYS.then(PROPERTIES)
LEVEL = IS_INHERITED.then(len(model.DEPLOYMENTS))
NAT = LEVEL.then(1)
ROOM = NAT.then(NUMBERED)
NAMES = ROOM.then(0)  # from here on there is a bit for each name of the catalogue
"""``BANNED`` is set by a question for what the first leg must not have. ``WIDTH`` has a bit for each width that is
reached. Of a transport property an outermost segment that leaves it to the layer below gives never."""

LIMITED = TUNNELS.mask | RELAYS.mask | HEAD.mask | REST.mask
"""What a segment takes of the limits: of the leg above a relay, and of the one below it."""
GUARDS = union(field.bit(COUNTED - 1) for field in (TUNNELS, RELAYS, HEAD, REST))
COUNTS = CARRIERS.mask | LIMITED
"""What every walk looks at."""
VALUES = IS_NEVER.mask | IS_ALWAYS.mask
"""The values of transport properties that a demand or wish may ask for."""
END_TO_END = WIDTH.mask | EXPOSED.mask | FEATURES.mask
"""What only the first leg has."""
ONE_EACH = (1 << PROPERTIES) - 1


def telling(bits: int) -> int:
    """The mask of all that tells segments apart where these bits are still asked about."""
    values = (bits >> IS_NEVER.at | bits >> IS_ALWAYS.at) & ONE_EACH
    return COUNTS | bits | values << IS_INHERITED.at


def left_open(code: int) -> int:
    """The mask of what may still be asked about below a segment: values of properties only where it inherits them, and
    below a relay nothing that is end to end."""
    inherited = code >> IS_INHERITED.at & ONE_EACH
    closed = VALUES ^ (inherited << IS_NEVER.at | inherited << IS_ALWAYS.at)
    return ~(closed | END_TO_END | BANNED.mask) if code & RELAYS.mask else ~closed


class CodedSegment(NamedTuple):
    """A segment with its code where ``ip`` in it has version 4, and 6."""

    code4: int
    code6: int
    segment: Segment

    def code(self, outer_ip: int, inner_ip: int) -> int:
        return self.code6 if (outer_ip if self.segment.outermost else inner_ip) == 6 else self.code4


class CodedSegments:
    """The segments of one scope and layering as integers, those of a start made when they are first asked for."""

    def __init__(self, rules: model.Rules, segments: Segments) -> None:
        self.rules, self.segments, self.alphabet = rules, segments, Alphabet.of(rules)
        self.carriers: list[tuple[str, ...]] = [()]
        self.rooms = [Room(0, 0, False)]
        names = len(self.alphabet.bits)
        self.names, self.path, self.needed, self.secured = (
            Field(NAMES.at + names * place, names) for place in range(4)
        )
        self._numbers: dict[object, int] = {(): 0, self.rooms[0]: 0}
        self._made: dict[str, tuple[CodedSegment, ...]] = {}
        self._within: dict[tuple[int, int], int] = {}
        self._lock = Lock()  # two threads must not give the same number

    def starting(self, start: str) -> tuple[CodedSegment, ...]:
        if start not in self._made:
            self._made[start] = tuple(map(self._coded, self.segments.starting[start]))
        return self._made[start]

    def carried_by(self, code: int, carriers: tuple[str, ...]) -> int:
        """The code of a segment with other carriers."""
        return code & ~CARRIERS.mask | self.number(carriers)

    def number(self, carriers: tuple[str, ...]) -> int:
        """The number of some carriers; 0 is none."""
        return self._number(carriers, self.carriers)

    def within(self, carriers: int, left: int) -> int:
        """The number of those of some carriers that may come where so much is ``left`` of the limits."""
        known = self._within.get((carriers, left))
        if known is None:
            tunnels, relays, secure = left & TUNNELS.mask, left & RELAYS.mask, left & HEAD.mask
            records = (self.rules.protocols[name] for name in self.carriers[carriers])
            may_come = tuple(
                record.id
                for record in records
                if (tunnels or not record.is_tunnel)
                and (relays or not record.is_relay)
                and (secure or not record.is_security)
            )
            known = self._within[carriers, left] = self.number(may_come)
        return known

    def room(self, code: int) -> Room:
        """What a segment of this code takes of the path's MTU."""
        return self.rooms[(code & ROOM.mask) >> ROOM.at]

    def numbered(self, room: Room) -> int:
        return self._number(room, self.rooms)

    @cached_property
    def bound(self) -> Bound:
        """The most that any segment takes of a path's MTU."""
        bounds = [self.segments.bound(start) for start in self.segments.starting]
        return Bound(*map(max, zip(*bounds, strict=True))) if bounds else Bound(0, 0, 0, 0)

    def _number(self, thing: Numbered, things: list[Numbered]) -> int:
        known = self._numbers.get(thing)
        if known is None:
            with self._lock:
                known = self._numbers.get(thing, len(things))
                if known == len(things):
                    things.append(thing)
                    self._numbers[thing] = known
        return known

    def _coded(self, segment: Segment) -> CodedSegment:
        facts = segment.facts
        common = (
            self.number(segment.carriers)
            | facts.tunnels << TUNNELS.at
            | facts.relays << RELAYS.at
            | facts.security_head << HEAD.at
            | facts.security_rest << REST.at
            | (facts.rtts is None) << RTTS_UNKNOWN.at
            | bool(facts.reliable) << RELIABLE.at
            | ((1 << facts.protects) - 1) << WIDTH.at
            | facts.held << HELD.at
            | facts.interfaces << EXPOSED.at
            | facts.features << FEATURES.at
            | _values(facts, segment.outermost)
            | 1 << facts.level << LEVEL.at
            | (segment.outermost and not facts.passes_nat) << NAT.at
            | facts.names << self.names.at
            | facts.path << self.path.at
            | facts.needed << self.needed.at
            | facts.secured << self.secured.at
        )
        return CodedSegment(
            common | self._bytes(facts.least4, facts.bytes4, facts.cuts),
            common | self._bytes(facts.least6, facts.bytes6, facts.cuts),
            segment,
        )

    def _bytes(self, least: int, added: int | None, cuts: bool) -> int:
        """What is different with each version of IP; an unknown number of bytes takes none of the MTU."""
        return self.numbered(Room(least, added or 0, cuts)) << ROOM.at | (added is None) << BYTES_UNKNOWN.at


# --- machinery below --------------------------------------------------------------------------


def _values(facts: SegmentFacts, outermost: bool) -> int:
    """The bits of what a segment does for each transport property."""
    bits = 0
    for index, value in enumerate(facts.properties):
        if value == NEVER or (value == INHERIT and outermost):
            bits |= IS_NEVER.bit(index)
        elif value == ALWAYS:
            bits |= IS_ALWAYS.bit(index)
        elif value == INHERIT:
            bits |= IS_INHERITED.bit(index)
    return bits

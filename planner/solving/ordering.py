"""The segments of a catalogue in the order of a ranking, with what each adds: made once for a ranking and versions of
IP, whatever is asked.

Knows codes, costs and the carriers of applications. Knows no demand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from planner.catalogue.carriers import Carriers
from planner.catalogue.coding import CodedSegments
from planner.catalogue.segments import Segment
from planner.solving.carrying import carrying
from planner.solving.problem import Member
from planner.solving.scoring import Costs

CodedMember = tuple[int, Member]
"""A segment's code, and the segment with what it adds."""


class Topmost(NamedTuple):
    """What may start the topmost segment, and the carriers of an application where one is named."""

    tops: tuple[str, ...]
    application: str
    carriers: Carriers | None


class OrderedSegments:
    """Members by what starts them, the best first."""

    def __init__(
        self,
        segments: CodedSegments,
        costs: Costs,
        outer_ip: int,
        inner_ip: int,
        whole: OrderedSegments | None = None,
    ) -> None:
        """``whole`` has the same segments with every figure, where ``costs`` leave some out."""
        self.segments, self.costs, self.whole = segments, costs, whole
        self.outer_ip, self.inner_ip = outer_ip, inner_ip
        self._made = count(1)
        self._starting: dict[str, list[CodedMember]] = {}
        self._topmost: dict[Topmost, list[CodedMember]] = {}

    def starting(self, start: str) -> list[CodedMember]:
        """The segments that a protocol starts."""
        if start not in self._starting:
            if self.whole:
                members = self._without(self.whole.starting(start))
            else:
                coded = self.segments.starting(start)
                members = (self._member(each.code(self.outer_ip, self.inner_ip), each.segment) for each in coded)
            self._starting[start] = sorted(members, key=_place)
        return self._starting[start]

    def topmost(self, topmost: Topmost) -> list[CodedMember]:
        """The segments that some protocols start; of an application those that carry it, with the place that their
        carrier has in its list."""
        if topmost not in self._topmost:
            if self.whole:
                members = [*self._without(self.whole.topmost(topmost))]
            elif topmost.carriers:
                members = [part for top in topmost.tops for part in self._carrying(top, topmost.carriers)]
            else:
                members = [member for top in topmost.tops for member in self.starting(top)]
            self._topmost[topmost] = sorted(members, key=_place)
        return self._topmost[topmost]

    # --- machinery below --------------------------------------------------------------------------

    def _without(self, whole: list[CodedMember]) -> Iterator[CodedMember]:
        """Members without the criteria that are left out."""
        left_out = self.costs.left_out
        return ((code, member._replace(cost=member.cost & ~left_out)) for code, member in whole)

    def _carrying(self, top: str, carriers: Carriers) -> Iterator[CodedMember]:
        for coded in self.segments.starting(top):
            code = coded.code(self.outer_ip, self.inner_ip)
            for part, carries in carrying(carriers, coded.segment):
                if carries:
                    yield self._member(self.segments.carried_by(code, part.carriers), part)

    def _member(self, code: int, segment: Segment) -> CodedMember:
        six = (self.outer_ip if segment.outermost else self.inner_ip) == 6
        cost = self.costs.of(segment.facts, six) + self.costs.of_layers(len(segment.layers))
        return code, Member(cost, segment.names, next(self._made), segment, self.segments.room(code))


def _place(coded: CodedMember) -> Member:
    return coded[1]

"""A scenario's demands over the segments of a catalogue -> the problem, and what problems have in common.

Knows demands and segments. Knows not how a problem is searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from planner import model
from planner.catalogue.carriers import Carriers
from planner.catalogue.coding import BANNED, ROOM, CodedSegments, telling
from planner.catalogue.segments import Bound, union
from planner.demands.asked import Demands
from planner.model import DemandKey
from planner.solving.best_first import Lists, RankedProblem
from planner.solving.keeping import Bounded
from planner.solving.masks import Needs, fold, missed_by
from planner.solving.ordering import OrderedSegments, Topmost
from planner.solving.problem import Group, Member, Path, State, Walk
from planner.solving.reaching import FirstLists
from planner.solving.scoring import UNKNOWNS, Costs, Criteria, Wishes, profile, wishes_of

MANY = 32
"""Rankings, with versions of IP, for which the order of segments is kept."""

MANY_WALKS, MOST_LEARNED = 256, 200_000
"""Walks, and lists, that are kept for the next questions, and how much of them together."""

UNKNOWN_BITS = union(UNKNOWNS.values())


class Statements:
    """States problems over one catalogue's segments. What problems have in common is made once and kept for the next
    ones, in tables that are bounded."""

    def __init__(self, rules: model.Rules, segments: CodedSegments) -> None:
        self.rules, self.segments = rules, segments
        self._tops: dict[object, tuple[str, ...]] = {}
        self._carriers: dict[str, Carriers] = {}
        self._paths = Bounded[tuple[Path | None]](MANY_WALKS)
        self._ordered = Bounded[OrderedSegments](MANY)
        self._walks = Bounded[Walk](MANY_WALKS, most=MOST_LEARNED, size=lambda walk: walk.size)
        self._lists = Bounded[Lists](MANY_WALKS, most=MOST_LEARNED, size=lambda lists: lists.size)

    def problem(
        self, demands: Demands, *, split: bool = False, unknown: int | None = None, few: bool = False
    ) -> RankedProblem:
        """The scenario as a problem. With ``unknown`` only its stacks with exactly the sums of these figures unknown
        (see ``Costs``); with ``few`` for the few best of its stacks, without their total (see ``FirstLists``).

        Where the path's MTU can rule stacks out, segments are told apart by the room that they take if that was asked
        for, or if the MTU was given; else of the stacks of the problem those that do not fit have to be left out.
        """
        scenario = demands.scenario
        needs = fold(demands, self.rules, self.segments)
        tops = self.tops(needs, scenario)
        path = self.path(needs, tops)
        if path:
            split = split or (DemandKey("mtu"), str(scenario.mtu)) in demands.asked
            needs = replace(needs, is_tight=True, is_split=split)
        problem = self._stated(needs, scenario, tops, path if split else None, unknown)
        return replace(problem, lists=FirstLists(problem.lists, problem.told)) if few else problem

    def tops(self, needs: Needs, scenario: model.Scenario) -> tuple[str, ...]:
        """What may start the topmost segment."""
        key = (scenario.payload, scenario.tops, scenario.application)
        if key not in self._tops:
            protocols, carriers = self.rules.protocols, self.carriers(scenario.application)
            self._tops[key] = tuple(
                start
                for start in self.segments.segments.starting
                if protocols[start].carries
                and not missed_by(needs.topmost, start)
                and (carriers is None or start in carriers.tops)
            )
        return self._tops[key]

    def carriers(self, application: str) -> Carriers | None:
        """The carriers of an application; None where no one is named."""
        if application and application not in self._carriers:
            self._carriers[application] = Carriers(self.rules, self.rules.applications[application])
        return self._carriers.get(application)

    def path(self, needs: Needs, tops: tuple[str, ...]) -> Path | None:
        """The path, if its MTU can rule out any stack: not where the largest needs of any segment, under the most that
        any others add to it, still fit."""
        key = (needs.limits, needs.mtu, needs.outer_ip, needs.inner_ip, needs.handed, tops)
        return self._paths.get(key, lambda: (self._path(needs, tops),))[0]

    def _path(self, needs: Needs, tops: Sequence[str]) -> Path | None:
        segments = self.segments.segments
        if segments.layering != "compatible" and not _path(needs, [(True, self.segments.bound)]):
            return None
        entries = list(self._entries(needs, tops))
        segments.afford(dict.fromkeys(start or top for start, top in entries))
        return _path(needs, [(bool(start), segments.bound(start or top)) for start, top in entries])

    def _entries(self, needs: Needs, tops: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What may start a segment within the limits: topmost ones ('', and what starts them), and boundaries."""
        yield from (("", top) for top in tops)
        protocols = self.rules.protocols
        tunnels = needs.limits.tunnels - min((protocols[top].is_tunnel for top in tops), default=0)
        for start in self.segments.segments.starting:
            record = protocols[start]
            left = tunnels if record.is_tunnel else needs.limits.relays if record.is_relay else 1
            if record.is_boundary and left > 0:
                yield start, ""

    def _stated(
        self, needs: Needs, scenario: model.Scenario, tops: tuple[str, ...], path: Path | None, unknown: int | None
    ) -> RankedProblem:
        order = (profile(scenario, self.rules).criteria, unknown, needs.outer_ip, needs.inner_ip)
        ordered = self._ordered_by(*order)
        excluded = union(demand.mask for demand in needs.anywhere)
        banned = union(demand.mask for demand in needs.first_leg)
        if not needs.limits.relays:
            excluded, banned = excluded | banned, 0
        if unknown is not None:
            excluded |= UNKNOWN_BITS & ~unknown
            needs = replace(needs, wanted=needs.wanted | unknown)
        security_layers = needs.limits.security_layers if needs.limits.relays else 0
        topmost = Topmost(tops, scenario.application, self.carriers(scenario.application))
        key = (excluded, banned, security_layers, topmost, order, path)
        groups = _Groups(ordered, topmost, excluded, banned)
        walk = self._walks.get(key, lambda: Walk(self.segments, groups.of, security_layers=security_layers, path=path))
        wished, base = wishes_of(scenario, self.segments, ordered.costs)
        lists = self._lists.get((key, wished), lambda: Lists(walk, Wishes(wished)))
        return RankedProblem(
            needs=needs,
            walk=lists.walk,
            start=State.first(needs, asked=needs.wanted | (BANNED.mask if banned else 0), split=bool(path)),
            told=telling(needs.wanted | lists.wishes.bits) | _own(banned, path),
            costs=ordered.costs,
            lists=lists,
            base=base,
        )

    def _ordered_by(self, criteria: Criteria, unknown: int | None, outer_ip: int, inner_ip: int) -> OrderedSegments:
        """The segments in the order of a ranking's criteria, made once."""

        def made() -> OrderedSegments:
            whole = None if unknown is None else self._ordered_by(criteria, None, outer_ip, inner_ip)
            return OrderedSegments(self.segments, Costs(criteria, unknown), outer_ip, inner_ip, whole)

        return self._ordered.get((criteria, unknown, outer_ip, inner_ip), made)


# --- machinery below --------------------------------------------------------------------------


class _Groups:
    """The segments of a start as far as a question tells them apart, without those that it excludes."""

    def __init__(self, ordered: OrderedSegments, topmost: Topmost, excluded: int, banned: int) -> None:
        self.ordered, self.topmost, self.excluded, self.banned = ordered, topmost, excluded, banned
        self._known: dict[tuple[str, int], list[Group]] = {}

    def of(self, start: str, told: int) -> Sequence[Group]:
        """Those of a start, '' for the topmost, by what of their codes is told."""
        known = self._known.get((start, told))
        if known is None:
            coded = self.ordered.starting(start) if start else self.ordered.topmost(self.topmost)
            excluded, banned, members = self.excluded, self.banned, dict[int, list[Member]]()
            for code, member in coded:
                if not code & excluded:
                    shared = code & told | BANNED.mask if code & banned else code & told
                    if shared in members:
                        members[shared].append(member)
                    else:
                        members[shared] = [member]
            known = self._known[start, told] = list(members.items())
        return known


def _own(banned: int, path: Path | None) -> int:
    return (BANNED.mask if banned else 0) | (ROOM.mask if path else 0)


def _path(needs: Needs, bounds: Iterable[tuple[bool, Bound]]) -> Path | None:
    """The path, if the segments with these bounds may not fit; each with whether it can stand below another."""
    least, added, most_added = needs.handed, 0, 0
    for below, bound in bounds:
        for version, needed, more in ((4, bound.least4, bound.added4), (6, bound.least6, bound.added6)):
            if version in (needs.outer_ip, needs.inner_ip):
                least, added = max(least, needed), max(added, more if below or needs.handed else 0)
                most_added = max(most_added, more if below else 0)
    slots = needs.most_slots if needs.handed else needs.most_slots - 1
    if least + added * slots <= needs.mtu:
        return None
    return Path(needs.mtu, needs.limits.security_layers, most_added)

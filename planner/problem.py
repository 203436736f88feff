"""A scenario and the segments -> kinds, slots and named constraints by prefix.

Knows what each rule of DESIGN 2 means for a sequence of segments. Knows not how the problem is solved, and no score.

A stack is a sequence of segments. Segments that no demand of the scenario can tell apart are one kind; slot i takes
a kind. Whether a kind may follow a prefix depends only on the prefix's ``State``, so a constraint over slots 0..i
checks one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from planner import model
from planner.demands import HARD, hard_demands, wishes
from planner.model import Preference
from planner.segments import LIMIT, Alphabet, Facts, Segment, Segments

NEVER, ALWAYS, INHERIT = str(model.Gives.NEVER), str(model.Gives.ALWAYS), str(model.Gives.INHERIT)


class Kind(NamedTuple):
    """Segments that no demand of the scenario tells apart. ``start`` is '' for the topmost slot."""

    start: str
    carriers: tuple[str, ...]
    tunnels: int
    relays: int
    security_head: int
    security_rest: int
    end_to_end: str  # the constraint that keeps it out of the first leg, or ''
    names: int
    interfaces: int
    features: int
    protects: int
    properties: tuple[str, ...]


class State(NamedTuple):
    """All that a prefix of kinds leaves for the next slot to meet."""

    carriers: tuple[str, ...]
    tunnels: int
    relays: int
    security: int
    first_leg: bool
    names: int  # required names not yet seen
    interfaces: int  # required interfaces not yet exposed
    features: int  # required features not yet there
    protects: int  # required width of protection not yet reached, else 0
    properties: tuple[int, ...]  # demanded properties that every layer so far leaves to the next one
    ended: bool


class Constraint(NamedTuple):
    """A prefix constraint: whether the kinds in ``scope`` may stand there. ``failed`` names the rule that they
    break."""

    scope: tuple[str, ...]
    allows: Callable[..., bool]


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The hard demands folded into masks (see ``Facts``)."""

    payload: str
    limits: model.Limits
    forbidden: int = 0  # names that stand nowhere, but for ids
    unavailable: int = 0
    blocked: int = 0
    nat: bool = False
    allowed: int | None = None
    names: int = 0
    interfaces: int = 0
    interfaces_not: int = 0
    features: int = 0
    features_not: int = 0
    protects: int = 0
    properties: tuple[tuple[int, str], ...] = ()  # (place, the value that fails)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Kinds by the boundary that starts them, their members, and the start state. ``solver`` only sees this."""

    needs: Needs
    kinds: tuple[Kind, ...]
    members: tuple[tuple[Segment, ...], ...]
    following: Mapping[str, tuple[int, ...]]
    start: State
    _counts: dict[State, int] = field(default_factory=dict, repr=False)
    _lengths: dict[tuple[State, int], bool] = field(default_factory=dict, repr=False)

    def next_kinds(self, state: State) -> Iterator[int]:
        """The kinds that the layering lets stand in the next slot, in the order of kinds within each boundary."""
        for boundary in state.carriers:
            yield from self.following.get(boundary, ())

    def failed(self, state: State, kind: Kind) -> str:
        """The id of the first constraint that ``kind`` breaks after ``state``, or ''."""
        if kind.start not in state.carriers:
            return "layering"
        if kind.tunnels > state.tunnels:
            return "tunnels"
        if kind.relays > state.relays:
            return "relays"
        if kind.security_head > state.security or kind.security_rest > self.needs.limits.security_layers:
            return "security-layers"
        if state.first_leg and kind.end_to_end:
            return kind.end_to_end
        for place in state.properties:
            value = kind.properties[place]
            if value == INHERIT and not kind.carriers:
                value = NEVER
            if (place, value) in self.needs.properties:
                return "transport"
        return self.missed(state, kind)

    def missed(self, state: State, kind: Kind) -> str:
        """The id of a constraint that asks for something which can no longer come, or ''."""
        ends_leg = not kind.carriers or kind.relays
        if not kind.carriers and state.names & ~kind.names:
            return "protocols"
        if state.first_leg and ends_leg:
            if state.interfaces & ~kind.interfaces:
                return "interfaces"
            if state.features & ~kind.features:
                return "security"
            if state.protects > kind.protects:
                return "protects"
        return ""

    def step(self, state: State, kind: Kind) -> State | None:
        """The state after ``kind``, or None where a constraint forbids it."""
        if self.failed(state, kind):
            return None
        first = state.first_leg and not kind.relays
        left = self.needs.limits.security_layers if kind.relays else state.security
        return State(
            carriers=kind.carriers,
            tunnels=state.tunnels - kind.tunnels,
            relays=state.relays - kind.relays,
            security=left - (kind.security_rest if kind.relays else kind.security_head),
            first_leg=first,
            names=state.names & ~kind.names,
            interfaces=state.interfaces & ~kind.interfaces if first else 0,
            features=state.features & ~kind.features if first else 0,
            protects=state.protects if first and state.protects > kind.protects else 0,
            properties=tuple(place for place in state.properties if kind.properties[place] == INHERIT),
            ended=not kind.carriers,
        )

    def completions(self, state: State) -> int:
        """How many stacks go on from ``state``: exact, without listing any."""
        if state.ended:
            return 1
        if state not in self._counts:
            total = 0
            for number in self.next_kinds(state):
                after = self.step(state, self.kinds[number])
                if after is not None:
                    total += len(self.members[number]) * self.completions(after)
            self._counts[state] = total
        return self._counts[state]

    def reachable(self, state: State, slots: int) -> bool:
        """Whether exactly ``slots`` more kinds can complete the stack."""
        if state.ended or slots == 0:
            return state.ended and slots == 0
        key = (state, slots)
        if key not in self._lengths:
            afters = (self.step(state, self.kinds[number]) for number in self.next_kinds(state))
            self._lengths[key] = any(after is not None and self.reachable(after, slots - 1) for after in afters)
        return self._lengths[key]

    @cached_property
    def longest(self) -> int:
        """More slots than this can never be filled: every boundary takes a tunnel, a relay or a security layer."""
        limits = self.needs.limits
        return 1 + limits.tunnels + limits.relays + limits.security_layers * (limits.relays + 1)

    def slots(self, length: int) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], tuple[Constraint, ...]]:
        """The problem of stacks with ``length`` segments: slot names, sorted domains, a constraint for each prefix."""
        names = tuple(f"slot-{place:02}" for place in range(length))
        domains = {name: self.domain(place, length) for place, name in enumerate(names)}
        walker = _Walker(self, length)
        return names, domains, tuple(Constraint(names[: place + 1], walker.allows) for place in range(length))

    def domain(self, place: int, length: int) -> tuple[int, ...]:
        last = place == length - 1
        return tuple(
            number
            for number, kind in enumerate(self.kinds)
            if (kind.start == "") == (place == 0) and (not kind.carriers) == last
        )


def state_problem(
    scenario: model.Scenario, rules: model.Rules, segments: Segments, *, without: frozenset[str] = frozenset()
) -> Problem:
    """The scenario over the catalogue's segments as a constraint problem; demands whose path is in ``without`` are
    dropped (a dropped limit becomes the largest there is)."""
    alphabet = Alphabet.of(rules)
    needs = _needs(scenario, rules, alphabet, without)
    groups: dict[Kind, list[Segment]] = {}
    for start, some in segments.starting.items():
        protocol = rules.protocols[start]
        is_top = needs.payload in protocol.carries if needs.payload else bool(protocol.carries)
        for segment in some:
            if not _forbidden(needs, segment):
                for at in ([""] if is_top else []) + ([start] if protocol.is_boundary else []):
                    groups.setdefault(_kind(needs, at, segment), []).append(segment)
    kinds = tuple(sorted(groups))
    following: dict[str, list[int]] = {}
    for number, kind in enumerate(kinds):
        following.setdefault(kind.start, []).append(number)
    return Problem(
        needs=needs,
        kinds=kinds,
        members=tuple(tuple(groups[kind]) for kind in kinds),
        following={start: tuple(numbers) for start, numbers in following.items()},
        start=State(
            carriers=("",),
            tunnels=needs.limits.tunnels,
            relays=needs.limits.relays,
            security=needs.limits.security_layers,
            first_leg=True,
            names=needs.names,
            interfaces=needs.interfaces,
            features=needs.features,
            protects=needs.protects,
            properties=tuple(sorted({place for place, _ in needs.properties})),
            ended=False,
        ),
    )


# --- machinery below --------------------------------------------------------------------------


class _Walker:
    """Checks prefixes: remembers the state of each prefix that passed, so that a constraint makes one step only."""

    def __init__(self, problem: Problem, length: int) -> None:
        self.problem, self.length = problem, length
        self.states: dict[tuple[int, ...], State] = {(): problem.start}

    def allows(self, *numbers: int) -> bool:
        above = self.states.get(numbers[:-1])
        if above is None:
            return False
        after = self.problem.step(above, self.problem.kinds[numbers[-1]])
        if after is None or not self.problem.reachable(after, self.length - len(numbers)):
            return False
        self.states[numbers] = after
        return True


def _needs(scenario: model.Scenario, rules: model.Rules, alphabet: Alphabet, without: frozenset[str]) -> Needs:
    held = [demand.path for demand in hard_demands(scenario) if demand.path not in without]
    limits = scenario.limits
    needs = Needs(
        payload=scenario.payload if "application.payload" in held else "",
        limits=replace(
            limits,
            tunnels=limits.tunnels if "limits.tunnels" in held else LIMIT,
            security_layers=limits.security_layers if "limits.security-layers" in held else LIMIT,
            relays=limits.relays if "limits.relays" in held else LIMIT,
        ),
        unavailable=_ids(
            rules, alphabet, (it for it in scenario.unavailable if f"environment.unavailable[{it}]" in held)
        ),
        blocked=_ids(rules, alphabet, (it for it in scenario.blocked if f"environment.blocked[{it}]" in held)),
        nat=scenario.nat and "environment.nat" in held,
        allowed=_ids(rules, alphabet, scenario.allowed) if scenario.allowed is not None and "allowed" in held else None,
        protects=1 + model.PROTECTS.index(scenario.protects) if "security.protects" in held else 0,
    )
    for wish in wishes(scenario):
        if wish.preference in HARD and wish.demand.path in held:
            needs = _with_wish(needs, alphabet, wish.section, wish.key, wish.preference)
    return needs


def _with_wish(needs: Needs, alphabet: Alphabet, section: str, key: str, preference: Preference) -> Needs:
    wanted = preference == Preference.REQUIRE
    match section:
        case "transport":
            place = model.PROPERTIES.index(key)
            return replace(needs, properties=(*needs.properties, (place, NEVER if wanted else ALWAYS)))
        case "interfaces":
            bit, names = 1 << model.INTERFACES.index(key), "interfaces"
        case "security":
            bit, names = 1 << model.FEATURES.index(key), "features"
        case _:
            bit, names = alphabet.bits[key], "names"
    if not wanted:
        names = "forbidden" if names == "names" else f"{names}_not"
    return replace(needs, **{names: getattr(needs, names) | bit})


def _ids(rules: model.Rules, alphabet: Alphabet, names: Iterator[str] | Sequence[str]) -> int:
    return alphabet.mask([one for name in names for one in rules.expand(name)])


def _forbidden(needs: Needs, segment: Segment) -> bool:
    """Whether a demand that looks at a single segment rules it out wherever it stands."""
    facts = segment.facts
    if facts.names & (needs.forbidden | needs.unavailable):
        return True
    if segment.carriers:
        return False
    if facts.path & needs.blocked or facts.needed & (needs.blocked | needs.unavailable):
        return True
    return needs.nat and not facts.passes_nat


def _end_to_end(needs: Needs, facts: Facts) -> str:
    if needs.allowed is not None and facts.secured & ~needs.allowed:
        return "allowed"
    if facts.interfaces & needs.interfaces_not:
        return "interfaces"
    if facts.features & needs.features_not:
        return "security"
    return ""


def _kind(needs: Needs, start: str, segment: Segment) -> Kind:
    facts = segment.facts
    asked = {place for place, _ in needs.properties}
    return Kind(
        start,
        segment.carriers,
        facts.tunnels,
        facts.relays,
        facts.security_head,
        facts.security_rest,
        _end_to_end(needs, facts),
        facts.names & needs.names,
        facts.interfaces & needs.interfaces,
        facts.features & needs.features,
        min(facts.protects, needs.protects),
        tuple([value if place in asked else "" for place, value in enumerate(facts.properties)]) if asked else (),
    )

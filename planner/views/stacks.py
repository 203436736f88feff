"""One assessed stack -> what each layer adds, encrypts and authenticates, by the catalogue's coverage facts alone.

A layer's ``payload`` and ``inner-packet`` are everything inside it, ``own-header`` the bytes that it adds itself,
``lower-header`` those of the layer below. How its bytes are shared out between a header and a tag no fact says, so they
are one part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from planner import model
from planner.engine import Engine
from planner.errors import DataError, Fault, nearest
from planner.model import LayerView, Part, Sight, StackView, numbered
from planner.names.spelling import parse_stack
from planner.stacks.assessment import Assessment
from planner.stacks.judging import broken_demands
from planner.stacks.ruling import Breach, broken_rules

INSIDE = ("payload", "inner-packet")
PAYLOAD = -1
PAYLOADS = {
    "generic": "payload",
    "rtp": "media",
    "ip-packets": "IP packet",
    "ethernet-frames": "Ethernet frame",
    "http": "HTTP content",
    "coap": "CoAP payload",
}


def stack_view(assessment: Assessment, *, rank: int = 0) -> StackView:
    """The stack of an assessment, layer by layer."""
    return _View(assessment).whole(rank)


def asked_stack(
    engine: Engine, scenario: model.Scenario, stacks: Sequence[model.RankedStack], wanted: int | str
) -> StackView:
    """One stack of a scenario, by its rank among ``stacks`` or by its spelling. Raises ``DataError``."""
    if isinstance(wanted, str) and _is_exact(engine.rules, wanted):
        assessment = found_stack(engine.rules, stacks, wanted, partial(engine.assess, scenario))
    else:
        assessment = engine.assess(scenario, engine.chosen(scenario, stacks, wanted))
    return stack_view(assessment, rank=next((ranked.rank for ranked in stacks if ranked.stack == assessment.stack), 0))


def found_stack(
    rules: model.Rules,
    stacks: Sequence[model.RankedStack],
    wanted: int | str,
    assess: Callable[[model.Stack], Assessment],
) -> Assessment:
    """The stack of that rank, or the one that is spelled so. Raises ``DataError`` where there is none, and where the
    rules or the scenario do not allow what is spelled."""
    if isinstance(wanted, int):
        if not 1 <= wanted <= len(stacks):
            ranks = f"ranks 1 to {len(stacks)} are listed" if len(stacks) > 1 else "rank 1 alone is listed"
            many = ranks if stacks else "no stack meets every demand"
            raise _refused(str(wanted), "there is no stack of this rank", many)
        return assess(stacks[wanted - 1].stack)
    assessment = assess(_spelled(rules, wanted))
    _refuse(
        wanted, assessment, chain(broken_rules(assessment), broken_demands(assessment))
    )  # demands make no sense of what has no rule
    return assessment


def ruled_stack(engine: Engine, scenario: model.Scenario, spelling: str) -> model.Stack:
    """The stack that is spelled so, whatever the scenario demands. Raises ``DataError`` where the rules do not allow
    it."""
    stack = _spelled(engine.rules, spelling)
    assessment = engine.assess(scenario, stack)
    _refuse(spelling, assessment, broken_rules(assessment))
    return stack


# --- machinery below --------------------------------------------------------------------------


def _is_exact(rules: model.Rules, wanted: str) -> bool:
    """Whether a spelling leaves nothing open, so that what is wrong with it can be said of that stack."""
    try:
        stack = parse_stack(wanted)
    except ValueError:
        return False
    ids = {*rules.protocols, ""}
    return all(
        {layer.protocol, layer.keyed_by} <= ids and bool(layer.keyed_by) == (layer.protocol in rules.keyings_of)
        for layer in stack
    )


def _spelled(rules: model.Rules, wanted: str) -> model.Stack:
    try:
        stack = parse_stack(wanted)
    except ValueError as error:
        raise _refused(wanted, str(error)) from None
    for name in model.ids_of(stack):
        if name not in rules.protocols:
            raise _refused(wanted, f"unknown protocol {name!r}{nearest(name, rules.protocols)}")
    return stack


def _refuse(wanted: str, assessment: Assessment, breaches: Iterable[Breach]) -> None:
    """Raises ``DataError`` with the first breach."""
    for breach in breaches:
        demand = f"{assessment.demands.by_key[breach.demand].path}: " if breach.demand else ""
        cited = f" [{model.cite(breach.sources)}]" if breach.sources else ""
        raise _refused(wanted, f"{demand}{breach.says}{cited}")


def _refused(stack: str, found: str, allowed: str = "") -> DataError:
    return DataError([Fault(file=f"stack {stack}", line=0, path="", found=found, allowed=allowed)])


class _View:
    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.payload = PAYLOADS[assessment.scenario.payload]
        self.last = len(assessment.stack) - 1

    def whole(self, rank: int) -> StackView:
        assessment = self.assessment
        return StackView(
            title=assessment.scenario.title or "scenario",
            spelling=model.spell(assessment.stack),
            rank=rank,
            payload=self.payload,
            overhead_bytes=assessment.costs.overhead_bytes,
            payload_mtu=assessment.costs.payload_mtu,
            mtu=assessment.scenario.mtu,
            ip_version=assessment.scenario.ip_version,
            layers=tuple(self.layer(place) for place in range(len(assessment.stack))),
            sights=tuple(self.sights()),
        )

    def layer(self, place: int) -> LayerView:
        layer, record = self.assessment.stack[place], self.assessment.records[place]
        pair = self.assessment.rules.pair_of(layer)
        return LayerView(
            spelling=str(layer),
            label=self.label(place),
            security=record.is_security,
            kinds=tuple(sorted(record.kinds)),
            bytes=self.assessment.costs.layers[place],
            encrypts=self.covered(place, "encrypts"),
            authenticates=self.covered(place, "authenticates"),
            readable=record.coverage.readable if record.coverage else "",
            source=model.cite(record.coverage.sources) if record.coverage else "",
            keyed_by=self.assessment.rules.protocols[layer.keyed_by].short if layer.keyed_by else "",
            travels=pair.travels if pair else "",
            ends_leg=record.is_relay,
            packet=self.packet(place, place),
        )

    def sights(self) -> Iterator[Sight]:
        """The path sees everything; a relay sees what is left when its own leg is taken off. Of several each has its
        number, from the top."""
        yield Sight(who="the path", packet=self.packet(self.last, self.last))
        relays = [place for place in range(self.last) if self.assessment.records[place].is_relay]
        for number, place in reversed([*enumerate(relays)]):
            who = f"the {numbered('relay', number, len(relays))} ({self.plain(place)})"
            yield Sight(who=who, packet=self.packet(place, place))

    def packet(self, place: int, done: int) -> tuple[Part, ...]:
        """The parts down to a layer, outermost first, protected by the layers down to ``done``."""
        parts = [at for at in range(place, -1, -1) if self.assessment.costs.layers[at] != 0]
        return tuple(self.part(at, done) for at in [*parts, PAYLOAD])

    def part(self, at: int, done: int) -> Part:
        layers = range(done + 1)
        return Part(
            layer=at,
            label=self.payload if at == PAYLOAD else self.label(at),
            bytes=None if at == PAYLOAD else self.assessment.costs.layers[at],
            encrypted=sum(self.covers(layer, "encrypts", at) for layer in layers),
            authenticated=any(self.covers(layer, "authenticates", at) for layer in layers),
        )

    def covers(self, layer: int, what: str, part: int) -> bool:
        """Whether a layer's coverage in the catalogue holds for a part of the packet."""
        coverage = self.assessment.records[layer].coverage
        if coverage is None:
            return False
        names = coverage.encrypts if what == "encrypts" else coverage.authenticates
        if part < layer:
            return any(name in INSIDE for name in names)
        return (part == layer and "own-header" in names) or (part == layer + 1 and "lower-header" in names)

    def covered(self, place: int, what: str) -> tuple[str, ...]:
        """The labels of the parts that a layer covers, innermost first, its own and the one below it included."""
        parts = [PAYLOAD, *(at for at in range(min(place + 2, self.last + 1)) if self.assessment.costs.layers[at] != 0)]
        return tuple(
            f"the {self.payload}" if at == PAYLOAD else "its own header" if at == place else self.called(at)
            for at in parts
            if self.covers(place, what, at)
        )

    def called(self, place: int) -> str:
        """A layer in a sentence."""
        return self.label(place) if self.label(place) == self.plain(place) else f"the {self.label(place)}"

    def label(self, place: int) -> str:
        """A layer's label; of several with the same one each is told from the others."""
        alike = [
            at
            for at, layer in enumerate(self.assessment.stack)
            if layer.protocol == self.assessment.stack[place].protocol
        ]
        if len(alike) == 1:
            return self.plain(place)
        if len(alike) == 2:
            return f"{('inner', 'outer')[alike.index(place)]} {self.plain(place)}"
        return numbered(self.plain(place), alike.index(place), len(alike))

    def plain(self, place: int) -> str:
        protocol = self.assessment.stack[place].protocol
        if protocol == "ip":
            return f"IPv{self.assessment.scenario.ip_version}"
        return self.assessment.records[place].short

"""Words -> layers: a family, or a missing handshake, leaves every choice open, and the layering says which hold.

A reading is a list of places from the top, each with the layers that may stand there; a word may have several
readings (``ESP``), or stand for several places (``WSS``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

from planner import model
from planner.errors import PlannerError, nearest
from planner.model import Layer, Stack, cite
from planner.stacks.facts import Edges, StackFacts
from planner.stacks.ruling import broken_rules, no_rule

Place = tuple[Layer, ...]
Places = tuple[Place, ...]

MANY = 10_000
"""A string that leaves more stacks open than this names nothing in particular."""

MANY_READINGS = 256


class Unreadable(PlannerError):
    """A string that names no stack, with the reason; and the word that nobody knows, where it is that."""

    def __init__(self, reason: str, unknown: str = "") -> None:
        super().__init__(reason)
        self.unknown = unknown


class Vocabulary:
    """The words of a catalogue: ids, families, and what rules/names.yaml adds to them."""

    def __init__(self, rules: model.Rules, edges: Edges, scope: str = "full") -> None:
        self.rules, self.edges, self.scope = rules, edges, scope

    def names(self, world: str) -> Mapping[str, model.Name]:
        """The names of a world, in small letters."""
        return self._worlds.get(world, {})

    def is_application(self, word: str) -> bool:
        """Whether a word is the id of an application, and of no layer."""
        return plain(word) in self._applications

    def readings(self, word: str) -> tuple[Places, ...]:
        """Every reading of one word: an id, a family, another world's word; ``srtp(dtls)``. Raises ``Unreadable``."""
        match = _WORD.fullmatch(word)
        if not match:
            raise Unreadable(f"{word!r} is no layer; one is spelled protocol or protocol(handshake)")
        name, keyed_by = plain(match["name"]), match["keyed_by"] or ""
        if not keyed_by and name in self._words:
            return tuple(reading for pattern in self._words[name] for reading in self.pattern(pattern))
        return ((self.place(name, match["name"], keyed_by),),)

    def pattern(self, pattern: str) -> tuple[Places, ...]:
        """Every reading of words joined by ``/``."""
        parts = [self._canonical(word) for word in pattern.split("/")]
        return (tuple(self.place(plain(name), name, keyed_by) for name, keyed_by in parts),)

    def place(self, name: str, written: str, keyed_by: str = "") -> Place:
        """The layers that a name stands for. Raises ``Unreadable`` for an unknown one, one that is not planned, and
        for keys that do not fit."""
        ids = self.ids(name, written)
        layers = [layer for id_ in ids for layer in self.keyed(id_, keyed_by)]
        if not layers:
            wanted = sorted({pair.handshake for id_ in ids for pair in self.rules.keyings_in(id_, self.scope)})
            keys = f"one of {', '.join(wanted)} does" if wanted else "nothing does"
            raise Unreadable(f"{keyed_by or 'no handshake'} does not key {written}; {keys}")
        return tuple(sorted(layers))

    def ids(self, name: str, written: str) -> tuple[str, ...]:
        ids = self._ids.get(name)
        if ids is None:
            raise Unreadable(f"unknown protocol {written!r}{nearest(written, self.known)}", unknown=written)
        planned = tuple(id_ for id_ in ids if self.rules.protocols[id_].planned_in(self.scope))
        if not planned:
            record = self.rules.protocols[ids[0]]
            if record.instead:
                return self.ids(plain(record.instead), record.instead)
            raise Unreadable(f"{record.id} is known and not planned: {record.left_out} [{cite(record.sources)}]")
        return planned

    def keyed(self, protocol: str, keyed_by: str) -> Iterator[Layer]:
        """A protocol with each handshake that keys it, or with those that are named."""
        pairs = self.rules.keyings_in(protocol, self.scope)
        if protocol not in self.rules.keyings_of:
            if not keyed_by:
                yield Layer(protocol=protocol)
            return
        wanted = self.ids(plain(keyed_by), keyed_by) if keyed_by else None
        for pair in pairs:
            if wanted is None or pair.handshake in wanted:
                yield Layer(protocol=protocol, keyed_by=pair.handshake)

    def stacks(self, readings: Sequence[Places]) -> tuple[Stack, ...]:
        """The valid stacks of all readings, sorted by spelling. Raises ``Unreadable`` where there is none."""
        stacks: set[Stack] = set()
        refused: Unreadable | None = None
        for places in readings:
            try:
                stacks.update(self.members(places))
            except Unreadable as error:
                refused = refused or error
        if not stacks:
            raise refused or Unreadable("it has no layers")
        return tuple(sorted(stacks, key=model.spell))

    def members(self, places: Places) -> list[Stack]:
        """The valid stacks of one reading."""
        fitting = [places[-1]]
        for uppers in reversed(places[:-1]):
            fits = tuple(upper for upper in uppers if any(self.runs(upper, lower) for lower in fitting[0]))
            if not fits:
                raise Unreadable(self.refusal(uppers, fitting[0]))
            fitting.insert(0, fits)
        self._check_top(fitting[0])
        stacks: list[Stack] = []
        why = ""
        for number, stack in enumerate(self._paths(fitting, ())):
            if number >= MANY:
                raise Unreadable(f"it leaves more than {MANY:,} stacks open; name versions and handshakes")
            breach = next(broken_rules(self.facts(stack)), None)
            if breach is None:
                stacks.append(stack)
            why = why or (f"{breach.says} [{cite(breach.sources)}]" if breach else "")
        if not stacks:
            raise Unreadable(why)
        return stacks

    def runs(self, upper: Layer, lower: Layer) -> bool:
        return (upper.protocol, lower.protocol) in self.edges

    def facts(self, stack: Stack) -> StackFacts:
        return StackFacts(rules=self.rules, edges=self.edges, stack=stack)

    def refusal(self, uppers: Place, lowers: Place) -> str:
        """Why none of some layers runs over any of some others: by the prohibition that says so, where there is one."""
        pairs = list(product(uppers, lowers))
        ruled_out = {(rule.upper, rule.lower) for rule in self.rules.layerings if rule.status == "prohibited"}
        pair = next((both for both in pairs if (both[0].protocol, both[1].protocol) in ruled_out), pairs[0])
        breach = no_rule(self.facts(pair), *pair)
        upper, lower = pair
        between = self.between(upper, lower)
        hint = f"; {upper.protocol}/{between.protocol}/{lower.protocol} does" if between else ""
        return f"{breach.says}{hint} [{cite(breach.sources)}]"

    def between(self, upper: Layer, lower: Layer) -> Layer | None:
        """The mapping that carries one layer over another."""
        for record in self.rules.protocols.values():
            mapping = Layer(protocol=record.id)
            if "mapping" in record.kinds and self.runs(upper, mapping) and self.runs(mapping, lower):
                return mapping
        return None

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Every name that is read as a layer."""
        return tuple(sorted({*self.rules.protocols, *self.rules.families, *self.names("word")}))

    # --- machinery below ---

    @cached_property
    def _applications(self) -> frozenset[str]:
        return frozenset(map(plain, self.rules.applications)) - self._ids.keys() - self._words.keys()

    @cached_property
    def _worlds(self) -> Mapping[str, Mapping[str, model.Name]]:
        worlds: dict[str, dict[str, model.Name]] = {}
        for name in self.rules.names:
            worlds.setdefault(name.world, {})[name.name.casefold()] = name
        return worlds

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        return {plain(name.name): name.stacks for name in self.names("word").values()}

    @cached_property
    def _ids(self) -> Mapping[str, tuple[str, ...]]:
        """Names without punctuation; where two are alike, the one that is planned (``http-2``, not ``http2``)."""
        planned = [name for name in self.rules.protocols if self.rules.protocols[name].planned_in(self.scope)]
        names = (*self.rules.protocols, *self.rules.families, *planned)
        return {plain(name): self.rules.expand(name) for name in names}

    def _canonical(self, word: str) -> tuple[str, str]:
        match = _WORD.fullmatch(word)
        if not match:
            raise Unreadable(f"{word!r} is no layer")
        return match["name"], match["keyed_by"] or ""

    def _check_top(self, tops: Place) -> None:
        if not any(self.rules.protocols[layer.protocol].carries for layer in tops):
            raise Unreadable(f"{tops[0]} on top hands nothing over to an application; something has to run over it")

    def _paths(self, places: list[Place], path: Stack) -> Iterator[Stack]:
        if len(path) == len(places):
            yield path
            return
        for layer in places[len(path)]:
            if not path or self.runs(path[-1], layer):
                yield from self._paths(places, (*path, layer))


def joined(readings: Sequence[Sequence[Places]]) -> tuple[Places, ...]:
    """The readings of words that follow one another."""
    whole: list[Places] = [()]
    for each in readings:
        whole = [(*before, *after) for before in whole for after in each]
        if len(whole) > MANY_READINGS:
            raise Unreadable("it has too many readings; name versions and modes")
    return tuple(whole)


def plain(name: str) -> str:
    """A name without case, punctuation and the v of a version: ``HTTP2``, ``TLSv1.3`` are ``http-2``, ``tls-1.3``."""
    return re.sub(r"[-._]|v(?=[0-9])", "", name.casefold())


_WORD = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\((?P<keyed_by>[A-Za-z0-9._-]+)\))?")

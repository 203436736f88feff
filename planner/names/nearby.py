"""The stack that is nearest to a string that names none: the fewest layers put in, taken out or exchanged."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import count

from planner.model import Layer, Stack
from planner.names.patterns import Vocabulary, plain
from planner.stacks.ruling import broken_rules

IP = Layer(protocol="ip")
SAME, VERSION, SLIP, KEYS = 0, 4, 16, 4
PUT_IN, MAPPING_PUT_IN, RELAY_PUT_IN, TAKEN_OUT, EXCHANGED = 10, 7, 22, 24, 19
"""How far apart two stacks are, step by step; what is on top counts a little more, a mapping less, a relay, which
nobody forgets, twice, and of slips of the
pen the likelier one least. Of two layers to put in, the one over which more runs is the likelier one."""

ALIKE = 0.7
"""From this likeness on two names are a slip of the pen."""

MOST_STEPS = 20_000
AS_GOOD = 40
"""Ways to the same layer and word that are kept: some of them break a rule that looks at three layers."""


def nearest(text: str, vocabulary: Vocabulary) -> Stack | None:
    """The nearest stack that the layering allows; of several as near the one that comes first by its layers' names.
    None where nothing is near."""
    words = tuple(_words(text.strip(), vocabulary)[:64])
    return _Search(vocabulary, words).nearest()


# --- machinery below --------------------------------------------------------------------------


def _words(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words from the top; of a multiaddr its components, without their values."""
    words = text.casefold().strip("/").split("/")
    if not text.startswith("/"):
        return words
    known = vocabulary.names("multiaddr")
    stacks = [known[word].stacks[0] for word in words if word in known and known[word].stacks]
    return [word for stack in reversed(stacks) for word in stack.split("/")]


class _Search:
    """The cheapest paths first, over how many words are read and the layer that is reached."""

    def __init__(self, vocabulary: Vocabulary, words: tuple[str, ...]) -> None:
        self.vocabulary, self.words = vocabulary, words
        self.lowers: dict[str, list[Layer]] = {}
        self.carried = Counter(lower for _, lower in vocabulary.edges)
        for upper, lower in vocabulary.edges:
            self.lowers.setdefault(upper, []).extend(vocabulary.keyed(lower, ""))
        records = vocabulary.rules.protocols.values()
        planned = [record.id for record in records if record.planned_in(vocabulary.scope) and record.carries]
        self.tops = [layer for name in sorted(planned) for layer in vocabulary.keyed(name, "")]
        self.costs: dict[tuple[str, Layer], int] = {}

    def nearest(self) -> Stack | None:
        """The first stack that has anything in common with the words."""
        words = [word for word in self.words if word != IP.protocol]
        alike = (
            stack
            for stack in self.stacks()
            if any(self.cost(word, layer) < EXCHANGED for word in words for layer in stack)
        )
        return next(alike, None)

    def stacks(self) -> Iterator[Stack]:
        heap: list[tuple[int, tuple[str, ...], int, int, Stack]] = [(0, (), 0, 0, ())]
        order, seen = count(1), dict[tuple[int, Layer | None], int]()
        for _ in range(MOST_STEPS):
            if not heap:
                return
            cost, _, _, read, path = heapq.heappop(heap)
            at = (read, path[-1] if path else None)
            seen[at] = seen.get(at, 0) + 1
            if seen[at] > AS_GOOD:
                continue
            if path and path[-1] == IP and read == len(self.words) and self.is_stack(path):
                yield path
            for more, now, after in self.steps(read, path):
                if len(after) <= len(self.words) + 6:
                    heapq.heappush(heap, (cost + more, tuple(map(str, after)), next(order), now, after))

    def is_stack(self, path: Stack) -> bool:
        return next(broken_rules(self.vocabulary.facts(path)), None) is None

    def steps(self, read: int, path: Stack) -> Iterator[tuple[int, int, Stack]]:
        if read < len(self.words):
            yield TAKEN_OUT, read + 1, path
        for layer in self.lowers.get(path[-1].protocol, []) if path else self.tops:
            yield self.put_in(layer, read), read, (*path, layer)
            if read < len(self.words):
                cost = self.cost(self.words[read], layer)
                yield cost + (1 if cost and not path else 0), read + 1, (*path, layer)

    def cost(self, word: str, layer: Layer) -> int:
        """How far a layer is from a word: nothing for its name, little for a slip, another version or other keys."""
        if (word, layer) not in self.costs:
            name, _, keys = word.removesuffix(")").partition("(")
            record = self.vocabulary.rules.protocols[layer.protocol]
            known = {plain(name) for name in (record.id, *record.families)}
            if plain(name) == plain(record.id):
                cost = SAME
            elif plain(name) in known or (record.families and plain(name).startswith(plain(record.families[0]))):
                cost = VERSION
            else:
                likeness = max(SequenceMatcher(None, plain(name), known_name).ratio() for known_name in known)
                cost = SLIP + round(5 * (1 - likeness)) if likeness >= ALIKE else EXCHANGED
            self.costs[word, layer] = cost + (KEYS if keys and plain(keys) != plain(layer.keyed_by) else 0)
        return self.costs[word, layer]

    def put_in(self, layer: Layer, read: int) -> int:
        if layer == IP and read == len(self.words):
            return SAME  # the outermost ip need not be written
        record = self.vocabulary.rules.protocols[layer.protocol]
        if "mapping" in record.kinds:
            return MAPPING_PUT_IN
        if record.is_relay:
            return RELAY_PUT_IN
        return PUT_IN + max(0, 3 - self.carried[layer.protocol] // 6)

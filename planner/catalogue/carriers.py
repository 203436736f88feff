"""Whether layers are a carrier of an application (docs/design.md, "What the application hands over").

Knows rules. Knows no segment and no scenario.
"""

from __future__ import annotations

from typing import NamedTuple

from planner import model


class Carriers:
    """The carriers of one application, in its order."""

    def __init__(self, rules: model.Rules, application: model.Application) -> None:
        self._carriers = [_places(rules, carrier) for carrier in application.carriers]
        self._deepest = max(map(len, self._carriers))
        self._known: dict[model.Stack, int | None] = {}

    def first(self, layers: model.Stack) -> int | None:
        """The place in the application's list of the first carrier that the topmost of some layers are; None where
        they are none. No more layers than the longest carrier has are looked at, and each beginning once."""
        top = layers[: self._deepest]
        if top not in self._known:
            self._known[top] = self._find(top)
        return self._known[top]

    def _find(self, layers: model.Stack) -> int | None:
        for index, places in enumerate(self._carriers):
            fitting = len(places) <= len(layers)
            if fitting and all(place.takes(layer) for place, layer in zip(places, layers, strict=False)):
                return index
        return None

    @property
    def tops(self) -> frozenset[str]:
        """What may stand on top of one of them."""
        return frozenset[str]().union(*(places[0].ids for places in self._carriers))


# --- machinery below --------------------------------------------------------------------------


class _Place(NamedTuple):
    """What may stand in one place of a carrier: ids, and a handshake where it is named."""

    ids: frozenset[str]
    keyed_by: frozenset[str]

    def takes(self, layer: model.Layer) -> bool:
        return layer.protocol in self.ids and (not self.keyed_by or layer.keyed_by in self.keyed_by)


def _places(rules: model.Rules, carrier: str) -> tuple[_Place, ...]:
    """The places of a carrier from the top. ``udp`` and ``tcp`` stand for whatever offers their service; but a relay
    is never the top, since it carries layers and not the application's own bytes."""
    places = []
    for index, spelled in enumerate(carrier.split("/")):
        name, _, keyed_by = spelled.removesuffix(")").partition("(")
        ids = rules.meant(rules.expand(name))
        if not index:
            ids = frozenset(name for name in ids if not rules.protocols[name].is_relay)
        places.append(_Place(ids, frozenset(rules.expand(keyed_by))))
    return tuple(places)

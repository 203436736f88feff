"""Whether layers are a carrier of an application (docs/design.md, "What the application hands over").

Knows rules. Knows no segment and no scenario.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from planner import model

_LAYER = re.compile(r"(?P<name>[^()]+)(?:\((?P<keyed_by>[^()]+)\))?")


class Carriers:
    """The carriers of one application, in its order."""

    def __init__(self, rules: model.Rules, application: model.Application) -> None:
        self.application = application
        self._carriers = [_places(rules, carrier) for carrier in application.carriers]

    def first(self, layers: Sequence[model.Layer]) -> int | None:
        """The place in the application's list of the first carrier that the topmost of some layers are; None where
        they are none."""
        for index, places in enumerate(self._carriers):
            fitting = len(places) <= len(layers)
            if fitting and all(place.takes(layer) for place, layer in zip(places, layers, strict=False)):
                return index
        return None

    @property
    def tops(self) -> frozenset[str]:
        """What may stand on top of one of them."""
        return frozenset[str]().union(*(places[0].ids for places in self._carriers if places))


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
    words = [_LAYER.fullmatch(word) for word in carrier.split("/")]
    places = []
    for index, word in enumerate(words):
        if word is None:
            return ()
        ids = rules.meant(rules.expand(word["name"]))
        if not index:
            ids = frozenset(name for name in ids if not rules.protocols[name].is_relay)
        places.append(_Place(ids, frozenset(rules.expand(word["keyed_by"])) if word["keyed_by"] else frozenset()))
    return tuple(places)

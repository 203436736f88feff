"""Topmost segments as the carriers of an application that they are.

Knows an application's carriers and segments. Knows no demand.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner import model
from planner.catalogue.carriers import Carriers
from planner.catalogue.segments import Segment


def carrying(carriers: Carriers, segment: Segment) -> Iterator[tuple[Segment, bool]]:
    """A topmost segment in parts, by its boundaries: each as one carrier of the application, with the carrier's place
    in its facts; and what is no carrier, for which the second value is false. A carrier never goes on below a
    boundary: what relays or tunnels its last layer ends it."""
    places: dict[int | None, list[str]] = {}
    for boundary in segment.carriers or ("",):
        below = (model.Layer(protocol=boundary),) if boundary else ()
        places.setdefault(carriers.first((*segment.layers, *below)), []).append(boundary)
    for index, boundaries in places.items():
        facts = segment.facts._replace(carrier=index or 0)
        part = segment._replace(carriers=tuple(filter(None, boundaries)), facts=facts)
        yield part, index is not None

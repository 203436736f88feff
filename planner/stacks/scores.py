"""What a stack's figures are made of: the scores of a ranking's criteria, each with its parts as claims.

Knows assessments. Adds no numbers but a criterion's weights; makes no sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

from planner import model
from planner.catalogue.layers import DEPLOYED, MATURITY
from planner.model import Claim, Preference, Score, claim
from planner.stacks.assessment import Assessment


def scores(assessment: Assessment, ranking: model.Ranking) -> tuple[Score, ...]:
    """The criteria of a ranking in their order, with the value of each and what makes it up."""
    return tuple(_score(assessment, name, weights) for name, weights in ranking.criteria)


# --- machinery below --------------------------------------------------------------------------

Claims = Iterator[Claim]


def _score(assessment: Assessment, name: str, weights: tuple[tuple[str, int], ...]) -> Score:
    values = [(assessment.figures[figure], weight) for figure, weight in weights]
    known = [value * weight for value, weight in values if value is not None]
    return Score(
        criterion=name,
        value=sum(known) if len(known) == len(values) else None,
        parts=tuple(part for figure, _ in weights for part in PARTS[figure](assessment)),
    )


def _preferences(assessment: Assessment) -> Claims:
    return (claim("misses", demand=wish.demand.spelling) for wish in assessment.unmet_wishes(Preference.PREFER))


def _avoided(assessment: Assessment) -> Claims:
    return (claim("hits", demand=wish.demand.spelling) for wish in assessment.unmet_wishes(Preference.AVOID))


def _deployment(assessment: Assessment) -> Claims:
    for part in assessment.deployments:
        if points := DEPLOYED[part.level]:
            yield claim("is-deployed", part=part.part, level=part.level, points=points, evidence=part.evidence)


def _carrier(assessment: Assessment) -> Claims:
    if assessment.application and assessment.carrier:
        carriers = assessment.application.carriers
        yield claim("is-carrier", carrier=carriers[assessment.carrier], better=carriers[: assessment.carrier])


def _maturity(assessment: Assessment) -> Claims:
    rules = assessment.rules
    for layer in assessment.stack:
        for name in layer.ids:
            statuses = rules.protocols[name].statuses
            if layer.keyed_by == name:
                statuses |= rules.keyings_of[layer.protocol][name].statuses
            worst = max(sorted(statuses), key=MATURITY.__getitem__)
            if MATURITY[worst]:
                yield claim("is-status", name=name, status=worst, points=MATURITY[worst])


def _missing_security(assessment: Assessment) -> Claims:
    return (claim("lacks", feature=name) for name, has in assessment.security.items() if not has)


def _nested_reliability(assessment: Assessment) -> Claims:
    pairs = itertools.pairwise(assessment.reliable_layers)
    return (claim("reliable-over", upper=str(upper), lower=str(lower)) for upper, lower in pairs)


def _relays_and_tunnels(assessment: Assessment) -> Claims:
    for record in assessment.records:
        if record.is_relay or record.is_tunnel:
            yield claim("is-boundary", name=record.id, what="relay" if record.is_relay else "tunnel")


def _security_layers(assessment: Assessment) -> Claims:
    for layer, record in zip(assessment.stack, assessment.records, strict=True):
        if record.is_security:
            yield claim("is-security-layer", layer=str(layer))


def _handshake_rtts(assessment: Assessment) -> Claims:
    for layer, trips in zip(assessment.stack, assessment.trips, strict=True):
        if trips.full != 0:
            yield claim("round-trips", layer=str(layer), count=trips.full)


def _overhead_bytes(assessment: Assessment) -> Claims:
    for layer, count in zip(assessment.stack, assessment.typical_bytes, strict=True):
        if count != 0:
            yield claim("adds-bytes", layer=str(layer), count=count)


def _layers(_: Assessment) -> Claims:
    return iter(())


PARTS: Mapping[str, Callable[[Assessment], Claims]] = {
    "preferences": _preferences,
    "avoided": _avoided,
    "deployment": _deployment,
    "carrier": _carrier,
    "maturity": _maturity,
    "missing-security": _missing_security,
    "nested-reliability": _nested_reliability,
    "relays-and-tunnels": _relays_and_tunnels,
    "security-layers": _security_layers,
    "handshake-rtts": _handshake_rtts,
    "overhead-bytes": _overhead_bytes,
    "layers": _layers,
}
"""Each figure with what makes it up in one stack."""

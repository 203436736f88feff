"""Records of flights -> values of the model, and what they must not say: round trips that the facts do not have.

Knows the records' shapes and the model.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner import model
from planner.errors import nearest
from planner.loading import packet_grammar as grammar
from planner.loading.records import Expand
from planner.model.flights import FORMS, Flight, FlightRule, answers


def flight_rule(record: grammar.FlightsRecord, expand: Expand) -> FlightRule:
    """The flights of a handshake."""
    forms = {"full": record.full, "resumed": record.resumed, "early": record.early}
    return FlightRule(
        over=None if record.over is None else frozenset(expand(record.over)),
        forms={form: tuple(map(_flight, flights)) for form, flights in forms.items() if flights is not None},
        assumption=record.assumption,
        sources=record.source,
    )


def flight_faults(rules: model.Rules, part: str, rule: FlightRule) -> Iterator[str]:
    """What is wrong with the flights of a part, a protocol or one with its handshake, held against its round trips."""
    protocol, _, handshake = part.removesuffix(")").partition("(")
    if handshake and handshake not in rules.keyings_of.get(protocol, {}):
        yield f"{handshake!r} keys no {protocol}{nearest(handshake, rules.keyings_of.get(protocol, {}))}"
        return
    if not handshake and protocol in rules.keyings_of:
        spelled = ", ".join(f"{protocol}({name})" for name in rules.keyings_of[protocol])
        yield f"has the handshakes of what keys it; one of {spelled}"
        return
    cost = rules.keyings_of[protocol][handshake].cost if handshake else rules.protocols[protocol].handshake
    for lower in sorted(rule.over) if rule.over is not None else [None]:
        trips = cost.directly_over(lower)
        for form in FORMS:
            rtts, flights = getattr(trips, form), rule.forms.get(form)
            over = f" over {lower}" if lower else ""
            if flights is None and rtts not in (None, 0, answers(rule.forms["full"])):
                yield f"says nothing of {form}, whose round trips{over} are {rtts}"
            if flights is not None and rtts != answers(flights):
                known = "unknown" if rtts is None else rtts
                yield f"{form}: {answers(flights)} answers are waited for, and its round trips{over} are {known}"


# --- machinery below --------------------------------------------------------------------------


def _flight(record: grammar.FlightRecord) -> Flight:
    return Flight(sender=record.sender, what=record.what, bytes=record.bytes)

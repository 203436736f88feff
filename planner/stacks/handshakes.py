"""What a stack does before the application's first byte leaves: its handshakes, each after those below it
(docs/design.md, "The packet").

Knows rules and one stack.
"""

from __future__ import annotations

from planner import model
from planner.model.flights import FORMS, SERVER, Flight, FlightRule, Handshakes, Ladder, LadderStep, answers
from planner.model.view import numbered
from planner.stacks.facts import StackFacts


def handshakes(facts: StackFacts) -> Handshakes:
    """The ladders of a stack, one for each form."""
    relays = len(facts.legs) - 1
    nearest_first = [numbered("relay", number, relays) for number in reversed(range(relays))]
    return Handshakes(
        stack=facts.stack,
        peers=(*nearest_first, SERVER),
        ladders=tuple(_ladder(facts, form) for form in FORMS),
    )


# --- machinery below --------------------------------------------------------------------------


def _ladder(facts: StackFacts, form: str) -> Ladder:
    trips = [getattr(handshake, form) for handshake in facts.trips]
    unknown = tuple(str(layer) for layer, rtts in zip(facts.stack, trips, strict=True) if rtts is None)
    if unknown:
        return Ladder(form=form, steps=(), rtts=None, unknown=unknown)
    steps: list[LadderStep] = []
    start = 0
    for place in reversed(range(len(facts.stack))):
        step = _step(facts, place, form, start)
        if step.rtts or step.flights:
            steps.append(step)
        start += step.rtts
    return Ladder(form=form, steps=tuple(steps), rtts=start)


def _step(facts: StackFacts, place: int, form: str, start: int) -> LadderStep:
    layer, lower = facts.stack[place], facts.lowers[place]
    trips = facts.trips[place]
    rtts = int(getattr(trips, form))
    rule = _rule(facts.rules, layer, lower)
    return LadderStep(
        layer=layer,
        label=facts.label(layer),
        kinds=facts.rules.protocols[layer.protocol].kinds,
        peer=_peer(facts, place),
        start=start,
        rtts=rtts,
        flights=_flights(rule, form, rtts),
        assumption=rule.assumption if rule else "",
        source=model.cite(rule.sources if rule else trips.sources),
    )


def _rule(rules: model.Rules, layer: model.Layer, lower: str | None) -> FlightRule | None:
    """The flights of a layer: those over the layer below it before those over any."""
    alike = rules.flights.get(str(layer), ())
    fitting = [rule for rule in alike if rule.over is None or lower in rule.over]
    return min(fitting, key=lambda rule: rule.over is None, default=None)


def _flights(rule: FlightRule | None, form: str, rtts: int) -> tuple[Flight, ...] | None:
    if rule is not None and form in rule.forms:
        return rule.forms[form]
    if rule is not None and rtts == answers(rule.forms["full"]):
        return rule.forms["full"]
    return () if rtts == 0 else None


def _peer(facts: StackFacts, place: int) -> str:
    """Who answers a layer: what is above the first relay, the server; a relay and what is below it, that relay."""
    relays = [index for index, record in enumerate(facts.records) if record.is_relay]
    over = sum(index <= place for index in relays)
    return numbered("relay", over - 1, len(relays)) if over else SERVER

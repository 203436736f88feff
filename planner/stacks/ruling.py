"""Which rules of the catalogue a stack breaks, whatever a scenario asks for.

Knows facts of a stack. Knows no demand; makes no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from planner import model
from planner.model import Claim, DemandKey, Layer, claim
from planner.stacks.facts import StackFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """A rule or a demand that a stack breaks. ``demand`` is None for a rule that no scenario can change."""

    constraint: str
    says: Claim
    sources: model.Sources
    demand: DemandKey | None = None


def breach(
    facts: StackFacts, constraint: str, says: Claim, sources: model.Sources = (), demand: DemandKey | None = None
) -> Breach:
    """A breach of a named constraint, with the constraint's sources behind its own."""
    rule = facts.rules.constraints[constraint]
    return Breach(constraint=constraint, says=says, sources=(*sources, *rule.sources), demand=demand)


def broken_rules(facts: StackFacts) -> Iterator[Breach]:
    """Every rule that the stack breaks: layering, keying, repetition."""
    stack = facts.stack
    for upper, lower in pairwise(stack):
        if (upper.protocol, lower.protocol) not in facts.edges:
            yield no_rule(facts, upper, lower)
    for upper, lower, below in zip(stack, stack[1:], stack[2:], strict=False):
        rule = facts.edges.get((upper.protocol, lower.protocol))
        if rule and rule.on is not None and below.protocol not in rule.on:
            says = claim(
                "wrong-carrier",
                upper=upper.protocol,
                lower=lower.protocol,
                on=tuple(sorted(rule.on)),
                below=below.protocol,
            )
            yield breach(facts, "layering", says, rule.sources)
    if stack[-1].protocol != "ip":
        yield breach(facts, "layering", claim("not-on-ip"))
    yield from _broken_keys(facts)
    for segment in facts.segments:
        names = [layer.protocol for layer in segment]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield breach(facts, "repetition", claim("stands-twice", name=name))


def no_rule(facts: StackFacts, upper: Layer, lower: Layer) -> Breach:
    """Why no rule of the catalogue lets one layer run over another."""
    rules = facts.rules
    record = rules.protocols[upper.protocol]
    offers = [protocol.offers for protocol in rules.protocols.values() if protocol.scope]
    specific = record.needs and all(sum(need in offered for offered in offers) == 1 for need in record.needs)
    sources, reason = record.service_sources, ""
    for rule in rules.layerings:
        if (rule.upper, rule.lower) == (upper.protocol, lower.protocol):
            sources, reason = rule.sources, rule.reason or reason
    return Breach(
        constraint="specific-dependency" if specific else "layering",
        says=claim("no-rule", upper=upper.protocol, lower=lower.protocol, reason=reason),
        sources=sources,
    )


# --- machinery below --------------------------------------------------------------------------


def _broken_keys(facts: StackFacts) -> Iterator[Breach]:
    for layer, lower in zip(facts.stack, (*facts.stack[1:], None), strict=True):
        pairs = {pair.handshake: pair for pair in facts.rules.keyings_in(layer.protocol, facts.scope)}
        keying = pairs.get(layer.keyed_by)
        if layer.protocol in facts.rules.keyings_of and keying is None:
            yield breach(facts, "keying", claim("wrong-keys", record=layer.protocol, handshakes=tuple(pairs)))
        elif layer.keyed_by and keying is None:
            yield breach(facts, "keying", claim("does-not-key", handshake=layer.keyed_by, record=layer.protocol))
        elif (
            keying
            and keying.carriers is not None
            and lower
            and lower.protocol not in facts.rules.meant(keying.carriers)
        ):
            says = claim("keys-cannot-run", handshake=layer.keyed_by, record=layer.protocol, lower=lower.protocol)
            yield breach(facts, "keying", says, keying.sources)

"""Random scenarios over a catalogue, and random catalogues, for hypothesis.

Knows the values (``planner.model``) only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from planner import model
from planner.model.packets import Option, OptionValue

LIMITS: Mapping[model.Scope, Sequence[tuple[int, int, int]]] = {
    "survey": ((0, 1, 0), (1, 1, 0), (0, 2, 0), (1, 2, 0), (2, 2, 0)),
    "full": ((0, 1, 0), (1, 1, 0), (0, 2, 0), (0, 1, 1)),
}
"""Tunnels, security layers, relays: small enough that a brute force ends."""


@st.composite
def scenarios(
    draw: st.DrawFn,
    rules: model.Rules,
    *,
    scopes: Sequence[model.Scope] = ("survey", "full"),
    layerings: Sequence[model.LayeringName] = ("specified",),
) -> model.Scenario:
    """A scenario with any of the keys of a scenario file.

    What hypothesis draws first is the simplest, so a scenario of payload and limits alone comes up, too.
    """
    scope = draw(st.sampled_from(scopes))
    layering = draw(st.sampled_from(layerings))
    tunnels, security_layers, relays = draw(st.sampled_from(LIMITS[scope]))
    if layering == "compatible":  # what services allow with more is millions of segments
        security_layers = 1
    limits = model.Limits(stacks=10, tunnels=tunnels, security_layers=security_layers, relays=relays)
    plain = model.Scenario(
        payload=draw(st.sampled_from(payloads(rules))),
        ip_version=draw(st.sampled_from((4, 6))),
        limits=limits,
        layering=layering,
        scope=scope,
        ranking=draw(rankings(rules)),
    )
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4))
    drawn = {key: draw(value(rules, key)) for key in sorted(keys)}
    if "deployment" in drawn:
        drawn["limits"] = replace(limits, deployment=drawn.pop("deployment"))
    if drawn.get("application") and "payload" in drawn:
        drawn["payload"] = ""
    return replace(plain, **drawn)


KEYS = (
    *("application", "framer", "payload", "transport", "interfaces", "security", "protects", "protocols", "allowed"),
    *("blocked", "nat", "unavailable", "available", "tops", "inner_ip_version", "mtu", "deployment", "options"),
)
"""What a scenario may say; a few at once, since many hard demands leave no stack and nothing to compare."""


def value(rules: model.Rules, key: str) -> st.SearchStrategy[Any]:
    """What a scenario may say of one of these."""
    names = sorted({*rules.protocols, *rules.families})
    few = st.lists(st.sampled_from(names), unique=True, max_size=2).map(tuple)
    defaults = model.Scenario().security
    values: dict[str, st.SearchStrategy[Any]] = {
        "application": st.sampled_from(sorted(rules.applications)),
        "framer": st.booleans(),
        "payload": st.sampled_from(payloads(rules)),
        "transport": preferences(model.PROPERTIES),
        "interfaces": preferences(model.INTERFACES),
        "security": preferences(model.FEATURES).map(lambda drawn: {**defaults, **drawn}),
        "protects": st.sampled_from(("", *model.PROTECTS)),
        "protocols": preferences(sorted({*names, *model.POLICY_KINDS, *model.STATUSES})),
        "allowed": allowed_lists(rules),
        "blocked": st.sampled_from([(), ("udp",), ("tcp",)]) | few,
        "nat": st.booleans(),
        "unavailable": few,
        "available": available_lists(rules),
        "tops": st.lists(st.sampled_from(names), min_size=5).map(tuple),
        "inner_ip_version": st.sampled_from((4, 6)),
        "mtu": st.sampled_from((600, 1228, 1280, 1300, 1400)),
        "deployment": st.sampled_from(model.DEPLOYMENTS),
        "options": options(rules),
    }
    return values[key]


def options(rules: model.Rules) -> st.SearchStrategy[dict[str, OptionValue]]:
    """Values of some of the catalogue's options."""
    values = {id: st.sampled_from(possible_values(option)) for id, option in rules.options.items()}
    return st.fixed_dictionaries({}, optional=values)


def possible_values(option: Option) -> Sequence[OptionValue]:
    return option.choices or range(option.least, option.most + 1, option.step)


def payloads(rules: model.Rules) -> list[str]:
    """What may be handed over to some protocol of the catalogue that is planned."""
    return sorted({payload for protocol in rules.protocols.values() if protocol.scope for payload in protocol.carries})


def preferences(names: Sequence[str]) -> st.SearchStrategy[dict[str, model.Preference]]:
    """Few at once: many hard demands leave no stack, and nothing to compare."""
    return st.dictionaries(st.sampled_from(names), st.sampled_from(model.Preference), max_size=2)


def allowed_lists(rules: model.Rules) -> st.SearchStrategy[tuple[str, ...]]:
    """Names of security protocols and of what keys them, enough of them that something is left."""
    keys = {keying.handshake for keying in rules.keyings}
    secure = [protocol for protocol in rules.protocols.values() if protocol.is_security or protocol.id in keys]
    names = sorted({name for protocol in secure for name in (protocol.id, *protocol.families)})
    return st.lists(st.sampled_from(names), unique=True, min_size=3).map(tuple)


def available_lists(rules: model.Rules) -> st.SearchStrategy[tuple[str, ...]]:
    """Hosts that have most of what there is."""
    planned = sorted(protocol.id for protocol in rules.protocols.values() if protocol.scope)
    missing = st.sets(st.sampled_from(planned), max_size=8)
    return missing.map(lambda away: tuple(name for name in planned if name not in away))


def rankings(rules: model.Rules) -> st.SearchStrategy[str | model.Ranking]:
    return st.sampled_from(sorted(rules.rankings)) | own_rankings()


@st.composite
def own_rankings(draw: st.DrawFn) -> model.Ranking:
    """Some of the figures in any order, each alone or in a weighted sum."""
    order = draw(st.lists(st.sampled_from(model.FIGURES), unique=True, min_size=1))
    criteria: list[tuple[str, tuple[tuple[str, int], ...]]] = []
    for number, figure in enumerate(order):
        weights = {figure: draw(st.integers(1, 20))}
        if draw(st.integers(0, 3)) == 0:
            weights |= draw(st.dictionaries(st.sampled_from(model.FIGURES), st.integers(1, 20), max_size=3))
        criteria.append((f"{number}-{figure}", tuple(sorted(weights.items()))))
    return model.Ranking(name="own", about="drawn", criteria=tuple(criteria))


@st.composite
def catalogues(draw: st.DrawFn, rules: model.Rules) -> model.Rules:
    """A catalogue with rules dropped, added and narrowed, figures and facts drawn anew."""
    ids = sorted(
        protocol.id
        for protocol in rules.protocols.values()
        if protocol.scope is not None and "handshake" not in protocol.kinds
    )
    dropped = draw(st.sets(st.integers(0, len(rules.layerings) - 1), max_size=60))
    layerings = [rule for index, rule in enumerate(rules.layerings) if index not in dropped]
    pairs = {(rule.upper, rule.lower) for rule in rules.layerings}
    for upper, lower in draw(st.sets(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=4)):
        if upper != lower and "ip" not in (upper, lower) and (upper, lower) not in pairs:
            below = sorted(rule.lower for rule in layerings if rule.upper == lower and rule.status == "specified")
            narrow = bool(below) and not rules.protocols[lower].is_boundary and draw(st.booleans())
            on = frozenset(draw(st.sets(st.sampled_from(below), min_size=1))) if narrow else None
            rule = model.Layering(upper=upper, lower=lower, status="specified", scope="full", sources=(), on=on)
            layerings.append(rule)
    changed = draw(st.sets(st.sampled_from(ids), max_size=12))
    protocols = {
        name: draw(_altered(protocol, rules, ids)) if name in changed else protocol
        for name, protocol in rules.protocols.items()
    }
    return replace(rules, protocols=protocols, layerings=tuple(layerings))


@st.composite
def _altered(draw: st.DrawFn, protocol: model.Protocol, rules: model.Rules, ids: Sequence[str]) -> model.Protocol:
    figures = st.none() | st.integers(0, 3)
    over = {draw(st.sampled_from(ids)): draw(st.integers(0, 3))}
    keyed = protocol.id in rules.keyings_of
    return replace(
        protocol,
        properties=dict(protocol.properties) | {"reliability": draw(st.sampled_from(model.Gives))},
        statuses=frozenset({draw(st.sampled_from(["standard", "superseded", "research"]))}),
        handshake=protocol.handshake if keyed else model.Handshake(full=draw(figures)),
        overhead=model.Overhead(bytes=draw(figures), over=draw(st.sampled_from([{}, over]))),
        passes_nat=draw(st.booleans()),
    )

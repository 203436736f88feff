"""Random rankings and random scenarios over a catalogue, for hypothesis.

Knows the values (``planner.model``) only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from hypothesis import strategies as st

from planner import model

Draw = st.DrawFn
Layering = Literal["specified", "compatible"]
Scope = Literal["survey", "full"]
Limits = Sequence[tuple[int, int, int]]
"""Tunnels, security layers, relays."""

SMALL_LIMITS: Limits = (
    (0, 1, 0),
    (1, 1, 0),
    (0, 2, 0),
    (0, 1, 1),
    (1, 1, 1),
    (1, 2, 0),
    (2, 1, 0),
    (2, 2, 0),
    (2, 2, 1),
)


def preferences(names: Sequence[str], *, at_most: int = 2) -> st.SearchStrategy[dict[str, model.Preference]]:
    """Few at once: many hard demands leave no stack, and nothing to compare."""
    if not names:
        return st.just({})
    return st.dictionaries(st.sampled_from(sorted(names)), st.sampled_from(model.Preference), max_size=at_most)


def rankings(rules: model.Rules) -> st.SearchStrategy[str | model.Ranking]:
    return st.one_of(st.sampled_from(sorted(rules.rankings)), own_rankings())


@st.composite
def own_rankings(draw: Draw, name: str = "own") -> model.Ranking:
    """Some of the figures in any order, each alone or in a weighted sum."""
    order = draw(st.lists(st.sampled_from(model.FIGURES), unique=True, min_size=1))
    criteria: list[tuple[str, tuple[tuple[str, int], ...]]] = []
    for number, figure in enumerate(order):
        weights = {figure: draw(st.integers(1, 20))}
        if draw(st.integers(0, 3)) == 0:
            weights |= draw(st.dictionaries(st.sampled_from(model.FIGURES), st.integers(1, 20), max_size=3))
        criteria.append((f"{number}-{figure}", tuple(sorted(weights.items()))))
    return model.Ranking(name=name, about="drawn", criteria=tuple(criteria))


@st.composite
def scenarios(
    draw: Draw,
    rules: model.Rules,
    *,
    scopes: Sequence[Scope] = ("survey", "full"),
    limits: Limits = SMALL_LIMITS,
    layering: Sequence[Layering] = ("specified", "compatible"),
) -> model.Scenario:
    """A scenario with any of the keys that docs/design.md, "The scenario file", has; the limit of stacks is far above
    every total."""
    # What hypothesis draws first is the simplest, so a scenario of payload and limits alone comes up too.
    ids = sorted(rules.protocols)
    named = sorted({*ids, *rules.families})
    policy = sorted({*named, *model.POLICY_KINDS, *model.STATUSES})
    tunnels, security_layers, relays = draw(st.sampled_from(limits))
    few = st.lists(st.sampled_from(named), unique=True, max_size=2).map(tuple)
    defaults = model.Scenario(payload="").security
    return model.Scenario(
        payload=draw(st.sampled_from(_payloads(rules))),
        transport=draw(st.one_of(st.just({}), preferences(model.PROPERTIES))),
        interfaces=draw(st.one_of(st.just({}), preferences(model.INTERFACES))),
        security=draw(
            st.one_of(st.just(defaults), preferences(model.FEATURES, at_most=5).map(lambda it: {**defaults, **it}))
        ),
        protects=draw(st.one_of(st.just(""), st.just(""), st.sampled_from(model.PROTECTS))),
        protocols=draw(st.one_of(st.just({}), preferences(policy, at_most=3))),
        allowed=draw(st.one_of(st.none(), st.none(), allowed_lists(rules))),
        blocked=draw(st.one_of(st.just(()), few)),
        nat=draw(st.sampled_from((False, False, True))),
        unavailable=draw(st.one_of(st.just(()), few)),
        ip_version=draw(st.sampled_from((4, 6))),
        limits=model.Limits(stacks=1_000_000, tunnels=tunnels, security_layers=security_layers, relays=relays),
        layering=draw(st.sampled_from(layering)),
        scope=draw(st.sampled_from(scopes)),
        ranking=draw(rankings(rules)),
    )


def allowed_lists(rules: model.Rules) -> st.SearchStrategy[tuple[str, ...]]:
    """Names of security protocols and of what keys them, long enough that something is left."""
    keys = {it.handshake for it in rules.keyings}
    secure = [it for it in rules.protocols.values() if it.is_security or it.id in keys]
    names = sorted({name for it in secure for name in (it.id, *it.families)})
    return st.lists(st.sampled_from(names), unique=True, min_size=len(names) // 2).map(tuple) if names else st.just(())


def _payloads(rules: model.Rules) -> list[str]:
    return sorted({payload for it in rules.protocols.values() if it.scope for payload in it.carries})

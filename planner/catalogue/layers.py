"""What is true of one layer by itself: what it exposes, gives and costs, and by which names it goes.

Knows rules. Knows no stack and no scenario.
"""

from __future__ import annotations

from planner import model

MATURITY = {
    "standard": 0,
    "de-facto": 0,
    "superseded": 1,
    "experimental": 1,
    "informational": 1,
    "draft": 1,
    "research": 3,
    "proprietary": 3,
    "deprecated": 3,
    "unmaintained": 3,
}
"""What a status adds to the maturity figure (docs/design.md, "Ranking"); of several the worst counts."""

DEPLOYED = {"ubiquitous": 0, "common": 0, "niche": 1, "rare": 10, "extinct": 100}
"""What a part adds to the deployment figure by its class (docs/design.md, "Ranking")."""

FROM_BELOW = ("reliability", "preserveOrder")
"""The properties that are not avoided by a layer on top: one lost packet holds up all that follows, wherever below it
is waited for (docs/design.md, "What the application hands over")."""


def exposed(rules: model.Rules, layer: model.Layer, *, scope: str, lower: str | None = None) -> tuple[str, ...]:
    """The interfaces that a layer exposes directly over ``lower`` in a scope, by the survey's Table 1 and the
    qualifiers of its Section 5.3."""
    protocol = rules.protocols[layer.protocol]
    exposes = rules.keyings_of[layer.protocol][layer.keyed_by].exposes if layer.keyed_by else protocol.exposes
    if exposes is None:
        return ()
    if not exposes.row:
        return tuple(name for name in model.INTERFACES if name in exposes.interfaces)
    row = rules.rows[exposes.row]
    within = model.SCOPES[: model.SCOPES.index(scope) + 1]
    qualifiers = {
        qualifier.interface: qualifier
        for qualifier in sorted(row.only, key=lambda qualifier: model.SCOPES.index(qualifier.scope))
        if qualifier.scope in within
    }
    ends = {layer.protocol, layer.keyed_by}

    def holds(interface: str) -> bool:
        qualifier = qualifiers.get(interface)
        if qualifier is None:
            return True
        return bool(ends & qualifier.of) and (qualifier.over is None or lower is None or lower in qualifier.over)

    return tuple(name for name in model.INTERFACES if name in row.interfaces and holds(name))


def features(rules: model.Rules, layer: model.Layer) -> frozenset[str]:
    """The security features of a layer: its protocol's, less those that its keys cannot give."""
    has = rules.protocols[layer.protocol].features
    return has - rules.keyings_of[layer.protocol][layer.keyed_by].lacks if layer.keyed_by else has


def maturity(rules: model.Rules, layer: model.Layer) -> int:
    """What a layer adds to the maturity figure (docs/design.md, "Ranking"): its protocol's worst status and its
    handshake's."""
    total = max(MATURITY[status] for status in rules.protocols[layer.protocol].statuses)
    if layer.keyed_by:
        pair = rules.keyings_of[layer.protocol][layer.keyed_by]
        total += max(MATURITY[status] for status in (*rules.protocols[layer.keyed_by].statuses, *pair.statuses))
    return total


def round_trips(rules: model.Rules, layer: model.Layer, lower: str | None) -> model.Handshake:
    """The round trips of a layer directly over a protocol, its handshake included."""
    if layer.keyed_by:
        return rules.keyings_of[layer.protocol][layer.keyed_by].cost.directly_over(lower)
    return rules.protocols[layer.protocol].handshake.directly_over(lower)


def layer_names(rules: model.Rules, layer: model.Layer) -> frozenset[str]:
    """Every name that a policy may call a layer by: its protocol's, its handshake's, their pair's statuses."""
    names = rules.protocols[layer.protocol].names()
    if layer.keyed_by:
        names |= rules.protocols[layer.keyed_by].names() | rules.keyings_of[layer.protocol][layer.keyed_by].statuses
    return names


def seen_on_path(rules: model.Rules, layer: model.Layer, *, on_outermost_ip: bool) -> tuple[str, ...]:
    """The ids that a filter takes a layer of the outermost segment for: its own and what it looks like, where it has an
    IP protocol number only directly on the outermost ``ip``; and its handshake where that has packets of its own
    (docs/design.md, "The environment")."""
    record = rules.protocols[layer.protocol]
    told = record.ip_number is None or on_outermost_ip
    seen = (layer.protocol, *record.looks_like) if told else ()
    if layer.keyed_by and rules.keyings_of[layer.protocol][layer.keyed_by].travels == "own-packets":
        return (*seen, layer.keyed_by)
    return seen


def least_handed(rules: model.Rules, scenario: model.Scenario) -> int:
    """The packet that a tunnel has to take whole from an application that hands over IP packets: the least that its
    version of IP needs (RFC 8200 Section 5); 0 for none."""
    return least_packet(rules, scenario.inner_ip) if scenario.payload == "ip-packets" else 0


def least_packet(rules: model.Rules, ip_version: int) -> int:
    """The least packet that a version of IP needs to be carried whole (RFC 8200 Section 5); 0 for none."""
    ip = rules.protocols.get("ip")
    return ip.minimum_datagram if ip and ip.minimum_version in (None, ip_version) else 0


def properties(rules: model.Rules, protocol: str, lower: str | None) -> tuple[model.Gives, ...]:
    """What a protocol does for each transport property directly over ``lower``, by the order of
    ``model.PROPERTIES``."""
    record = rules.protocols[protocol]
    differing = record.properties_over.get(lower or "", {})
    return tuple(differing.get(name, record.properties[name]) for name in model.PROPERTIES)


def deployments(rules: model.Rules, layer: model.Layer, lower: str | None) -> tuple[model.Deployment, ...]:
    """What is known of the deployment of a layer over ``lower``: its protocol, its handshake, and their keying and the
    layering where those are worse than both their ends (docs/design.md, "Ranking")."""
    known = [rules.deployed(name) for name in layer.ids]
    if layer.keyed_by:
        known.append(rules.keying_deployed(layer.protocol, layer.keyed_by))
    if lower:
        known.append(rules.layering_deployed(layer.protocol, lower))
    return tuple(deployment for deployment in known if deployment)


def secured_by(rules: model.Rules, layer: model.Layer, scope: str) -> tuple[str, ...]:
    """What has to be allowed for a security layer: its protocol, and its handshake where the protocol has a choice."""
    if not rules.protocols[layer.protocol].is_security:
        return ()
    if layer.keyed_by and len(rules.keyings_in(layer.protocol, scope)) > 1:
        return (layer.protocol, layer.keyed_by)
    return (layer.protocol,)

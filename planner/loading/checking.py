"""What a catalogue must not say about itself. Each check names the record and where it stands.

Knows ``Rules``. Knows no file format and no scenario.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from planner import model
from planner.errors import Fault, nearest
from planner.loading.flights import flight_faults
from planner.loading.options import value_of
from planner.model.packets import Size

_LAYER = re.compile(r"[^()]+(\([^()]+\))?")
Places = Mapping[str, model.Location]
REQUIRED_CONSTRAINTS = (
    *("layering", "payload", "keying", "specific-dependency", "tunnels", "relays", "security-layers", "repetition"),
    *("blocked", "nat", "unavailable", "transport", "interfaces", "security", "protects", "protocols", "allowed"),
    *("planned", "end-to-end", "carriers", "available", "tops", "mtu", "deployment"),
)
REQUIRED_WARNINGS = (
    *("nested-reliability", "superseded", "experimental", "draft", "research", "proprietary", "deprecated"),
    *("unmaintained", "static-keys", "relay-ends-security", "no-peer-authentication", "not-planned"),
)


def check(rules: model.Rules, places: Places) -> Iterator[Fault]:
    """Every contradiction of the catalogue: services that do not match, a handshake that keys nothing, a boundary
    without a reason, a service or a name that nothing defines."""
    for protocol in rules.protocols.values():
        for wrong in (*_protocol(rules, protocol), *_security(rules, protocol)):
            yield _fault(places, f"protocols:{protocol.id}", protocol.id, wrong)
    for rule in rules.layerings:
        for wrong in _layering(rules, rule):
            yield _fault(places, f"layering:{rule.id}", rule.id, wrong)
    for keying in rules.keyings:
        name = f"{keying.record}({keying.handshake})"
        for wrong in _keying(rules, keying):
            yield _fault(places, f"keying:{name}", name, wrong)
    for application in rules.applications.values():
        for wrong in _application(rules, application):
            yield _fault(places, f"applications:{application.id}", application.id, wrong)
    for equivalence in rules.equivalences:
        for wrong in _unknown(rules, equivalence.members):
            name = ", ".join(equivalence.members)
            yield _fault(places, f"equivalences:{name}", name, wrong)
    for entry in rules.names:
        for wrong in _name(rules, entry):
            yield _fault(places, f"names:{entry.world} {entry.name}", entry.name, wrong)
    for option in rules.options.values():
        for wrong in _option(rules, option):
            yield _fault(places, f"options:{option.id}", option.id, wrong)
    for protocol_id, packet in rules.packets.items():
        for wrong in _packet(rules, packet):
            yield _fault(places, f"packets:{protocol_id}", protocol_id, wrong)
    for part, flights in rules.flights.items():
        for wrong in (fault for rule in flights for fault in flight_faults(rules, part, rule)):
            yield _fault(places, f"flights:{part}", part, wrong)
    yield from _whole(rules)


# --- machinery below --------------------------------------------------------------------------


def _fault(places: Places, key: str, path: str, found: str) -> Fault:
    place = places.get(key, model.Location(file="rules"))
    return Fault(file=place.file, line=place.line, path=path, found=found)


def _protocol(rules: model.Rules, protocol: model.Protocol) -> Iterator[str]:
    if protocol.id in rules.families:
        yield "is also the name of a family"
    if clash := {*model.KINDS, *model.STATUSES} & {protocol.id, *protocol.families}:
        yield f"takes the name of a kind or a status: {', '.join(sorted(clash))}"
    if protocol.scope != "survey" and not protocol.left_out:
        yield "is not planned in every scope and does not say why (left-out)"
    if protocol.instead and (protocol.scope is not None or protocol.instead not in {*rules.protocols, *rules.families}):
        yield f"instead: {protocol.instead!r} is for an entry that is planned in no scope, and names one that is known"
    for service in (*protocol.needs, *protocol.offers):
        if service not in rules.services:
            yield f"unknown service {service!r}"
    if protocol.scope and (protocol.is_tunnel or protocol.is_relay) and not protocol.is_boundary:
        yield "is a tunnel or a relay and has no boundary with its reason"
    if protocol.scope and protocol.properties.keys() != set(model.PROPERTIES) and "handshake" not in protocol.kinds:
        yield "says nothing of its transport properties"
    exposes = protocol.exposes
    if exposes and (exposes.row not in {"", *rules.rows} or bool(exposes.row) == bool(exposes.interfaces)):
        yield f"exposes neither a known row nor a list of interfaces (row {exposes.row!r})"
    for lower in protocol.overhead.over:
        if lower not in rules.protocols:
            yield f"overhead over an unknown protocol {lower!r}"
    for handshake in protocol.overhead.keyed_by:
        if not any((pair.record, pair.handshake) == (protocol.id, handshake) for pair in rules.keyings):
            yield f"overhead keyed by {handshake!r}, which keys no {protocol.id}"
    for lower in protocol.handshake.over:
        if lower not in rules.protocols:
            yield f"round trips over an unknown protocol {lower!r}"


def _security(rules: model.Rules, protocol: model.Protocol) -> Iterator[str]:
    if protocol.scope is None:
        return
    if protocol.is_security and not protocol.protects:
        yield "is a security protocol and does not say what it protects"
    if not protocol.is_security and (protocol.protects or protocol.features):
        yield "has security features and is not a security protocol"
    if protocol.is_security and protocol.coverage is None:
        yield "is a security protocol and does not say what it encrypts and authenticates (coverage)"
    pairs = rules.keyings_of.get(protocol.id, {})
    if pairs and not rules.keyings_in(protocol.id, protocol.scope):
        yield f"needs a handshake and has none in scope {protocol.scope}"
    if "handshake" in protocol.kinds and not any(keying.handshake == protocol.id for keying in rules.keyings):
        yield "is a handshake that keys nothing"
    if pairs and (protocol.exposes or protocol.handshake.full is not None):
        yield "is keyed by a handshake: its interfaces and round trips stand with the pair (keying)"


def _layering(rules: model.Rules, rule: model.Layering) -> Iterator[str]:
    upper, lower = rules.protocols[rule.upper], rules.protocols[rule.lower]
    for end in (upper, lower):
        if not end.planned_in(rule.scope):
            yield f"names {end.id}, which scope {rule.scope} does not plan"
    if rule.status == "prohibited":
        if not rule.reason:
            yield "is prohibited without a reason"
        return
    if rule.status == "specified" and not set(upper.needs) & set(lower.offers):
        yield (
            f"services do not match: {upper.id} needs {_list(upper.needs)}, {lower.id} offers {_list(lower.offers)}; "
            "a mapping has to stand between them"
        )
    if rule.on is not None:
        if lower.is_boundary:
            yield f"'if-on' is not for {lower.id}: what carries a boundary belongs to another segment"
        carriers = {other.lower for other in rules.layerings if other.upper == lower.id and other.status == "specified"}
        if stray := rule.on - carriers:
            yield f"'if-on' names {_list(sorted(stray))}, over which {lower.id} does not run"


def _keying(rules: model.Rules, keying: model.Keying) -> Iterator[str]:
    for name in (keying.record, keying.handshake):
        if not rules.protocols[name].planned_in(keying.scope):
            yield f"names {name}, which scope {keying.scope} does not plan"
    if not rules.protocols[keying.record].is_security:
        yield f"keys {keying.record}, which is not a security protocol"
    if stray := keying.lacks - rules.protocols[keying.record].features:
        yield f"lacks {_list(sorted(stray))}, which {keying.record} does not have anyway"
    if keying.exposes and keying.exposes.row not in {"", *rules.rows}:
        yield f"exposes an unknown row {keying.exposes.row!r}"


def _name(rules: model.Rules, entry: model.Name) -> Iterator[str]:
    words = [word for stack in entry.stacks for word in re.split(r"[/()]", stack) if word]
    yield from _unknown(rules, (*entry.stacks, *entry.also))
    if entry.world != "multiaddr" and not words and not entry.refused:
        yield "names no stack"
    if entry.application and entry.application.casefold() not in rules.applications:
        yield f"has an unknown application {entry.application!r}{nearest(entry.application, rules.applications)}"
    if entry.refused and words:
        yield "is refused, and names a stack"


def _application(rules: model.Rules, application: model.Application) -> Iterator[str]:
    yield from _unknown(rules, application.carriers)
    for carrier in application.carriers:
        if not all(_LAYER.fullmatch(word) for word in carrier.split("/")):
            yield f"carrier {carrier!r} is not layers joined by '/', each protocol or protocol(handshake)"
    for carrier in sorted({name for name in application.carriers if application.carriers.count(name) > 1}):
        yield f"carrier {carrier!r} stands there again"
    for carrier in application.ports:
        if carrier not in application.carriers:
            yield f"has a port for {carrier!r}, which is none of its carriers{nearest(carrier, application.carriers)}"


def _option(rules: model.Rules, option: model.Option) -> Iterator[str]:
    if value_of(option, option.default) != option.default:
        yield f"has a default {option.default!r} that is not allowed; {option.allowed}"
    for handshake, choices in option.limited.items():
        if handshake not in rules.protocols:
            yield f"is limited with an unknown handshake {handshake!r}{nearest(handshake, rules.protocols)}"
        if not choices or not {*choices} <= {*option.choices}:
            yield f"is limited with {handshake} to {_list(choices)}; {option.allowed}"


def _packet(rules: model.Rules, packet: model.PacketRule) -> Iterator[str]:
    for group in packet.fields:
        padding = (group.padding.to, group.padding.counting) if group.padding else ()
        for size in (group.size, *padding):
            yield from _size(rules, group.name, size)


def _size(rules: model.Rules, field: str, size: Size) -> Iterator[str]:
    for name in filter(None, (size.option, size.times)):
        if name not in rules.options:
            yield f"{field}: unknown option {name!r}{nearest(name, rules.options)}"
    if size.option in rules.options and {*size.choices} != {*rules.options[size.option].choices}:
        wanted = _list(rules.options[size.option].choices)
        yield f"{field}: bytes for {_list(sorted(size.choices))} and not for each choice of {size.option}: {wanted}"
    if size.times in rules.options and rules.options[size.times].choices:
        yield f"{field}: times {size.times}, which is no number"


def _unknown(rules: model.Rules, stacks: Iterable[str]) -> Iterator[str]:
    """The words of some stacks, or parts of them, that name nothing."""
    known = {*rules.protocols, *rules.families, *rules.aliases}
    for word in (word for stack in stacks for word in re.split(r"[/()]", stack) if word):
        if not rules.expand(word):
            yield f"names a stack of an unknown protocol {word!r}{nearest(word, known)}"


def _whole(rules: model.Rules) -> Iterator[Fault]:
    def fault(found: str) -> Fault:
        return Fault(file="rules", line=0, path="", found=found)

    for kind, wanted, there in (
        ("constraint", REQUIRED_CONSTRAINTS, rules.constraints),
        ("warning", REQUIRED_WARNINGS, rules.warnings),
        ("interface", model.INTERFACES, rules.interfaces),
        ("ranking", ("default",), rules.rankings),
    ):
        for name in wanted:
            if name not in there:
                yield fault(
                    f"no {kind} {name!r}: the program names it, so the catalogue has to give its text and source"
                )
    grounded = _grounded(rules)
    for name, protocol in rules.protocols.items():
        if protocol.scope and protocol.carries and "ip" in rules.protocols and name not in grounded:
            yield fault(f"{name} can be a top layer and no rule leads from it down to ip")


def _grounded(rules: model.Rules) -> set[str]:
    """The protocols from which rules lead down to ip."""
    above: dict[str, set[str]] = {}
    for rule in rules.layerings:
        if rule.status == "specified":
            above.setdefault(rule.lower, set()).add(rule.upper)
    seen, open_ = {"ip"}, ["ip"]
    while open_:
        new = above.get(open_.pop(), set()) - seen
        seen |= new
        open_ += new
    return seen


def _list(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names) or "nothing"

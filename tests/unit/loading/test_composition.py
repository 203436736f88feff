"""``--with`` (docs/design.md, "The scenario file"): each rule obeyed and broken, with both places in the message."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import model
from planner.errors import DataError
from planner.loading.composition import HARD, load_scenario
from planner.loading.documents import Document, mapping_document, read_document
from planner.model import Location, Preference

APPLICATION = "application: {payload: generic}"
SPELLED = [str(preference) for preference in Preference]


def documents(*texts: str) -> list[Document]:
    """The first is ``app.yaml``, the next ones ``1.yaml``, ``2.yaml``."""
    names = ["app.yaml", *(f"{number}.yaml" for number in range(1, len(texts)))]
    return [read_document(text.encode(), name) for text, name in zip(texts, names, strict=True)]


def compose(rules: model.Rules, *later: str) -> model.Scenario:
    first, *others = documents(APPLICATION, *later)
    return load_scenario(first, rules, others)


def faults(rules: model.Rules, *later: str) -> str:
    with pytest.raises(DataError) as error:
        compose(rules, *later)
    return str(error.value)


@pytest.mark.parametrize("before", SPELLED)
@pytest.mark.parametrize("after", SPELLED)
@pytest.mark.parametrize(
    ("section", "key"),
    [("transport", "reliability"), ("interfaces", "AD"), ("security", "integrity"), ("protocols", "tls")],
)
def test_a_later_preference_holds_unless_it_loosens(
    section: str, key: str, before: str, after: str, small: model.Rules
) -> None:
    texts = (f"{section}: {{{key}: {before}}}", f"name: x\n{section}: {{{key}: {after}}}")
    if before in HARD and after != before:
        assert faults(small, *texts) == (
            f"2.yaml:2: {section}.{key}: found {key}: {after}; "
            f"1.yaml:1 demands {before}, and a later file may not loosen it"
        )
    else:
        composed = compose(small, *texts)
        assert getattr(composed, section)[key] == after
        assert composed.places[f"{section}.{key}"] == Location(file="2.yaml", line=2)


def test_the_default_security_preferences_are_nobodys_demand(small: model.Rules) -> None:
    composed = compose(small, "security: {confidentiality: prohibit, integrity: avoid}")
    assert composed.security == {"confidentiality": Preference.PROHIBIT, "integrity": Preference.AVOID}


def test_a_family_and_its_member_are_two_keys(small: model.Rules) -> None:
    composed = compose(small, "protocols: {tls: prohibit}", "protocols: {tls-1.3: require}")
    assert composed.protocols == {"tls": Preference.PROHIBIT, "tls-1.3": Preference.REQUIRE}


def test_a_profiles_demand_is_not_loosened_either(small: model.Rules) -> None:
    assert faults(small, "transport: {profile: reliable-message}", "transport: {reliability: avoid}") == (
        "2.yaml:1: transport.reliability: found reliability: avoid; "
        "1.yaml:1 demands require, and a later file may not loosen it"
    )


def test_a_later_profile_may_not_loosen(small: model.Rules) -> None:
    assert faults(small, "transport: {reliability: require}", "\ntransport:\n  profile: unreliable-datagram") == (
        "2.yaml:3: transport.profile: found reliability: avoid; "
        "1.yaml:1 demands require, and a later file may not loosen it"
    )


def test_a_later_profile_may_tighten(small: model.Rules) -> None:
    composed = compose(small, "transport: {reliability: prefer}", "transport: {profile: reliable-message}")
    assert composed.transport == {"reliability": Preference.REQUIRE, "preserveMsgBoundaries": Preference.REQUIRE}
    assert composed.places["transport.reliability"] == Location(file="2.yaml", line=1)


def test_blocked_and_unavailable_add_up(small: model.Rules) -> None:
    composed = compose(
        small, "environment: {blocked: [udp], unavailable: [tls]}", "\nenvironment: {blocked: [tcp, udp]}"
    )
    assert (composed.blocked, composed.unavailable) == (("udp", "tcp"), ("tls",))
    assert composed.places["environment.blocked[udp]"] == Location(file="1.yaml", line=1)
    assert composed.places["environment.blocked[tcp]"] == Location(file="2.yaml", line=2)


@pytest.mark.parametrize(
    ("before", "after", "common"),
    [
        ("[tls, srtp]", "[srtp, dtls]", {"srtp"}),
        ("[tls, srtp]", "[tls-1.3, dtls]", {"tls-1.3"}),
        ("[tls-1.3, dtls-1.2]", "[tls, dtls]", {"tls-1.3", "dtls-1.2"}),
        ("[tls]", "[tls-1.3, tls-1.2]", {"tls", "tls-1.2", "tls-1.3"}),
        ("[tls]", "[dtls]", set()),
        ("[tls]", "[]", set()),
    ],
)
def test_allowed_is_what_all_of_them_allow(before: str, after: str, common: set[str], small: model.Rules) -> None:
    composed = compose(small, f"allowed: {before}", f"allowed: {after}")
    assert composed.allowed is not None
    assert {member for name in composed.allowed for member in small.expand(name)} == {
        member for name in common for member in small.expand(name)
    }
    assert composed.places["allowed"] == Location(file="2.yaml", line=1)


def test_a_file_without_allowed_allows_everything(small: model.Rules) -> None:
    assert compose(small, "allowed: [tls]", "name: x").allowed == ("tls",)
    assert compose(small, "name: x", "allowed: [tls]").allowed == ("tls",)
    assert compose(small, "name: x").allowed is None


@pytest.mark.parametrize("key", ["tunnels", "security-layers", "relays"])
def test_the_smaller_limit_holds(key: str, small: model.Rules) -> None:
    composed = compose(small, f"limits: {{{key}: 3}}", f"limits: {{{key}: 2}}", f"limits: {{{key}: 8}}")
    assert getattr(composed.limits, key.replace("-", "_")) == 2
    assert composed.places[f"limits.{key}"] == Location(file="2.yaml", line=1)


def test_a_default_limit_is_nobodys(small: model.Rules) -> None:
    assert compose(small, "limits: {tunnels: 3, relays: 2}").limits == model.Limits(tunnels=3, relays=2)


def test_other_values_are_the_later_files(small: model.Rules) -> None:
    composed = compose(
        small,
        "name: a\nenvironment: {nat: true, mtu: 1500, ip-version: 6}\nlimits: {stacks: 3}\n"
        "layering: specified\nscope: survey\nranking: default",
        "name: b\napplication: {payload: rtp}\nenvironment: {nat: false, mtu: 9000, ip-version: 4}\n"
        "limits: {stacks: 30}\nlayering: compatible\nscope: full\nranking: latency",
    )
    assert (composed.name, composed.payload, composed.nat, composed.mtu, composed.ip_version) == (
        "b",
        "rtp",
        False,
        9000,
        4,
    )
    assert (composed.limits.stacks, composed.layering, composed.scope, composed.ranking) == (
        30,
        "compatible",
        "full",
        "latency",
    )
    assert composed.places["environment.nat"] == Location(file="2.yaml", line=3)
    assert composed.file == "app.yaml"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [("payload", "ip-packets", 2), ("ip-packets", "payload", 1), ("payload", "payload", 2)],
)
def test_what_has_to_be_protected_is_never_narrowed(before: str, after: str, line: int, small: model.Rules) -> None:
    composed = compose(small, f"security: {{protects: {before}}}", f"security: {{protects: {after}}}")
    assert composed.protects == max(before, after, key=model.PROTECTS.index)
    assert composed.places["security.protects"].file == f"{line}.yaml"


def test_the_payload_may_stand_in_any_file(small: model.Rules) -> None:
    policy, application = documents("protocols: {tls: avoid}", APPLICATION)
    assert load_scenario(policy, small, [application]).payload == "generic"


def test_no_payload_in_any_file_names_them_all(small: model.Rules) -> None:
    first, second = documents("name: x", "scope: full")
    with pytest.raises(DataError) as error:
        load_scenario(first, small, [second])
    assert str(error.value) == (
        "app.yaml with 1.yaml:1: application.payload: no payload; "
        f"application.payload has to be there, one of {', '.join(model.PAYLOADS)}; or application.protocol"
    )


def test_faults_of_all_files_come_at_once_in_the_order_of_files(small: model.Rules) -> None:
    assert faults(small, "foo: 1\nscope: off", "limits: {relays: 9}") == (
        "1.yaml:1: foo: unknown key 'foo'; one of name, application, transport, interfaces, security, protocols, "
        "allowed, environment, limits, options, equivalent, layering, scope, ranking\n"
        "1.yaml:2: scope: found off, which YAML reads as the truth value false; one of survey, full\n"
        "2.yaml:1: limits.relays: found 9; a decimal integer from 0 to 8"
    )


def test_all_that_is_loosened_comes_at_once_by_line_and_the_missing_payload_last(small: model.Rules) -> None:
    first, second = documents(
        "transport: {reliability: require}\nprotocols: {tls: prohibit}",
        "protocols: {tls: avoid}\ntransport: {reliability: prefer}",
    )
    with pytest.raises(DataError) as error:
        load_scenario(first, small, [second])
    assert str(error.value).splitlines() == [
        "1.yaml:1: protocols.tls: found tls: avoid; app.yaml:2 demands prohibit, and a later file may not loosen it",
        "1.yaml:2: transport.reliability: found reliability: prefer; "
        "app.yaml:1 demands require, and a later file may not loosen it",
        "app.yaml with 1.yaml:1: application.payload: no payload; "
        f"application.payload has to be there, one of {', '.join(model.PAYLOADS)}; or application.protocol",
    ]


NAMES = st.lists(st.sampled_from(["tls", "tls-1.3", "dtls", "srtp"]), unique=True, max_size=4)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "environment": st.fixed_dictionaries(
            {}, optional={"blocked": NAMES, "unavailable": NAMES, "mtu": st.integers(68, 100)}
        ),
        "allowed": NAMES,
        "limits": st.fixed_dictionaries({}, optional={"tunnels": st.integers(0, 8), "relays": st.integers(0, 8)}),
        "interfaces": st.dictionaries(st.sampled_from(["AD", "KU"]), st.sampled_from(SPELLED), max_size=2),
    },
)


@given(parts=st.lists(PARTS, min_size=1, max_size=4))
def test_laying_files_over_each_other_only_narrows(parts: list[dict[str, Any]], small: model.Rules) -> None:
    """Whatever composes keeps every hard demand, every block and every limit of each part."""
    base = mapping_document({"application": {"payload": "generic"}})
    hard = [item for part in parts for item in part.get("interfaces", {}).items() if item[1] in HARD]
    if contradict(parts):
        with pytest.raises(DataError, match="a later file may not loosen it"):
            load_scenario(base, small, parts)
        return
    whole = load_scenario(base, small, parts)
    assert set(hard) <= set(whole.interfaces.items())
    for part in (load_scenario(base, small, [part_]) for part_ in parts):
        assert set(part.blocked) <= set(whole.blocked)
        assert set(part.unavailable) <= set(whole.unavailable)
        if "limits.tunnels" in part.places:
            assert whole.limits.tunnels <= part.limits.tunnels
        if part.allowed is not None and whole.allowed is not None:
            assert expanded(whole.allowed, small) <= expanded(part.allowed, small)
    assert load_scenario(base, small, [*parts, parts[-1]]) == whole


def contradict(parts: list[dict[str, Any]]) -> bool:
    demands: dict[str, str] = {}
    for key, preference in (item for part in parts for item in part.get("interfaces", {}).items()):
        if demands.get(key) in HARD and preference != demands[key]:
            return True
        demands[key] = preference
    return False


def expanded(names: tuple[str, ...], rules: model.Rules) -> set[str]:
    return {member for name in names for member in rules.expand(name)}

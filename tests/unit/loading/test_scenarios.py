"""The grammar of the scenario file: every key, its range, its names, and where each thing was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from every_key import ALL_KEYS, ALL_PLACES
from planner import model
from planner.errors import DataError, printable
from planner.loading.composition import load_scenario
from planner.loading.documents import read_document
from planner.model import Location, Preference

KNOWN = "ah, dtls, dtls-1.2, dtls-1.3, ikev2, rfc3948, srtcp, srtp, tcp, tls, tls-1.2, tls-1.3, udp, udp-encap-esp"
SECURITY = "a security protocol, a handshake or a family of them"
PREFERENCES = "require, prefer, no-preference, avoid, prohibit"
FIGURES = ", ".join(model.FIGURES)


def scenario(text: str, rules: model.Rules) -> model.Scenario:
    return load_scenario(read_document(f"application: {{payload: generic}}\n{text}".encode(), "x.yaml"), rules)


def faults(text: str, rules: model.Rules) -> str:
    with pytest.raises(DataError) as error:
        scenario(text, rules)
    return str(error.value)


def test_every_key(small: model.Rules) -> None:
    loaded = load_scenario(read_document(ALL_KEYS.encode(), "x.yaml"), small)
    assert loaded == model.Scenario(
        name="1.10",
        payload="rtp",
        transport={"reliability": Preference.AVOID, "preserveMsgBoundaries": Preference.REQUIRE},
        interfaces={"IPK": Preference.REQUIRE, "SSKE": Preference.PREFER},
        security={
            "confidentiality": Preference.PROHIBIT,
            "integrity": Preference.REQUIRE,
            "forward-secrecy": Preference.PREFER,
        },
        protects="transport-headers",
        protocols={
            "ah": Preference.PROHIBIT,
            "tls": Preference.AVOID,
            "mapping": Preference.AVOID,
            "standard": Preference.PREFER,
        },
        allowed=("srtp", "dtls", "ikev2"),
        blocked=("udp", "dtls"),
        nat=True,
        unavailable=("tls-1.2",),
        ip_version=6,
        mtu=1280,
        limits=model.Limits(stacks=5, tunnels=0, security_layers=2, relays=1),
        layering="compatible",
        scope="survey",
        ranking="latency",
        file="x.yaml",
        places={path: Location(file="x.yaml", line=line) for path, line in ALL_PLACES.items()},
    )


def test_only_the_payload_has_to_be_there(small: model.Rules) -> None:
    loaded = scenario("", small)
    assert loaded == model.Scenario(
        payload="generic", file="x.yaml", places={"application.payload": Location(file="x.yaml", line=1)}
    )


def test_sections_and_lists_without_content_are_empty_ones(small: model.Rules) -> None:
    empty = "transport:\ninterfaces:\nsecurity:\nprotocols:\nenvironment:\n  blocked:\n  unavailable:\nlimits:\n"
    assert scenario(empty, small) == scenario("", small)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("environment: {mtu: 68}", "mtu", 68),
        ("environment: {mtu: 65535}", "mtu", 65535),
        ("environment: {ip-version: 4}", "ip_version", 4),
        ("environment: {nat: false}", "nat", False),
        ("limits: {stacks: 1}", "limits", model.Limits(stacks=1)),
        ("limits: {stacks: 1000000}", "limits", model.Limits(stacks=1_000_000)),
        ("limits: {tunnels: 8, security-layers: 8, relays: 8}", "limits", model.Limits(tunnels=8, security_layers=8, relays=8)),  # noqa: E501
        ("limits: {tunnels: 0, security-layers: 0, relays: 0}", "limits", model.Limits(tunnels=0, security_layers=0)),
        ("allowed: []", "allowed", ()),
        ("allowed: [ah, srtcp, tls]", "allowed", ("ah", "srtcp", "tls")),
        ("protocols: {ah: require, udp-encap-esp: avoid}", "protocols", {"ah": Preference.REQUIRE, "udp-encap-esp": Preference.AVOID}),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_allowed(text: str, path: str, value: Any, small: model.Rules) -> None:
    assert getattr(scenario(text, small), path) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("environment: {mtu: 67}", "environment.mtu: found 67; a decimal integer from 68 to 65535"),
        ("environment: {mtu: 65536}", "environment.mtu: found 65536; a decimal integer from 68 to 65535"),
        ("environment: {ip-version: 5}", "environment.ip-version: found 5; one of 4, 6"),
        ("environment: {ip-version: true}", "environment.ip-version: found true; one of 4, 6"),
        ("environment: {nat: 1}", "environment.nat: found 1; true or false"),
        ("environment: {nat: 'true'}", "environment.nat: found 'true'; true or false"),
        (
            "environment: {ip_version: 6}",
            "environment.ip_version: unknown key 'ip_version'; one of blocked, nat, unavailable, available, "
            "tops, ip-version, inner-ip-version, mtu; did you mean 'ip-version'?",
        ),
        ("limits: {stacks: 0}", "limits.stacks: found 0; a decimal integer from 1 to 1000000"),
        ("limits: {stacks: 1000001}", "limits.stacks: found 1000001; a decimal integer from 1 to 1000000"),
        ("limits: {tunnels: 9}", "limits.tunnels: found 9; a decimal integer from 0 to 8"),
        ("limits: {security-layers: -1}", "limits.security-layers: found -1; a decimal integer from 0 to 8"),
        ("limits: {relays: '1'}", "limits.relays: found '1'; a decimal integer from 0 to 8"),
        ("layering: specifed", "layering: found 'specifed'; one of specified, practiced, compatible"),
        ("scope: none", "scope: found 'none'; one of survey, full"),
        ("name: 3", "name: found 3; text (quoted where YAML would read something else)"),
        ("name: 1.10", "name: found 1.10, which YAML reads as the number 1.1; quote it, where text is meant"),
        (
            "transport: {reliability: off}",
            f"transport.reliability: found off, which YAML reads as the truth value false; one of {PREFERENCES}",
        ),
        ("transport: {reliability: must}", f"transport.reliability: found 'must'; one of {PREFERENCES}"),
        (
            "transport: {relability: avoid}",
            "transport.relability: unknown key 'relability'; one of profile, "
            + ", ".join(model.PROPERTIES)
            + "; did you mean 'reliability'?",
        ),
        (
            "transport: {profile: reliable-mesage}",
            "transport.profile: unknown profile 'reliable-mesage'; did you mean 'reliable-message'?",
        ),
        ("interfaces: {ALGO: avoid}", "interfaces.ALGO: unknown key 'ALGO'; one of " + ", ".join(model.INTERFACES)),
        (
            "security: {forward_secrecy: avoid}",
            "security.forward_secrecy: unknown key 'forward_secrecy'; one of confidentiality, integrity, "
            "peer-authentication, forward-secrecy, replay-protection, post-quantum, protects; did you mean "
            "'forward-secrecy'?",
        ),
        (
            "security: {protects: payloads}",
            "security.protects: found 'payloads'; one of payload, transport-headers, ip-packets; did you "
            "mean 'payload'?",
        ),
        ("protocols: {dtsl: avoid}", "protocols.dtsl: unknown protocol 'dtsl'; did you mean 'dtls'?"),
        ("protocols: {standart: avoid}", "protocols.standart: unknown protocol 'standart'; did you mean 'standard'?"),
        (
            "protocols: {tls: yes}",
            f"protocols.tls: found yes, which YAML reads as the truth value true; one of {PREFERENCES}",
        ),
        ("protocols: {tls: }", f"protocols.tls: found nothing; one of {PREFERENCES}"),
        ("protocols: [tls]", "protocols: found a list; a mapping"),
        ("environment: {blocked: udp}", "environment.blocked: found 'udp'; a list"),
        ("environment: {blocked: [utp]}", "environment.blocked[0]: unknown protocol 'utp'; did you mean 'udp'?"),
        ("environment: {blocked: [mapping]}", f"environment.blocked[0]: unknown protocol 'mapping'; known: {KNOWN}"),
        ("environment: {blocked: [udp, tcp, udp]}", "environment.blocked[2]: found 'udp' again; each entry once"),
        ("environment: {unavailable: [zzz]}", f"environment.unavailable[0]: unknown protocol 'zzz'; known: {KNOWN}"),
        (
            "environment: {unavailable: [~]}",
            "environment.unavailable[0]: found nothing; a protocol or a family, as text",
        ),
        (
            "environment: {blocked: [off]}",
            "environment.blocked[0]: found off, which YAML reads as the truth value false; quote it, where text is "
            "meant",
        ),
        ("allowed: srtp", "allowed: found 'srtp'; a list"),
        ("allowed: [tcp]", f"allowed[0]: found 'tcp'; {SECURITY}"),
        ("allowed: [tls, udp-encap-esp]", f"allowed[1]: found 'udp-encap-esp'; {SECURITY}"),
        ("allowed: [tls, tls]", "allowed[1]: found 'tls' again; each entry once"),
        ("allowed: [standard]", f"allowed[0]: unknown protocol 'standard'; known: {KNOWN}"),
        ("ranking: fastest", "ranking: unknown ranking 'fastest'; known: default, latency"),
        ("ranking:", "ranking.criteria: no criteria; it has to be there"),
        ("ranking: [layers]", "ranking: found a list; ranking, as text (default, latency) or a mapping"),
        ("ranking: {criteria: []}", "ranking.criteria: found a list; at least one entry"),
        (
            "ranking: {criteria: [layer]}",
            f"ranking.criteria[0]: found 'layer'; one of {FIGURES}; did you mean 'layers'?",
        ),
        (
            "ranking: {criteria: [layers, layers]}",
            "ranking.criteria: found a list; each criterion once; layers stands there again",
        ),
        (
            "ranking: {criteria: [{name: a, weights: {}}]}",
            "ranking.criteria: found a list; at least one weight for each named criterion",
        ),
        (
            "ranking: {criteria: [{name: a, weights: {layers: 0}}]}",
            "ranking.criteria[0].weights.layers: found 0; at least 1",
        ),
        (
            "ranking: {criteria: [{name: a, weights: {zzz: 1}}]}",
            f"ranking.criteria[0].weights.zzz: found 'zzz'; one of {FIGURES}",
        ),
        ("ranking: {criteria: [{weights: {layers: 1}}]}", "ranking.criteria[0].name: no name; it has to be there"),
        (
            "rankings: default",
            "rankings: unknown key 'rankings'; one of name, application, transport, interfaces, security, "
            "protocols, allowed, environment, limits, options, equivalent, layering, scope, ranking; "
            "did you mean 'ranking'?",
        ),
    ],
)
def test_what_is_refused(text: str, message: str, small: model.Rules) -> None:
    assert faults(text, small) == f"x.yaml:2: {message}"


def test_a_payload_that_nobody_hands_over(small: model.Rules) -> None:
    with pytest.raises(DataError) as error:
        load_scenario({"application": {"payload": "RTP"}}, small)
    allowed = ", ".join(model.PAYLOADS)
    assert str(error.value) == (f"<mapping>: application.payload: found 'RTP'; one of {allowed}; did you mean 'rtp'?")


def test_all_faults_of_a_file_at_once_by_line(small: model.Rules) -> None:
    assert faults("limits: {tunnels: 9}\nallowed: [tcp]\nprotocols: {1: avoid, dtsl: must}\nscope: off\n", small) == (
        "x.yaml:2: limits.tunnels: found 9; a decimal integer from 0 to 8\n"
        f"x.yaml:3: allowed[0]: found 'tcp'; {SECURITY}\n"
        "x.yaml:4: protocols: the key 1; a key is text; quote it\n"
        f"x.yaml:4: protocols.dtsl: found 'must'; one of {PREFERENCES}\n"
        "x.yaml:5: scope: found off, which YAML reads as the truth value false; one of survey, full"
    )


def test_a_file_of_nothing_but_unknown_names_is_looked_up_in_part(small: model.Rules) -> None:
    names = ", ".join(f"zz{number}" for number in range(100_000))
    lines = faults(f"environment: {{blocked: [{names}]}}", small).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "x.yaml:1: too many unknown names; the rest is not looked up"


def test_a_profile_sets_what_is_not_named(small: model.Rules) -> None:
    loaded = scenario("transport:\n  reliability: no-preference\n  profile: reliable-message\n", small)
    assert loaded.transport == {
        "reliability": Preference.NO_PREFERENCE,
        "preserveMsgBoundaries": Preference.REQUIRE,
    }
    assert loaded.places["transport.reliability"] == Location(file="x.yaml", line=3)
    assert loaded.places["transport.preserveMsgBoundaries"] == Location(file="x.yaml", line=4)
    assert "transport.profile" not in loaded.places


def test_a_default_security_preference_has_no_place(small: model.Rules) -> None:
    loaded = scenario("security: {integrity: require}", small)
    assert loaded.security == {"confidentiality": Preference.REQUIRE, "integrity": Preference.REQUIRE}
    assert "security.confidentiality" not in loaded.places
    assert loaded.places["security.integrity"] == Location(file="x.yaml", line=2)


def test_a_ranking_of_its_own(small: model.Rules) -> None:
    text = "ranking:\n  criteria:\n  - layers\n  - {name: cost, weights: {overhead-bytes: 1, handshake-rtts: 20}}\n"
    assert scenario(text, small).ranking == model.Ranking(
        name="own",
        about="written in the scenario",
        criteria=(("layers", (("layers", 1),)), ("cost", (("handshake-rtts", 20), ("overhead-bytes", 1)))),
    )


def test_a_path_a_mapping_and_a_document_give_the_same(tmp_path: Path, small: model.Rules) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("application: {payload: rtp}\nlimits: {tunnels: 2}\n")
    by_path = load_scenario(file, small)
    assert by_path == load_scenario(str(file), small)
    assert by_path == load_scenario(read_document(file.read_bytes(), str(file)), small)
    by_mapping = load_scenario({"application": {"payload": "rtp"}, "limits": {"tunnels": 2}}, small)
    assert (by_mapping.payload, by_mapping.limits) == (by_path.payload, by_path.limits)
    assert by_mapping.places["limits.tunnels"] == Location(file="<mapping>", line=0)


def test_a_file_that_cannot_be_read(tmp_path: Path, small: model.Rules) -> None:
    for path, why in (
        (tmp_path / "none.yaml", "No such file or directory"),
        (tmp_path, "Is a directory"),
        ("a\0b", "embedded null byte"),
    ):
        with pytest.raises(DataError) as error:
            load_scenario(path, small)
        assert str(error.value) == printable(f"{path}:1: cannot be read: {why}")


def test_a_file_without_end_is_refused(small: model.Rules) -> None:
    with pytest.raises(DataError) as error:
        load_scenario("/dev/zero", small)
    assert str(error.value) == "/dev/zero:1: larger than 1 MiB; at most 1048576 bytes"

"""A small catalogue, so that whole messages with lists of names can be compared whatever rules/ holds."""

from __future__ import annotations

import pytest

from planner import model

SOURCES = (model.Source(document="RFC 8922", section="Section 3", checked="text"),)


def protocol(name: str, kind: str, *families: str, scope: str | None = "survey", instead: str = "") -> model.Protocol:
    return model.Protocol(
        id=name,
        name=name.upper(),
        kinds=frozenset({kind}),
        statuses=frozenset({"standard"}),
        scope=scope,
        document="RFC 8922",
        sources=SOURCES,
        families=families,
        instead=instead,
    )


PROTOCOLS = (
    protocol("ah", "security", scope=None),
    protocol("dtls-1.2", "security", "dtls"),
    protocol("dtls-1.3", "security", "dtls"),
    protocol("ikev2", "handshake"),
    protocol("rfc3948", "mapping"),
    protocol("srtcp", "security", scope=None, instead="srtp"),
    protocol("srtp", "security"),
    protocol("tcp", "transport"),
    protocol("tls-1.2", "security", "tls"),
    protocol("tls-1.3", "security", "tls"),
    protocol("udp", "transport"),
    protocol("udp-encap-esp", "mapping", scope=None, instead="rfc3948"),
)


@pytest.fixture(scope="session")
def small() -> model.Rules:
    require, avoid, either = model.Preference.REQUIRE, model.Preference.AVOID, model.Preference.NO_PREFERENCE
    return model.Rules(
        protocols={protocol.id: protocol for protocol in PROTOCOLS},
        keyings=(),
        layerings=(),
        rows={},
        rankings={name: model.Ranking(name=name, about="", criteria=()) for name in ("default", "latency")},
        constraints={},
        warnings={},
        interfaces={"ALG": model.Reasoned(id="ALG", text="the application chooses algorithms", sources=SOURCES)},
        environment={},
        profiles={
            "reliable-message": {"reliability": require, "preserveMsgBoundaries": require},
            "unreliable-datagram": {"reliability": avoid, "preserveMsgBoundaries": either},
        },
        services={},
        digest="sha256:0",
    )

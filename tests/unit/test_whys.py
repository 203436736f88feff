"""Why a stack stands where it stands, or why it is none: whole answers for stacks that a reader can check."""

from __future__ import annotations

import pickle
import string
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from planner import DataError, Plan, Planner
from planner.errors import PlannerError
from planner.model import Fact, Limits, Reason, Scenario
from planner.model.sentences import SENTENCES
from planner.render.reasons import lines, sentence
from planner.stacks.demand_answers import answers

CALL = "scenarios/browser-call-udp-blocked.yaml"


@pytest.fixture(scope="module")
def call(planner: Planner) -> Plan:
    return planner.plan(CALL)


def test_a_listed_stack_is_compared_with_the_one_above_it(planner: Planner, call: Plan) -> None:
    why = planner.why(call, "srtp(dtls-1.2)/rfc4571/tcp/ip")
    assert (why.verdict, why.rank, why.total) == ("listed", 2, 3)
    assert why.above == "srtp(dtls-1.3)/rfc4571/tcp/ip"
    [decisive] = [compared for compared in why.compared if compared.decides]
    assert (decisive.criterion, decisive.here, decisive.above) == ("maturity", 1, 0)
    assert decisive.because == ("dtls-1.2 is superseded (+1)",)
    assert [(move.changes, move.rank) for move in why.moves] == [
        (("protocols.dtls-1.2: prefer",), 1),
        (("protocols.dtls-1.3: avoid",), 1),
    ]


def test_every_demand_is_answered_with_its_line_and_its_document(planner: Planner, call: Plan) -> None:
    why = planner.why(call, "srtp(dtls-1.3)/rfc4571/tcp/ip")
    answer_of = {answer.demand.spelling: answer for answer in why.answers}
    blocked = answer_of["environment.blocked: udp"]
    assert (blocked.met, str(blocked.demand.place)) == (True, f"{CALL}:14")
    assert blocked.layers == ("srtp(dtls-1.3)", "rfc4571", "tcp", "ip")
    sske = answer_of["interfaces.SSKE: prefer"]
    assert (sske.met, sske.layers, sske.rule) == (True, ("srtp(dtls-1.3)",), "interfaces")
    assert "RFC 8922 Section 5.4" in sske.source
    assert not answer_of["transport.reliability: avoid"].met
    assert list(lines(answer_of["environment.nat: true"].reason)) == [
        "environment.nat: true is met",
        f"  environment.nat: true is asked for ({CALL}:15)",
        "  tcp stands directly above the outermost ip and passes NAPT [RFC 6951 Section 1]",
        "  the rule is: directly above the outermost ip stands a protocol that passes NAPT "
        "[RFC 7296 Section 1.1.2; RFC 6951 Section 1]",
    ]


def test_an_excluded_stack_names_first_what_nothing_could_mend(planner: Planner, call: Plan) -> None:
    why = planner.why(call, "tls-1.3/udp/ip")
    assert why.verdict == "excluded"
    assert why.broken[0].demand is None
    assert "TLS needs a reliable byte stream" in why.broken[0].found
    unmendable = [broken.demand is None for broken in why.broken]
    assert unmendable == sorted(unmendable, reverse=True)
    assert why.mends is None
    assert why.nearest == "dtls-1.3/udp/ip"


def test_what_would_mend_a_stack_does(planner: Planner, call: Plan) -> None:
    why = planner.why(call, "srtp(dtls-1.3)/udp/ip")
    assert [broken.demand.spelling for broken in why.broken if broken.demand] == ["environment.blocked: udp"]
    assert why.mends is not None
    assert why.mends.rank is not None
    assert why.mends.changes == ("environment.blocked: -udp",)
    mended = planner.plan(replace(call.scenario, blocked=()))
    assert mended.stacks[why.mends.rank - 1].spelling == "srtp(dtls-1.3)/udp/ip"


def test_a_derived_layering_can_be_what_mends(planner: Planner) -> None:
    plan = planner.plan({"application": {"payload": "ip-packets"}, "scope": "full", "limits": {"tunnels": 1}})
    why = planner.why(plan, "wireguard/udp-lite/ip")
    assert why.mends is not None
    assert why.mends.changes == ("layering: compatible",)
    practiced = planner.why(plan, "wireguard/tcp/ip").mends
    assert practiced is not None
    assert practiced.changes == ("layering: practiced",)
    assert planner.why(plan, "ethernet/wireguard/udp/ip").mends is None  # prohibited is never derived


@pytest.mark.parametrize(
    ("spelling", "nearest"),
    [
        ("qiuc/upd", "quic(tls-1.3)/udp/ip"),
        ("quic/tcp/ip", "quic(tls-1.3)/udp/ip"),
        ("tls/udp", "dtls-1.2/udp/ip"),
        ("srtp(dtls-1.3)/tcp/ip", "srtp(dtls-1.3)/rfc4571/tcp/ip"),
        ("wireguard/tcp/ip", "wireguard/udp/ip"),
        ("/ip4/192.0.2.1/tcp/443/quic-v1", "quic(tls-1.3)/udp/ip"),
        ("tls-1.4/tcp/ip", "tls-1.2/tcp/ip"),
        ("coaps", "coap/udp/ip"),
        ("srtp", "srtp(dtls-1.2)/udp/ip"),
    ],
)
def test_the_nearest_stack(planner: Planner, spelling: str, nearest: str) -> None:
    plan = planner.plan({"application": {"payload": "generic"}})
    why = planner.why(plan, spelling)
    assert why.nearest == nearest
    assert why.problem
    assert planner.why(plan, nearest).verdict in ("listed", "valid", "excluded")


@pytest.mark.parametrize("spelling", ["", "/", "foo", "ip", "((", "a/" * 600, "\x00", "tls/" * 80, "/unix/a/b"])
def test_any_string_is_answered(planner: Planner, spelling: str) -> None:
    why = planner.why(planner.plan({"application": {"payload": "generic"}}), spelling)
    assert why.verdict in ("no-stack", "excluded")
    assert why.problem


def test_where_nothing_is_near_the_best_stack_is_named(planner: Planner) -> None:
    plan = planner.plan({"application": {"payload": "generic"}})
    assert planner.why(plan, "foo/bar").nearest == plan.stacks[0].spelling


def test_what_the_survey_does_not_plan_is_a_matter_of_scope(planner: Planner) -> None:
    plan = planner.plan({"application": {"payload": "coap"}, "scope": "survey"})
    [[blame]] = plan.conflicts
    assert "no protocol of scope survey takes" in blame.reason
    assert plan.repairs[-1].changes == ("scope: full",)
    why = planner.why(plan, "coap/dtls-1.3/udp/ip")
    assert (why.verdict, [broken.rule for broken in why.broken]) == ("excluded", ["planned"])
    assert why.mends is not None
    assert why.mends.changes == ("scope: full",)


def test_of_readings_that_are_not_valid_the_one_nearest_to_it_is_judged(planner: Planner) -> None:
    plan = planner.plan({"application": {"payload": "generic"}, "environment": {"blocked": ["tcp"]}})
    assert planner.why(plan, "tls/tcp").spelling == "tls-1.3/tcp/ip"


def test_a_long_spelling_with_many_readings_is_answered_soon(planner: Planner) -> None:
    why = planner.why(planner.plan({"application": {"payload": "generic"}}), "tls/tcp" + "/ip/esp" * 5 + "/ip")
    assert why.verdict == "excluded"
    assert why.mends is not None
    assert why.mends.rank is None


@pytest.mark.long
def test_the_largest_limits_are_answered(planner: Planner) -> None:
    limits = {"tunnels": 8, "security-layers": 8, "relays": 8}
    plan = planner.plan({"application": {"payload": "generic"}, "limits": limits})
    why = planner.why(plan, "tls-1.2/tcp/ip/openvpn(psk)/tcp/ip")
    assert (why.verdict, why.rank) == ("valid", None)
    assert planner.fallbacks(plan).conditions


def test_a_spelling_that_leaves_choices_open_means_the_best(planner: Planner, call: Plan) -> None:
    why = planner.why(call, "TCP/DTLS/RTP/SAVPF")
    assert (why.spelling, why.rank) == ("srtp(dtls-1.3)/rfc4571/tcp/ip", 1)
    assert why.others == ("srtp(dtls-1.2)/rfc4571/tcp/ip",)


def test_a_rank_that_cannot_be_counted_is_none(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.solving.exact_rank.MOST", 100)
    plan = planner.plan(Scenario(payload="generic", limits=Limits(stacks=1)))
    why = planner.why(plan, "tcp/ip/wireguard/udp/ip")
    assert (why.verdict, why.rank) == ("valid", None)


def test_a_plan_is_whole_when_it_is_made(planner: Planner, call: Plan) -> None:
    """A pickle loses nothing, and what was not worked out says so."""
    without_stack = planner.plan("scenarios/wireguard-udp-blocked.yaml")
    for plan in (call, without_stack):
        assert pickle.loads(pickle.dumps(plan)).to_dict() == plan.to_dict()
        assert pickle.loads(pickle.dumps(plan)) == plan
    quick = planner.plan("scenarios/wireguard-udp-blocked.yaml", repairs=False)
    assert quick.conflicts == without_stack.conflicts
    with pytest.raises(PlannerError, match="made without repairs"):
        quick.to_dict()


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        (lambda planner: planner.plan(7), "a scenario: a path, a mapping or a Scenario is wanted, not int"),
        (lambda planner: planner.plan({}, with_="nat"), "with_: a list of files, names of environments or mappings"),
        (lambda planner: planner.why("tcp/ip", "tcp/ip"), "a plan is wanted, not str"),
        (lambda planner: planner.parse(7), "a name is wanted, not int"),
        (lambda planner: planner.names("tcp/ip"), "a stack: a tuple of layers is wanted, not str"),
        (lambda _: Planner(cast(Any, 7)), "rules: None, a folder, a list of folders or Rules is wanted, not int"),
    ],
)
def test_a_wrong_type_says_what_is_wanted(planner: Planner, ask: Callable[[Planner], object], wanted: str) -> None:
    with pytest.raises(TypeError, match=wanted):
        ask(planner)


def test_shipped_environments_go_by_their_names(planner: Planner) -> None:
    asked = {"application": {"payload": "rtp"}, "scope": "survey"}
    assert planner.plan(asked, with_=["udp-blocked"]).scenario.blocked[0] == "udp"
    with pytest.raises(DataError, match=r"shipped environments: .*nat"):
        planner.plan(asked, with_=["no-such-network"])


EVERYTHING: dict[str, Any] = {"payload": "rtp", "protocol": "rtp", "framer": True}
ASKING: dict[str, Any] = {
    "application": EVERYTHING,
    "interfaces": {"SAV": "avoid", "AD": "prefer"},
    "security": {"protects": "payload", "confidentiality": "no-preference", "integrity": "no-preference"}
    | {"forward-secrecy": "prefer"},
    "protocols": {"udp": "avoid", "quic": "prohibit", "tcp": "prefer"},
    "transport": {"multipath": "avoid", "preserveMsgBoundaries": "require"},
    "allowed": ["srtp", "dtls", "sdes", "ipsec", "openvpn", "psk"],
    "environment": {
        "blocked": ["udp"],
        "nat": True,
        "unavailable": ["tcpcrypt"],
        "mtu": 1400,
        "tops": ["srtp", "rtp"],
    },
    "limits": {"stacks": 400, "deployment": "extinct"},
}
"""A demand of every kind, but for ``environment.available``, which names all protocols of the catalogue."""


def test_every_claim_has_a_sentence_and_every_word_of_it(planner: Planner) -> None:
    """No claim without a sentence, no sentence without a claim, no word left out."""
    available = {"available": [*planner.rules.protocols]}
    plan = planner.plan({**ASKING, "environment": ASKING["environment"] | available})
    others = planner.plan({"application": EVERYTHING}).stacks
    excluded = [planner.engine.assess(plan.scenario, stack.stack) for stack in others]
    nothing = {"confidentiality": "avoid", "integrity": "avoid"}
    without = planner.plan({"application": EVERYTHING, "allowed": [], "security": nothing})
    given = [answer for each in (plan, without) for stack in each.stacks for answer in stack.answers]
    given += [answer for assessment in excluded for answer in answers(assessment)]
    used = set().union(*(worded(answer.reason) for answer in given))
    met_by = [*SENTENCES][: [*SENTENCES].index("leg-counts") + 1]
    assert used >= set(met_by) - {"nothing-gives"}  # no protocol of ours leaves a property to nobody


def worded(reason: Reason) -> set[str]:
    """The claims of a tree of reasons, each of which has a sentence and every word of it."""
    made = SENTENCES[reason.claim]
    assert isinstance(made, str)
    assert {name for _, name, _, _ in string.Formatter().parse(made) if name} <= set(reason.words)
    assert sentence(reason)
    causes = () if isinstance(reason, Fact) else reason.causes
    return {reason.claim}.union(*map(worded, causes))

"""explain, diff, lock, verify, matrix, fallback: the commands, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner import Planner
from planner.cli import app
from planner.model import spell

CALL = "scenarios/browser-call-udp-blocked.yaml"
OPEN = "scenarios/browser-call.yaml"
NONE = "scenarios/eap-and-alpn-one-layer.yaml"
FORMATS = ["table", "json", "yaml", "markdown"]


def run(*arguments: str, input_: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=input_)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((CALL,), 0),
        ((NONE,), 1),
        ((CALL, "srtp(zrtp)/rfc4571/tcp/ip"), 0),
        ((CALL, "srtp(zrtp)/udp/ip"), 1),
        ((CALL, "nonsense"), 1),
    ],
)
def test_explain(arguments: tuple[str, ...], status: int, format_: str) -> None:
    answer = run("explain", *arguments, "--format", format_)
    assert answer.exit_code == status, answer.output
    assert answer.stdout.strip()
    if format_ == "json":
        assert json.loads(answer.stdout)


def test_explain_of_bad_input_ends_with_two_and_every_fault() -> None:
    answer = run("explain", "-", input_="application: {payload: rpt}\ntransprot: {}\n")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "<stdin>:1: application.payload" in answer.stderr
    assert "<stdin>:2: transprot" in answer.stderr


def test_explain_names_the_conflict_and_the_repairs() -> None:
    answer = run("explain", "scenarios/wireguard-udp-blocked.yaml")
    assert answer.exit_code == 1
    assert "protocols.wireguard: require (scenarios/wireguard-udp-blocked.yaml:6)" in answer.stdout
    assert "- environment.blocked: -udp: then wireguard/udp/ip" in answer.stdout
    assert "- layering: practiced: then wireguard/tcp/ip" in answer.stdout


def test_the_stack_tables_and_explain_agree_on_repairs() -> None:
    plan = json.loads(run("plan", NONE, "--format", "json").stdout)
    assert plan["repairs"] == [
        {"changes": ["interfaces.AD: prefer"], "best": "quic(tls-1.3)/udp/ip"},
        {"changes": ["interfaces.EXT: prefer"], "best": "udp/esp-transport(ikev2)/ip"},
        {"changes": ["limits.security-layers: 2"], "best": "quic(tls-1.3)/udp/esp-transport(ikev2)/ip"},
    ]
    assert json.loads(run("explain", NONE, "--format", "json").stdout)["repairs"] == plan["repairs"]


def test_diff_says_what_changes_and_because_of_which_lines() -> None:
    answer = run("diff", OPEN, "--with-b", "udp-blocked", "--format", "json")
    assert answer.exit_code == 1
    changes = json.loads(answer.stdout)
    assert changes["totals"] == [3, 0]
    assert "environment.blocked: udp" in [demand["demand"] for demand in changes["added"]]
    assert [(stack["change"], stack["stack"]) for stack in changes["stacks"]] == [
        ("lost", "srtp(dtls-1.3)/udp/ip"),
        ("lost", "srtp(dtls-1.2)/udp/ip"),
        ("lost", "srtp(zrtp)/udp/ip"),
    ]
    broken = changes["stacks"][0]["broken"][-1]
    assert (broken["demand"], broken["line"]) == ("environment.blocked: udp", 3)
    assert broken["file"].endswith("udp-blocked.yaml")


def test_diff_of_the_same_is_none() -> None:
    answer = run("diff", OPEN, OPEN)
    assert answer.exit_code == 0
    assert "the same, in the same order" in answer.stdout


def test_diff_of_moved_stacks_says_by_which_criterion(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("application: {payload: generic}\nlimits: {stacks: 3}\n")
    (tmp_path / "b.yaml").write_text("application: {payload: generic}\nlimits: {stacks: 3}\nprotocols: {tcp: prefer}\n")
    changes = json.loads(run("diff", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "--format", "json").stdout)
    moved = {stack["stack"]: stack for stack in changes["stacks"]}
    assert {stack["change"] for stack in moved.values()} == {"moved"}
    assert moved["tls-1.3/tcp/ip"]["after"] == 1
    assert moved["dtls-1.3/udp/ip"]["compared"][0]["because"] == ["protocols.tcp: prefer is not met"]
    assert run("diff", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")).exit_code == 1


def test_diff_of_catalogues(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "layering:\n- {upper: ssh, lower: mptcp, status: prohibited, scope: full, reason: our house rule, "
        "source: House rules (memory)}\n"
    )
    (tmp_path / "asked").mkdir()
    scenario = str(tmp_path / "asked" / "s.yaml")
    Path(scenario).write_text("application: {payload: generic}\nprotocols: {ssh: require}\nlimits: {tunnels: 0}\n")
    changes = json.loads(run("diff", scenario, scenario, "--rules-b", str(tmp_path), "--format", "json").stdout)
    assert changes["digests"][0] != changes["digests"][1]
    lost = [stack for stack in changes["stacks"] if stack["change"] == "lost"]
    assert lost
    assert "our house rule" in lost[0]["broken"][0]["found"]


def test_a_lock_holds_until_something_changes(tmp_path: Path) -> None:
    scenario, lock = tmp_path / "call.yaml", tmp_path / "call.lock.yaml"
    scenario.write_text("application: {payload: rtp}\nallowed: [srtp, dtls]\n")
    assert run("lock", str(scenario), "--with", "nat", "-o", str(lock)).exit_code == 0
    held = run("verify", str(lock))
    assert (held.exit_code, held.stdout) == (0, "srtp(dtls-1.3)/udp/ip still holds, at rank 1.\n")
    scenario.write_text("application: {payload: rtp}\nallowed: [srtp, dtls]\nenvironment: {blocked: [udp]}\n")
    broken = run("verify", str(lock), "--format", "json")
    assert broken.exit_code == 1
    [reason] = json.loads(broken.stdout)["broken"]
    assert (reason["demand"], reason["line"]) == ("environment.blocked: udp", 3)
    scenario.write_text("application: {payload: rtp}\nallowed: [srtp, dtls]\nprotocols: {tcp: prefer}\n")
    worse = run("verify", str(lock))
    assert worse.exit_code == 1
    assert "before it comes" in worse.stdout


def test_a_lock_knows_another_catalogue(tmp_path: Path) -> None:
    scenario, lock, rules = tmp_path / "s.yaml", tmp_path / "lock.yaml", tmp_path / "rules"
    scenario.write_text("application: {payload: rtp}\n")
    rules.mkdir()
    (rules / "more.yaml").write_text("services:\n- {id: smoke, text: signals, source: House rules (memory)}\n")
    assert run("lock", str(scenario), "--stack", "srtp(dtls-1.2)/udp/ip", "-o", str(lock)).exit_code == 0
    same = run("verify", str(lock), "--rules", str(rules))
    assert same.exit_code == 0
    assert "The catalogue is not the lock's" in same.stdout
    assert run("verify", str(lock), "--rules", str(rules), "--exact").exit_code == 1
    assert run("verify", str(lock), "--exact").exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "scenario: x\n",
        "scenario: nowhere.yaml\nstack: tcp/ip\nrank: 1\ncatalogue: {scope: full, digest: sha256:0}\n",
    ],
)
def test_a_bad_lock_is_bad_input(tmp_path: Path, text: str) -> None:
    (tmp_path / "lock.yaml").write_text(text)
    answer = run("verify", str(tmp_path / "lock.yaml"))
    assert answer.exit_code == 2
    assert "lock.yaml" in answer.stderr


def test_what_is_not_valid_cannot_be_locked() -> None:
    for stack in ("srtp(dtls-1.3)/udp/ip", "99", "nonsense"):
        answer = run("lock", CALL, "--stack", stack)
        assert answer.exit_code == 2, stack
        assert answer.stderr.startswith(f"stack {stack}: ")


def test_a_lock_remembers_the_rules_laid_over_ours(tmp_path: Path) -> None:
    rules, lock = tmp_path / "rules", tmp_path / "locks" / "l.yaml"
    rules.mkdir()
    lock.parent.mkdir()
    (rules / "more.yaml").write_text("services:\n- {id: smoke, text: signals, source: House rules (memory)}\n")
    assert run("lock", CALL, "--rules", str(rules), "-o", str(lock)).exit_code == 0
    assert "rules:\n- ../rules\n" in lock.read_text()
    assert run("verify", str(lock), "--exact").exit_code == 0


def test_a_lock_of_nothing(tmp_path: Path) -> None:
    none = run("lock", NONE, "-o", str(tmp_path / "l.yaml"))
    assert none.exit_code == 1
    assert "cannot hold together" in none.stdout
    assert not (tmp_path / "l.yaml").exists()
    assert run("lock", "-", input_="application: {payload: rtp}\n").exit_code == 2


def test_standard_input_is_read_once() -> None:
    answer = run("diff", "-", "-", input_="application: {payload: rtp}\n")
    assert answer.exit_code == 2
    assert "can be read once" in answer.stderr
    assert run("plan", CALL, "--only-rules").exit_code == 2


def test_an_empty_stack_is_no_stack() -> None:
    assert run("explain", CALL, "").exit_code == 1


def test_diff_of_two_without_a_stack_compares_their_conflicts() -> None:
    answer = run("diff", NONE, "scenarios/multistream-media.yaml")
    assert answer.exit_code == 1
    assert "limits.security-layers: 1" in answer.stdout
    assert run("diff", NONE).exit_code == 0


def test_diff_finds_what_went_below_the_listed_ones(tmp_path: Path) -> None:
    asked = "application: {payload: generic}\nscope: survey\nlimits: {stacks: 3, tunnels: 0}\n"
    (tmp_path / "a.yaml").write_text(asked)
    (tmp_path / "b.yaml").write_text(asked + "environment: {unavailable: [curvecp]}\n")
    changes = json.loads(run("diff", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "--format", "json").stdout)
    assert [(stack["change"], stack["stack"]) for stack in changes["stacks"]] == [("lost", "curvecp/udp/ip")]


def test_the_matrix_in_every_format(tmp_path: Path) -> None:
    (tmp_path / "call.yaml").write_text(Path(CALL).read_text())
    (tmp_path / "eap.yaml").write_text(Path(NONE).read_text())
    record = json.loads(run("matrix", "--apps", str(tmp_path), "--format", "json").stdout)
    assert record["applications"] == ["call", "eap"]
    assert "udp-blocked" in record["environments"]
    cells = {(cell["application"], cell["environment"]): cell for cell in record["cells"]}
    assert cells["call", "nat"]["best"] == "srtp(dtls-1.3)/rfc4571/tcp/ip"
    assert [blame["demand"] for blame in cells["eap", "nat"]["conflict"]][:2] == [
        "interfaces.AD: require",
        "interfaces.EXT: require",
    ]
    rows = list(csv.DictReader(io.StringIO(run("matrix", "--apps", str(tmp_path), "--format", "csv").stdout)))
    assert [(row["application"], row["environment"], row["best"]) for row in rows] == [
        (cell["application"], cell["environment"], cell["best"] or "") for cell in record["cells"]
    ]
    assert "| call | none |" in run("matrix", "--apps", str(tmp_path), "--format", "markdown").stdout
    page = run("matrix", "--apps", str(tmp_path), "--format", "html", "-o", str(tmp_path / "m.html"))
    assert page.exit_code == 1
    assert "default-src 'none'" in (tmp_path / "m.html").read_text()
    assert "srtp(dtls-1.3)/rfc4571/tcp/ip" in run("matrix", "--apps", str(tmp_path)).stdout


def test_a_bad_application_is_a_cell_and_the_others_are_answered(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("application: {payload: <b>}\n")
    (tmp_path / "good.yaml").write_text("application: {payload: rtp}\n")
    answer = run("matrix", "--apps", str(tmp_path), "--format", "html")
    assert answer.exit_code == 2
    assert "bad.yaml:1" in answer.stderr
    assert "srtp(dtls-1.3)/udp/ip" in answer.stdout
    assert "<b>" not in answer.stdout
    assert run("matrix", "--apps", str(tmp_path / "nowhere")).exit_code == 2


def test_fallbacks_never_offer_less_security(planner: Planner) -> None:
    for file in sorted(Path("scenarios").glob("*.yaml")):
        plan = planner.plan(file)
        order = planner.fallbacks(plan)
        if not plan.stacks:
            assert not order.groups
            continue
        best = planner.engine.assess(plan.scenario, plan.stacks[0].stack)
        assert order.groups[0].stacks[0] == spell(best.stack)
        for condition in order.conditions:
            if condition.first:
                [stack] = planner.parse(condition.first).stacks
                assert planner.engine.assess(plan.scenario, stack).secure_layers == best.secure_layers
            else:
                assert condition.lost


def test_a_fallback_beyond_the_listed_ones_is_found(planner: Planner) -> None:
    """With one stack listed, the one for a network without UDP still comes from all that are valid."""
    plan = planner.plan({"application": {"payload": "rtp"}, "limits": {"stacks": 1}})
    first = {condition.environment: condition.first for condition in planner.fallbacks(plan).conditions}
    assert first["open-network"] == "srtp(dtls-1.3)/udp/ip"
    assert first["udp-blocked"] == "srtp(dtls-1.3)/rfc4571/tcp/ip"
    assert first["tcp-443-only"] == "srtp(dtls-1.3)/rfc4571/tcp/ip"


@pytest.mark.parametrize("format_", FORMATS)
def test_fallback(format_: str) -> None:
    answer = run("fallback", OPEN, "--format", format_)
    assert answer.exit_code == 0
    if format_ == "table":
        assert "nothing equivalent is left; less security is not offered" in answer.stdout
    assert run("fallback", NONE, "--format", format_).exit_code == 1

"""Options: choices that change bytes and no stack's validity, in scenarios, on the command line and in the
catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from commands import run
from planner import DataError, Planner, Scenario
from planner.loading.schema import scenario_schema
from strategies import possible_values

TUNNEL: dict[str, Any] = {"application": {"payload": "ip-packets"}, "protocols": {"esp-tunnel": "require"}}


def payload_mtu(planner: Planner, options: dict[str, Any], spelling: str = "esp-tunnel(ikev2)/ip") -> int | None:
    plan = planner.plan({**TUNNEL, "options": options})
    return next(stack.costs.payload_mtu for stack in plan.stacks if stack.spelling == spelling)


@pytest.mark.parametrize(
    ("options", "payload"),
    [
        ({}, 1446),
        ({"esp": {"cipher": "aes-cbc-sha256"}}, 1438),
        ({"esp.cipher": "aes-cbc-sha256"}, 1438),
        ({"esp.cipher": "aes-cbc-sha256", "gre": {"key": True}}, 1438),
        ({"pppoe": True}, 1438),
        ({"pppoe": False, "esp": {}}, 1446),
    ],
)
def test_a_scenario_sets_them(planner: Planner, options: dict[str, Any], payload: int) -> None:
    assert payload_mtu(planner, options) == payload


def test_they_change_bytes_and_nothing_else(planner: Planner) -> None:
    """Every option at every choice of its ends: the same stacks in the same order."""
    scenario = {"application": {"payload": "ip-packets"}, "limits": {"tunnels": 2, "stacks": 40}}
    plain = planner.plan(scenario)
    for id, option in planner.rules.options.items():
        values = possible_values(option)
        for value in (values[0], values[-1]):
            changed = planner.plan({**scenario, "options": {id: value}})
            assert changed.total == plain.total
            assert [stack.spelling for stack in changed.stacks] == [stack.spelling for stack in plain.stacks]


def test_later_files_set_them_one_by_one(planner: Planner) -> None:
    first = {**TUNNEL, "options": {"esp": {"cipher": "aes-cbc-sha1"}, "gre": {"key": True}}}
    scenario = planner.scenario(first, [{"options": {"esp.cipher": "aes-gcm-16"}}])
    assert scenario.options == {"esp.cipher": "aes-gcm-16", "gre.key": "present"}


def test_every_fault_has_its_place(planner: Planner, tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text(
        "application: {payload: generic}\n"
        "options:\n"
        "  esp: {cipher: aes, iv: 8}\n"
        "  gre: present\n"
        "  geneve: {option-bytes: '4'}\n"
        "  geneve.option-bytes: 3\n"
        "  gre.key: [present]\n"
        "  srtp: {profile: sha1-80}\n"
        "  srtp.profile: sha1-32\n"
        "  etherne.vlan: 1\n"
    )
    with pytest.raises(DataError) as raised:
        planner.scenario(file)
    told = [str(fault).removeprefix(f"{file}:") for fault in raised.value.faults]
    assert told[0].startswith("3: options.esp.cipher: found 'aes'; one of aes-gcm-16,")
    assert told[1].startswith("3: options.esp.iv: unknown option 'esp.iv'; ")
    assert told[2:] == [
        "4: options.gre: unknown option 'gre'; one of gre.checksum, gre.key, gre.sequence",
        "5: options.geneve.option-bytes: found '4'; a decimal integer from 0 to 252 in steps of 4",
        "6: options.geneve.option-bytes: found 'geneve.option-bytes' again; each option once",
        "7: options.gre.key: found a list; one of absent, present",
        "9: options.srtp.profile: found 'srtp.profile' again; each option once",
        "10: options.etherne.vlan: unknown option 'etherne.vlan'; did you mean 'ethernet.vlan'?",
    ]


def test_a_scenario_made_in_python_is_checked_and_resolved(planner: Planner) -> None:
    made = Scenario(payload="ip-packets", options={"gre.key": "true"})
    assert planner.scenario(made).options == {"gre.key": "present"}
    with pytest.raises(DataError, match=r"unknown option 'gre\.kee'"):
        planner.plan(Scenario(payload="ip-packets", options={"gre.kee": "true"}))


def test_the_command_has_the_last_word(tmp_path: Path) -> None:
    file = tmp_path / "tunnel.yaml"
    file.write_text(json.dumps({**TUNNEL, "options": {"esp": {"cipher": "aes-cbc-sha256"}}}))
    plan = json.loads(
        run("plan", str(file), "--option", "esp.cipher=aes-gcm-16", "--option", "pppoe=on", "--format", "json").text
    )
    assert plan["stacks"][0]["spelling"] == "esp-tunnel(ikev2)/ip"
    assert plan["stacks"][0]["costs"]["payload_mtu"] == 1438
    table = run("plan", str(file)).text
    assert "esp.cipher aes-cbc-sha256" in " ".join(table.split())
    refused = run("plan", str(file), "--option", "esp.cipher=des", "--option", "vlan=1")
    assert refused.status == 2
    assert "--option: options.esp.cipher: found 'des'" in refused.complaint
    assert "--option: options.vlan: unknown option 'vlan'" in refused.complaint
    spelled = run("plan", str(file), "--option", "esp.cipher", "--option", "gre.key=on", "--option", "gre.key=off")
    assert spelled.status == 2
    assert spelled.complaint.splitlines() == [
        "--option: found 'esp.cipher'; NAME=VALUE, each name once",
        "--option: found 'gre.key' again; NAME=VALUE, each name once",
    ]


def test_a_difference_names_them(planner: Planner) -> None:
    """Two scenarios that differ in an option differ in bytes; the settings of a plan say so."""
    before, after = planner.scenario(TUNNEL), planner.scenario({**TUNNEL, "options": {"esp.cipher": "aes-cbc-sha1"}})
    settings = [
        {demand.spelling for demand in planner.engine.demands(scenario).settings} for scenario in (before, after)
    ]
    assert settings[1] - settings[0] == {"options.esp.cipher: aes-cbc-sha1"}


def test_the_schema_knows_them(planner: Planner) -> None:
    schema = jsonschema.Draft202012Validator(scenario_schema(planner.rules))
    for id, option in planner.rules.options.items():
        section, _, name = id.rpartition(".")
        values = possible_values(option)
        for value in (values[0], values[-1], option.default):
            for options in ({id: value}, {section: {name: value}} if section else {id: value}):
                schema.validate({"options": options})
                assert planner.scenario({**TUNNEL, "options": options}).options == {id: value}
    for wrong in ({"esp": {"cipher": "des"}}, {"esp.cypher": "des"}, {"geneve.option-bytes": 3}):
        with pytest.raises(jsonschema.ValidationError):
            schema.validate({"options": wrong})


def test_the_catalogue_lists_them(planner: Planner) -> None:
    records = json.loads(run("catalogue", "--options", "--format", "json").text)
    assert [record["id"] for record in records] == sorted(planner.rules.options)
    assert all(record["sources"] and record["about"] for record in records)
    entry = json.loads(run("catalogue", "gre", "--format", "json").text)
    assert [option["id"] for option in entry["options"]] == ["gre.checksum", "gre.key", "gre.sequence"]
    table = run("catalogue", "--options").text
    assert all(id in table for id in planner.rules.options)

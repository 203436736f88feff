"""The JSON Schema: generated, complete, the same each time."""

from __future__ import annotations

import json
from typing import Any

from planner import model
from planner.loading.scenario_grammar import ScenarioFile
from planner.loading.schema import scenario_schema

NAMES = [
    "dtls", "dtls-1.2", "dtls-1.3", "ikev2", "rfc3948", "srtp", "tcp", "tls", "tls-1.2", "tls-1.3", "udp",
]  # fmt: skip
"""What is planned: other names have no effect, and an editor does not offer them."""


def walk(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [inside for part in schema for inside in walk(part)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(inside for part in schema.values() for inside in walk(part))]


def test_its_head(small: model.Rules) -> None:
    schema = scenario_schema(small)
    assert [schema[key] for key in ("$schema", "$id", "title", "type")] == [
        "https://json-schema.org/draft/2020-12/schema",
        "urn:stack-planner:scenario",
        "Scenario of the stack planner",
        "object",
    ]


def test_it_has_every_key_of_the_grammar_and_no_other(small: model.Rules) -> None:
    schema = scenario_schema(small)
    assert list(schema["properties"]) == list(ScenarioFile.model_fields)
    definitions = schema["$defs"]
    assert list(definitions["InterfaceSection"]["properties"]) == list(model.INTERFACES)
    assert list(definitions["TransportSection"]["properties"]) == ["profile", *model.PROPERTIES]
    assert list(definitions["SecuritySection"]["properties"]) == [*model.FEATURES, "protects"]
    environment = [
        *("blocked", "nat", "unavailable", "available", "tops", "ip-version", "inner-ip-version", "mtu"),
    ]
    assert list(definitions["EnvironmentSection"]["properties"]) == environment
    assert all(
        part["additionalProperties"] is False for part in walk(schema) if "properties" in part and "type" in part
    )


def test_names_come_from_the_catalogue(small: model.Rules) -> None:
    schema = scenario_schema(small)
    properties, definitions = schema["properties"], schema["$defs"]
    assert definitions["EnvironmentSection"]["properties"]["blocked"]["items"] == {"enum": NAMES}
    assert definitions["EnvironmentSection"]["properties"]["unavailable"]["items"] == {"enum": NAMES}
    policy = sorted({*NAMES, *model.POLICY_KINDS, *model.STATUSES})
    assert properties["protocols"]["propertyNames"] == {"enum": policy}
    outside = {"rfc3948", "tcp", "udp"}
    assert properties["allowed"]["items"] == {"enum": [name for name in NAMES if name not in outside]}
    assert properties["ranking"]["oneOf"][0] == {"type": "string", "enum": ["default", "latency"]}
    assert definitions["TransportSection"]["properties"]["profile"]["enum"] == [
        "reliable-message",
        "unreliable-datagram",
    ]
    assert definitions["Application"]["properties"]["payload"]["enum"] == list(model.PAYLOADS)
    assert definitions["SecuritySection"]["properties"]["protects"]["enum"] == list(model.PROTECTS)
    assert definitions["RankingSection"]["properties"]["criteria"]["items"]["oneOf"][0]["enum"] == list(model.FIGURES)
    assert definitions["Preference"]["enum"] == [str(preference) for preference in model.Preference]


def test_ranges(small: model.Rules) -> None:
    definitions = scenario_schema(small)["$defs"]
    limits, environment = definitions["LimitSection"]["properties"], definitions["EnvironmentSection"]["properties"]
    assert {key: (limit["minimum"], limit["maximum"]) for key, limit in limits.items() if key != "deployment"} == {
        "stacks": (1, 1_000_000),
        "tunnels": (0, 8),
        "security-layers": (0, 8),
        "relays": (0, 8),
    }
    assert (environment["mtu"]["minimum"], environment["mtu"]["maximum"]) == (68, 65535)
    assert environment["ip-version"]["enum"] == [4, 6]


def test_a_section_without_content_passes(small: model.Rules) -> None:
    properties = scenario_schema(small)["properties"]
    assert properties["limits"] == {"oneOf": [{"$ref": "#/$defs/LimitSection"}, {"type": "null"}]}
    assert properties["protocols"]["type"] == ["object", "null"]
    assert properties["name"]["type"] == "string"


def test_an_interface_says_what_it_means(small: model.Rules) -> None:
    interfaces = scenario_schema(small)["$defs"]["InterfaceSection"]["properties"]
    assert interfaces["ALG"] == {"$ref": "#/$defs/Preference", "description": "the application chooses algorithms"}


def test_no_generated_titles_and_no_defaults(small: model.Rules) -> None:
    schema = scenario_schema(small)
    assert [part for part in walk(schema)[1:] if "title" in part or "default" in part] == []


def test_every_reference_leads_somewhere(small: model.Rules) -> None:
    schema = scenario_schema(small)
    references = {part["$ref"].removeprefix("#/$defs/") for part in walk(schema) if "$ref" in part}
    assert references == set(schema["$defs"])


def test_it_is_the_same_each_time_and_plain_json(small: model.Rules) -> None:
    assert json.dumps(scenario_schema(small)) == json.dumps(scenario_schema(small))

"""The scenario grammar as a JSON Schema, so that editors complete and check it.

Generated from the same definitions that check a file; names and the meaning of interfaces come from the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner import model
from planner.loading.options import PRESENT
from planner.loading.scenario_grammar import ScenarioFile
from planner.loading.scenarios import may_be_allowed
from planner.model.packets import Option


def scenario_schema(rules: model.Rules) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario file over this catalogue; the same each time."""
    schema = _plain(ScenarioFile.model_json_schema(by_alias=True))
    definitions, properties = schema["$defs"], schema["properties"]
    ids = _ids(rules)
    environment = definitions["EnvironmentSection"]["properties"]
    for names, where in (
        (ids, environment["blocked"]),
        (ids, environment["unavailable"]),
        (ids, environment["available"]),
        (ids, environment["tops"]),
        ([name for name in ids if may_be_allowed(name, rules)], properties["allowed"]),
    ):
        where.update({"items": {"enum": names}, "uniqueItems": True})
    policy = sorted({*ids, *model.POLICY_KINDS, *model.STATUSES})
    properties["protocols"]["propertyNames"] = {"enum": policy}
    criterion = definitions["Criterion"]["properties"]
    criterion["weights"].update({"propertyNames": {"enum": list(model.FIGURES)}, "minProperties": 1})
    _text(definitions["RankingSection"]["properties"]["criteria"]["items"])["enum"] = list(model.FIGURES)
    _text(properties["ranking"])["enum"] = sorted(rules.rankings)
    definitions["TransportSection"]["properties"]["profile"]["enum"] = sorted(rules.profiles)
    definitions["Application"]["properties"]["payload"]["enum"] = list(model.PAYLOADS)
    definitions["Application"]["properties"]["protocol"]["enum"] = sorted(rules.applications)
    definitions["LimitSection"]["properties"]["deployment"]["enum"] = list(model.DEPLOYMENTS)
    definitions["SecuritySection"]["properties"]["protects"]["enum"] = list(model.PROTECTS)
    for interface, where in definitions["InterfaceSection"]["properties"].items():
        if interface in rules.interfaces:
            where["description"] = rules.interfaces[interface].text
    properties["options"] |= _options(rules)
    for where in (properties, environment):
        _may_be_empty(where)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:stack-planner:scenario",
        "title": "Scenario of the stack planner",
    } | schema


# --- machinery below --------------------------------------------------------------------------


def _ids(rules: model.Rules) -> list[str]:
    """The names that have an effect: of what is planned in some scope, and of families and aliases of that."""
    names = {*rules.protocols, *rules.families, *rules.aliases}
    return sorted(name for name in names if any(rules.protocols[id].scope for id in rules.expand(name)))


def _options(rules: model.Rules) -> dict[str, Any]:
    """Options by their ids, and by the parts before and after the last dot."""
    whole = {id: _option(option) for id, option in rules.options.items()}
    sections: dict[str, dict[str, Any]] = {}
    for id, schema in whole.items():
        section, _, name = id.rpartition(".")
        if section:
            sections.setdefault(section, {})[name] = schema
    nested = {section: _closed(inner) for section, inner in sections.items()}
    return _closed(dict(sorted((nested | whole).items())))


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _option(option: Option) -> dict[str, Any]:
    if option.choices:
        numbers = [int(choice) for choice in option.choices if choice.isdecimal()]
        words = [True, False, *PRESENT] if "present" in option.choices else []
        return {"description": option.about, "enum": [*option.choices, *numbers, *words]}
    limits = {"minimum": option.least, "maximum": option.most, "multipleOf": option.step}
    return {"description": option.about, "type": "integer", **limits}


def _text(schema: dict[str, Any]) -> dict[str, Any]:
    """The branch of a union that is a text."""
    branch: dict[str, Any] = next(branch for branch in schema["oneOf"] if branch.get("type") == "string")
    return branch


def _may_be_empty(properties: dict[str, Any]) -> None:
    """A section or a list without content is an empty one; YAML gives an editor ``null`` for it."""
    for name, schema in properties.items():
        if "$ref" in schema:
            reference = schema.pop("$ref")
            properties[name] = schema | {"oneOf": [{"$ref": reference}, {"type": "null"}]}
        elif schema.get("type") in ("array", "object"):
            schema["type"] = [schema["type"], "null"]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the title that pydantic gives each key, its own name, without the ``null`` of what is left out, and
    without defaults: what a file leaves out is for another file to say."""
    branches: Sequence[dict[str, Any]] = [branch for branch in schema.get("anyOf", []) if branch != {"type": "null"}]
    kept = {key: value for key, value in schema.items() if key not in ("title", "default", "anyOf")}
    if branches:
        kept |= branches[0] if len(branches) == 1 else {"oneOf": branches}
    return {key: _inner(key, value) for key, value in kept.items()}


def _inner(key: str, value: Any) -> Any:
    if key in ("properties", "$defs"):  # Here the keys are names, not words of JSON Schema.
        return {name: _plain(inner) for name, inner in value.items()}
    if key == "oneOf":
        return [_plain(inner) for inner in value]
    return _plain(value) if isinstance(value, dict) else value

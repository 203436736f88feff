"""The scenario grammar as a JSON Schema, so that editors complete and check it.

Generated from the same definitions that check a file; names come from the catalogue.
"""

from __future__ import annotations

from typing import Any

from planner import model
from planner.loading.scenarios import ScenarioFile


def scenario_schema(rules: model.Rules) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario file over this catalogue; the same each time."""
    schema = ScenarioFile.model_json_schema(by_alias=True)
    ids = sorted({*rules.protocols, *rules.families})
    policy = sorted({*ids, *model.POLICY_KINDS, *model.STATUSES})
    definitions, properties = schema["$defs"], schema["properties"]
    some = {"items": {"enum": ids}, "uniqueItems": True}
    environment = definitions["EnvironmentSection"]["properties"]
    environment["blocked"].update(some)
    environment["unavailable"].update(some)
    properties["protocols"].update({"propertyNames": {"enum": policy}})
    _branch(properties["allowed"], "array").update(some)
    _branch(properties["ranking"], "string").update({"enum": sorted(rules.rankings)})
    for section, key, names in (
        ("TransportSection", "profile", sorted(rules.profiles)),
        ("Application", "payload", list(model.PAYLOADS)),
        ("SecuritySection", "protects", list(model.PROTECTS)),
    ):
        _branch(definitions[section]["properties"][key], "string").update({"enum": names})
    plain: dict[str, Any] = _plain(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:stack-planner:scenario",
        "title": "Scenario of the stack planner",
    } | plain


# --- machinery below --------------------------------------------------------------------------


def _branch(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in schema["anyOf"] if one.get("type") == kind)
    return found


def _plain(schema: Any) -> Any:
    """Without the title that pydantic gives each key, its own name, and without the ``null`` of what is left out."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    branches = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    dropped = {"title"} if isinstance(schema.get("title"), str) else set()
    if schema.get("default", 0) is None:
        dropped.add("default")
    if branches:
        dropped.add("anyOf")
        schema = schema | (branches[0] if len(branches) == 1 else {"oneOf": branches})
        dropped -= {"anyOf"} if "anyOf" in branches[0] else set()
    return {key: _plain(value) for key, value in schema.items() if key not in dropped}

"""Every fact of the catalogue has a source that says how it was checked."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from planner import Rules
from planner.loading import grammar, packet_grammar, protocol_grammar
from planner.loading.validation import StrictModel
from planner.model import CHECKED, Exposes, Protocol, Source

README = Path(__file__).parent.parent.parent / "rules" / "README.md"
FACTS = {
    "service_sources": ("needs", "offers", "carries"),
    "property_sources": ("properties", "properties_over"),
    "stands_for_sources": ("stands_for",),
    "path_sources": ("ip_number", "looks_like"),
    "port_sources": ("port", "port_over"),
    "security_sources": ("features", "protects"),
    "nat_sources": ("passes_nat", "authenticates_addresses"),
    "boundary_sources": ("boundary",),
    "left_out_sources": ("left_out",),
}
"""Which facts the sources with a name of their own are for."""

WITH_SOURCES_OF_THEIR_OWN = {"coverage", "exposes", "handshake", "overhead", "validates_address"}
WITH_THE_RECORD = {"id", "label", "name", "kinds", "statuses", "scope", "document", "families", "instead", "notes"}
ONLY_IN_THE_FILES = {
    *("minimum_datagram", "minimum_version", "implementation", "maintained", "beside_streams", "cuts"),
}
"""Their sources stand in the files, where the grammar demands them, and are not kept."""


def unsourced(thing: Any, path: str, rules: Rules) -> Iterator[str]:
    """The path of every fact below ``thing`` that has no good source."""
    if isinstance(thing, Source):
        if not thing.document or thing.checked not in CHECKED:
            yield path
    elif isinstance(thing, Mapping):
        for key, item in thing.items():
            yield from unsourced(item, f"{path}.{key}", rules)
    elif isinstance(thing, tuple):
        for place, item in enumerate(thing):
            yield from unsourced(item, f"{path}[{getattr(item, 'id', place)}]", rules)
    elif is_dataclass(thing):
        for field in fields(thing):
            here, value = f"{path}.{field.name}", getattr(thing, field.name)
            if not field.name.endswith("sources") or value:
                yield from unsourced(value, here, rules)
            elif needs_sources(thing, field.name, rules):
                yield here


def needs_sources(thing: Any, name: str, rules: Rules) -> bool:
    """Whether any fact is set that the sources of this name are for."""
    if isinstance(thing, Exposes) and thing.row:
        return thing.row not in rules.rows  # the row has them
    return any(is_set(thing, fact) for fact in facts_of(thing, name))


def facts_of(thing: Any, name: str) -> tuple[str, ...]:
    if name != "sources":
        return FACTS[name]
    return tuple(field.name for field in fields(thing) if not field.name.endswith("sources"))


def is_set(thing: Any, name: str) -> bool:
    """Whether a fact has another value than the one that stands for nothing known."""
    [field] = [field_ for field_ in fields(thing) if field_.name == name]
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    return bool(getattr(thing, name) != default)


def test_every_fact_has_a_source(rules: Rules) -> None:
    assert list(unsourced(rules, "rules", rules)) == []


def holding(rules: Rules, section: str, records: Any) -> Rules:
    """The rules with these records in a section."""
    return replace(rules, **{section: records})


def test_everything_in_the_catalogue_was_looked_at(rules: Rules) -> None:
    """The walk meets every record: each has sources, and of a section without any each record is named."""
    for name in ("protocols", "rows", "rankings", "constraints", "warnings", "interfaces", "environment", "services"):
        records = getattr(rules, name)
        assert [key for key, record in records.items() if not record.sources] == []
        other = holding(rules, name, {key: replace(record, sources=()) for key, record in records.items()})
        assert sorted(unsourced(other, "rules", rules)) == sorted(f"rules.{name}.{key}.sources" for key in records)
    for name in ("keyings", "layerings"):
        records = getattr(rules, name)
        other = holding(rules, name, tuple(replace(record, sources=()) for record in records))
        unnamed = list(unsourced(other, "rules", rules))
        assert len(unnamed) == len(records)
        assert all(place.startswith(f"rules.{name}[") for place in unnamed)


def test_every_field_of_a_protocol_has_its_sources_somewhere() -> None:
    """A new field has to be put into one of these."""
    names = {field.name for field in fields(Protocol)}
    facts = {fact for facts in FACTS.values() for fact in facts}
    placed = [facts, set(FACTS), {"sources"}, WITH_SOURCES_OF_THEIR_OWN, WITH_THE_RECORD, ONLY_IN_THE_FILES]
    assert names == set().union(*placed)
    assert sum(map(len, placed)) == len(names)


def test_the_grammar_demands_a_source_for_every_record() -> None:
    """Of every mapping in the files; so a fact whose source is not kept has one, too."""
    models = {
        record
        for module in (grammar, packet_grammar, protocol_grammar)
        for _, record in inspect.getmembers(module, inspect.isclass)
        if issubclass(record, StrictModel)
    }
    without = {kind.__name__ for kind in models if "source" not in kind.model_fields}
    optional = {
        kind.__name__
        for kind in models
        if kind.__name__ not in without and not kind.model_fields["source"].is_required()
    }
    parts = {"ApplicationSecurity", "Cost", "Criterion", "PropertyValues", "RoundTrips"}
    parts |= {"FieldRecord", "FlightRecord", "LargerRecord", "PaddingRecord", "SizeByOption"}
    assert without == {"StrictModel", "RulesFile", *parts}  # parts or wholes of records that have one
    assert optional == {"ExposesFacts"}  # a row of Table 1 has its own


def test_how_a_fact_was_checked_is_explained() -> None:
    section = README.read_text().split("## Sources", 1)[1].split("\n## ", 1)[0]
    assert [word for word in CHECKED if f"`{word}`" not in section] == []


def test_rules_that_rest_on_memory_alone_are_known_by_name(rules: Rules) -> None:
    memory = {rule.id for rule in rules.layerings if {source.checked for source in rule.sources} == {"memory"}}
    assert memory == {"gquic/tcp", "ip/ethernet", "ip/gtp-u"}


@pytest.mark.parametrize(
    ("protocol", "field"),
    [
        ("wireguard", "sources"),
        ("wireguard", "service_sources"),
        ("wireguard", "property_sources"),
        ("wireguard", "security_sources"),
        ("wireguard", "boundary_sources"),
        ("tcp", "nat_sources"),
        ("ssh", "left_out_sources"),
    ],
)
def test_a_dropped_source_is_found(protocol: str, field: str, rules: Rules) -> None:
    other = changed(rules, protocol, **{field: ()})
    assert list(unsourced(other, "rules", rules)) == [f"rules.protocols.{protocol}.{field}"]


@pytest.mark.parametrize(
    ("protocol", "field"), [("tls-1.3", "coverage"), ("tls-1.3", "handshake"), ("tls-1.3", "overhead")]
)
def test_a_dropped_source_below_a_record_is_found(protocol: str, field: str, rules: Rules) -> None:
    inner = replace(getattr(rules.protocols[protocol], field), sources=())
    other = changed(rules, protocol, **{field: inner})
    assert list(unsourced(other, "rules", rules)) == [f"rules.protocols.{protocol}.{field}.sources"]


def test_an_interface_list_without_a_row_or_a_source_is_found(rules: Rules) -> None:
    other = changed(rules, "ssh", exposes=Exposes(interfaces=("ALG",)))
    assert list(unsourced(other, "rules", rules)) == ["rules.protocols.ssh.exposes.sources"]
    other = changed(rules, "ssh", exposes=Exposes(row="Telnet"))
    assert list(unsourced(other, "rules", rules)) == ["rules.protocols.ssh.exposes.sources"]


def test_a_source_that_does_not_say_how_it_was_checked_is_found(rules: Rules) -> None:
    guess = Source(document="RFC 9999", section="Section 1", checked="hearsay")
    other = changed(rules, "tcp", validates_address=(guess,))
    assert list(unsourced(other, "rules", rules)) == ["rules.protocols.tcp.validates_address[0]"]


def changed(rules: Rules, protocol: str, **update: Any) -> Rules:
    record = replace(rules.protocols[protocol], **update)
    return replace(rules, protocols={**rules.protocols, protocol: record})

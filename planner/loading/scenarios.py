"""Scenario files -> ``Scenario``: names are checked against the catalogue, and every fault is told at once.

Knows the grammar and the catalogue's names. Knows no graph; how several files become one scenario is said in
``composition``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from planner import model
from planner.errors import DataError, Fault, nearest
from planner.loading.documents import (
    MOST_FAULTS,
    Document,
    mapping_document,
    read_document,
    read_file,
    spell_path,
)
from planner.loading.files import scenario_files, shipped
from planner.loading.options import option_faults
from planner.loading.scenario_grammar import RankingSection, ScenarioFile
from planner.loading.validation import StrictModel, as_found, shown, validate
from planner.loading.words import criteria

Given = str | Path | Document | Mapping[str, Any]
"""A scenario as a path or as the name of a shipped one (``@browser-call``), as a document that was read, or as a
mapping from Python."""

SHIPPED = "@"
"""Before the name of a scenario that comes with the program: ``@browser-call``."""

MOST_TOLD = 40
"""Names that a message lists; of more the catalogue's command tells."""

Part = tuple[Document, ScenarioFile]


def read_parts(given: Sequence[Given], rules: model.Rules) -> list[Part]:
    """Each file read and checked by itself. Raises ``DataError`` with the faults of all of them at once."""
    faults: list[Fault] = []
    parts: list[Part] = []
    for source in given:
        try:
            document = _document(source)
        except DataError as error:
            faults += error.faults
            continue
        content, more = validate(ScenarioFile, document)
        # Names are looked up in the plain value, so that an unknown one is reported beside a wrong type elsewhere.
        untyped = {fault.path: fault for fault in _no_names(document, rules)}
        more = [untyped.pop(fault.path, fault) for fault in more]
        reported = {fault.path for fault in more}
        names = [*islice((fault for fault in _names(document, rules) if fault.path not in reported), MOST_FAULTS)]
        more = sorted({*more, *names})
        if len(names) == MOST_FAULTS:  # Each costs a search for the nearest name, so this is not a matter of taste.
            more.append(_fault(document, (), "too many unknown names", "the rest is not looked up"))
        if content is not None and not more:
            parts.append((document, content))
        faults += more
    if faults:
        raise DataError(faults)
    return parts


def shipped_scenario(name: str) -> Document:
    """A scenario that comes with the program, by its name. Raises ``DataError`` with the nearest one where there is
    none."""
    files = {path.stem: path for path in scenario_files()}
    if name not in files:
        found, others = "no scenario of this name comes with the program", nearest(name, files).removeprefix("; ")
        allowed = others or "`planner scenarios` lists them"
        raise DataError([Fault(file=f"{SHIPPED}{name}", line=0, path="", found=found, allowed=allowed)])
    return read_document(files[name].read_bytes(), f"{SHIPPED}{name}")


def shipped_scenarios() -> dict[str, str]:
    """What each scenario that comes with the program is called by, and its name."""
    documents = [shipped_scenario(path.stem) for path in scenario_files()]
    contents = [(document.file, validate(ScenarioFile, document)[0]) for document in documents]
    return {file: content.name or "" for file, content in contents if content is not None}


def shipped_environment(name: str) -> Document:
    """An environment that comes with the program, under the name that people call it by."""
    path = shipped("scenarios") / "environments" / f"{name}.yaml"
    return read_document(path.read_bytes(), f"environments/{name}.yaml")


def preferences(section: StrictModel) -> dict[str, model.Preference]:
    """The preferences that a section names, by their spelling in the file."""
    fields = type(section).model_fields
    values = {fields[name].alias or name: getattr(section, name) for name in fields}
    return {name: value for name, value in values.items() if isinstance(value, model.Preference)}


# --- machinery below --------------------------------------------------------------------------


def _document(given: Given) -> Document:
    if isinstance(given, Document):
        return given
    if isinstance(given, Mapping):
        return mapping_document(given)
    if isinstance(given, str) and given.startswith(SHIPPED) and not Path(given).exists():
        return shipped_scenario(given.removeprefix(SHIPPED))
    return read_file(given)


def _names(document: Document, rules: model.Rules) -> Iterator[Fault]:
    """Names that the catalogue does not know, and entries written twice."""
    ids = {*rules.protocols, *rules.families, *rules.aliases}
    for name in _section(document.value, "protocols"):
        yield from _known(document, ("protocols", name), name, ids | {*model.POLICY_KINDS, *model.STATUSES})
    environment = _section(document.value, "environment")
    for section in ("blocked", "unavailable", "available", "tops"):
        yield from _list(document, ("environment", section), _texts(environment.get(section)), ids)
    allowed = _texts(_section(document.value).get("allowed"))
    yield from _list(document, ("allowed",), allowed, ids)
    yield from _not_security(document, allowed, rules)
    yield from option_faults(document, rules)
    for place, group in enumerate(_lists(_section(document.value).get("equivalent"))):
        yield from _list(document, ("equivalent", place), _texts(group), ids | _spelled(rules))
    for path, what, known in _single_names(rules):
        value = _section(document.value, *path[:-1]).get(path[-1])
        if isinstance(value, str):
            yield from _known(document, path, value, known, what)


def _no_names(document: Document, rules: model.Rules) -> Iterator[Fault]:
    """Where one name is wanted and something else than text stands: with the names, where they are few."""
    for path, what, known in _single_names(rules):
        value = _section(document.value, *path[:-1]).get(path[-1])
        if not isinstance(value, str):
            names = f" ({', '.join(sorted(known))})" if len(known) <= MOST_TOLD else ""
            shape = " or a mapping" if path == ("ranking",) else ""
            yield _fault(document, path, as_found(value), f"{what}, as text{names}{shape}")


def _single_names(rules: model.Rules) -> list[tuple[tuple[str, ...], str, set[str]]]:
    """The keys that take one name of the catalogue, each with what it names and all the names."""
    return [
        (("application", "protocol"), "application protocol", set(rules.applications)),
        (("transport", "profile"), "profile", set(rules.profiles)),
        (("ranking",), "ranking", set(rules.rankings)),
    ]


def _section(value: Any, key: str = "") -> Mapping[str, Any]:
    inner = value.get(key) if key and isinstance(value, dict) else value
    return inner if isinstance(inner, dict) else {}


def _texts(value: Any) -> list[str]:
    """The texts of a list, in their places; the rest is reported as a wrong type."""
    return [name if isinstance(name, str) else "" for name in value] if isinstance(value, list) else []


def _lists(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _spelled(rules: model.Rules) -> set[str]:
    """Layers with their handshakes, as a stack spells them."""
    return {f"{keying.record}({keying.handshake})" for keying in rules.keyings}


def _list(document: Document, path: tuple[str | int, ...], names: list[str], known: set[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield _fault(document, (*path, place), f"found {shown(name)} again", "each entry once")
        elif name:
            yield from _known(document, (*path, place), name, known)
            seen.add(name)


def _known(
    document: Document, path: tuple[str | int, ...], name: str, known: set[str], what: str = "protocol"
) -> Iterator[Fault]:
    if name not in known:
        hint = nearest(name, known)
        allowed = hint.removeprefix("; ") if hint else f"known: {', '.join(sorted(known))}"
        yield _fault(document, path, f"unknown {what} {shown(name)}", allowed)


def may_be_allowed(name: str, rules: model.Rules) -> bool:
    """Whether a name says anything in ``allowed``: a security protocol, a handshake, one of their families, or an
    entry that another one stands for that does."""
    records = [rules.protocols[id] for id in rules.expand(name)]
    if any(record.is_security or "handshake" in record.kinds for record in records):
        return True
    instead = {record.instead for record in records} - {"", name}
    return any(may_be_allowed(other, rules) for other in instead)


def _not_security(document: Document, names: list[str], rules: model.Rules) -> Iterator[Fault]:
    for place, name in enumerate(names):
        if rules.expand(name) and not may_be_allowed(name, rules):
            allowed = "a security protocol, a handshake or a family of them"
            yield _fault(document, ("allowed", place), f"found {name!r}", allowed)


def _fault(document: Document, path: tuple[str | int, ...], found: str, allowed: str) -> Fault:
    return Fault(file=document.file, line=document.line(path), path=spell_path(path), found=found, allowed=allowed)


def own_ranking(section: RankingSection) -> model.Ranking:
    return model.Ranking(name="own", about="written in the scenario", criteria=criteria(section.criteria))

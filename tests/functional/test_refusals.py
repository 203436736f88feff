"""What a catalogue of somebody's own must not say: every case of tests/refusals/ is refused with its sentence, and
every sentence of the program's has a case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from planner import DataError, Planner
from planner.errors import Fault
from planner.loading.assembly import Read, assemble
from planner.loading.checking import check
from planner.loading.documents import Document, read_document
from planner.loading.files import rule_files
from planner.loading.grammar import RulesFile
from planner.loading.rules import load_rules
from planner.loading.validation import validate
from refusals import Refusal, load_refusals

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
REFUSALS = load_refusals(ROOT / "tests" / "refusals")
FIRST = [refusal for refusal in REFUSALS if refusal.leads]
OWN = "own.yaml"
FAULTS: dict[str, list[Fault]] = {}
"""Of each case, once it was asked."""
by_id = pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.id)


@by_id
def test_a_refusal(refusal: Refusal) -> None:
    wanted = refusal.record
    faults = faults_of(refusal)
    meant = [fault for fault in faults if wanted.message in str(fault)]
    assert meant, f"{wanted.note}: {[str(fault) for fault in faults]}"
    place = re.escape(wanted.place) or rf"{OWN}:[1-9]\d*: "
    assert [str(fault) for fault in meant if not re.match(place, str(fault))] == []
    assert wanted.among or [str(fault) for fault in faults if fault not in meant] == []


@pytest.mark.parametrize("refusal", FIRST, ids=lambda refusal: refusal.id)
def test_the_planner_refuses_with_the_same_faults(refusal: Refusal, tmp_path: Path) -> None:
    """The other tests read our own rules once, for the sake of time."""
    path = tmp_path / OWN
    path.write_bytes(text(refusal.rules))
    with pytest.raises(DataError) as error:
        Planner([RULES, tmp_path])
    said = str(error.value).replace(str(path), OWN).splitlines()
    assert sorted(said) == sorted(str(fault) for fault in faults_of(refusal))


@pytest.mark.parametrize("refusal", FIRST, ids=lambda refusal: refusal.id)
def test_without_the_change_it_is_accepted(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes(text(refusal.good))
    Planner([RULES, tmp_path])


@pytest.mark.parametrize("section", RulesFile.model_fields)
def test_every_section_has_a_refusal(section: str) -> None:
    assert [refusal.id for refusal in REFUSALS if section in (next(iter(refusal.good)), *refusal.record.rules)]


@pytest.mark.parametrize("module", ["checking", "assembly"])
def test_every_sentence_has_a_case(module: str) -> None:
    told = {fault.found for refusal in REFUSALS for fault in faults_of(refusal)}
    told |= {fault.found for fault in faults_of_made()}
    source = (ROOT / "planner" / "loading" / f"{module}.py").read_text(encoding="utf-8")
    sentences = list(sentences_of(ast.parse(source)))
    assert sentences
    assert [sentence for sentence in sentences if not any(re.fullmatch(sentence, said) for said in told)] == []


def test_rules_made_in_python_are_checked() -> None:
    """Where a file names a layer that there is not, its name is not even resolved."""
    assert [str(fault) for fault in faults_of_made()] == [
        "rules: udp: overhead over an unknown protocol 'ipv7'",
        "rules: udp: round trips over an unknown protocol 'ipv7'",
    ]


# --- machinery below --------------------------------------------------------------------------


def text(rules: object) -> bytes:
    return yaml.safe_dump(rules, sort_keys=False, allow_unicode=True, width=1_000).encode()


@cache
def ours() -> Read:
    read: list[tuple[int, Document, RulesFile]] = []
    for number, name, data in rule_files([RULES]):
        document = read_document(data, name)
        content, _ = validate(RulesFile, document)
        assert content is not None
        read.append((number, document, content))
    return read


def faults_of(refusal: Refusal) -> list[Fault]:
    """What ``Planner([RULES, folder])`` raises, without reading our rules again."""
    if refusal.id not in FAULTS:
        FAULTS[refusal.id] = assembled(refusal)
    return FAULTS[refusal.id]


def assembled(refusal: Refusal) -> list[Fault]:
    document = read_document(text(refusal.rules), OWN)
    content, faults = validate(RulesFile, document)
    if content is None:
        return faults
    try:
        assemble([*(() if refusal.record.alone else ours()), (1, document, content)], "")
    except DataError as error:
        return list(error.faults)
    return []


def faults_of_made() -> list[Fault]:
    rules = load_rules(RULES)
    udp = rules.protocols["udp"]
    overhead, handshake = replace(udp.overhead, over={"ipv7": 9}), replace(udp.handshake, over={"ipv7": (1, 1, 1)})
    made = replace(udp, overhead=overhead, handshake=handshake)
    return list(check(replace(rules, protocols={**rules.protocols, "udp": made}), {}))


def sentences_of(module: ast.Module) -> Iterator[str]:
    """What a module says of a fault, as a pattern: what is yielded, and what ``fault`` is called with."""
    for node in ast.walk(module):
        match node:
            case ast.Yield(value=ast.Constant() | ast.JoinedStr() as said):
                yield pattern(said)
            case ast.Call(func=ast.Name(id="fault") | ast.Attribute(attr="fault"), args=[ast.JoinedStr() as said, *_]):
                yield pattern(said)


def pattern(said: ast.Constant | ast.JoinedStr) -> str:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(?s:.*)" for part in parts)

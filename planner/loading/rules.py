"""rules/*.yaml -> ``Rules``: reads every file of the folders given, then assembles and checks the catalogue.

Knows no scenario and no graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner import model
from planner.errors import DataError, Fault
from planner.loading.assembly import assemble
from planner.loading.documents import Document, read_document
from planner.loading.files import RuleFile, rule_files, rules_digest, shipped
from planner.loading.grammar import RulesFile
from planner.loading.validation import validate


def load_rules(*folders: Path | str) -> model.Rules:
    """Read the catalogue in ``folders`` (ours where none is given), a later one replacing entries of an earlier one
    by id.

    Raises ``DataError`` with every fault of every file at once.
    """
    return parse_rules(rule_files(folders or (shipped("rules"),)))


def parse_rules(files: Sequence[RuleFile]) -> model.Rules:
    """The catalogue that these files make up; see ``load_rules``."""
    faults: list[Fault] = []
    read: list[tuple[int, Document, RulesFile]] = []
    for number, name, data in files:
        try:
            document = read_document(data, name)
        except DataError as error:
            faults += error.faults
            continue
        content, more = validate(RulesFile, document)
        faults += more
        if content is not None:
            read.append((number, document, content))
    if faults:
        raise DataError(faults)
    return assemble(read, rules_digest(files))

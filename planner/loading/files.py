"""Where rules and scenarios lie, and the digest of a catalogue.

Knows folders and bytes. Knows no YAML: whoever only needs the digest pays for nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from planner.errors import DataError, Fault

LARGEST = 1 << 20
"""Bytes of a file of YAML, at most."""

MOST_FILES = 1_000
"""Files of rules in a folder, at most."""

RuleFile = tuple[int, str, bytes]
"""Which folder (0 is the first), the file's name, its bytes."""


def shipped(name: str) -> Path:
    """The folder of that name (``rules``, ``scenarios``) that comes with the program: beside it in a checkout, in it
    in a wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parent / name


def environment_files(folder: Path | None = None) -> list[Path]:
    """The files of environments in a folder, ours by default, sorted by name."""
    return sorted((folder or shipped("scenarios") / "environments").glob("*.yaml"))


def scenario_files() -> list[Path]:
    """The scenarios that come with the program, sorted by name."""
    return sorted(shipped("scenarios").glob("*.yaml"), key=lambda path: path.stem)


def rule_files(folders: Sequence[Path | str]) -> list[RuleFile]:
    """Every ``*.yaml`` of the folders, sorted within each, with its bytes."""
    files: list[RuleFile] = []
    for number, folder in enumerate(map(Path, folders)):
        paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
        if not paths:
            raise DataError([Fault(file=str(folder), line=0, path="", found="no folder with *.yaml files of rules")])
        if len(paths) > MOST_FILES:
            found = f"{len(paths)} files of rules"
            raise DataError([Fault(file=str(folder), line=0, path="", found=found, allowed=f"at most {MOST_FILES}")])
        for path in paths:
            if not path.is_file():
                raise DataError([Fault(file=str(path), line=1, path="", found="no regular file", allowed="only such")])
            files.append((number, str(path), file_bytes(path)))
    return files


def file_bytes(path: Path | str) -> bytes:
    """The bytes of a file; of one that is too large as many as tell that. Raises ``DataError``."""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a null byte.
        found = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise DataError([Fault(file=str(path), line=1, path="", found=found)]) from None


def rules_digest(files: Sequence[RuleFile]) -> str:
    """The catalogue's digest: SHA-256 over each file's base name and bytes, in the order read."""
    total = hashlib.sha256()
    for number, name, data in files:
        total.update(f"{number}\0{Path(name).name}\0{len(data)}\0".encode() + data)
    return f"sha256:{total.hexdigest()}"

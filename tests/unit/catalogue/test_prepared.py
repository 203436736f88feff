"""The cache of prepared catalogues: what is read equals what was written, and what is not right is as good as none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from planner import model
from planner.catalogue.prepared import MOST_KEPT, Catalogue, prepare
from planner.catalogue.segments import Segments
from planner.loading import rules
from planner.loading.files import RuleFile, rule_files, shipped

FILES = rule_files([shipped("rules")])
SEAL = 64  # the hexadecimal digits of a file's first line


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, str, bytes]:
    """The shipped catalogue as it was prepared, and the file that this left, by name."""
    folder = tmp_path_factory.mktemp("written")
    catalogue = prepare(FILES, folder)
    (path,) = folder.iterdir()
    return catalogue, path.name, path.read_bytes()


def segments_of(catalogue: Catalogue, scope: str) -> Segments:
    return catalogue.segments(scope=scope, layering="specified")


def typed(value: Any) -> Any:
    """A value with the type of each of its parts: ``Gives.ALWAYS`` equals ``'always'``, and is not the same."""
    if is_dataclass(value):
        return type(value), [typed(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return dict, [(typed(key), typed(part)) for key, part in value.items()]
    if isinstance(value, (tuple, frozenset)):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return type(value), [typed(part) for part in parts]
    return type(value), value


def not_prepared(files: list[RuleFile]) -> model.Rules:
    raise AssertionError("rules were parsed where the cache has them")


def test_what_is_read_is_what_was_written(
    written: tuple[Catalogue, str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, name, content = written
    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr("planner.loading.rules.parse_rules", not_prepared)
    read = prepare(FILES, tmp_path)
    assert read.rules == made.rules
    assert typed(read.rules) == typed(made.rules)
    assert list(read.rules.protocols) == list(made.rules.protocols)
    for scope in model.SCOPES:
        before, after = segments_of(made, scope), segments_of(read, scope)
        assert list(after.edges.items()) == list(before.edges.items())
        assert typed(tuple(after.starting.values())) == typed(tuple(before.starting.values()))
        assert list(after.starting.items()) == list(before.starting.items())
        assert after.count == before.count > 0


def test_masks_may_be_wider_than_a_machine_word(written: tuple[Catalogue, str, bytes]) -> None:
    segments = segments_of(written[0], "full")
    assert max(segment.facts.names for started in segments.starting.values() for segment in started) > 2**64


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut short": lambda content: content[:-1000],
    "one letter of the rules": lambda content: content.replace(b"standard", b"stanbard", 1),
    "one value of a segment": lambda content: b",true,".join(content.rsplit(b",false,", 1)),
    "no first line": lambda content: content[SEAL + 1 :],
    "no JSON": lambda content: bytes(range(256)),
    "JSON of something else": lambda content: b'{"a": 1}',
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_as_good_as_none(
    written: tuple[Catalogue, str, bytes], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    made, name, content = written
    assert damage(content) != content
    (tmp_path / name).write_bytes(damage(content))
    assert prepare(FILES, tmp_path).rules == made.rules
    assert (tmp_path / name).read_bytes() == content, "the damaged file is replaced"


def test_a_file_of_another_catalogue_is_as_good_as_none(written: tuple[Catalogue, str, bytes], tmp_path: Path) -> None:
    _, name, content = written
    number, path, data = FILES[0]
    other = [(number, path, data + b"# another digest\n"), *FILES[1:]]
    prepare(other, tmp_path)
    (foreign,) = tmp_path.iterdir()
    assert foreign.name != name
    foreign.write_bytes(content)
    assert prepare(other, tmp_path).rules.digest != written[0].rules.digest


def test_a_folder_that_cannot_be_had_is_no_fault(written: tuple[Catalogue, str, bytes], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert prepare(FILES, tmp_path / "file").rules == written[0].rules


def test_what_cannot_be_put_in_place_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: str, target: Path) -> None:
        assert Path(source).read_bytes(), "written whole before it gets its name"
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", full)
    prepare(FILES, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_can_write_is_not_trusted(written: tuple[Catalogue, str, bytes], tmp_path: Path) -> None:
    """What somebody else may have put there is neither read nor replaced."""
    made, name, content = written
    forged = content.replace(b"standard", b"stanbard", 1)
    (tmp_path / name).write_bytes(forged)
    tmp_path.chmod(0o777)
    assert prepare(FILES, tmp_path).rules == made.rules
    assert (tmp_path / name).read_bytes() == forged


def test_a_file_that_others_can_write_is_not_trusted(
    written: tuple[Catalogue, str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, name, content = written
    (tmp_path / name).write_bytes(content)
    (tmp_path / name).chmod(0o666)
    monkeypatch.setattr(rules, "parse_rules", not_prepared)
    with pytest.raises(AssertionError, match="rules were parsed"):
        prepare(FILES, tmp_path)


def test_another_users_file_is_not_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(FILES, tmp_path)
    before = [path.read_bytes() for path in tmp_path.iterdir()]
    monkeypatch.setattr(os, "getuid", lambda: os.stat(tmp_path).st_uid + 1)
    prepare(FILES, tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == before


def test_only_the_newest_catalogues_are_kept(tmp_path: Path) -> None:
    for age in range(20):
        old = tmp_path / f"old-{age:02}.json"
        old.touch()
        os.utime(old, (age, age))
    prepare(FILES, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == MOST_KEPT
    assert [name for name in names if name.startswith("old")] == [f"old-{age:02}.json" for age in range(13, 20)]

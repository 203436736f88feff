"""Rules that somebody sends to hold up a service: checked in a bounded time, or refused with the limit."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from commands import run
from planner import DataError, Planner
from planner.loading.files import MOST_FILES
from planner.loading.rule_words import source

LONGEST = 30.0
"""Seconds that none of these takes on any machine; they once took minutes, or had no end."""

MADE_UP = """\
- id: {id}
  name: Made up {id}
  kinds: [transport]
  scope: full
  status: standard
  document: Mallory
  source: Mallory (memory)
  left-out: {{reason: made up, source: Mallory (memory)}}
  service: {{needs: [ip-payload, datagram], offers: [datagram], carries: [generic], source: Mallory (memory)}}
  properties: {{rest: never, source: Mallory (memory)}}
  cost:
    handshake: {{full: 0, resumed: 0, early: 0, note: none, source: Mallory (memory)}}
    overhead: {{bytes: 8, assumption: made up, source: Mallory (memory)}}
"""
PAIR = "- {{upper: {upper}, lower: {lower}, status: specified, scope: full, source: Mallory (memory)}}\n"


def write(folder: Path, ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Path:
    folder.mkdir()
    protocols = "".join(MADE_UP.format(id=id) for id in ids)
    layering = "".join(PAIR.format(upper=upper, lower=lower) for upper, lower in pairs)
    (folder / "rules.yaml").write_text(f"protocols:\n{protocols}\nlayering:\n{layering}", encoding="utf-8")
    return folder


def named(count: int) -> list[str]:
    return [f"made-{number}" for number in range(count)]


@contextmanager
def in_time() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < LONGEST


@pytest.mark.parametrize("count", [8, 10, 60])
def test_protocols_that_all_carry_each_other_are_refused_before_they_are_cut(count: int, tmp_path: Path) -> None:
    ids = named(count)
    folder = write(tmp_path / "rules", ids, [*permutations(ids, 2), *((id, "udp") for id in ids)])
    with in_time():
        answer = run("check", "--rules", str(folder))
    assert answer.status == 2
    assert "layering: found the layering of scope full" in answer.complaint or "more than 100,000" in answer.complaint
    assert str(folder) in answer.complaint
    assert "Traceback" not in answer.complaint


@pytest.mark.parametrize("length", [20, 1_000])
def test_a_chain_of_protocols(length: int, tmp_path: Path) -> None:
    ids = named(length)
    folder = write(tmp_path / "rules", ids, [*pairwise(ids), (ids[-1], "udp")])
    with in_time():
        answer = run("check", "--rules", str(folder))
    if length == 20:
        assert (answer.status, answer.complaint) == (0, "")
    else:
        assert answer.status == 2
        assert "a segment of more than 100 layers" in answer.complaint


def test_a_source_is_read_in_time_that_its_length_bounds() -> None:
    with in_time(), pytest.raises(ValueError, match="DOCUMENT"):
        source("Section a " * 50_000)
    with in_time():
        assert source("Section a " * 50_000 + "(text)").checked == "text"


@pytest.mark.parametrize(
    ("text", "document", "section"),
    [
        ("RFC 9000 Section 1 (text)", "RFC 9000", "Section 1"),
        ("RFC 9000 (text)", "RFC 9000", ""),
        ("OpenVPN wire protocol (draft) (text)", "OpenVPN wire protocol (draft)", ""),
        ("A (b) Section 2, Table 3 (text)", "A (b)", "Section 2, Table 3"),
        ("Section 3 (text)", "Section 3", ""),
        ("A Section (text)", "A Section", ""),
    ],
)
def test_the_parts_of_a_source(text: str, document: str, section: str) -> None:
    assert (source(text).document, source(text).section) == (document, section)


@pytest.mark.parametrize("text", ["RFC 1", "RFC 1 (said)", "(text)", " (text)", "RFC 1 (text", "RFC 1(text)"])
def test_what_is_no_source(text: str) -> None:
    with pytest.raises(ValueError, match="DOCUMENT"):
        source(text)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(DataError, match="no regular file"):
        Planner(tmp_path)
    os.remove(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(DataError, match="no regular file"):
        Planner(tmp_path)


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DataError, match="larger than 1 MiB"):
        Planner(tmp_path)


def test_so_many_files_and_no_more(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(DataError, match="1001 files of rules; at most 1000"):
        Planner(tmp_path)

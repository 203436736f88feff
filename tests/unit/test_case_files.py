"""Names of cases: said once in a file, and checked when the file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_files import slug
from cases import load_cases
from field import load_questions
from planner import DataError
from refusals import load_refusals

CASE = "- {name: NAME, note: why, want: listed, scenario: {}, stack: tcp/ip}\n"


def written(folder: Path, *names: str) -> Path:
    (folder / "nat.yaml").write_text("rule: nat\ncases:\n" + "".join(CASE.replace("NAME", name) for name in names))
    return folder


def test_a_case_goes_by_its_name(tmp_path: Path) -> None:
    cases = load_cases(written(tmp_path, "esp-in-udp", "me-of-dtls-1.3"))
    assert [case.id for case in cases] == ["nat: esp-in-udp", "nat: me-of-dtls-1.3"]


@pytest.mark.parametrize("names", [("a", "b", "a"), ("a", "A"), ("a", "no blanks"), ("a", "-a")])
def test_a_name_that_is_no_name(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(DataError, match=r"each case has a name of its own; twice: a$|cases\[1\]\.name: found"):
        load_cases(written(tmp_path, *names))


def test_refusals_and_questions_go_by_what_they_say(tmp_path: Path) -> None:
    case = "- {note: An id that is a family's, message: x}\n"
    (tmp_path / "own.yaml").write_text("good: {protocols: [{}]}\ncases:\n" + case)
    assert [(each.id, each.leads) for each in load_refusals(tmp_path)] == [("own: an-id-that-is-a-family-s", True)]
    (tmp_path / "own.yaml").write_text("good: {protocols: [{}]}\ncases:\n" + case + case.replace("An", "an"))
    with pytest.raises(DataError, match="twice: an-id-that-is-a-family-s"):
        load_refusals(tmp_path)
    question = "- {ask: {}, none: true, why: Nobody has 1.5 of it, source: me}\n"
    (tmp_path / "own.yaml").write_text("questions:\n" + question)
    assert [*load_questions(tmp_path)] == ["own: nobody-has-1.5-of-it"]
    (tmp_path / "own.yaml").write_text("questions:\n" + question * 2)
    with pytest.raises(DataError, match=r"twice: nobody-has-1\.5-of-it"):
        load_questions(tmp_path)


def test_a_slug_has_letters_and_digits() -> None:
    assert slug("What is it? TLS 1.3, 'quoted'.") == "what-is-it-tls-1.3-quoted"

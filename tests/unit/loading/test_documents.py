"""Strict YAML: every trap with its whole message, and what is read as it looks."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml

from planner.errors import DataError
from planner.loading import documents
from planner.loading.documents import DEEPEST, Document, read_document, spell_path
from planner.loading.files import LARGEST


def faults(data: bytes | str) -> str:
    """What is wrong with a file, whether or not something could be read. Fails where nothing is."""
    try:
        document = read_document(data.encode() if isinstance(data, str) else data, "x.yaml")
    except DataError as error:
        return str(error)
    assert document.faults, document.value
    return "\n".join(map(str, document.faults))


def good(data: bytes | str) -> Document:
    document = read_document(data.encode() if isinstance(data, str) else data, "x.yaml")
    assert document.faults == ()
    return document


@pytest.mark.parametrize("word", ["off", "no", "NO", "No", "False", "FALSE", "OFF"])
def test_a_word_that_yaml_reads_as_false(word: str) -> None:
    assert faults(f"a: 1\ntransport:\n  reliability: {word}\n") == (
        f"x.yaml:3: transport.reliability: found {word}, which YAML reads as the truth value false; "
        "quote it, where text is meant"
    )


@pytest.mark.parametrize("word", ["on", "On", "yes", "YES", "True", "TRUE"])
def test_a_word_that_yaml_reads_as_true(word: str) -> None:
    assert faults(f"a: {word}") == (
        f"x.yaml:1: a: found {word}, which YAML reads as the truth value true; quote it, where text is meant"
    )


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("1.10", "the number 1.1"),
        ("1.3", "the number 1.3"),
        ("1.", "the number 1.0"),
        (".5", "the number 0.5"),
        (".inf", "the number inf"),
        ("-.INF", "the number -inf"),
        (".nan", "the number nan"),
        ("1.5e+3", "the number 1500.0"),
        ("190:20:30.15", "the number 685230.15"),
        ("022", "the number 18"),
        ("0x10", "the number 16"),
        ("0b11", "the number 3"),
        ("0x_", "a number"),
        ("1_000", "the number 1000"),
        ("12:30", "the number 750"),
        ("+5", "the number 5"),
        ("1_000_000_000_000_000_000_000", "a number"),
    ],
)
def test_a_word_that_yaml_reads_as_another_number(word: str, read: str) -> None:
    assert faults(f"a: {word}") == (
        f"x.yaml:1: a: found {word}, which YAML reads as {read}; quote it, where text is meant"
    )


@pytest.mark.parametrize("word", ["1e3", "1.5e3", "1E-9", "0o17", "08", "-09"])
def test_a_word_that_only_yaml_1_2_reads_as_a_number(word: str) -> None:
    assert faults(f"a: {word}") == (
        f"x.yaml:1: a: found {word}, which YAML 1.2 reads as a number; quote it, where text is meant"
    )


@pytest.mark.parametrize("word", ["2020-01-01", "2001-12-14t21:59:43.10-05:00", "2020-99-99"])
def test_a_word_that_yaml_reads_as_a_date(word: str) -> None:
    assert (
        faults(f"a: {word}") == f"x.yaml:1: a: found {word}, which YAML reads as a date; quote it, where text is meant"
    )


def test_an_integer_longer_than_any_that_means_something() -> None:
    assert faults(f"a: {'9' * 5000}") == (
        f"x.yaml:1: a: found {'9' * 20}..., a number of more than 20 places; write a smaller one, or quote it"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: y", "y"),
        ("a: n", "n"),
        ("a: '1.10'", "1.10"),
        ('a: "off"', "off"),
        ("a: |\n  off", "off"),
        ("a: 1.2.3", "1.2.3"),
        ("a: tls-1.3", "tls-1.3"),
        ("a: true", True),
        ("a: false", False),
        ("a: 0", 0),
        ("a: -12", -12),
        ("a: 1500", 1500),
        ("a:", None),
        ("a: ~", None),
        ("a: null", None),
        ("a: [1, x, {b: c}]", [1, "x", {"b": "c"}]),
        ("a: '<<'", "<<"),
    ],
)
def test_a_value_that_is_what_it_looks_like(text: str, value: Any) -> None:
    assert good(text).value == {"a": value}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1", "x.yaml:1: a: the anchor &x; anchors are not allowed"),
        ("a: [*x]", "x.yaml:1: a[0]: the alias *x; aliases are not allowed; write the value out"),
        ("a: !!str 1", "x.yaml:1: a: the tag !!str; tags are not allowed"),
        ("a: !mine 1", "x.yaml:1: a: the tag !mine; tags are not allowed"),
        (
            "a: !!python/object/apply:os.system [x]",
            "x.yaml:1: a: the tag !!python/object/apply:os.system; tags are not allowed",
        ),
        ("b: {}\n<<: {a: 1}", "x.yaml:2: the merge key <<; merge keys are not allowed"),
        ("s: {1: x}", "x.yaml:1: s: the key 1; a key is text; quote it"),
        ("true: x", "x.yaml:1: the key true; a key is text; quote it"),
        ("~: x", "x.yaml:1: the key null; a key is text; quote it"),
        ("? [a]\n: 1", "x.yaml:1: a list as a key; a key is text"),
        ("{a: b}: 1", "x.yaml:1: a mapping as a key; a key is text"),
        ("off: x", "x.yaml:1: found off, which YAML reads as the truth value false; quote it, where text is meant"),
        ("a: 1\nb: 2\na: 3", "x.yaml:3: a: the key 'a' again; it stands in line 1 already"),
        ("s:\n  a: 1\n  'a': 3", "x.yaml:3: s.a: the key 'a' again; it stands in line 2 already"),
        ("a: 1\n---\nb: 2", "x.yaml:2: a second document; one document a file"),
        ("---\n---\n", "x.yaml:2: a second document; one document a file"),
        ("a: [", "x.yaml:1: not YAML: did not find expected node content"),
        ("a: b: c", "x.yaml:1: not YAML: mapping values are not allowed in this context"),
        ("a: =", "x.yaml:1: a: found =, which YAML reads as a default value; quote it, where text is meant"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    if "not YAML" in message and documents._LOADER is yaml.SafeLoader:
        pytest.skip("the wording is that of libyaml")
    assert faults(text) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: b\nc: \xff", "x.yaml:2: byte 0xff is not UTF-8"),
        (b"a: b\rb: c\r\nc: \xff", "x.yaml:3: byte 0xff is not UTF-8"),
        (b"\xff\xfea\x00", "x.yaml:1: byte 0xff is not UTF-8"),
        (b"a: b\nc: \x00", "x.yaml:2: character U+0000, which YAML does not allow"),
        (b"#" * (LARGEST + 1), "x.yaml:1: larger than 1 MiB; at most 1048576 bytes"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, message: str) -> None:
    assert faults(data) == message


def test_all_faults_come_at_once_in_the_order_of_lines() -> None:
    assert faults("a: off\nb: &x [1.10, 022]\na: 2\n3: *x\n") == (
        "x.yaml:1: a: found off, which YAML reads as the truth value false; quote it, where text is meant\n"
        "x.yaml:2: b: the anchor &x; anchors are not allowed\n"
        "x.yaml:2: b[0]: found 1.10, which YAML reads as the number 1.1; quote it, where text is meant\n"
        "x.yaml:2: b[1]: found 022, which YAML reads as the number 18; quote it, where text is meant\n"
        "x.yaml:3: a: the key 'a' again; it stands in line 1 already\n"
        "x.yaml:4: the key 3; a key is text; quote it\n"
        "x.yaml:4: ?: the alias *x; aliases are not allowed; write the value out"
    )


def test_faults_before_the_text_stops_being_yaml_are_kept() -> None:
    assert faults("a: off\nb: [").splitlines()[0] == (
        "x.yaml:1: a: found off, which YAML reads as the truth value false; quote it, where text is meant"
    )


def test_a_file_of_nothing_but_faults_is_refused_with_its_first_hundred() -> None:
    lines = faults("".join(f"a{number}: off\n" for number in range(500))).splitlines()
    assert len(lines) == documents.MOST_FAULTS + 1
    assert lines[-1] == "x.yaml:100: too many faults; the rest is not read"


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert good(text).value == {}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_ends_with_or_without_a_mark(mark: str, end: str) -> None:
    document = good(mark + end.join(["a: 1", "b: ü", ""]))
    assert document.value == {"a": 1, "b": "ü"}
    assert (document.line(("a",)), document.line(("b",))) == (1, 2)


def test_the_deepest_nesting_is_read_and_one_more_is_refused() -> None:
    assert good("[" * DEEPEST + "]" * DEEPEST).value
    assert faults("[" * (DEEPEST + 1) + "1" + "]" * (DEEPEST + 1)) == f"x.yaml:1: nested deeper than {DEEPEST}"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[? ", "{? "])
def test_endless_nesting_is_refused_fast(opening: str) -> None:
    start = time.perf_counter()
    assert faults(opening * 100_000)
    assert time.perf_counter() - start < 5


def test_the_pure_python_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: off\nb: [1.10, {c: *x}]\na: 2\n"
    fast = faults(text)
    monkeypatch.setattr(documents, "_LOADER", yaml.SafeLoader)
    assert faults(text) == fast
    assert good("a: [1, {b: true}]").value == {"a": [1, {"b": True}]}


def test_lines_of_keys_and_items_and_of_what_is_missing() -> None:
    document = good("# why\nname: x\nenvironment:\n  blocked:\n  - udp\n  - tcp\n")
    paths: list[documents.Path] = [(), ("name",), ("environment", "blocked", 1), ("environment", "mtu"), ("scope",)]
    assert [document.line(path) for path in paths] == [2, 2, 6, 3, 2]


def test_a_path_is_spelled_as_a_demand_is() -> None:
    assert spell_path(("environment", "blocked", 1)) == "environment.blocked[1]"
    assert spell_path(()) == ""

"""pydantic's errors as faults: path, what was found, what is allowed."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from planner.errors import nearest
from planner.loading.documents import mapping_document, read_document
from planner.loading.validation import StrictModel, validate
from planner.loading.words import PreferenceName, one_of
from planner.model import Preference


class Inner(StrictModel):
    size: Annotated[int, Field(ge=1, le=8)] = 1
    colour: Annotated[str, one_of("red", "green")] = "red"


class Outer(StrictModel):
    name: str
    inner: Inner = Inner()
    wish: PreferenceName | None = None
    two_words: bool = Field(default=False, alias="two-words")
    many: list[Inner] = []
    by_name: dict[str, PreferenceName] = {}
    either: str | Inner | None = None


def faults(text: str) -> str:
    content, faults = validate(Outer, read_document(text.encode(), "x.yaml"))
    assert content is None
    return "\n".join(map(str, faults))


def test_what_is_good() -> None:
    text = "name: x\ninner:\nwish: prefer\ntwo-words: true\nmany: [{size: 2}]\nby_name: {a: avoid}\neither: {size: 3}"
    content, faults = validate(Outer, read_document(text.encode(), "x.yaml"))
    assert faults == []
    assert content == Outer.model_validate(
        {
            "name": "x",
            "wish": Preference.PREFER,
            "two-words": True,
            "many": [Inner(size=2)],
            "by_name": {"a": Preference.AVOID},
            "either": Inner(size=3),
        }
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("inner: {}", "x.yaml:1: name: no name; it has to be there"),
        ("name: 3", "x.yaml:1: name: found 3; text (quoted where YAML would read something else)"),
        ("name:", "x.yaml:1: name: found nothing; a value has to be there"),
        ("name: x\ninner: {size: true}", "x.yaml:2: inner.size: found true; a decimal integer"),
        ("name: x\ninner: {size: '2'}", "x.yaml:2: inner.size: found '2'; a decimal integer"),
        ("name: x\ninner: {size: 0}", "x.yaml:2: inner.size: found 0; at least 1"),
        ("name: x\ninner: {size: 9}", "x.yaml:2: inner.size: found 9; at most 8"),
        ("name: x\ninner: [1]", "x.yaml:2: inner: found a list; a mapping"),
        ("name: x\ninner: {colour: gren}", "x.yaml:2: inner.colour: found 'gren'; one of red, green; did you mean 'green'?"),  # noqa: E501
        ("name: x\ninner: {siz: 2}", "x.yaml:2: inner.siz: unknown key 'siz'; one of size, colour; did you mean 'size'?"),  # noqa: E501
        ("name: x\nwish: maybe", "x.yaml:2: wish: found 'maybe'; one of require, prefer, no-preference, avoid, prohibit"),  # noqa: E501
        ("name: x\ntwo-words: 1", "x.yaml:2: two-words: found 1; true or false"),
        ("name: x\nmany: [{}, {size: x}]", "x.yaml:2: many[1].size: found 'x'; a decimal integer"),
        ("name: x\nmany: {size: 1}", "x.yaml:2: many: found a mapping; a list"),
        ("name: x\nby_name: {a: x}", "x.yaml:2: by_name.a: found 'x'; one of require, prefer, no-preference, avoid, prohibit"),  # noqa: E501
        ("name: x\neither: [1]", "x.yaml:2: either: found a list; text (quoted where YAML would read something else) or a mapping"),  # noqa: E501
        ("name: x\neither: {size: x}", "x.yaml:2: either.size: found 'x'; a decimal integer"),
        ("[]", "x.yaml:1: found a list; a mapping"),
    ],
)  # fmt: skip
def test_each_fault_by_itself(text: str, message: str) -> None:
    assert faults(text) == message


def test_an_alias_is_the_only_spelling() -> None:
    assert faults("name: x\ntwo_words: true") == (
        "x.yaml:2: two_words: unknown key 'two_words'; "
        "one of name, inner, wish, two-words, many, by_name, either; did you mean 'two-words'?"
    )


def test_a_long_value_is_cut() -> None:
    text = f"name: x\nwish: {'a' * 100}"
    shown = "'" + "a" * 56 + "..."
    assert faults(text) == f"x.yaml:2: wish: found {shown}; one of require, prefer, no-preference, avoid, prohibit"


def test_faults_of_the_text_stand_beside_those_of_the_grammar_and_none_twice() -> None:
    assert faults("inner: {size: 022}\nname: x\nwish: 3\n") == (
        "x.yaml:1: inner.size: found 022, which YAML reads as the number 18; a decimal integer\n"
        "x.yaml:3: wish: found 3; one of require, prefer, no-preference, avoid, prohibit"
    )


def test_a_fault_of_the_text_alone_leaves_nothing() -> None:
    assert faults("name: x\nname: x") == "x.yaml:2: name: the key 'name' again; it stands in line 1 already"


def test_a_mapping_from_python_has_faults_without_lines() -> None:
    content, faults = validate(Outer, mapping_document({"name": "x", "wish": 1}))
    assert content is None
    assert [str(fault) for fault in faults] == [
        "<mapping>: wish: found 1; one of require, prefer, no-preference, avoid, prohibit"
    ]


def test_the_nearest_name() -> None:
    assert nearest("dtsl", ["dtls", "tls", "srtp"]) == "; did you mean 'dtls'?"
    assert nearest("TLS", ["dtls", "tls"]) == "; did you mean 'tls'?"
    assert nearest("zzz", ["dtls", "tls"]) == ""

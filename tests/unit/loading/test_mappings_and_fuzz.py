"""Mappings from Python are as strict as files, and nothing raises anything but a ``DataError``."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import model
from planner.errors import DataError, Fault
from planner.loading.composition import load_scenario
from planner.loading.documents import DEEPEST, mapping_document, read_document


def test_a_mapping_from_python_has_no_lines() -> None:
    document = mapping_document({"application": {"payload": "rtp"}, "allowed": ("tls",), "name": None})
    assert document.value == {"application": {"payload": "rtp"}, "allowed": ["tls"], "name": None}
    assert (document.file, document.line(("application", "payload"))) == ("<mapping>", 0)


def test_a_mapping_with_values_that_yaml_has_not() -> None:
    with pytest.raises(DataError) as error:
        mapping_document({"a": 1.5, "b": [{"c"}, b"x"], 3: "x"})  # type: ignore[dict-item]
    allowed = "text, integers, truth values, lists, mappings"
    assert str(error.value) == (
        "<mapping>: the key 3; a key is text\n"
        f"<mapping>: a: a value of type float; {allowed}\n"
        f"<mapping>: b[0]: a value of type set; {allowed}\n"
        f"<mapping>: b[1]: a value of type bytes; {allowed}"
    )


def test_a_mapping_with_characters_that_no_stream_can_write() -> None:
    with pytest.raises(DataError) as error:
        mapping_document({"name": "\ud800", "a\x00": {"b": "\x07"}})
    assert str(error.value) == (
        "<mapping>: in a key the character U+0000, which YAML does not allow\n"
        "<mapping>: name: character U+D800, which YAML does not allow\n"
        "<mapping>: a?.b: character U+0007, which YAML does not allow"
    )


def test_a_mapping_that_holds_itself_is_refused() -> None:
    loop: dict[str, Any] = {}
    loop |= {"a": loop, "b": loop}
    with pytest.raises(DataError) as error:
        mapping_document(loop)
    assert set(error.value.faults) == {
        Fault(file="<mapping>", line=0, path="a.a.a", found=f"nested deeper than {DEEPEST}")
    }


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_data_error(data: bytes) -> None:
    only_data_errors(data)


PIECES = [*"[]{}:,-?&*!|>'\"%@`#~=< \n\t", "- ", ": ", "? ", "\n  ", "---", "...", "<<", "a", "off", "1.10", "0x_", "é"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_like_yaml_raises_anything_but_a_data_error(text: str) -> None:
    only_data_errors(text.encode())


def only_data_errors(data: bytes) -> None:
    with contextlib.suppress(DataError):
        assert read_document(data, "x.yaml").file == "x.yaml"


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text("aé1. :#-'\"offy", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc1.", max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), PLAIN, max_size=4))
def test_what_is_written_with_quotes_comes_back(value: dict[str, Any]) -> None:
    """JSON quotes all text, so nothing in it is a trap; Python and YAML give the same document."""
    document = read_document(json.dumps(value).encode(), "x.yaml")
    assert document.faults == ()
    assert document.value == value == mapping_document(value).value


WORDS = st.sampled_from(
    ["application", "payload", "generic", "transport", "profile", "allowed", "blocked", "environment", "ranking",
     "criteria", "name", "weights", "tls", "limits", "mtu", "require", "str", "RankingSection", "[key]", "", "\ud800"]
)  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.binary(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(mapping=st.dictionaries(WORDS, ANY, max_size=4))
def test_no_mapping_raises_anything_but_a_data_error(mapping: dict[str, Any], small: model.Rules) -> None:
    with contextlib.suppress(DataError):
        assert load_scenario(mapping, small).payload == "generic"

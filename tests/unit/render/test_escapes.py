"""What is escaped reads back as what was written, and as nothing but text."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from typing import Any

import pytest
import yaml
from echoes import colourful
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from nasty import CORE, LEADS
from rich.console import Console

from planner.cli.options import yaml_text
from planner.errors import FORGING, printable
from planner.render import escapes
from planner.render.document import (
    Block,
    Cautions,
    Code,
    Copied,
    Heading,
    Items,
    Meaning,
    Meanings,
    Noted,
    Paragraph,
    SmallPrint,
    Table,
    table,
)
from planner.render.lines import joined, wrapped
from planner.render.terminal import to_terminal
from properties import holds

MARKS = st.text("#>+=-*_`~[]()!<>&|\\:$% a1.wx@\n\x1b\u202ehtps/;\"'\u00e9", max_size=40)
LETTERS = st.text(st.characters(codec=None), max_size=30)
WHOLE = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def flat(text: str) -> str:
    return printable(re.sub(r"\s+", " ", text))


def leaves(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        if token.children is not None:
            yield from leaves(token.children)
        elif token.content:
            yield token


@holds(MARKS, few=300, many=5_000)
def test_markdown_text_is_text(text: str) -> None:
    made = escapes.markdown_text(text)
    for before in ("", "## ", "- ", "  - ", "1. ", "plain "):
        read = [*leaves(WHOLE.parse(before + made))]
        assert {token.type for token in read} <= {"text"}
        assert "".join(token.content for token in read) == (before.lstrip("#-1. ") + flat(text)).strip()
    assert not re.search(r"(?<!\\):(?=//)|(?i:\bwww\.)", made)


@holds(MARKS, few=300, many=5_000)
def test_markdown_code_is_code(text: str) -> None:
    read = [*leaves(WHOLE.parse("x " + escapes.markdown_code(text)))]
    if flat(text):
        assert [token.type for token in read] == ["text", "code_inline"]
        assert read[1].content == flat(text)


@holds(MARKS, MARKS, few=300, many=5_000)
def test_a_cell_of_markdown_is_one_cell(first: str, second: str) -> None:
    cells = [escapes.markdown_text(first), escapes.markdown_code(second or "x")]
    row = f"| {' | '.join(map(escapes.markdown_cell, cells))} |"
    opened = [token.type for token in WHOLE.parse(f"| a | b |\n| --- | --- |\n{row}\n")]
    assert (opened.count("th_open"), opened.count("td_open")) == (2, 2)


@holds(LETTERS, few=200, many=5_000)
def test_json_and_yaml_keep_every_letter(text: str) -> None:
    record = {text: [text, {"a": text}]}
    made = escapes.json_text(record)
    assert json.loads(made) == record
    assert not FORGING.search(made.replace("\n", ""))
    dumped = yaml_text(record)
    assert not FORGING.search(dumped.replace("\n", ""))
    if not re.search("[\ud800-\udfff]", text):  # YAML cannot hold them
        assert yaml.safe_load(dumped) == record


@pytest.mark.parametrize("lead", ["=1", "+1", "-1", "@A1", "\t=1", " =1", "\uff1d1", "\r=1", "plain"])
def test_no_cell_is_a_formula(lead: str) -> None:
    made = StringIO()
    csv.writer(made).writerow([escapes.csv_cell(lead + CORE)])
    [[cell]] = csv.reader(StringIO(made.getvalue()))
    assert cell == ("" if lead in ("plain",) or lead[0] in "\t\r" else "'") + printable(lead + CORE)


@holds(LETTERS, few=200, many=5_000)
def test_html_text_is_text(text: str) -> None:
    made = escapes.html_text(text)
    assert not re.search("[<>\"']|&(?!(amp|lt|gt|quot|#x27);)", made)
    assert unescape(made) == printable(text)


@pytest.mark.parametrize("lead", LEADS)
def test_a_terminal_takes_no_markup_of_rich(lead: str) -> None:
    text = lead + CORE
    blocks: list[Block] = [
        Heading(text), Paragraph(text), Paragraph(Code(text)), SmallPrint(text, 1), Cautions(((text, text),)),
        Items(((0, text), (1, (Code(text), text)))), Meanings((Meaning(text, text, text),)), Copied(((text, text),)),
        table([text], [(text,), (Code(text),), (Noted(Code("a"), (text,), (text,)),)]),
    ]  # fmt: skip
    console = Console(width=4000, markup=False, emoji=False, highlight=False, color_system="truecolor")
    for block in blocks:
        with console.capture() as captured:
            console.print(to_terminal([block]))
        assert [*colourful(captured.get().encode())] == []
        assert "[/nope]:smile:" in re.sub(r"\s", "", captured.get()) or isinstance(block, Table)


@pytest.mark.parametrize("lead", LEADS)
def test_lines_are_lines(lead: str) -> None:
    text = lead + CORE
    assert joined([text, "b"]).splitlines() == [printable(text), "b"]
    assert " ".join(wrapped(text, 80)).split() == printable(text).split()


def test_every_letter_that_forges_is_escaped() -> None:
    assert printable("a\tb\x00\x1b\x7f\x9b\u2028\u202e\ufffe\udcff\U0001ffff\u00e9\U0001f600") == (
        r"a\tb\x00\x1b\x7f\x9b\u2028\u202e\ufffe\udcff\U0001ffff" + "\u00e9\U0001f600"
    )

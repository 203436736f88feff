"""Reads each format that the program writes, and says what in it is more than the text that somebody wrote
(``nasty``)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import yaml
from html_documents import Document
from markdown_it import MarkdownIt
from PIL import Image

from planner.errors import FORGING

FORGED = "\u00a7FORGED"
"""How the text reads whose line break is one, once blanks and line breaks are taken out."""


def terminal(made: bytes) -> Iterator[str]:
    """Lines for a terminal or a log: nothing in them moves the cursor or begins a line of its own."""
    text = made.decode()
    yield from (f"the letter {letter[0]!a}" for letter in FORGING.finditer(text) if letter[0] != "\n")
    if FORGED in re.sub(r"\s", "", text):
        yield "a line that is not ours"


def colourful(made: bytes) -> Iterator[str]:
    """The same with the colours of Rich, which are sequences of ours."""
    yield from terminal(re.sub(rb"\x1b\[[0-9;]*m", b"", made))


def json_text(made: bytes) -> Iterator[str]:
    yield from terminal(made)
    json.loads(made)


def yaml_text(made: bytes) -> Iterator[str]:
    yield from terminal(made)
    if yaml.safe_load(made) is None:
        yield "no record"


def csv_table(made: bytes) -> Iterator[str]:
    yield from terminal(made)
    rows = [*csv.reader(StringIO(made.decode()))]
    if len({len(row) for row in rows}) != 1:
        yield "rows of different lengths"
    yield from (f"the formula {cell!a}" for row in rows for cell in row if cell.lstrip()[:1] in {*"=+-@"} - {""})


MARKUP = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "inline",
          "text", "code_inline"}  # fmt: skip
"""What our Markdown is made of; ``code_inline`` has what is spelled as in a file."""


def markdown(made: bytes) -> Iterator[str]:
    text = made.decode()
    yield from (f"the letter {letter[0]!a}" for letter in FORGING.finditer(text) if letter[0] != "\n")
    for token in _tokens(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind not in MARKUP:
            yield f"{kind}: {token.content or token.attrs!r:.60}"
        if kind == "text" and re.search(r"(?<!\\)://|\bwww(?<!\\)\.", token.content):
            yield from _links(text)


def mermaid(made: bytes) -> Iterator[str]:
    """Each line is one of those that we write; a label has no letter that means something."""
    yield from terminal(made)
    label = r'"[^"`<>{}%\\]*"'
    ours = (
        "---",
        r'title: "(?:[^"\\%<>]|\\.)*"',
        "flowchart TB",
        rf"  subgraph lane\d\[{label}\]",
        "  end",
        rf"    n\d+[\[({{]+{label}[\])}}]+",
        r"  n\d+ [-.> a-z]+ n\d+",
        r"  linkStyle [\d,]+ stroke:#\w+,stroke-width:3px",
    )
    yield from (f"the line {line!a}" for line in made.decode().splitlines() if not re.fullmatch("|".join(ours), line))


def dot(made: bytes) -> Iterator[str]:
    """Outside of strings there are our words alone."""
    yield from terminal(made)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', made.decode().split("\n", 1)[1])
    yield from (f"outside of a string {found!a}" for found in re.findall(r"[^\w\s\[\]{}=,;.>\"-]|script", bare))


def xml(made: bytes) -> Iterator[str]:
    """SVG or GraphML: well formed, and none of its elements or attributes are somebody's."""
    yield from terminal(made)
    for element in ElementTree.fromstring(made).iter():
        yield from _element(element.tag.split("}")[-1], element.attrib)


def html(made: bytes) -> Iterator[str]:
    yield from terminal(re.sub(rb"<(script|style)>.*?</\1>", b"", made, flags=re.DOTALL))
    document = Document(made.decode())
    yield from document.faults
    for name, attributes in document.elements:
        if name == "script" and attributes not in ({}, {"type": "application/json", "id": "data"}):
            yield f"<script {attributes}>"
        if name != "script":
            yield from _element(name, attributes)
    for data in document.texts("script", id="data"):
        yield from (f"the letter {letter[0]!a} in the data" for letter in FORGING.finditer(_said(json.loads(data))))


def png(made: bytes) -> Iterator[str]:
    if Image.open(BytesIO(made)).size < (100, 100):
        yield "no picture"


def pdf(made: bytes) -> Iterator[str]:
    """A PDF of strings and numbers: neither an action nor a link."""
    yield from (f"a PDF with {word!a}" for word in (b"/URI", b"/JavaScript", b"/Launch", b"/Annots") if word in made)
    if not (made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")):
        yield "no PDF"


Reader = Callable[[bytes], Iterator[str]]

# --- machinery below --------------------------------------------------------------------------


def _tokens(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or ())


def _links(text: str) -> Iterator[str]:
    """Addresses that GitHub makes links of: those in the source that are neither code nor escaped."""
    bare = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    yield from (f"the address {found!a}" for found in re.findall(r"\w+://\S*|\bwww\.\S*", bare))


def _element(name: str, attributes: dict[str, str]) -> Iterator[str]:
    if name in ("script", "img", "iframe", "foreignObject", "b"):
        yield f"<{name}>"
    for key, value in attributes.items():
        inside = key == "href" and value.startswith(("#", "data:,"))
        if not inside and (key.startswith("on") or key in ("href", "src", "style")):
            yield f"{name} {key}={value!r:.60}"


def _said(value: Any) -> str:
    """All the texts of a record, one after another."""
    if isinstance(value, dict):
        return "".join(_said(entry) for pair in value.items() for entry in pair)
    return "".join(map(_said, value)) if isinstance(value, list) else str(value)

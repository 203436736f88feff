"""One document in every kind of block, and what each of the three writers makes of it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from rich.console import Console

from planner.render.document import (
    Cautions,
    Code,
    Column,
    Copied,
    Document,
    Face,
    Heading,
    Items,
    Meaning,
    Meanings,
    Noted,
    Paragraph,
    SmallPrint,
    Table,
    documented,
    items,
)
from planner.render.html import to_html
from planner.render.markdown import to_markdown
from planner.render.terminal import to_terminal, to_text

STACKS = Table(
    (
        Column("#", align="right", whole=True),
        Column("Stack", width=12),
        Column("Why", faces=frozenset({Face.MARKDOWN})),
        Column("Unmet", faces=frozenset({Face.HTML})),
        Column("Met", align="center"),
    ),
    (("1", Noted(Code("tls-1.3/tcp/ip"), ("nothing comes before it",), ("old: beware",)), "best", "a|b", "x"),),
)
DOCUMENT = Document(
    (
        Heading("A <title>"),
        Paragraph(("With ", Code("nat: true"), " * this holds")),
        STACKS,
        SmallPrint("?: unknown.", inset=1),
        Items(((0, "one"), (1, "below it"), (0, ("then ", Code("udp/ip"))))),
        Meanings((Meaning("interfaces.AD: require", "a.yaml:5", "it has to [RFC 8922]"),)),
        Copied((("SDP", "UDP/TLS"), ("RFC 9623", ""))),
        Cautions((("tls-1.2 is old", "RFC 8996"),)),
    )
)

TERMINAL = """\
A <title>
With nat: true * this holds
#  Stack         Met
─────────────────────
1  tls-1.3/tcp/   x
   ip
   nothing
   comes before
   it
   ! old:
   beware
 ?: unknown.
- one
  - below it
- then udp/ip
  - interfaces.AD: require  (a.yaml:5)
      it has to [RFC 8922]
  SDP      UDP/TLS
  RFC 9623 -
! tls-1.2 is old [RFC 8996]
"""

MARKDOWN = """\
## A &lt;title>

With `nat: true` \\* this holds

| # | Stack | Why | Met |
| --: | --- | --- | :-: |
| 1 | `tls-1.3/tcp/ip` | best | x |

?: unknown.

- one
  - below it
- then `udp/ip`

- `interfaces.AD: require` (a.yaml:5): it has to [RFC 8922]

- SDP: `UDP/TLS`
- RFC 9623: none

- Note: tls-1.2 is old [RFC 8996]
"""

HTML = """\
<p><strong>A &lt;title&gt;</strong></p>
<p>With <code>nat: true</code> * this holds</p>
<table><thead><tr><th>#</th><th>Stack</th><th>Unmet</th><th>Met</th></tr></thead><tbody>
<tr><td>1</td><td><code>tls-1.3/tcp/ip</code></td><td>a|b</td><td>x</td></tr>
</tbody></table>
<p><small>?: unknown.</small></p>
<ul><li>one
<ul><li>below it
</li></ul></li><li>then <code>udp/ip</code>
</li></ul>
<ul>
<li><code>interfaces.AD: require</code> (a.yaml:5): it has to [RFC 8922]</li>
</ul>
<ul>
<li>SDP: <code>UDP/TLS</code></li>
<li>RFC 9623: none</li>
</ul>
<ul>
<li>Note: tls-1.2 is old [RFC 8996]</li>
</ul>"""


def printed(document: Document, width: int = 80) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(to_terminal(document), crop=False)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def test_a_terminal() -> None:
    assert printed(DOCUMENT) == TERMINAL


def test_markdown() -> None:
    assert to_markdown(DOCUMENT) == MARKDOWN


def test_html() -> None:
    assert to_html(DOCUMENT) == HTML


def test_every_list_of_html_is_closed() -> None:
    """Whatever the depths are, each element ends inside the one that it began in."""

    class Nesting(HTMLParser):
        open_: tuple[str, ...] = ()

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.open_ += (tag,)

        def handle_endtag(self, tag: str) -> None:
            assert self.open_[-1] == tag
            self.open_ = self.open_[:-1]

    for depths in ((0, 1, 2, 0), (0, 2, 1, 0, 1), (1, 0)):
        nesting = Nesting()
        nesting.feed(to_html([Items(tuple((depth, str(depth)) for depth in depths))]))
        assert nesting.open_ == ()


def test_what_is_copied_is_not_folded_and_what_is_read_is() -> None:
    spelling = "/".join(["tls-1.3"] * 20)
    assert printed(Document((Copied((("", spelling),)), Paragraph(Code(spelling))))) == f"  {spelling}\n{spelling}\n"
    folded = printed(Document((items("a word " * 30),))).splitlines()
    assert len(folded) == 3
    assert all(len(line) <= 80 for line in folded)


def test_code_with_backticks_is_one_span() -> None:
    assert to_markdown([Paragraph(("see ", Code("a `b` c")))]) == "see `` a `b` c ``\n"


def test_a_cell_ends_no_column() -> None:
    assert to_markdown([Table((Column("a|b"),), (("c|d",), (Code("e|f"),)))]).splitlines() == [
        "| a\\|b |",
        "| --- |",
        "| c\\|d |",
        "| `e\\|f` |",
    ]


def test_no_letter_moves_the_cursor() -> None:
    for made in (
        printed(Document((Heading("\x1b[2J"),))),
        to_markdown([Heading("\x1b[2J")]),
        to_html([Heading("\x1b")]),
    ):
        assert "\x1b" not in made
        assert "\\x1b" in made


def test_a_text_without_a_terminal() -> None:
    wanted = TERMINAL.split(" ?: unknown.\n")[1]
    assert to_text(DOCUMENT.blocks[4:]) + "\n" == wanted
    with pytest.raises(TypeError, match="a table has no lines"):
        to_text([STACKS])


def test_a_documented_function_returns_a_value() -> None:
    @documented
    def two(text: str) -> list[Heading]:
        return [Heading(text), Heading(text)]

    assert two("x") == Document((Heading("x"), Heading("x"))) == two("x")

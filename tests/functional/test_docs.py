"""What the pages of docs/ show is what their commands print, and the reference has every public name."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

import planner

DOCS = Path(__file__).parent.parent.parent / "docs"
EXAMPLES = runpy.run_path(str(DOCS / "make_examples.py"))


@pytest.mark.parametrize("page", EXAMPLES["pages"](), ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert EXAMPLES["played"](text, tmp_path) == text


def test_the_tutorial_and_the_how_tos_are_played() -> None:
    assert {page.stem for page in EXAMPLES["pages"]()} >= {"tutorial", "policies-and-environments", "own-catalogue"}


def test_an_output_that_is_not_true_is_mended(tmp_path: Path) -> None:
    file = '```yaml title="deep/s.yaml"\nscope: full\n```\nText\n'
    page = f"{file}```console\n$ cat deep/s.yaml\nscope: survey\n$ false\nonce\n```\n"
    mended = page.replace("scope: survey\n", "scope: full\n").replace("once\n", "")
    assert EXAMPLES["played"](page, tmp_path) == mended


def test_the_reference_has_every_public_name() -> None:
    names = re.findall(r"^::: planner\.(\w+)$", (DOCS / "reference.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(names) == sorted(name for name in planner.__all__ if not name.startswith("__"))


def test_what_is_cited_of_the_design_is_there() -> None:
    """Code, rules and tests cite it by the title of a section."""
    titles = set(re.findall(r"^##+ (.+)$", (DOCS / "design.md").read_text(encoding="utf-8"), re.MULTILINE))
    files = [path for room in ("planner", "rules", "tests") for path in (DOCS.parent / room).rglob("*.[py]*[yl]")]
    texts = [" ".join(path.read_text(encoding="utf-8").split()) for path in files]
    cited = {title for text in texts for title in re.findall(r'docs/design\.md, "([^"]+)"', text)}
    assert {"Ranking", "Names of other worlds"} <= cited
    assert cited <= titles

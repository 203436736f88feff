"""``planner catalogue`` as a table and as Markdown: the lists of all, and entries with everything known of them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from commands import text
from planner import Rules

LISTS: dict[str, Callable[[Rules], list[str]]] = {
    "--applications": lambda rules: [*rules.applications],
    "--options": lambda rules: [*rules.options],
    "--interfaces": lambda rules: [row.row for row in rules.rows.values()],
    "": lambda rules: [id for id, protocol in rules.protocols.items() if protocol.planned_in("full")],
}
by_list = pytest.mark.parametrize("flag", LISTS)


def asked(flag: str, *more: str) -> str:
    return text("catalogue", *([flag] if flag else []), *more)


@by_list
def test_a_table_has_a_row_for_each_and_cuts_nothing_off(rules: Rules, flag: str) -> None:
    table = asked(flag)
    for name in LISTS[flag](rules):
        assert f"\n{name} " in table
    assert "…" not in table


@by_list
def test_markdown_has_a_row_for_each(rules: Rules, flag: str) -> None:
    header, rule, *rows = [line for line in asked(flag, "--format", "markdown").splitlines() if line.startswith("| ")]
    columns = header.count(" | ")
    assert rule.count(" | ") == columns
    assert sorted(row.split(" | ")[0].removeprefix("| ") for row in rows) == sorted(LISTS[flag](rules))
    assert {row.replace("\\|", "").count(" | ") for row in rows} == {columns}


@by_list
def test_records_have_each(rules: Rules, flag: str) -> None:
    record = json.loads(asked(flag, "--format", "json"))
    named = {*record} if flag == "--interfaces" else {entry["id"] for entry in record}
    assert named >= {*LISTS[flag](rules)}


def test_what_is_known_and_not_planned_is_named(rules: Rules) -> None:
    [line] = [line for line in text("catalogue", "--format", "markdown").splitlines() if line.startswith("Known")]
    known = sorted(id for id, protocol in rules.protocols.items() if not protocol.planned_in("full"))
    assert line == f"Known and not planned in scope full: {', '.join(known)}"


def test_an_entry_in_markdown() -> None:
    """What is several is a list; what is unknown is a question mark; of records in a list the first line leads."""
    entry = text("catalogue", "mqtt", "--format", "markdown")
    assert entry.startswith("## mqtt: MQTT\n\n- carriers:\n  - carrier: tls/tcp\n    - port: 8883\n")
    assert "notes" not in entry
    srtp = text("catalogue", "srtp", "--format", "markdown")
    assert "- overhead:\n  - bytes: 22\n  - bytes-ipv6: ?\n  - per: packet\n" in srtp
    assert text("catalogue", "tls", "--format", "markdown").count("\n## ") == 1, "a family's two members"

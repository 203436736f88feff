"""``planner page``: plans as one HTML file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import (
    Files,
    InScope,
    Limit,
    OnlyRules,
    RulesDirs,
    With,
    app,
    planned,
    planner_of,
    refusals,
)
from planner.cli.pictures import write

PageTheme = StrEnum("PageTheme", "AUTO LIGHT DARK")


@app.command("page")
def page_command(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file, not to standard output.")
    ] = None,
    with_: With = [],  # noqa: B006 - Typer copies it
    limit: Limit = None,
    scope: InScope = None,
    theme: Annotated[PageTheme, typer.Option("--theme", help="Its colours until a reader chooses.")] = PageTheme.AUTO,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Write the plans of scenarios as one HTML file that needs no network: stacks, graph, reasons, matrix, tables."""
    from planner.picture_requests import format_for

    with refusals():  # before anything is read or overwritten
        format_for("", output if output and output.suffix else None, ("html",), text="text", default="html")
    planner = planner_of(rules, only_rules)
    plans, status = planned(planner, files, with_, limit, scope)
    if plans:
        with refusals():
            write(planner.page(plans, theme.value).encode(), output, binary=False)
    raise typer.Exit(status)

"""``planner page``: plans as one HTML file."""

from __future__ import annotations

import sys
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
    given,
    overlay,
    overridden,
    planner_of,
)
from planner.cli.pictures import refusals, write
from planner.errors import DataError
from planner.model import Plan

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
    from planner.showing import format_for, page_bytes

    with refusals():  # before anything is read or overwritten
        format_for("", output if output and output.suffix else None, ("html",), text="text", default="html")
    planner = planner_of(rules, only_rules)
    plans: list[Plan] = []
    status = 0
    for file in files:
        try:
            scenario = planner.scenario(given(file), [overlay(one) for one in with_])
            plans.append(planner.plan(overridden(scenario, limit, scope)))
            status = max(status, 0 if plans[-1].feasible else 1)
        except DataError as error:
            status = 2
            print(error, file=sys.stderr)
    if plans:
        with refusals():
            write(page_bytes(planner, plans, theme.value), output, binary=False)
    raise typer.Exit(status)

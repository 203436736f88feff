"""``planner page``: plans as one HTML file. A command of ``cli``'s app, in a file of its own."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner import cli
from planner.cli import app
from planner.errors import DataError
from planner.model import Plan
from planner.streams import refusals, write

__all__ = ["app"]

PageTheme = StrEnum("PageTheme", "AUTO LIGHT DARK")


@app.command("page")
def page_command(
    files: cli.Files,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file, not to standard output.")
    ] = None,
    with_: cli.With = [],  # noqa: B006 - Typer copies it
    limit: cli.Limit = None,
    scope: cli.InScope = None,
    theme: Annotated[PageTheme, typer.Option("--theme", help="Its colours until a reader chooses.")] = PageTheme.AUTO,
    rules: cli.RulesDirs = [],  # noqa: B006
    only_rules: cli.OnlyRules = False,
) -> None:
    """Write the plans of scenarios as one HTML file that needs no network: stacks, graph, reasons, matrix, tables."""
    planner = cli._planner(rules, only_rules)
    plans: list[Plan] = []
    status = 0
    for file in files:
        try:
            scenario = planner.scenario(cli._given(file), [cli._overlay(one) for one in with_])
            plans.append(planner.plan(cli._overridden(scenario, limit, scope)))
            status = max(status, 0 if plans[-1].feasible else 1)
        except DataError as error:
            status = 2
            print(error, file=sys.stderr)
    if plans:
        from planner.showing import page_bytes

        with refusals():
            write(page_bytes(planner, plans, theme.value), output, binary=False)
    raise typer.Exit(status)

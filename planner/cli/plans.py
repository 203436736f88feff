"""``planner plan`` and ``planner check``: scenarios in, plans or faults out."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from planner.cli.options import (
    Files,
    Format,
    InScope,
    Limit,
    OnlyRules,
    Options,
    RulesDirs,
    With,
    app,
    asked,
    complain,
    planned,
    planner_of,
    print_json,
    print_yaml,
    say,
    show,
)
from planner.errors import DataError
from planner.model import Plan, Rules
from planner.planning import Planner

PlanFormat = StrEnum("PlanFormat", "TABLE JSON YAML MARKDOWN TAPS")
Interface = StrEnum("Interface", "TAPS")


@app.command("plan")
def plan_command(
    files: Files,
    with_: With = [],  # noqa: B006 - Typer copies it
    format_: Annotated[PlanFormat, typer.Option("--format", help="How to print the answer.")] = PlanFormat.TABLE,
    from_: Annotated[
        Interface | None, typer.Option("--from", help="The files are questions of another interface: RFC 9622's.")
    ] = None,
    limit: Limit = None,
    scope: InScope = None,
    option: Options = [],  # noqa: B006
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the stacks alone, one to a line.")] = False,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Rank the stacks that meet a scenario's demands, or say why there are none."""
    planner = planner_of(rules, only_rules)
    plans, status = planned(planner, files, with_, limit, scope, option, taps=from_ == Interface.TAPS)
    if quiet:
        for stack in (stack for plan in plans for stack in plan.stacks):
            print(stack.spelling)
    elif format_ == PlanFormat.TAPS:
        print_candidates(planner, plans, several=len(files) > 1)
    else:
        print_plans(planner, plans, Format(format_), several=len(files) > 1)
    raise typer.Exit(status)


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="[SCENARIO...]")] = [],  # noqa: B006
    with_: With = [],  # noqa: B006
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
    older: Annotated[
        int | None,
        typer.Option("--facts-older-than", min=1, metavar="MONTHS", help="List the facts to look at again."),
    ] = None,
) -> None:
    """Check scenario files and rules, and report every fault at once. Without files: the rules alone."""
    planner = planner_of(rules, only_rules)
    status = 0
    for file in files:
        try:
            asked(planner, file, with_)
            say(f"{file}: good")
        except DataError as error:
            status = 2
            complain(error)
    if older is not None:
        print_aged(planner.rules, older)
    elif not files:
        known = planner.rules
        print(f"rules: good ({len(known.protocols)} protocols, {len(known.layerings)} layerings, {known.digest})")
    raise typer.Exit(status)


def print_aged(rules: Rules, months: int) -> None:
    """The facts about deployment that were read more than so many months ago, the oldest first."""
    today = date.today()
    limit = divmod(today.year * 12 + today.month - 1 - months, 12)
    oldest = f"{limit[0]:04}-{limit[1] + 1:02}"
    aged = sorted((line.read, line.part) for line in rules.deployments.values() if line.read < oldest)
    for read, part in aged:
        say(f"{part}: {rules.deployments[part].level}, read in {read}: {rules.deployments[part].evidence}")
    print(f"{len(aged)} of {len(rules.deployments)} facts about deployment were read more than {months} months ago")


def print_candidates(planner: Planner, plans: list[Plan], *, several: bool) -> None:
    """The plans as candidates for racing (RFC 9623 Section 4.1); nothing of none."""
    from planner.exchange.candidates import candidates

    trees = [candidates(plan, lambda stack: planner.names(stack).rfc9623) for plan in plans]
    if trees or several:
        print_json(trees if several else trees[0])


def print_plans(planner: Planner, plans: list[Plan], format_: Format, *, several: bool) -> None:
    if format_ in (Format.JSON, Format.YAML):
        records = [plan.to_dict() for plan in plans]
        if records or several:
            (print_json if format_ == Format.JSON else print_yaml)(records if several else records[0])
        return
    from planner.render.plans import plan_document

    if format_ == Format.MARKDOWN:
        from planner.render.markdown import to_markdown

        print("\n".join(to_markdown(plan_document(plan)) for plan in plans), end="")
        return
    from planner.render.terminal import to_terminal

    for plan in plans:
        show(to_terminal(plan_document(plan, planner.shaping_limits(plan))))

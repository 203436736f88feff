"""Flags and files in, streams and exit status out. Knows Typer; does nothing else itself.

Exit status: 0 stacks found, 1 none, 2 bad input; of several scenarios the highest.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from planner.errors import DataError, Fault
from planner.loading.documents import Document, read_document
from planner.loading.files import shipped
from planner.model import Plan, Scenario
from planner.planning import Planner
from planner.streams import default_format, refusals, write

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Plan stacks of transports and security protocols (RFC 8922 and what came after it).",
)


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    MARKDOWN = "markdown"


GraphFormat = StrEnum("GraphFormat", "ASCII SVG PNG PDF HTML DOT MERMAID GRAPHML JSON")
ShowFormat = StrEnum("ShowFormat", "TEXT SVG PNG PDF HTML JSON")
ThemeName = StrEnum("ThemeName", "LIGHT DARK")


class ScopeName(StrEnum):
    SURVEY = "survey"
    FULL = "full"


Files = Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files; - for standard input.")]
With = Annotated[list[str], typer.Option("--with", help="Lay this file, or a shipped environment, over each scenario.")]
RulesDirs = Annotated[list[Path], typer.Option("--rules", metavar="DIR", help="Rules of your own, laid over ours.")]
OnlyRules = Annotated[bool, typer.Option("--only-rules", help="Take the rules of --rules in place of ours.")]
AsFormat = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
InScope = Annotated[ScopeName | None, typer.Option("--scope", help="Plan in this scope, whatever the file says.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")]
Theme = Annotated[ThemeName, typer.Option("--theme", help="Colours of a picture.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, max=1_000_000, help="List so many stacks.")]


@app.command("plan")
def plan_command(
    files: Files,
    with_: With = [],  # noqa: B006 - Typer copies it
    format_: AsFormat = Format.TABLE,
    limit: Limit = None,
    scope: InScope = None,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Rank the stacks that meet a scenario's demands, or say why there are none."""
    planner = _planner(rules, only_rules)
    plans: list[Plan] = []
    status = 0
    for file in files:
        try:
            scenario = planner.scenario(_given(file), [_overlay(one) for one in with_])
            plans.append(planner.plan(_overridden(scenario, limit, scope)))
            status = max(status, 0 if plans[-1].feasible else 1)
        except DataError as error:
            status = 2
            print(error, file=sys.stderr)
    _print_plans(plans, format_, several=len(files) > 1)
    raise typer.Exit(status)


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="[SCENARIO...]")] = [],  # noqa: B006
    with_: With = [],  # noqa: B006
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Check scenario files and rules, and report every fault at once. Without files: the rules alone."""
    planner = _planner(rules, only_rules)
    status = 0
    for file in files:
        try:
            planner.scenario(_given(file), [_overlay(one) for one in with_])
            print(f"{file}: good")
        except DataError as error:
            status = 2
            print(error, file=sys.stderr)
    if not files:
        known = planner.rules
        print(f"rules: good ({len(known.protocols)} protocols, {len(known.layerings)} layerings, {known.digest})")
    raise typer.Exit(status)


@app.command()
def catalogue(
    entry: Annotated[str, typer.Argument(help="One entry, with everything known of it and its sources.")] = "",
    interfaces: Annotated[bool, typer.Option("--interfaces", help="The survey's Table 1.")] = False,
    format_: AsFormat = Format.TABLE,
    scope: Annotated[ScopeName, typer.Option("--scope", help="What is planned in this scope.")] = ScopeName.FULL,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Show the catalogue: all entries, one entry with its sources, or the survey's table of interfaces."""
    from planner.loading.validation import nearest
    from planner.render import catalogue as shown
    from planner.render.text import interface_table

    known = _planner(rules, only_rules).rules
    record: Any
    table: RenderableType | None = None
    if interfaces:
        record, table = shown.interfaces_record(known), interface_table(dict(known.rows))
    elif not entry:
        record, table = shown.catalogue_record(known, scope), shown.catalogue_table(known, scope)
    elif entry in known.protocols:
        record = shown.entry_record(known, entry)
    elif entry in known.families:
        record = [shown.entry_record(known, one) for one in known.families[entry]]
    else:
        print(f"unknown protocol {entry!r}{nearest(entry, {*known.protocols, *known.families})}", file=sys.stderr)
        raise typer.Exit(2)
    if format_ == Format.TABLE and table is not None:
        _show(table)
    elif format_ == Format.JSON:
        _print_json(record)
    else:
        _print_yaml(record)


@app.command()
def graph(
    file: Annotated[str, typer.Argument(metavar="[SCENARIO]", help="A scenario file; - for standard input.")] = "",
    format_: Annotated[
        GraphFormat | None, typer.Option("--format", help="By the ending of FILE; else ascii, or svg for a pipe.")
    ] = None,
    output: Output = None,
    theme: Theme = ThemeName.LIGHT,
    focus: Annotated[
        str, typer.Option("--focus", metavar="PROTOCOL", help="Only this one and what it runs with.")
    ] = "",
    matrix: Annotated[bool, typer.Option("--matrix", help="Which pairs exist, as a matrix.")] = False,
    scope: InScope = None,
    limit: Limit = None,
    with_: With = [],  # noqa: B006
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Draw what may run over what: the catalogue's graph, or the best stacks of a scenario together."""
    planner = _planner(rules, only_rules)
    from planner import showing

    with refusals():
        if with_ and not file:
            raise DataError([Fault(file="--with", line=0, path="", found="there is no scenario to lay it over")])
        names = tuple(one.value for one in GraphFormat)
        request = showing.GraphRequest(
            format=showing.format_for(
                format_ or "", output, names, text="ascii", default=default_format(("ascii", "svg"))
            ),
            theme=theme,
            scope=scope.value if scope else "full",
            scenario=_overridden(planner.scenario(_given(file), [_overlay(one) for one in with_]), limit, scope)
            if file
            else None,
            focus=focus,
            matrix=matrix,
        )
        write(showing.graph_bytes(planner, request), output, binary=request.format in showing.BINARY)


@app.command()
def show(
    file: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file; - for standard input.")],
    stack: Annotated[str, typer.Option("--stack", metavar="N|SPELLING", help="By rank (1 is best) or spelled.")] = "1",
    format_: Annotated[
        ShowFormat | None, typer.Option("--format", help="By the ending of FILE; without one text.")
    ] = None,
    output: Output = None,
    theme: Theme = ThemeName.LIGHT,
    scope: InScope = None,
    with_: With = [],  # noqa: B006
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Show one stack as the path sees it: what each layer adds, encrypts and authenticates, and what stays readable."""
    planner = _planner(rules, only_rules)
    from planner import showing

    with refusals():
        names = tuple(one.value for one in ShowFormat)
        chosen = showing.format_for(format_ or "", output, names, text="text", default="text")
        rank = int(stack) if stack.isascii() and stack.isdigit() and len(stack) < 8 else None
        scenario = _overridden(planner.scenario(_given(file), [_overlay(one) for one in with_]), rank, scope)
        made = showing.stack_bytes(planner, scenario, stack if rank is None else rank, chosen, theme)
        write(made, output, binary=chosen in showing.BINARY)


@app.command()
def schema(rules: RulesDirs = [], only_rules: OnlyRules = False) -> None:  # noqa: B006
    """Print the JSON Schema of a scenario file."""
    from planner.loading.schema import scenario_schema

    _print_json(scenario_schema(_planner(rules, only_rules).rules))


# --- machinery below --------------------------------------------------------------------------


def _planner(folders: list[Path], only: bool) -> Planner:
    try:
        return Planner([*([] if only and folders else [shipped("rules")]), *folders])
    except DataError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


def _given(file: str) -> str | Document:
    return read_document(sys.stdin.buffer.read(), "<stdin>") if file == "-" else file


def _overlay(name: str) -> str | Document:
    """A file, or the name of a shipped environment (``nat``, ``udp-blocked``)."""
    environments = shipped("scenarios") / "environments"
    if Path(name).exists() or name == "-":
        return _given(name)
    if (environments / f"{name}.yaml").exists():
        return str(environments / f"{name}.yaml")
    known = ", ".join(sorted(path.stem for path in environments.glob("*.yaml")))
    raise DataError([Fault(file=name, line=0, path="", found="no such file", allowed=f"shipped environments: {known}")])


def _overridden(scenario: Scenario, limit: int | None, scope: ScopeName | None) -> Scenario:
    if limit is not None:
        scenario = replace(scenario, limits=replace(scenario.limits, stacks=limit))
    return scenario if scope is None else replace(scenario, scope=scope.value)


def _print_plans(plans: list[Plan], format_: Format, *, several: bool) -> None:
    if format_ in (Format.JSON, Format.YAML):
        records = [plan.to_dict() for plan in plans]
        if records or several:
            (_print_json if format_ == Format.JSON else _print_yaml)(records if several else records[0])
        return
    if format_ == Format.MARKDOWN:
        from planner.render.markdown import plan_markdown

        print("\n".join(map(plan_markdown, plans)), end="")
        return
    from planner.render.text import plan_table

    for plan in plans:
        _show(plan_table(plan))


def _show(table: RenderableType) -> None:
    """Colours and the terminal's width for a person; plain lines of at most 80 columns for a pipe."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(table)
        return
    console = Console(highlight=False, width=80, color_system=None)
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _print_json(record: Any) -> None:
    print(json.dumps(record, indent=1, ensure_ascii=False))


def _print_yaml(record: Any) -> None:
    import yaml

    print(yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=100), end="")

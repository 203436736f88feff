"""What the catalogue knows: its entries, names of other worlds, the schema of a scenario file."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import RenderableType

from planner.cli.options import (
    AsFormat,
    Format,
    OnlyRules,
    RulesDirs,
    ScopeName,
    app,
    planner_of,
    print_json,
    print_record,
    print_yaml,
    show,
)
from planner.errors import nearest, printable
from planner.model import Rules


@app.command()
def catalogue(
    entry: Annotated[str, typer.Argument(help="One entry, with everything known of it and its sources.")] = "",
    interfaces: Annotated[bool, typer.Option("--interfaces", help="The survey's Table 1.")] = False,
    applications: Annotated[bool, typer.Option("--applications", help="Applications with their carriers.")] = False,
    options: Annotated[bool, typer.Option("--options", help="Choices within protocols that change bytes.")] = False,
    format_: AsFormat = Format.TABLE,
    scope: Annotated[ScopeName, typer.Option("--scope", help="What is planned in this scope.")] = ScopeName.FULL,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Show the catalogue: all entries, one entry with its sources, or the survey's table of interfaces."""
    from planner.render import catalogue as shown
    from planner.render.applications import application_record, application_table
    from planner.render.options import option_records, option_table
    from planner.render.text import interface_table

    known = planner_of(rules, only_rules).rules
    record: Any
    table: RenderableType | None = None
    if interfaces:
        record, table = shown.interfaces_record(known), interface_table(dict(known.rows))
    elif applications:
        record, table = application_record(known), application_table(known)
    elif options:
        record, table = option_records(known), option_table(known)
    elif not entry:
        record, table = shown.catalogue_record(known, scope), shown.catalogue_table(known, scope)
    else:
        record = entry_of(known, entry)
    if format_ == Format.TABLE and table is not None:
        show(table)
    elif format_ == Format.JSON:
        print_json(record)
    else:
        print_yaml(record)


def entry_of(known: Rules, entry: str) -> Any:
    """The record of a protocol or an application, those of a family's members. Ends the command for an unknown one."""
    from planner.render.applications import one_application
    from planner.render.catalogue import entry_record

    records = [entry_record(known, id) for id in known.expand(entry)]
    if records:
        return records if known.canonical(entry) in known.families else records[0]
    if entry in known.applications:
        return one_application(known.applications[entry])
    names = {*known.protocols, *known.families, *known.aliases, *known.applications}
    print(f"unknown protocol {entry!r}{nearest(entry, names)}", file=sys.stderr)
    raise typer.Exit(2)


@app.command("parse")
def parse_command(
    string: Annotated[str, typer.Argument(help="An SDP proto value, a multiaddr, or a stack.")],
    format_: AsFormat = Format.TABLE,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Say which stacks a name of another world denotes, every choice that it leaves open."""
    from planner.render.text import parsed_text

    parsed = planner_of(rules, only_rules).parse(string)
    print_record(parsed.to_dict(), format_, parsed_text(parsed))
    if parsed.error:
        print(printable(f"{string}: {parsed.error}"), file=sys.stderr)
        raise typer.Exit(2)


@app.command("name")
def name_command(
    stack: Annotated[str, typer.Argument(help="A stack; what it leaves open is named in every way.")],
    format_: AsFormat = Format.TABLE,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Give every name that a stack has in other worlds: SDP, multiaddr, RFC 9623's style."""
    from planner.render.text import names_text

    planner = planner_of(rules, only_rules)
    parsed = planner.parse(stack)
    if parsed.error:
        print(printable(f"{stack}: {parsed.error}"), file=sys.stderr)
        raise typer.Exit(2)
    named = [planner.names(one) for one in parsed.stacks]
    record = {"string": stack, "stacks": [one.to_dict() for one in named]}
    print_record(record, format_, "\n".join(map(names_text, named)))


@app.command()
def schema(rules: RulesDirs = [], only_rules: OnlyRules = False) -> None:  # noqa: B006
    """Print the JSON Schema of a scenario file."""
    from planner.loading.schema import scenario_schema

    print_json(scenario_schema(planner_of(rules, only_rules).rules))

"""What the catalogue knows: its entries, names of other worlds, the schema of a scenario file."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from planner.cli.options import (
    AsFormat,
    Format,
    OnlyRules,
    RulesDirs,
    ScopeName,
    app,
    complain,
    planner_of,
    print_document,
    print_json,
)
from planner.errors import nearest
from planner.model import Rules
from planner.render.document import Column, Document, Table


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
    from planner.render.applications import application_record, applications_document
    from planner.render.options import option_records, options_document

    known = planner_of(rules, only_rules).rules
    if interfaces:
        print_document(shown.interfaces_document(known.rows), lambda: shown.interfaces_record(known), format_)
    elif applications:
        print_document(applications_document(known), lambda: application_record(known), format_)
    elif options:
        print_document(options_document(known), lambda: option_records(known), format_)
    elif entry:
        records = entries_of(known, entry)
        several = known.canonical(entry) in known.families
        whole = Document(tuple(block for record in records for block in shown.record_document(record)))
        as_text = Format.YAML if format_ == Format.TABLE else format_
        print_document(whole, lambda: records if several else records[0], as_text)
    else:
        print_document(shown.catalogue_document(known, scope), lambda: shown.catalogue_record(known, scope), format_)


def entries_of(known: Rules, entry: str) -> list[dict[str, Any]]:
    """The record of a protocol or an application, those of a family's members. Ends the command for an unknown one."""
    from planner.render.applications import one_application
    from planner.render.catalogue import entry_record

    records = [entry_record(known, id) for id in known.expand(entry)]
    if not records and entry in known.applications:
        records = [one_application(known.applications[entry])]
    if records:
        return records
    names = {*known.protocols, *known.families, *known.aliases, *known.applications}
    complain(f"unknown protocol {entry!r}{nearest(entry, names)}")
    raise typer.Exit(2)


@app.command("scenarios")
def scenarios_command(format_: AsFormat = Format.TABLE) -> None:
    """List the scenarios that come with the program; @NAME stands for one wherever a scenario is given."""
    from planner.loading.scenarios import shipped_scenarios

    names = shipped_scenarios()
    table = Table((Column("Scenario", whole=True), Column("Name")), tuple(names.items()))
    print_document(Document((table,)), lambda: [{"scenario": id, "name": name} for id, name in names.items()], format_)


@app.command("parse")
def parse_command(
    string: Annotated[str, typer.Argument(help="An SDP proto value, a multiaddr, or a stack.")],
    format_: AsFormat = Format.TABLE,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Say which stacks a name of another world denotes, every choice that it leaves open."""
    from planner.render.names import parsed_document

    parsed = planner_of(rules, only_rules).parse(string)
    print_document(parsed_document(parsed), parsed.to_dict, format_)
    if parsed.error:
        complain(f"{string}: {parsed.error}")
        raise typer.Exit(2)


@app.command("name")
def name_command(
    stack: Annotated[str, typer.Argument(help="A stack; what it leaves open is named in every way.")],
    format_: AsFormat = Format.TABLE,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Give every name that a stack has in other worlds: SDP, multiaddr, RFC 9623's style."""
    from planner.render.names import names_document

    planner = planner_of(rules, only_rules)
    parsed = planner.parse(stack)
    if parsed.error:
        complain(f"{stack}: {parsed.error}")
        raise typer.Exit(2)
    named = [planner.names(meant) for meant in parsed.stacks]
    record = {"string": stack, "stacks": [names.to_dict() for names in named]}
    print_document(names_document(named), lambda: record, format_)


@app.command()
def schema(rules: RulesDirs = [], only_rules: OnlyRules = False) -> None:  # noqa: B006
    """Print the JSON Schema of a scenario file."""
    from planner.loading.schema import scenario_schema

    print_json(scenario_schema(planner_of(rules, only_rules).rules))

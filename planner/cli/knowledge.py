"""What the catalogue knows: its entries, names of other worlds, the schema of a scenario file."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from planner.cli.options import (
    AsFormat,
    Format,
    OnlyRules,
    Options,
    RulesDirs,
    ScopeName,
    app,
    complain,
    planner_of,
    print_json,
    print_record,
    print_yaml,
    show,
)
from planner.errors import DataError, nearest
from planner.model import Rules
from planner.render.terminal import RenderableType


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
    complain(f"unknown protocol {entry!r}{nearest(entry, names)}")
    raise typer.Exit(2)


@app.command("packet")
def packet_command(
    stack: Annotated[str, typer.Argument(help="A stack, spelled so that it leaves one open.")],
    mtu: Annotated[int, typer.Option("--mtu", min=68, max=65535, help="Bytes of an IP packet on the path.")] = 1500,
    payload: Annotated[int | None, typer.Option("--payload", min=0, help="Bytes that are handed over.")] = None,
    ip_version: Annotated[int, typer.Option("--ip-version", min=4, max=6, help="Of the outermost ip: 4 or 6.")] = 4,
    inner: Annotated[int | None, typer.Option("--inner-ip-version", min=4, max=6, help="Of ip inside: 4 or 6.")] = None,
    option: Options = [],  # noqa: B006
    format_: AsFormat = Format.TABLE,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Say what a stack does to a packet: bytes layer by layer, the largest payload, TCP's MSS."""
    from planner.loading.options import split_options
    from planner.render.packets import packet_table

    planner = planner_of(rules, only_rules)
    try:
        packet = planner.packet(
            stack,
            mtu=mtu,
            payload=payload,
            ip_version=ip_version,
            inner_ip_version=inner,
            options=split_options(option),
        )
    except DataError as error:
        complain(error)
        raise typer.Exit(2) from None
    if format_ == Format.JSON:
        print_json(packet.to_dict())
    elif format_ == Format.YAML:
        print_yaml(packet.to_dict())
    else:
        show(packet_table(packet))


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
    from planner.render.text import names_text

    planner = planner_of(rules, only_rules)
    parsed = planner.parse(stack)
    if parsed.error:
        complain(f"{stack}: {parsed.error}")
        raise typer.Exit(2)
    named = [planner.names(one) for one in parsed.stacks]
    record = {"string": stack, "stacks": [one.to_dict() for one in named]}
    print_record(record, format_, "\n".join(map(names_text, named)))


@app.command()
def schema(rules: RulesDirs = [], only_rules: OnlyRules = False) -> None:  # noqa: B006
    """Print the JSON Schema of a scenario file."""
    from planner.loading.schema import scenario_schema

    print_json(scenario_schema(planner_of(rules, only_rules).rules))

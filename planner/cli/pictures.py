"""``planner graph`` and ``planner show``: pictures, and their contents as text."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import (
    InScope,
    Limit,
    OnlyRules,
    RulesDirs,
    With,
    app,
    asked,
    planner_of,
    refusals,
    write_file,
)
from planner.errors import DataError, Fault

GraphFormat = StrEnum("GraphFormat", "ASCII SVG PNG PDF HTML DOT MERMAID GRAPHML JSON")
ShowFormat = StrEnum("ShowFormat", "TEXT SVG PNG PDF HTML JSON")
ThemeName = StrEnum("ThemeName", "LIGHT DARK")

Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")]
Theme = Annotated[ThemeName, typer.Option("--theme", help="Colours of a picture.")]


AsGraph = Annotated[
    GraphFormat | None, typer.Option("--format", help="By the ending of FILE; else ascii, or svg for a pipe.")
]
Focus = Annotated[str, typer.Option("--focus", metavar="PROTOCOL", help="Only this one and what it runs with.")]
AsMatrix = Annotated[bool, typer.Option("--matrix", help="Which pairs exist, as a matrix.")]
Expand = Annotated[
    bool, typer.Option("--expand", help="A box for each protocol, also for those that have the same neighbours.")
]
StandsOut = Annotated[
    str | None,
    typer.Option("--stack", metavar="N|SPELLING", help="The stack that stands out; of a scenario, else the best."),
]


@app.command()
def graph(
    file: Annotated[str, typer.Argument(metavar="[SCENARIO]", help="A scenario file; - for standard input.")] = "",
    format_: AsGraph = None,
    output: Output = None,
    theme: Theme = ThemeName.LIGHT,
    focus: Focus = "",
    matrix: AsMatrix = False,
    expand: Expand = False,
    stack: StandsOut = None,
    scope: InScope = None,
    limit: Limit = None,
    with_: With = [],  # noqa: B006
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Draw what may run over what: the catalogue's graph, or the best stacks of a scenario together."""
    planner = planner_of(rules, only_rules)
    from planner import picture_requests as showing

    with refusals():
        if not file:
            _needs_scenario(bool(with_), limit is not None)
        names = tuple(known.value for known in GraphFormat)
        default = default_format(("ascii", "svg"))
        request = showing.GraphRequest(
            format=showing.format_for(format_ or "", output, names, text="ascii", default=default),
            theme=theme,
            scope=scope.value if scope else "full",
            scenario=asked(planner, file, with_, limit=limit, scope=scope) if file else None,
            focus=focus,
            matrix=matrix,
            expand=expand,
            stack=stack,
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
    planner = planner_of(rules, only_rules)
    from planner import picture_requests as showing

    with refusals():
        names = tuple(known.value for known in ShowFormat)
        chosen = showing.format_for(format_ or "", output, names, text="text", default="text")
        scenario = asked(planner, file, with_, scope=scope)
        rank = showing.as_rank(stack)
        made = showing.stack_bytes(planner, scenario, stack if rank is None else rank, chosen, theme)
        write(made, output, binary=chosen in showing.BINARY)


# --- machinery below --------------------------------------------------------------------------


def _needs_scenario(with_: bool, limit: bool) -> None:
    """Raises ``DataError`` for flags that mean nothing without a scenario."""
    if with_:
        raise DataError([Fault(file="--with", line=0, path="", found="there is no scenario to lay it over")])
    if limit:
        raise DataError([Fault(file="--limit", line=0, path="", found="there is no scenario to list stacks of")])


def write(made: bytes, output: Path | None, *, binary: bool) -> None:
    """To the file, or to standard output (``-``); a terminal is no place for a ``binary`` format. Raises ``DataError``,
    and ``Unwritten`` where the disk is full."""
    if output is not None and str(output) != "-":
        write_file(output, made)
    elif binary and sys.stdout.isatty():
        fault = Fault(file="-", line=0, path="", found="a terminal cannot show this format", allowed="name a file, -o")
        raise DataError([fault])
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(made)


def default_format(formats: tuple[str, str]) -> str:
    """The first for a terminal, the second for a pipe."""
    return formats[0] if sys.stdout.isatty() else formats[1]

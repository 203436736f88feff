"""What commands share: the application, its options, reading what was given, printing.

Knows Typer and streams.
"""

from __future__ import annotations

import errno
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from planner.errors import Bug, DataError, Fault, MissingLetters, NoStack, PlannerError, Unwritten, printable
from planner.loading.documents import Document, mapping_document, read_document
from planner.loading.files import shipped
from planner.loading.options import split_options
from planner.loading.overlays import overlaid
from planner.loading.scenarios import Given
from planner.model import Plan, Scenario
from planner.planning import Planner
from planner.render.document import Document as Shown
from planner.render.escapes import json_text
from planner.writing import write_whole

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Plan stacks of transports and security protocols (RFC 8922 and what came after it).",
)


def tell_version(asked: bool) -> None:
    if asked:
        from planner import __version__

        print(f"planner {__version__}")
        raise typer.Exit


@app.callback()
def command(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=tell_version)
    ] = False,
) -> None:
    """Plan stacks of transports and security protocols (RFC 8922 and what came after it)."""


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
"""What a disk says on which nothing more can be written."""


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    MARKDOWN = "markdown"


class ScopeName(StrEnum):
    SURVEY = "survey"
    FULL = "full"


Files = Annotated[
    list[str], typer.Argument(metavar="SCENARIO...", help="Files; @NAME of a shipped one; - for standard input.")
]
With = Annotated[list[str], typer.Option("--with", help="Lay this file, or a shipped environment, over each scenario.")]
RulesDirs = Annotated[list[Path], typer.Option("--rules", metavar="DIR", help="Rules of your own, laid over ours.")]
OnlyRules = Annotated[bool, typer.Option("--only-rules", help="Take the rules of --rules in place of ours.")]
Options = Annotated[list[str], typer.Option("--option", metavar="NAME=VALUE", help="A choice that changes bytes.")]
AsFormat = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
InScope = Annotated[ScopeName | None, typer.Option("--scope", help="Plan in this scope, whatever the file says.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, max=1_000_000, help="List so many stacks.")]


def planner_of(folders: list[Path], only: bool) -> Planner:
    if only and not folders:
        raise typer.BadParameter("it takes the rules of --rules in place of ours, so --rules has to be there")
    try:
        return Planner([*([] if only and folders else [shipped("rules")]), *folders])
    except DataError as error:
        complain(error)
        raise typer.Exit(2) from None


def given(file: str) -> str | Document:
    """A file's name, or the document on standard input. Raises ``DataError`` where nothing is left to read there."""
    if file != "-":
        return file
    data = sys.stdin.buffer.read()
    if not data:
        nothing = "nothing is left on standard input, which can be read once"
        raise DataError([Fault(file="<stdin>", line=0, path="", found=nothing)])
    return read_document(data, "<stdin>")


def overlay(name: str) -> Given:
    """A file, standard input, or the name of a shipped environment (``nat``, ``udp-blocked``)."""
    return given(name) if name == "-" else overlaid(name)


def asked(
    planner: Planner,
    file: str,
    with_: list[str],
    *,
    limit: int | None = None,
    scope: ScopeName | None = None,
    options: Sequence[str] = (),
    taps: bool = False,
) -> Scenario:
    """The scenario of a file, or of a preconnection (``taps``), with what is laid over it, and what the flags say
    whatever the file says. Raises ``DataError``."""
    layers: list[Given] = [overlay(name) for name in with_]
    if options:
        layers.append(mapping_document({"options": split_options(options)}, "--option"))
    scenario = planner.from_taps(given(file), layers) if taps else planner.scenario(given(file), layers)
    if limit is not None:
        scenario = replace(scenario, limits=replace(scenario.limits, stacks=limit))
    return scenario if scope is None else replace(scenario, scope=scope.value)


def planned(
    planner: Planner,
    files: list[str],
    with_: list[str],
    limit: int | None,
    scope: ScopeName | None,
    options: Sequence[str] = (),
    taps: bool = False,
) -> tuple[list[Plan], int]:
    """The plans of the good ones of some scenarios, and the highest exit status; the faults of the others go to
    standard error."""
    plans: list[Plan] = []
    status = 0
    for file in files:
        try:
            scenario = asked(planner, file, with_, limit=limit, scope=scope, options=options, taps=taps)
            plans.append(planner.plan(scenario))
            status = max(status, 0 if plans[-1].feasible else 1)
        except DataError as error:
            status = 2
            complain(error)
    return plans, status


def show(table: RenderableType) -> None:
    """Colours and the terminal's width for a person; plain lines of at most 80 columns for a pipe. What is to be copied
    may be longer."""
    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.print(table, crop=False)
        return
    print(plain(table), end="")


def plain(table: RenderableType) -> str:
    """Lines of at most 80 columns, without colours."""
    console = Console(highlight=False, markup=False, emoji=False, width=80, color_system=None)
    with console.capture() as captured:
        console.print(table, crop=False)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def print_document(document: Shown, record: Callable[[], Any], format_: Format) -> None:
    """An answer in the format that is asked for: from its document, or from its record. An empty document is nothing to
    print."""
    if format_ == Format.JSON:
        print_json(record())
    elif format_ == Format.YAML:
        print_yaml(record())
    elif format_ == Format.MARKDOWN and document.blocks:
        from planner.render.markdown import to_markdown

        print(to_markdown(document), end="")
    elif document.blocks:
        from planner.render.terminal import to_terminal

        show(to_terminal(document))


def print_json(record: Any) -> None:
    print(json_text(record))


def print_yaml(record: Any) -> None:
    print(yaml_text(record), end="")


def yaml_text(record: Any, width: int = 100) -> str:
    """A record as YAML in lines of about ``width`` letters, its keys in their order."""
    from planner.cli.yaml_texts import dumped

    return dumped(record, width)


def say(text: str) -> None:
    """One line of the answer, whatever stands in it."""
    print(printable(text))


def complain(about: object) -> None:
    """One line on standard error for what somebody has to see to; of bad data one for each fault."""
    for line in about.faults if isinstance(about, DataError) else [about]:
        print(printable(str(line)), file=sys.stderr)


@contextmanager
def refusals() -> Iterator[None]:
    """Ends the command with its reason where what is inside raises one: on standard output where there is no stack,
    which is an answer, and on standard error where somebody has to act. Of letters that are missing it warns there."""
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", MissingLetters)
            yield
        for warning in told:
            complain(warning.message)
    except NoStack as answer:
        print(answer)
        raise SystemExit(1) from None
    except Unwritten as error:
        complain(error)
        raise SystemExit(3) from None
    except (PlannerError, OSError) as error:
        if isinstance(error, Bug):
            raise
        complain(_in_words(error) if isinstance(error, OSError) else error)
        raise SystemExit(2) from None


def write_file(output: Path, made: bytes) -> None:
    """The bytes in a file. Raises ``OSError`` for a file that cannot be opened, ``Unwritten`` on a full disk."""
    try:
        write_whole(output, made)
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise Unwritten(f"{output}: {error.strerror}") from None


def _in_words(error: OSError) -> str:
    """The file and what is wrong with it."""
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)

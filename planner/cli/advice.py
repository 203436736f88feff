"""Questions about plans: explain, diff, lock, verify, matrix, fallback."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from os.path import relpath
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.cli.options import (
    AsFormat,
    Format,
    InScope,
    Limit,
    OnlyRules,
    RulesDirs,
    With,
    app,
    asked,
    complain,
    overlay,
    planner_of,
    print_document,
    print_yaml,
    refusals,
    show,
    write_file,
    yaml_text,
)
from planner.errors import DataError, Fault
from planner.loading.files import environment_files
from planner.picture_requests import format_for
from planner.render.escapes import json_text


class MatrixFormat(StrEnum):
    TABLE = "table"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


File = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file; - for standard input.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")]


@app.command()
def explain(
    file: File,
    stack: Annotated[str | None, typer.Argument(metavar="[STACK]", help="A stack, in any spelling.")] = None,
    with_: With = [],  # noqa: B006 - Typer copies it
    format_: AsFormat = Format.TABLE,
    limit: Limit = None,
    scope: InScope = None,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Say why: how each listed stack meets each demand, or why there is none; of one STACK, why it stands where it
    stands or what it breaks. Exit status 1 where there is no stack, or STACK is none of the valid ones."""
    from planner.render.advice import reasons_document, why_document

    with refusals():
        planner = planner_of(rules, only_rules)
        plan = planner.plan(asked(planner, file, with_, limit=limit, scope=scope))
        if stack is None:
            print_document(reasons_document(plan), plan.to_dict, format_)
            raise typer.Exit(0 if plan.feasible else 1)
        why = planner.why(plan, stack)
        print_document(why_document(why), why.to_dict, format_)
        raise typer.Exit(0 if why.verdict in ("listed", "valid") else 1)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A scenario file.")],
    after: Annotated[str, typer.Argument(metavar="[B]", help="A scenario file; A again where it is left out.")] = "",
    with_: With = [],  # noqa: B006
    with_a: Annotated[list[str], typer.Option("--with-a", help="Lay this over A only.")] = [],  # noqa: B006
    with_b: Annotated[list[str], typer.Option("--with-b", help="Lay this over B only.")] = [],  # noqa: B006
    format_: AsFormat = Format.TABLE,
    limit: Limit = None,
    scope: InScope = None,
    rules: RulesDirs = [],  # noqa: B006
    rules_b: Annotated[list[Path], typer.Option("--rules-b", metavar="DIR", help="Rules for B instead.")] = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Show what changes in the plan between two scenarios, environments or catalogues: stacks gained, lost and moved,
    and because of which lines. Exit status 0 where nothing changes, else 1."""
    from planner.render.advice import difference_document

    with refusals():
        first = planner_of(rules, only_rules)
        second = planner_of(rules_b, only_rules) if rules_b else first
        plans = [
            planner.plan(asked(planner, file, [*with_, *own], limit=limit, scope=scope))
            for planner, file, own in ((first, before, with_a), (second, after or before, with_b))
        ]
        names = [" with ".join([file, *own]) for file, own in ((before, with_a), (after or before, with_b))]
        changes = replace(first.diff(plans[0], plans[1], other=second), before=names[0], after=names[1])
        print_document(difference_document(changes), changes.to_dict, format_)
        raise typer.Exit(0 if changes.same else 1)


@app.command()
def lock(
    file: File,
    stack: Annotated[str, typer.Option("--stack", metavar="N|STACK", help="A rank or a stack; the best one.")] = "1",
    with_: With = [],  # noqa: B006
    output: Output = None,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Write the chosen stack with the digest of the catalogue, for verify to check."""
    from planner.render.advice import reasons_document

    with refusals():
        if file == "-" or "-" in with_:
            refused = "a lock names files, so that verify can read them again; standard input cannot be locked"
            raise DataError([Fault(file="<stdin>", line=0, path="", found=refused)])
        if only_rules:
            raise typer.BadParameter("a lock is over our rules and those of --rules laid over them")
        planner = planner_of(rules, only_rules)
        plan = planner.plan(asked(planner, file, with_))
        if not plan.feasible:
            print_document(reasons_document(plan), plan.to_dict, Format.TABLE)
            raise typer.Exit(1)
        names = [_from(output, name) for name in (file, *with_)]
        folders = [_from(output, str(folder)) for folder in rules]
        made = planner.lock(plan, stack, with_=names[1:], rules=folders)
        record = replace(made, scenario=names[0]).to_dict()
    if output is None or str(output) == "-":
        print_yaml(record)
        return
    with refusals():
        head = "# Written by planner lock; planner verify checks that the stack still holds.\n"
        write_file(output, (head + yaml_text(record, width=80)).encode())


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="LOCK", help="A file that lock wrote.")],
    exact: Annotated[bool, typer.Option("--exact", help="Fail where the catalogue or the rank changed, too.")] = False,
    format_: AsFormat = Format.TABLE,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Check that a locked stack still holds: it is valid, and nothing new comes before it. Exit status 1 where it does
    not, with the reason."""
    from planner.advice.locks import verify as verified
    from planner.loading.locks import locked_files, read_lock
    from planner.render.advice import verified_document

    with refusals():
        kept = read_lock(file)
        scenario, *layers = locked_files(kept, file.parent)
        planner = planner_of(rules or [file.parent / folder for folder in kept.rules], only_rules)
        result = verified(planner.engine, kept, planner.plan(asked(planner, scenario, layers)))
        print_document(verified_document(result), result.to_dict, format_)
        changed = result.catalogue_changed or result.rank != kept.rank
        raise typer.Exit(0 if result.holds and not (exact and changed) else 1)


@app.command()
def matrix(
    apps: Annotated[Path, typer.Option("--apps", metavar="DIR", help="A folder of scenario files.")],
    environments: Annotated[Path | None, typer.Option("--environments", metavar="DIR", help="Ours by default.")] = None,
    with_: With = [],  # noqa: B006
    format_: Annotated[MatrixFormat | None, typer.Option("--format", help="How to print it.")] = None,
    output: Output = None,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Plan applications by environments: the best stack or the conflict in each cell. Exit status 1 where a cell has no
    stack, 2 where one is bad input."""
    from planner.advice.matrices import matrix as crossed

    with refusals():
        planner = planner_of(rules, only_rules)
        overlays = [overlay(name) for name in with_]
        files = {path.stem: str(path) for path in _yaml_files(apps)}
        ours = [path.stem for path in environment_files()]
        own = {path.stem: str(path) for path in _yaml_files(environments)} if environments else None
        layers = own or {name: name for name in ours}
        crossing = crossed(
            tuple(files),
            tuple(layers),
            lambda app, environment: planner.plan(files[app], with_=[*overlays, layers[environment]], repairs=False),
        )
    for (application, environment), cell in crossing.cells.items():
        if cell.error:
            complain(f"{application}, {environment}: {cell.error}")
    with refusals():
        names = tuple(known.value for known in MatrixFormat)
        chosen = format_for(format_.value if format_ else "", output, names, text="markdown", default="table")
        _print_matrix(crossing, MatrixFormat(chosen), output)
    worst = max((2 if cell.error else 0 if cell.best else 1 for cell in crossing.cells.values()), default=0)
    raise typer.Exit(worst)


@app.command()
def fallback(
    file: File,
    with_: With = [],  # noqa: B006
    format_: AsFormat = Format.TABLE,
    scope: InScope = None,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Show the order to try stacks in: which may be raced, and which still works on each kind of network."""
    from planner.render.advice import fallback_document

    with refusals():
        planner = planner_of(rules, only_rules)
        plan = planner.plan(asked(planner, file, with_, scope=scope))
        order = planner.fallbacks(plan)
        print_document(fallback_document(order), order.to_dict, format_)
        raise typer.Exit(0 if plan.feasible else 1)


# --- machinery below --------------------------------------------------------------------------


def _yaml_files(folder: Path) -> list[Path]:
    paths = environment_files(folder) if folder.is_dir() else []
    if not paths:
        raise DataError([Fault(file=str(folder), line=0, path="", found="no folder with *.yaml files")])
    return paths


def _from(output: Path | None, name: str) -> str:
    """A path as seen from the lock's folder; a shipped environment's name stays."""
    return relpath(name, output.parent if output else Path()) if Path(name).exists() else name


def _print_matrix(crossing: Any, format_: MatrixFormat, output: Path | None) -> None:
    from planner.render.markdown import to_markdown
    from planner.render.matrices import matrix_csv, matrix_grid, matrix_html, matrix_lines
    from planner.render.terminal import to_terminal

    if format_ == MatrixFormat.TABLE:
        show(to_terminal(matrix_lines(crossing)))
        return
    match format_:
        case MatrixFormat.CSV:
            text = matrix_csv(crossing)
        case MatrixFormat.HTML:
            text = matrix_html(crossing)
        case MatrixFormat.JSON:
            text = json_text(crossing.to_dict()) + "\n"
        case _:
            text = to_markdown(matrix_grid(crossing))
    if output is None or str(output) == "-":
        print(text, end="")
    else:
        write_file(output, text.encode())

"""A plan as a person reads it: rank, stack, why it is there, what it costs, warnings; or why there is none.

Knows plans. Fits 80 columns; colours are Rich's and vanish when piped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner import model
from planner.model import Blame, Plan, RankedStack, Scenario, Score
from planner.render.terminal import Group, Padding, RenderableType, Table, Text, joined, line, lines, wrapped

NAMES = {
    "preferences": "unmet preferences",
    "avoided": "avoided things used",
    "deployment": "deployment",
    "carrier": "place of the carrier",
    "maturity": "maturity",
    "missing-security": "missing security features",
    "nested-reliability": "reliability inside reliability",
    "relays-and-tunnels": "relays and tunnels",
    "security-layers": "security layers",
    "handshake-rtts": "round trips",
    "overhead-bytes": "overhead bytes",
    "layers": "layers",
}
STACK_WIDTH = 52


def plan_table(plan: Plan, limits: Sequence[model.ShapingLimit] = ()) -> RenderableType:
    """The answer to one scenario, to be printed on a Rich console of 80 columns or more; ``limits`` are those that
    shaped it by default."""
    parts: list[RenderableType] = [line(headline(plan), style="bold")]
    if plan.stacks:
        parts += [_stacks(plan), Padding(line(legend(plan), style="dim"), (0, 1))]
        parts += [Padding(line(text, style="dim"), (0, 1)) for text in limit_lines(limits)]
    for number, conflict in enumerate(plan.conflicts, start=1):
        parts.append(lines(conflict_lines(conflict, which(plan, number))))
    if plan.repairs:
        parts.append(lines(repair_lines(plan)))
    parts += [line(f"! {warning.text} [{warning.source}]", style="yellow") for warning in plan.warnings]
    return Group(*parts)


def headline(plan: Plan) -> str:
    """``Browser call: 5 stacks meet every demand (scope survey), the best 3 are shown``."""
    name = plan.scenario.title or "scenario"
    if not plan.feasible:
        return f"{name}: no stack meets every demand (scope {plan.scope})"
    count = "1 stack meets" if plan.total == 1 else f"{plan.total:,} stacks meet"
    shown = f", the best {len(plan.stacks)} are shown" if plan.total > len(plan.stacks) else ""
    return f"{name}: {count} every demand (scope {plan.scope}){shown}"


def why(stack: RankedStack, above: RankedStack | None) -> str:
    """Why a stack stands where it stands, against the one above it."""
    if above is None:
        poor = [score for score in stack.score[:6] if score.value]
        reasons = [part.spoken for score in poor for part in score.parts]
        return f"nothing comes before it{'; it has: ' + ', '.join(reasons) if reasons else ''}"
    for here, there in zip(stack.score, above.score, strict=True):
        if here.value != there.value:
            name = NAMES.get(here.criterion, here.criterion)
            reasons = [one for one in here.because if one not in there.because] or list(here.because)
            because = f": {', '.join(reasons)}" if reasons else ""
            return f"{name} {_value(here)} against {_value(there)}{because}"
    return "as good as the one above; names decide"


def which(plan: Plan, number: int) -> str:
    """`` (conflict 1 of 2)``, where there are several."""
    return f" (conflict {number} of {len(plan.conflicts)})" if len(plan.conflicts) > 1 else ""


def conflict_lines(conflict: tuple[Blame, ...], which: str = "") -> Iterator[str]:
    """The demands of one conflict, each with its place, reason and source."""
    yield f"These demands cannot hold together; without any one of them they can{which}:"
    for blame in conflict:
        yield f"  - {blame.demand.spelling}  ({blame.demand.where})"
        yield from wrapped(f"{blame.reason} [{blame.source}]", 78, first=" " * 6, then=" " * 6)


def repair_lines(plan: Plan) -> Iterator[str]:
    yield "What would help:"
    for repair in plan.repairs:
        yield from wrapped(f"{', '.join(repair.changes)}: then {repair.best}", 78, first="  - ", then="    ")


WORLDS = {"sdp": "SDP proto value", "multiaddr": "multiaddr", "stack": "stack"}


def parsed_text(parsed: model.Parsed) -> str:
    """What a name denotes, world by world, and what is to be said about it."""
    said: list[str] = []
    for world, stacks in parsed.readings:
        said += [f"{WORLDS[world]}:", *(f"  {model.spell(stack)}" for stack in stacks)]
    said += [f"({about})" for about in parsed.about]
    if parsed.application:
        said.append(f"({parsed.application} on top is the application, and no layer)")
    return joined(said)


def names_text(named: model.Named) -> str:
    """The names of one stack in other worlds, one a line."""
    worlds = [("SDP", named.sdp), ("multiaddr", named.multiaddr), ("RFC 9623", (named.rfc9623,))]
    named_ones = [f"  {world:<9} {name}" for world, names in worlds for name in names or ("-",)]
    return joined([model.spell(named.stack), *named_ones])


def legend(plan: Plan) -> str:
    scenario = plan.scenario
    return (
        f"RTT: round trips before the first byte. Bytes: around the largest payload. Fits: that payload, in a packet "
        f"of {scenario.mtu} (IPv{scenario.ip_version}{chosen_options(scenario)}). Eq: same letter, may stand in for "
        f"each other. ?: unknown."
    )


def chosen_options(scenario: Scenario) -> str:
    """The options that a scenario sets, behind a comma each."""
    return "".join(f", {name} {value}" for name, value in sorted(scenario.options.items()))


def limit_lines(limits: Sequence[model.ShapingLimit]) -> Iterator[str]:
    """Which limits stand by default, and what one more of each would put first."""
    if limits:
        standing = ", ".join(f"{limit.limit.removeprefix('limits.')} {limit.value}" for limit in limits)
        yield f"Limits by default: {standing}."
    for limit in limits:
        if limit.first:
            yield f"With {limit.limit}: {limit.value + 1} this would come first: {limit.first}"


def known(value: int | None) -> str:
    return "?" if value is None else str(value)


def fold(spelling: str, width: int) -> list[str]:
    """A spelling in lines of at most ``width``, broken after a slash where that can be."""
    folded, last = [], ""
    for part in (one + "/" for one in spelling.split("/")):
        if last and len(last) + len(part) - 1 > width:
            folded.append(last)
            last = ""
        last += part
    return [*folded, last.removesuffix("/")]


# --- machinery below --------------------------------------------------------------------------


def _value(score: Score) -> str:
    return "unknown" if score.value is None else str(score.value)


def _stacks(plan: Plan) -> Table:
    table = Table()
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Stack", width=STACK_WIDTH)
    for name in ("RTT", "Bytes", "Fits"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Eq", no_wrap=True)
    above: RankedStack | None = None
    for stack in plan.stacks:
        costs = stack.costs
        table.add_row(
            str(stack.rank),
            _cell(stack, above),
            known(costs.handshake_rtts),
            known(costs.overhead_bytes),
            known(costs.payload_mtu),
            stack.equivalence,
        )
        above = stack
    return table


def _cell(stack: RankedStack, above: RankedStack | None) -> Text:
    said = [lines(fold(stack.spelling, STACK_WIDTH), style="bold"), line(why(stack, above), style="dim")]
    if stack.carrier:
        port = f", port {stack.port}" if stack.port else ""
        said.append(line(f"carrier: {stack.carrier}{port}", style="dim"))
    if stack.unmet:
        said.append(line(f"unmet: {', '.join(stack.unmet)}", style="dim"))
    for warning in stack.warnings:
        said.append(line(f"! {warning.code}: {warning.text.split(':')[0]}", style="yellow"))
    return Text("\n").join(said)


def interface_table(rows: dict[str, model.TableRow]) -> RenderableType:
    """The survey's Table 1."""
    table = Table(title="RFC 8922, Table 1")
    table.add_column("Protocol", no_wrap=True)
    for name in model.INTERFACES:
        table.add_column(name, justify="center", no_wrap=True)
    notes = []
    for row in rows.values():
        marks = [
            ("x*" if name in row.only_in_survey else "x") if name in row.interfaces else "" for name in model.INTERFACES
        ]
        table.add_row(row.row, *marks)
        notes += [f"* {row.row} {name}: {', '.join(sorted(ids))} only" for name, ids in row.only_in_survey.items()]
    return Group(table, lines(notes, style="dim"))

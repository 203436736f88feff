"""A stack's handshakes as a person reads them: a ladder for each form, as text and to be drawn."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from planner.drawing.graphs import Node
from planner.drawing.ladder import Arrow, DrawnLadder, Ladders, Rung
from planner.model.flights import CLIENT, Flight, Handshakes, Ladder, LadderStep
from planner.render.graphs import role_of
from planner.render.text import known

TITLES = {"full": "Full", "resumed": "Resumed", "early": "Early data"}
FIRST_BYTE = "the application's first byte"


def handshake_table(made: Handshakes) -> RenderableType:
    """The ladders one below the other, to be printed on a Rich console of 80 columns or more."""
    parts: list[RenderableType] = [Text(f"{made.spelling} before the application's first byte", style="bold")]
    for ladder in made.ladders:
        parts.append(Text(f"\n{TITLES[ladder.form]}: {what_it_comes_to(ladder)}"))
        if ladder.rtts is not None:
            parts.append(_ladder_table(ladder))
    notes = dict.fromkeys(note for ladder in made.ladders for step in ladder.steps for note in _notes(step))
    return Group(*parts, *(Text(f"\n{note}" if number == 0 else note) for number, note in enumerate(notes)))


def what_it_comes_to(ladder: Ladder) -> str:
    """``3 round trips, 811 bytes of their own``."""
    if ladder.rtts is None:
        return f"none is known for {', '.join(ladder.unknown)}"
    trips = "1 round trip" if ladder.rtts == 1 else f"{ladder.rtts} round trips"
    counted = f"{ladder.bytes} bytes" if ladder.bytes is not None else f"at least {ladder.known_bytes} bytes"
    return f"{trips}, {counted}" if ladder.steps else f"{trips}, nothing is exchanged"


def drawn_handshakes(made: Handshakes) -> Ladders:
    """What is drawn of a stack's handshakes."""
    return Ladders(
        title=made.spelling,
        subtitle="What goes before the application's first byte; in brackets each layer's own bytes",
        ends=(CLIENT, *made.peers),
        ladders=tuple(_drawn(ladder, made.peers) for ladder in made.ladders),
    )


# --- machinery below --------------------------------------------------------------------------


def _ladder_table(ladder: Ladder) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("After", justify="right")
    table.add_column("Layer")
    table.add_column("Message")
    table.add_column("Bytes", justify="right")
    for step in ladder.steps:
        if step.flights is None:
            table.add_row(f"{step.start}", str(step.layer), f"{step.rtts} round trips with {step.peer}", "?")
        answered = 0
        for number, flight in enumerate(step.flights or ()):
            sent = flight.sender == CLIENT
            after = f"{step.start + answered}" if sent else f"{step.start + answered}.5"
            arrow = f"-> {flight.what}" if sent else f"<- {flight.what}"
            to = f" ({step.peer})" if number == 0 and step.peer != "server" else ""
            table.add_row(after, "" if number else str(step.layer), arrow + to, known(flight.bytes))
            answered += not sent
    table.add_row(str(ladder.rtts), "", f"-> {FIRST_BYTE}", "")
    return table


def _notes(step: LadderStep) -> Iterator[str]:
    if step.assumption:
        yield f"{step.layer}: {step.assumption} [{step.source}]"


def _drawn(ladder: Ladder, peers: tuple[str, ...]) -> DrawnLadder:
    last = Arrow(text=FIRST_BYTE, peer=len(peers)) if ladder.rtts is not None and ladder.steps else None
    return DrawnLadder(
        title=TITLES[ladder.form],
        says=what_it_comes_to(ladder),
        rungs=tuple(_rung(f"{ladder.form}-{number}", step, peers) for number, step in enumerate(ladder.steps)),
        last=last,
    )


def _rung(id: str, step: LadderStep, peers: tuple[str, ...]) -> Rung:
    peer = peers.index(step.peer) + 1
    trips = {0: "no round trip", 1: "1 round trip"}.get(step.rtts, f"{step.rtts} round trips")
    unknown = tuple(
        Arrow(text="?", peer=peer, back=back, dashed=True) for _ in range(step.rtts) for back in (False, True)
    )
    arrows = tuple(_arrow(flight, peer) for flight in step.flights) if step.flights is not None else unknown
    node = Node(id=id, label=step.label, role=role_of(step.kinds), lane=0)
    return Rung(node=node, says=trips, arrows=arrows)


def _arrow(flight: Flight, peer: int) -> Arrow:
    count = "" if flight.bytes is None else f" ({flight.bytes})"
    return Arrow(text=f"{flight.what}{count}", peer=peer, back=flight.sender != CLIENT)

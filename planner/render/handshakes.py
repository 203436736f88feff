"""A stack's handshakes as a person reads them: a ladder for each form, as text and to be drawn."""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing.graphs import Node
from planner.drawing.ladder import Arrow, DrawnLadder, Ladders, Rung
from planner.model.flights import CLIENT, SERVER, Flight, Handshakes, Ladder, LadderStep
from planner.render.document import Block, Column, Heading, Table, documented, items
from planner.render.graphs import role_of
from planner.render.plans import known

TITLES = {"full": "Full", "resumed": "Resumed", "early": "Early data"}
FIRST_BYTE = "the application's first byte"


@documented
def handshakes_document(made: Handshakes) -> Iterator[Block]:
    """The ladders one below the other, and what their bytes are counted for."""
    yield Heading(f"{made.spelling} before the application's first byte")
    for ladder in made.ladders:
        yield Heading(f"{TITLES[ladder.form]}: {what_it_comes_to(ladder)}", level=3)
        if ladder.rtts is not None:
            yield _ladder_table(ladder)
    notes = dict.fromkeys(note for ladder in made.ladders for step in ladder.steps for note in _notes(step))
    if notes:
        yield items(*notes)


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
    columns = (Column("After", align="right"), Column("Layer"), Column("Message"), Column("Bytes", align="right"))
    rows = [row for step in ladder.steps for row in _step_rows(step)]
    return Table(columns, (*rows, (str(ladder.rtts), "", f"-> {FIRST_BYTE}", "")))


def _step_rows(step: LadderStep) -> Iterator[tuple[str, str, str, str]]:
    """A row for each message, with the round trips before it is sent."""
    if step.flights is None:
        yield str(step.start), str(step.layer), f"{step.rtts} round trips with the {step.peer}", "?"
    trips = step.start
    for number, flight in enumerate(step.flights or ()):
        sent = flight.sender == CLIENT
        message = f"-> {flight.what}" if sent else f"<- {flight.what}"
        to = f" ({step.peer})" if number == 0 and step.peer != SERVER else ""
        yield str(trips) if sent else f"{trips}.5", "" if number else str(step.layer), message + to, known(flight.bytes)
        trips += not sent


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

"""A stack's handshakes as a person reads them: a ladder for each form, as a document and to be drawn."""

from __future__ import annotations

from collections.abc import Iterator

from planner.drawing.graphs import Node
from planner.drawing.ladder import Arrow, DrawnLadder, Ladders, Rung
from planner.model.flights import CLIENT, Flight, Handshakes, Ladder, LadderStep
from planner.render.document import Block, Column, Heading, Paragraph, Table, documented
from planner.render.graphs import role_of
from planner.render.plans import known

TITLES = {"full": "Full", "resumed": "Resumed", "early": "Early data"}
FIRST_BYTE = "the application's first byte"


@documented
def handshake_document(made: Handshakes) -> Iterator[Block]:
    """The ladders one below the other."""
    yield Heading(f"{made.spelling} before the application's first byte")
    for ladder in made.ladders:
        yield Paragraph(f"{TITLES[ladder.form]}: {what_it_comes_to(ladder)}", apart=True)
        if ladder.rtts is not None:
            yield Table(_COLUMNS, (*_rows(ladder), (str(ladder.rtts), "", f"-> {FIRST_BYTE}", "")))
    notes = dict.fromkeys(note for ladder in made.ladders for step in ladder.steps for note in _notes(step))
    yield from (Paragraph(note, apart=number == 0) for number, note in enumerate(notes))


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


_COLUMNS = (Column("After", align="right"), Column("Layer"), Column("Message"), Column("Bytes", align="right"))


def _rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    for step in ladder.steps:
        if step.flights is None:
            yield f"{step.start}", str(step.layer), f"{step.rtts} round trips with {step.peer}", "?"
        answered = 0
        for number, flight in enumerate(step.flights or ()):
            sent = flight.sender == CLIENT
            after = f"{step.start + answered}" if sent else f"{step.start + answered}.5"
            arrow = f"-> {flight.what}" if sent else f"<- {flight.what}"
            to = f" ({step.peer})" if number == 0 and step.peer != "server" else ""
            yield after, "" if number else str(step.layer), arrow + to, known(flight.bytes)
            answered += not sent


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

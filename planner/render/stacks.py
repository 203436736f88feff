"""A stack as the path sees it: as a staircase to be drawn, as text, as a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from planner.drawing.graphs import Node
from planner.drawing.staircase import Cell, Note, Staircase, Step
from planner.model import LayerView, Part, StackView, numbered
from planner.render.graphs import role_of
from planner.render.lines import joined, wrapped

TRAVELS = {
    "own-packets": "in packets of their own",
    "inside": "inside this protocol",
    "signalling": "by signalling",
    "none": "beforehand",
}


def staircase(view: StackView) -> Staircase:
    """What is drawn of a stack."""
    application = Node(id="application", label="Application", role="plain", lane=0)
    given = Cell(column=-1, label=view.payload, number="", protection="readable", own=True, payload=True)
    says = Note(text=f"hands over the {view.payload}", style="muted")
    steps = [Step(cells=(given,), notes=(says,), node=application)]
    steps += [_layer_step(view, place) for place in range(len(view.layers))]
    for number, sight in enumerate(view.sights):
        cells = tuple(_cell(part, own=False) for part in sight.packet)
        notes = overhead_notes(view) if number == 0 else ()
        steps.append(Step(cells=cells, notes=notes, who=f"What {sight.who} sees"))
    return Staircase(title=view.spelling, subtitle=subtitle(view), steps=tuple(steps))


def subtitle(view: StackView) -> str:
    place = f"stack {view.rank} of: " if view.rank else "a stack for: "
    return f"{place[0].upper()}{place[1:]}{view.title}"


def protection(part: Part) -> str:
    """How a part is protected, in one of the four words that the picture has a filling for."""
    if part.encrypted:
        return "encrypted twice" if part.encrypted > 1 else "encrypted"
    return "tamper-evident" if part.authenticated else "readable"


def leg_end(view: StackView, place: int) -> str:
    """What is said under a layer that is a relay; nothing under any other."""
    relays = [at for at, layer in enumerate(view.layers) if layer.ends_leg]
    if place not in relays:
        return ""
    relay = numbered("relay", relays.index(place), len(relays))
    return f"here a leg ends: what is below protects the way to the {relay} only"


def notes(layer: LayerView) -> tuple[Note, ...]:
    """What is said beside a layer."""
    return tuple(_notes(layer))


def overhead_notes(view: StackView) -> tuple[Note, ...]:
    """The sum of the bytes, and what is left of a packet."""
    if view.overhead_bytes is None:
        names = ", ".join(layer.label for layer in view.layers if layer.bytes is None)
        known = sum(layer.bytes or 0 for layer in view.layers)
        return (
            Note(text=f"at least {known} bytes around each payload", style="strong"),
            Note(text=f"no figure is known for {names}", style="muted"),
        )
    left = view.payload_mtu if view.payload_mtu is not None else view.mtu - view.overhead_bytes
    if left <= 0:
        return (
            Note(text=f"{view.overhead_bytes} bytes around the largest payload", style="strong"),
            Note(text=f"no payload fits into a packet of {view.mtu} bytes", style="muted"),
        )
    share = round(100 * view.overhead_bytes / view.mtu)
    return (
        Note(text=f"{view.overhead_bytes} bytes around the largest payload", style="strong"),
        Note(text=f"{share}% of a packet of {view.mtu}; up to {view.payload_mtu} are left", style="muted"),
    )


def stack_text(view: StackView) -> str:
    """The stack for a terminal: the same lines, with letters in place of hatches."""
    wide = max(len(layer.spelling) for layer in view.layers)
    lines = [view.spelling, subtitle(view), "", f"{'Layer':{wide}}  Bytes  What it does"]
    for place, layer in enumerate(view.layers):
        start = f"{layer.spelling:{wide}}  {_count(layer.bytes):>5}  "
        for note in notes(layer):
            lines += wrapped(note.text, 80, first=start, then=" " * (len(start) + 2))
            start = " " * len(start)
        lines += [f"--- {end} ---"] if (end := leg_end(view, place)) else []
    lines.append("")
    for sight in view.sights:
        lines += [f"What {sight.who} sees:", "  " + " ".join(map(_bracketed, sight.packet))]
    lines.append("  [ readable ]  [. tamper-evident .]  [/ encrypted /]  [# encrypted twice or more #]")
    lines += ["", *(note.text for note in overhead_notes(view))]
    return joined(lines) + "\n"


def stack_record(view: StackView) -> dict[str, Any]:
    """The view as plain JSON values; each part says in a word how it is protected."""
    record: dict[str, Any] = asdict(view)
    for layer, made in zip(view.layers, record["layers"], strict=True):
        made["packet"] = [_part_record(part) for part in layer.packet]
    for sight, made in zip(view.sights, record["sights"], strict=True):
        made["packet"] = [_part_record(part) for part in sight.packet]
    return record


# --- machinery below --------------------------------------------------------------------------


def _layer_step(view: StackView, place: int) -> Step:
    layer = view.layers[place]
    node = Node(id=str(place), label=layer.label, role=role_of(layer.kinds), lane=0)
    cells = tuple(_cell(part, own=part.layer == place) for part in layer.packet)
    return Step(cells=cells, notes=notes(layer), node=node, below=leg_end(view, place))


def _cell(part: Part, *, own: bool) -> Cell:
    payload = part.layer < 0
    return Cell(
        column=part.layer,
        label=part.label,
        number="" if payload else _count(part.bytes),
        protection=protection(part),
        own=own,
        payload=payload,
    )


def _notes(layer: LayerView) -> Iterator[Note]:
    if not layer.security:
        counted = {None: "adds bytes, how many is unknown", 0: "adds no bytes", 1: "adds 1 byte"}
        adds = counted.get(layer.bytes, f"adds {layer.bytes} bytes")
        yield Note(text=f"{adds}, protects nothing", style="muted")
        return
    if layer.encrypts:
        yield Note(text=f"encrypts {_listed(layer.encrypts)}", style="strong")
    if layer.authenticates:
        yield Note(text=f"authenticates {_listed(layer.authenticates)}", style="plain" if layer.encrypts else "strong")
    if not layer.encrypts and not layer.authenticates:
        yield Note(text="the catalogue does not say what it covers")
    if layer.keyed_by:
        yield Note(text=f"keys: {layer.keyed_by}, {TRAVELS.get(layer.travels, layer.travels)}", style="keys")
    else:
        yield Note(text="makes its own keys", style="keys")
    if layer.readable:
        yield Note(text=f"stays readable: {layer.readable}", style="muted")


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(value: int | None) -> str:
    return "?" if value is None else str(value)


def _bracketed(part: Part) -> str:
    name = part.label if part.layer < 0 else f"{part.label} {_count(part.bytes)}"
    sign = {"readable": " ", "tamper-evident": " . ", "encrypted": " / ", "encrypted twice": " # "}[protection(part)]
    return f"[{sign}{name}{sign}]".replace("[ ", "[").replace(" ]", "]")


def _part_record(part: Part) -> dict[str, Any]:
    return {**asdict(part), "protection": protection(part)}

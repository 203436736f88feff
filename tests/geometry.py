"""What a picture must not do, as lists of faults: texts over texts, labels out of boxes, lines over foreign boxes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import cos, radians, sin

from planner.drawing.shapes import Box, Path, Picture, Text
from planner.drawing.widths import text_width

Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def area(shape: Box | Text) -> Area:
    if isinstance(shape, Box):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    wide = text_width(shape.content, shape.size, bold=shape.bold)
    left = shape.x - {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
    return left, shape.y - 0.72 * shape.size, left + wide, shape.y + 0.2 * shape.size


def overlap(area: Area, other: Area, slack: float = 0.2) -> bool:
    return (
        area[0] < other[2] - slack
        and other[0] < area[2] - slack
        and area[1] < other[3] - slack
        and other[1] < area[3] - slack
    )


def within(inner: Area, outer: Area, slack: float = 0.2) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def outlines(picture: Picture) -> dict[str, Area]:
    """The boxes of nodes; that of a hexagon is what surrounds it."""
    areas: dict[str, Area] = {}
    for shape in picture.shapes:
        if shape.part == "outline" and shape.of:
            if isinstance(shape, Box):
                areas[shape.of] = area(shape)
            elif isinstance(shape, Path):
                points = [values[-2:] for _, values in shape.commands if values]
                xs, ys = [x for x, _ in points], [y for _, y in points]
                areas[shape.of] = min(xs), min(ys), max(xs), max(ys)
    return areas


def chips(picture: Picture) -> list[Box]:
    return [
        shape for shape in picture.shapes if isinstance(shape, Box) and shape.part in ("chip", "badge") and shape.of
    ]


def points(path: Path, steps: int = 40) -> Iterator[tuple[float, float]]:
    """Points along a path, close together."""
    at = (0.0, 0.0)
    for name, values in path.commands:
        if name == "M":
            at = (values[0], values[1])
        elif name == "L":
            end = (values[0], values[1])
            yield from (
                (at[0] + (end[0] - at[0]) * n / steps, at[1] + (end[1] - at[1]) * n / steps) for n in range(steps + 1)
            )
            at = end
        elif name == "C":
            x1, y1, x2, y2, x, y = values
            for n in range(steps + 1):
                t = n / steps
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                yield a * at[0] + b * x1 + c * x2 + d * x, a * at[1] + b * y1 + c * y2 + d * y
            at = (x, y)


def faults(picture: Picture) -> list[str]:
    """Everything that is wrong with a picture's geometry."""
    return [
        *_texts_over_texts(picture),
        *_out_of_canvas(picture),
        *_labels(picture),
        *_lines(picture),
        *_boxes(picture),
    ]


def _texts_over_texts(picture: Picture) -> Iterator[str]:
    flat = [text for text in picture.texts() if not text.turned]
    for text, other in combinations(flat, 2):
        if overlap(area(text), area(other)):
            yield f"text {text.content!r} lies over text {other.content!r}"


def _out_of_canvas(picture: Picture) -> Iterator[str]:
    canvas = (0.0, 0.0, picture.width, picture.height)
    for text in picture.texts():
        left, top, right, bottom = area(text)
        if text.turned:
            wide, angle = right - left, radians(text.turned)
            left, right = text.x, text.x + wide * cos(angle)
            top, bottom = text.y + wide * sin(angle), text.y
        if not within((left, top, right, bottom), canvas):
            yield f"text {text.content!r} leaves the picture"


def _labels(picture: Picture) -> Iterator[str]:
    boxes = outlines(picture)
    for text in picture.texts():
        if text.part == "label" and text.of in boxes and not within(area(text), boxes[text.of]):
            yield f"label {text.content!r} leaves its box"
        if text.part == "chip-label" and text.of:
            its = [chip for chip in chips(picture) if chip.of == text.of and chip.part == "chip"]
            if not any(within(area(text), area(chip)) for chip in its):
                yield f"the label {text.content!r} of a chip leaves it"
        for name, box in boxes.items():
            if name != text.of and overlap(area(text), box):
                yield f"text {text.content!r} lies over the box of {name}"


def _lines(picture: Picture) -> Iterator[str]:
    """A line may pass behind the badge of the box that it leaves or reaches; an arc begins and ends at such things."""
    boxes = outlines(picture)
    beside = [(chip.of, chip.part, area(chip)) for chip in chips(picture)]
    for path in picture.shapes:
        if not isinstance(path, Path) or path.part not in ("line", "arc"):
            continue
        ends = {end for edge in path.of.split(",") for end in edge.split(">")}
        foreign = [(name, box) for name, box in boxes.items() if name not in ends]
        own = ("badge",) if path.part == "line" else ("badge", "chip")
        met = [(name, box) for name, part, box in beside if not (name in ends and part in own)]
        for x, y in points(path):
            for name, box in [*foreign, *met]:
                if box[0] + 0.5 < x < box[2] - 0.5 and box[1] + 0.5 < y < box[3] - 0.5:
                    yield f"the line {path.of} crosses {name}"


def _boxes(picture: Picture) -> Iterator[str]:
    """A badge sits on the corner of its own box, so it may overlap that one."""
    all_ = [(name, name, its) for name, its in outlines(picture).items()]
    all_ += [(chip.of, f"a {chip.part} of {chip.of}", area(chip)) for chip in chips(picture)]
    badges = {f"a badge of {name}" for name, _, _ in all_}
    for (owner, name, its), (other, named, others) in combinations(all_, 2):
        if overlap(its, others) and not (owner == other and {name, named} & badges):
            yield f"{name} lies over {named}"

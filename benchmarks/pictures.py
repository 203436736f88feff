"""What large pictures cost, as ratios of one run: ``python benchmarks/pictures.py``.

A made-up catalogue (tests/made_up.py) against the shipped one, each laid out with a box for every protocol.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from compare import timed
from made_up import catalogue
from planner import Planner
from planner.drawing.chart import graph_picture
from planner.drawing.graphs import Graph
from planner.drawing.layout import layout
from planner.drawing.svg import svg
from planner.drawing.themes import LIGHT
from planner.render.pictures import catalogue_drawn

SIZES = (100, 300, 1000, 1500, 3000)


def cost(graph: Graph) -> tuple[float, float, float, int]:
    """Per node: seconds of layout, seconds of the whole SVG, its bytes; and the links between rows, altogether."""
    count, whole = len(graph.nodes), svg(graph_picture(graph, LIGHT))
    laid = timed(lambda: layout(graph), 1.0)
    drawn = timed(lambda: svg(graph_picture(graph, LIGHT)), 1.0)
    return laid / count, drawn / count, len(whole) / count, len(layout(graph).links)


def rows() -> Iterator[str]:
    shipped = catalogue_drawn(Planner().scope_graph("full"))
    first = cost(shipped)
    yield f"the shipped catalogue: {len(shipped.nodes)} nodes, {first[3]} links between rows"
    yield "made-up nodes | links between rows | layout, SVG, bytes of SVG: per node / per node of the shipped catalogue"
    for size in SIZES:
        spent = cost(catalogue(size))
        ratios = " | ".join(f"{its / of:.2f}" for its, of in zip(spent[:3], first[:3], strict=True))
        yield f"{size:,} | {spent[3]:,} | {ratios}"


def main() -> None:
    for row in rows():
        print(row, flush=True)


if __name__ == "__main__":
    main()

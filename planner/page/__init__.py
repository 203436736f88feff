"""One HTML file that shows plans: ranked stacks beside the graph, staircases, reasons, matrix and tables.

Knows plans and positions that others computed; knows no rule, no stage and no network. The door is ``page``.
"""

from planner.page.document import page
from planner.page.values import Chip, Drawn, Edge, Lane, Line, Node, Shown

__all__ = ["Chip", "Drawn", "Edge", "Lane", "Line", "Node", "Shown", "page"]

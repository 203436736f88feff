"""One HTML file that shows plans: ranked stacks beside the graph, staircases, reasons, matrix and tables.

Knows plans and positions that others computed; knows no rule, no stage and no network. The door is ``page``.
"""

from planner.page.document import page
from planner.page.values import Chip, Edge, Lane, Line, Node, PagePlan, PositionedGraph

__all__ = ["Chip", "Edge", "Lane", "Line", "Node", "PagePlan", "PositionedGraph", "page"]

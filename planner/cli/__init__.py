"""The command: flags and files in, streams and exit status out. One module for each group of commands.

Exit status: 0 stacks found (or nothing to complain of), 1 none, 2 bad input; of several scenarios the highest.
"""

from planner.cli import advice, knowledge, packets, page, pictures, plans
from planner.cli.options import app

__all__ = ["advice", "app", "knowledge", "packets", "page", "pictures", "plans"]

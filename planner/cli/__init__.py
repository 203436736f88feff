"""The command: flags and files in, streams and exit status out. One module for each group of commands, imported when
one of them is asked for.

Exit status: 0 stacks found (or nothing to complain of), 1 none, 2 bad input, 3 the answer could not be written; of
several scenarios the highest.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.cli.options import app

__all__ = ["VERBS", "app", "load"]

VERBS: Mapping[str, str] = {
    **dict.fromkeys(("plan", "check"), "plans"),
    **dict.fromkeys(("explain", "diff", "lock", "verify", "matrix", "fallback"), "advice"),
    **dict.fromkeys(("graph", "show"), "pictures"),
    "page": "page",
    "packet": "packets",
    **dict.fromkeys(("catalogue", "scenarios", "parse", "name", "schema"), "knowledge"),
}
"""Each command, in the order in which they are listed, and its module."""


def load(arguments: Sequence[str] = ()) -> None:
    """Import the module of the command that the arguments name; all of them, where they name none."""
    verb = arguments[0] if arguments else ""
    modules = [VERBS[verb]] if verb in VERBS else dict.fromkeys(VERBS.values())
    for module in modules:
        import_module(f"planner.cli.{module}")


def __getattr__(name: str) -> Any:
    """The whole application with every command: for programs that take it apart."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from planner.cli.options import app

    load()
    return app

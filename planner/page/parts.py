"""The files of the page's own, and the order in which they are put together.

A file of ``script/`` or ``style/`` is about one thing, which its first line says. Those of the script share the scope
of one function: a file may use at once what stands in those before it, and in its functions what stands in any. Of two
rules of the style that weigh the same, the later one holds.
"""

from __future__ import annotations

from importlib.resources import files

SCRIPT = (
    "tools",
    "state",
    "graphs",
    "address",
    "drawing",
    "list",
    "views",
    "key",
    "size",
    "lighting",
    "arcs",
    "reasons",
    "protocol",
    "tables",
    "filters",
    "search",
    "keyboard",
    "pointer",
    "border",
    "start",  # draws for the first time: behind all that is drawn with
)
STYLE = (
    "base",
    "header",
    "filters",
    "list",
    "view",
    "graph",
    "matrix",
    "tables",
    "detail",
    "screens",  # from here on what overrules the others
    "readers",
    "print",
)


def script() -> str:
    """One function, called at once, so that nothing of it is a name of the window's."""
    return "\n".join(["(() => {", "'use strict';", *(_file("script", f"{name}.js") for name in SCRIPT), "})();"])


def style() -> str:
    return "\n".join(_file("style", f"{name}.css") for name in STYLE)


def template() -> str:
    return _file("page.html")


# --- machinery below --------------------------------------------------------------------------


def _file(*path: str) -> str:
    return files("planner.page").joinpath(*path).read_text("utf-8").strip()

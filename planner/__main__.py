"""The start of the command. A run takes a quarter of a second, most of it imports; so nothing is collected while
importing, pydantic looks for no plugins, and the process ends without taking its modules apart."""

import gc
import io
import os
import signal
import sys
from contextlib import suppress

UNWRITTEN = 3
"""The exit status where the answer could not be written."""


def main() -> None:
    """Run the command and end the process with its exit status."""
    if sys.argv[1:] == ["--version"]:  # before anything is imported
        from planner import __version__

        print(f"planner {__version__}")
        return
    gc.disable()
    if hasattr(signal, "SIGPIPE"):  # a reader that goes away (``| head``) ends the process quietly, as it ends others
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):  # the same bytes in every locale
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from planner.cli import load
    from planner.cli.options import app

    load(sys.argv[1:])
    gc.freeze()
    gc.enable()
    status: int | str | None = 0
    try:
        app(prog_name="planner")
    except SystemExit as end:
        status = end.code
    except OSError as error:
        status = _unwritten(error)
    try:
        sys.stdout.flush()
    except OSError as error:
        status = _unwritten(error)
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


def _unwritten(error: OSError) -> int:
    """The answer could not be written (docs/design.md, "The plan"): one line, and the status for it."""
    with suppress(OSError):
        print(f"standard output: {error.strerror or error}", file=sys.stderr)
    return UNWRITTEN


if __name__ == "__main__":
    main()

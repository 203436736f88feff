"""The start of the command. A run takes a quarter of a second, most of it imports; so nothing is collected while
importing, pydantic looks for no plugins, and the process ends without taking its modules apart."""

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command and end the process with its exit status."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from planner.cli import app

    gc.freeze()
    gc.enable()
    status: int | str | None = 0
    try:
        app(prog_name="planner")
    except SystemExit as end:
        status = end.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):  # the reader has gone, which is no fault of ours
            stream.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    main()

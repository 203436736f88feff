"""Where a command's bytes go, and how it ends where there is nothing to write. Knows files and streams, nothing else.

Exit status: 1 no stack, 2 bad input or something missing on this machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planner.errors import Bug, DataError, Fault, NoStack, PlannerError


@contextmanager
def refusals() -> Iterator[None]:
    """Ends the command with its reason where what is inside raises one: on standard output where there is no stack,
    which is an answer, and on standard error where somebody has to act."""
    try:
        yield
    except NoStack as answer:
        print(answer)
        raise SystemExit(1) from None
    except (PlannerError, OSError) as error:
        if isinstance(error, Bug):
            raise
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def write(made: bytes, output: Path | None, *, binary: bool) -> None:
    """To the file, or to standard output; a terminal is no place for a ``binary`` format. Raises ``DataError``."""
    if output is not None:
        output.write_bytes(made)
    elif binary and sys.stdout.isatty():
        fault = Fault(file="-", line=0, path="", found="a terminal cannot show this format", allowed="name a file, -o")
        raise DataError([fault])
    else:
        with suppress(BrokenPipeError):  # the reader has gone, which is no fault of ours
            sys.stdout.flush()
            sys.stdout.buffer.write(made)
            sys.stdout.buffer.flush()


def default_format(formats: tuple[str, str]) -> str:
    """The first for a terminal, the second for a pipe."""
    return formats[0] if sys.stdout.isatty() else formats[1]

"""Files as a whole: written beside and moved into place, so that a stop in the middle leaves the old file or the new
one and no other. Knows bytes."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

READABLE = 0o666
"""What a new file allows, the umask apart."""


def write_whole(path: Path, content: bytes, *, allows: int = READABLE) -> None:
    """The bytes in a file, which keeps what it allowed; a link stays a link. What is no regular file (a pipe,
    ``/dev/null``), or stands in a folder that takes no new file, is written as it is. Raises ``OSError``."""
    target = Path(os.path.realpath(path))
    before = _status(target)
    if before and not stat.S_ISREG(before.st_mode):
        target.write_bytes(content)
        return
    beside = target.with_name(f".{target.name[:200]}-{secrets.token_hex(6)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, allows)
    except PermissionError:
        if not before:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path)) from None
        target.write_bytes(content)
        return
    except FileNotFoundError as error:
        raise FileNotFoundError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if before:
                os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


# --- machinery below --------------------------------------------------------------------------


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None

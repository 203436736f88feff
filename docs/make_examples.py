"""Writes into the documentation what its commands print: ``python docs/make_examples.py``. A test plays them again.

The blocks of a page are played in order, in a folder of their own. A block with a title is the file of that name. In a
``console`` block each line that begins with ``$ `` is a command, and below it stands what it printed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """The pages that show a command."""
    return sorted(page for page in HERE.rglob("*.md") if "```console\n" in page.read_text(encoding="utf-8"))


def played(page: str, folder: Path) -> str:
    """The text of a page with what its commands print now; its files are written into the folder."""

    def block(match: re.Match[str]) -> str:
        if match["title"]:
            file = folder / match["title"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["body"], encoding="utf-8")
        if match["language"] != "console":
            return match[0]
        commands = [line for line in match["body"].splitlines() if line.startswith("$ ")]
        session = "".join(f"{command}\n{printed(command.removeprefix('$ '), folder)}" for command in commands)
        return f"```console\n{session}```"

    return BLOCK.sub(block, page)


def printed(command: str, folder: Path) -> str:
    """What a command prints on both streams, with this Python's programs first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def main() -> None:
    for page in pages():
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(played(page.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()

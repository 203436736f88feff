"""What only a process of its own can show: seeds of hashes, terminals, readers that go away, what is imported."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from commands import run

ROOT = Path(__file__).parent.parent.parent
CALL = "scenarios/browser-call-udp-blocked.yaml"
TURN = "scenarios/turn-over-tls.yaml"
PICTURES = [["graph", "--scope", "survey"], ["graph", TURN, "--theme", "dark"], ["graph", "--matrix"]]


def python(code: str, **env: str) -> bytes:
    """What some Python prints in a fresh process."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, check=True).stdout


def test_pictures_do_not_hang_on_the_order_of_sets() -> None:
    code = f"import sys; from planner.cli import app; [app(given, standalone_mode=False) for given in {PICTURES}]"
    first, other = (python(code, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.count(b"<svg") == len(PICTURES)
    assert first == other


def test_the_command_is_a_program() -> None:
    """``python -m planner`` and the script that pip installs are the same, and hand on the exit status."""
    for program in ([sys.executable, "-m", "planner"], [str(Path(sys.executable).parent / "planner")]):
        ran = subprocess.run([*program, "plan", CALL], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("Browser call from a network that blocks UDP: 3 stacks")
    ran = subprocess.run([*program, "plan", "nowhere.yaml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "nowhere.yaml:1: cannot be read: No such file or directory\n"


def test_a_terminal_gets_text() -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "planner", "graph", CALL]
    subprocess.run(command, cwd=ROOT, stdout=slave, check=True)
    os.close(slave)
    assert os.read(master, 4096).decode().startswith("Browser call from a network that blocks UDP\r\n")
    os.close(master)


def test_a_terminal_gets_no_binary() -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "planner", "graph", "--scope", "survey", "--format", "png"]
    ran = subprocess.run(command, cwd=ROOT, stdout=slave, stderr=subprocess.PIPE, check=False)
    os.close(slave)
    os.close(master)
    assert ran.returncode == 2
    assert ran.stderr == b"-: a terminal cannot show this format; name a file, -o\n"


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m planner graph --scope survey | head -c 20"
    ran = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=True)
    assert (ran.stdout[:4], ran.stderr) == (b"<svg", b"")


PAINTED = ("planner.drawing", "planner.picture_requests", "planner.page", "networkx", "reportlab", "resvg")
NOT_NEEDED = {
    "plan": (*PAINTED, "planner.views", "planner.advice.why", "planner.advice.repairs"),
    "check": (*PAINTED, "planner.views", "planner.advice.why", "planner.advice.repairs"),
    "show": ("networkx", "reportlab", "resvg"),
}
"""What a command does without."""


@pytest.mark.parametrize("command", NOT_NEEDED)
def test_a_command_imports_only_what_it_needs(command: str) -> None:
    code = (
        "import sys; from planner.cli import load; from planner.cli.options import app;"
        f"load([{command!r}]); app([{command!r}, 'scenarios/browser-call.yaml'], standalone_mode=False);"
        f"print('imported:', sorted(name for name in sys.modules if name.startswith({NOT_NEEDED[command]!r})))"
    )
    python(code)  # fills the cache
    assert python(code).splitlines()[-1] == b"imported: []"


def test_the_version_is_told_before_anything_is_imported() -> None:
    """By a process that finds none of the libraries, and by the option that the help has."""
    blocked = "import sys; sys.modules.update(dict.fromkeys(('typer', 'rich', 'pydantic', 'yaml')));"
    told = python(f"{blocked} sys.argv = ['planner', '--version']; from planner.__main__ import main; main()")
    assert told.decode() == run("--version").text
    assert told.startswith(b"planner 0.")

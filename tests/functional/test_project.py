"""The project's own promises: rooms and their doors, types, style, README, and a wheel that works in an empty
folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run(*command: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=os.environ | env, capture_output=True, text=True, check=False)


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["lint-imports", "--no-cache"], id="import contracts"),
        pytest.param(["mypy", "--no-error-summary"], id="types"),
        pytest.param(["ruff", "check", "--no-cache", "planner", "tests", "benchmarks", "docs"], id="lint"),
        pytest.param(
            ["ruff", "format", "--no-cache", "--check", "planner", "tests", "benchmarks", "docs"], id="format"
        ),
    ],
)
def test_check(command: list[str]) -> None:
    found = run(tool(command[0]), *command[1:])
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.long
def test_a_wheel_works_in_an_empty_folder(tmp_path: Path) -> None:
    """Built from the tree, installed without the tree: rules, scenarios and environments come with it."""
    built = run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT))
    assert built.returncode == 0, built.stderr
    # The dependencies are this environment's; only the program comes from the wheel.
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    [wheel] = tmp_path.glob("*.whl")
    target = tmp_path / "site"
    installed = run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel))
    assert installed.returncode == 0, installed.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "s.yaml").write_text("application: {payload: ip-packets}\nscope: survey\n")
    command = [sys.executable, "-m", "planner", "plan", "s.yaml", "--with", "udp-blocked", "--with", "nat"]
    answer = run(*command, "--format", "json", cwd=empty, PYTHONPATH=str(target), XDG_CACHE_HOME=str(empty / "cache"))
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["total"] == 4
    page = run(sys.executable, "-m", "planner", "page", "s.yaml", cwd=empty, PYTHONPATH=str(target))
    assert (page.returncode, page.stderr) == (0, "")
    assert page.stdout.startswith("<!doctype html>")
    where = run(sys.executable, "-c", "import planner; print(planner.__file__)", cwd=empty, PYTHONPATH=str(target))
    assert where.stdout.startswith(str(target))


def test_readme_has_two_lines_that_do_all_the_set_up() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(blocks) >= 2
    assert all(len(block.strip().splitlines()) == 1 for block in blocks[:2])


def test_readme_shows_the_real_answer() -> None:
    """What README prints below its first command is what the command prints."""
    readme = (ROOT / "README.md").read_text()
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    answer = run(sys.executable, "-m", "planner", "plan", "scenarios/browser-call-udp-blocked.yaml")
    assert answer.stdout == shown[1]

"""The project's own promises: rooms and their doors, types, style, recipes, README, and a wheel that works in an
empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
import yaml

import planner as planner_package
from planner import Planner

ROOT = Path(__file__).parent.parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def run(*command: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=os.environ | env, capture_output=True, text=True, check=False)


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


TESTED_HERE = ("contracts", "lint", "types")
SLOW = ("types",)


@pytest.mark.parametrize(
    "recipe", [pytest.param(recipe, marks=[pytest.mark.long] if recipe in SLOW else []) for recipe in TESTED_HERE]
)
def test_recipe(recipe: str) -> None:
    done = run(tool("just"), recipe, VIRTUAL_ENV=sys.prefix)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def recipes() -> dict[str, set[str]]:
    """The recipes of the justfile, each with those that it calls."""
    dump = run(tool("just"), "--dump", "--dump-format", "json")
    assert dump.returncode == 0, dump.stderr
    return {
        name: {dependency["recipe"] for dependency in recipe["dependencies"]}
        for name, recipe in json.loads(dump.stdout)["recipes"].items()
    }


def test_pre_commit_calls_recipes(recipes: dict[str, set[str]]) -> None:
    configuration = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = [hook for repository in configuration["repos"] for hook in repository["hooks"]]
    assert {hook["entry"] for hook in hooks} == {f"just {hook['id']}" for hook in hooks}
    called = recipes["check"] | ({"test"} if "coverage" in recipes["check"] else set())  # the same tests, measured
    assert {hook["id"] for hook in hooks} <= called


def test_ci_runs_every_check(recipes: dict[str, set[str]]) -> None:
    """Some as tests, long ones among them; the rest by name. README's tests run once, and are measured."""
    text = (ROOT / ".ci" / "run").read_text()
    [names] = re.findall(r"^just (.+)$", text, re.MULTILINE)
    assert {*names.split()} <= set(recipes)
    assert recipes["coverage"] == {"covered"}
    assert {*names.split()} - {"setup", "covered"} | {"coverage", *TESTED_HERE} == recipes["check"]
    assert 'COVERAGE_PROCESS_START="$PWD/pyproject.toml" bash -euo pipefail -c "$command"\n' in text


def test_nine_branches_of_ten_are_not_enough() -> None:
    assert PYPROJECT["tool"]["coverage"]["report"]["fail_under"] >= 95
    assert PYPROJECT["tool"]["coverage"]["run"]["branch"]


def test_nothing_in_the_changes_is_overlooked() -> None:
    """A fragment of another name would not reach the changelog."""
    types = {row["directory"] for row in PYPROJECT["tool"]["towncrier"]["type"]}
    names = [path.name for path in (ROOT / "changes").iterdir() if path.name != "README.md"]
    assert [name for name in names if not re.fullmatch(rf"\+[a-z0-9-]+\.({'|'.join(types)})\.md", name)] == []


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
    """What README prints below its commands is what they print."""
    readme = (ROOT / "README.md").read_text()
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    answer = run(sys.executable, "-m", "planner", "plan", "scenarios/browser-call-udp-blocked.yaml")
    assert answer.stdout == shown[1]
    sessions = re.findall(r"^```\n\$ planner ([^\n]+)\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert sessions
    for command, printed in sessions:
        assert run(sys.executable, "-m", "planner", *command.split()).stdout == printed


def test_readme_shows_the_real_first_stack(planner: Planner) -> None:
    """What its Python says that the best stack of a scenario is."""
    said = r"""^plan\("([^"]+)"\)\.stacks\[0\]\.spelling  # '([^']+)'$"""
    shown = re.findall(said, (ROOT / "README.md").read_text(), re.MULTILINE)
    assert shown
    assert [planner.plan(ROOT / path).stacks[0].spelling for path, _ in shown] == [stack for _, stack in shown]


def test_the_package_says_its_version_and_that_it_has_types() -> None:
    assert planner_package.__version__ == PYPROJECT["project"]["version"]
    assert (Path(planner_package.__file__).parent / "py.typed").exists()

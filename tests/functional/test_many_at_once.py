"""The same answers whoever asks beside: many processes on an empty cache, many threads on one planner, pools, and those
who change what they were given."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from planner import Plan, Planner

ROOT = Path(__file__).parent.parent.parent
CALL = "scenarios/browser-call-udp-blocked.yaml"
FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "scenarios").glob("*.yaml"))
QUICK = [file for file in FILES if "eap-and-alpn" in file or "browser-call" in file or "turn" in file]


def questions(file: str) -> list[Callable[[Planner], Any]]:
    """What is asked about a scenario, each answered with plain values."""

    def plan(planner: Planner) -> Plan:
        return planner.plan(file)

    return [
        lambda planner: plan(planner).to_dict(),
        lambda planner: planner.fallbacks(plan(planner)).to_dict(),
        lambda planner: planner.why(plan(planner), "tls-1.3/tcp/ip").to_dict(),
        lambda planner: planner.diff(plan(planner), planner.plan(CALL)).to_dict(),
        lambda planner: sorted(planner.graph(plan(planner)).edges(data="kind")),
        lambda planner: planner.picture(plan(planner)).svg,
        lambda planner: planner.parse("UDP/TLS/RTP/SAVPF").to_dict(),
        lambda planner: planner.packet("tls-1.3/tcp/ip/esp-tunnel(ikev2)/ip").to_dict(),
    ]


def processes(commands: Sequence[list[str]], **env: str) -> list[tuple[int, bytes, bytes]]:
    """Status, answer and complaint of ``planner`` processes that run at the same time."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "planner", *command], cwd=ROOT, env=os.environ | env,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for command in commands
    ]  # fmt: skip
    answers = [process.communicate() for process in started]
    return [(process.returncode, *answer) for process, answer in zip(started, answers, strict=True)]


@pytest.mark.parametrize("count", [6, pytest.param(50, marks=pytest.mark.long)])
def test_processes_on_an_empty_cache(count: int, tmp_path: Path) -> None:
    """They do not wait for each other; one whole file is left, and nothing of the others."""
    answers = processes([["plan", CALL, "--format", "json"]] * count, XDG_CACHE_HOME=str(tmp_path))
    [(status, answer, complaint)] = {*answers}
    assert (status, complaint) == (0, b"")
    assert answer.startswith(b"{")
    [kept] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert processes([["plan", CALL, "--format", "json"]], XDG_CACHE_HOME=str(tmp_path)) == [(0, answer, b"")]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept]


@pytest.mark.parametrize(
    ("count", "files"), [(12, QUICK[:2]), pytest.param(50, FILES, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_threads_on_one_planner(count: int, files: Sequence[str], planner: Planner) -> None:
    """A planner that has answered nothing yet gives each thread what one gives that is asked alone."""
    asked = [question for file in files for question in questions(file)]
    alone = [question(planner) for question in asked]
    fresh, switched = Planner(), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(count) as pool:
            rounds = max(1, count // len(asked))
            beside = [*pool.map(lambda question: question(fresh), asked * (rounds + 1))]
    finally:
        sys.setswitchinterval(switched)
    assert beside == alone * (rounds + 1)


POOL = """
import multiprocessing, sys
from planner import Planner
planner = Planner()
planner.plan({first!r})

def answer(file):
    return planner.plan(file).to_dict()

def plan(file):
    return planner.plan(file)

if __name__ == "__main__":
    files = {files!r}
    alone = [answer(file) for file in files]
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        assert pool.map(answer, files, chunksize=1) == alone
        assert [made.to_dict() for made in pool.map(plan, files, chunksize=1)] == alone
    print("same")
"""


@pytest.mark.parametrize("start", ["fork", "spawn", "forkserver"])
def test_pools(start: str, tmp_path: Path) -> None:
    """Whole plans come back from other processes, too."""
    script = tmp_path / "pool.py"
    script.write_text(POOL.format(first=CALL, files=QUICK), encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, str(script), start], cwd=ROOT, env=env, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, b"same\n"), ran.stderr.decode()


def changeable(value: Any, seen: set[int]) -> Iterator[MutableMapping[Any, Any] | list[Any] | set[Any]]:
    """Whatever in a value can be changed, the innermost first."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if is_dataclass(value):
        for field in fields(value):
            yield from changeable(getattr(value, field.name), seen)
    elif isinstance(value, Mapping):
        for inner in [*value.values()]:
            yield from changeable(inner, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in [*value]:
            yield from changeable(inner, seen)
    if isinstance(value, (MutableMapping, list, set)):
        yield value


@pytest.mark.parametrize("file", [QUICK[0], "scenarios/eap-and-alpn-one-layer.yaml"])
def test_answers_do_not_change_through_those_that_were_given(file: str) -> None:
    planner = Planner()
    asked = questions(file)
    before = [question(planner) for question in asked]
    plan = planner.plan(file)
    given = [plan, plan.repairs, planner.fallbacks(plan), planner.why(plan, "tls-1.3/tcp/ip"), planner.plan_graph(plan),
             planner.packet("tls-1.3/tcp/ip/esp-tunnel(ikev2)/ip"), planner.diff(plan, planner.plan(CALL)),
             planner.parse("UDP/TLS/RTP/SAVPF"), planner.scope_graph("full"), *before]  # fmt: skip
    again = [question(planner) for question in asked]
    assert again == before
    seen: set[int] = set()
    for value in given:
        for inner in changeable(value, seen):
            inner.clear()
    assert [question(planner) for question in asked] == again


COMMANDS = [
    ["plan", CALL], ["plan", CALL, "--format", "yaml"], ["plan", "scenarios/eap-and-alpn-one-layer.yaml"],
    ["explain", CALL], ["fallback", CALL], ["graph", CALL], ["graph", CALL, "--format", "dot"],
    ["graph", "--scope", "survey", "--format", "graphml"], ["show", CALL, "--format", "pdf"], ["page", CALL],
    ["catalogue"], ["catalogue", "tls-1.3"], ["packet", "tls-1.3/tcp/ip"], ["name", "tls-1.3/tcp/ip"], ["schema"],
    ["matrix", "--apps", "scenarios/environments", "--format", "csv"],
]  # fmt: skip
RUN_ALL = f"""
import sys
from planner.cli import app
for command in {COMMANDS!r}:
    try:
        app(command, prog_name="planner")
    except SystemExit as end:
        print(end.code, flush=True)
"""


def all_commands(**env: str) -> bytes:
    """What the commands print, one after another in one process."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN_ALL], cwd=ROOT, env=os.environ | env, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


@pytest.mark.long
def test_every_format_is_the_same_under_every_seed_of_hashes() -> None:
    """The default run has a shorter one for pictures: test_processes.py."""
    first = all_commands(PYTHONHASHSEED="0")
    assert first.count(b"<svg") > 2
    assert {all_commands(PYTHONHASHSEED=str(seed)) for seed in range(1, 20)} == {first}


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "LANG": "tr_TR.ISO-8859-9", "LANGUAGE": "de:fr"},
    {"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "utf-16"},
    {"PYTHONUTF8": "1", "COLUMNS": "37", "NO_COLOR": "1"},
]


def test_the_same_bytes_in_every_locale() -> None:
    answers = [processes([["plan", CALL]], **env) for env in LOCALES]
    assert answers == [processes([["plan", CALL]])] * len(LOCALES)

"""Runs ``planner`` in this process, which takes a tenth of what a process of its own takes, and gives what it wrote.

What only a process can show (hash seeds, terminals, pipes that close, what is imported) runs in one of its own:
tests/functional/test_processes.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from typer.testing import CliRunner

from planner.cli import app


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a command left: its exit status and what it wrote."""

    status: int
    output: bytes
    complaint: str
    """What it wrote to standard error."""

    @property
    def text(self) -> str:
        return self.output.decode()


def run(*arguments: str, input_: str | None = None) -> Answer:
    """The command with these arguments; no terminal reads what it writes. Whatever is no exit is raised."""
    ran = CliRunner().invoke(app, list(arguments), input=input_, catch_exceptions=False, prog_name="planner")
    return Answer(status=ran.exit_code, output=ran.stdout_bytes, complaint=ran.stderr)


def output(*arguments: str) -> bytes:
    """What a command writes that finds nothing to complain of."""
    answer = run(*arguments)
    assert (answer.status, answer.complaint) == (0, "")
    return answer.output


def text(*arguments: str) -> str:
    return output(*arguments).decode()


def refusal(*arguments: str) -> str:
    """What a command says that ends with 2 and writes nothing else."""
    answer = run(*arguments)
    assert (answer.status, answer.output) == (2, b"")
    return answer.complaint.strip()

"""Whatever somebody wrote stays text in whatever the program writes: every format, with something nasty in every field
of the rules that takes text, in the names of a scenario and of its criteria, and in the names of files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import echoes
import pytest
from nasty import CORE, FILE, LEADS, scenario, write_rules, write_scenario

from commands import run


@dataclass(frozen=True)
class Place:
    """A folder with rules and scenarios."""

    rules: Path
    good: str
    """A scenario with stacks, under a nasty name."""
    bad: str
    """One without."""
    folder: Path
    """Both, and environments, under nasty names."""

    def arguments(self, line: str) -> list[str]:
        known = {
            "GOOD": self.good,
            "BAD": self.bad,
            "DIR": str(self.folder),
            "NAMES": str(self.folder / "environments"),
        }
        words = [known.get(word, word) for word in line.split()]
        return [*words, "--rules", str(self.rules), "--only-rules"]


@pytest.fixture(scope="module", params=[0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, len(LEADS)))])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    root = tmp_path_factory.mktemp("nasty")
    lead = LEADS[request.param]
    folder = root / (lead.strip().replace("/", "") + FILE)
    (folder / "environments").mkdir(parents=True)
    write_scenario(folder / "environments" / f"{FILE}.yaml", {"environment": {"nat": True}})
    unmet = {"allowed": ["wireguard"], "interfaces": {"IPK": "require"}}
    return Place(
        rules=write_rules(root / "rules", request.param),
        good=write_scenario(folder / f"{FILE}.yaml", scenario(lead + CORE)),
        bad=write_scenario(folder / f"{FILE}2.yaml", scenario(lead + CORE, **unmet)),
        folder=folder,
    )


STACK = "srtp(dtls-1.3)/rfc4571/tcp/ip"
TEXTS = [
    "plan GOOD", "plan BAD", "plan GOOD BAD", "check GOOD BAD", "check --facts-older-than 1", "explain GOOD",
    "explain BAD", f"explain GOOD {STACK}", "explain GOOD wireguard/udp/ip", "explain GOOD nowhere/ip",
    "explain BAD srtp(dtls-1.3)/udp/ip", "diff GOOD BAD", "fallback GOOD", "fallback BAD", "lock BAD",
    "matrix --apps DIR --environments NAMES", "graph GOOD --format ascii", "graph BAD --format ascii",
    "graph --format ascii", "graph --matrix --format ascii", "graph GOOD --matrix --format ascii", "show GOOD",
    "show BAD", f"show GOOD --stack {STACK}", f"packet {STACK}", f"packet {STACK} --handshake",
    "parse UDP/TLS/RTP/SAVPF", f"name {STACK}", "scenarios", "catalogue", "catalogue --interfaces",
    "catalogue --applications", "catalogue --options",
]  # fmt: skip
RECORDS = [
    "plan GOOD", "plan BAD", "explain GOOD", "explain BAD", f"explain GOOD {STACK}", "diff GOOD BAD", "fallback GOOD",
    f"packet {STACK}", f"packet {STACK} --handshake", "parse UDP/TLS/RTP/SAVPF", f"name {STACK}", "catalogue",
    "catalogue tls-1.3", "catalogue srtp",
    "catalogue mqtt", "catalogue --interfaces", "catalogue --applications", "catalogue --options",
]  # fmt: skip
MARKDOWN = ["plan GOOD", "plan BAD", "explain GOOD", "explain BAD", f"explain GOOD {STACK}", "diff GOOD BAD",
            "fallback GOOD", "matrix --apps DIR --environments NAMES", f"packet {STACK}", f"packet {STACK} --handshake",
            f"name {STACK}", "parse UDP/TLS/RTP/SAVPF", "catalogue", "catalogue tls-1.3", "catalogue --interfaces",
            "catalogue --applications", "catalogue --options"]  # fmt: skip
OTHERS: list[tuple[str, echoes.Reader]] = [
    ("lock GOOD", echoes.yaml_text),
    ("schema", echoes.json_text),
    ("matrix --apps DIR --environments NAMES --format json", echoes.json_text),
    ("matrix --apps DIR --environments NAMES --format csv", echoes.csv_table),
    ("matrix --apps DIR --environments NAMES --format html", echoes.html),
    ("page GOOD BAD --scope survey", echoes.html),
    ("show GOOD --format json", echoes.json_text),
    ("plan GOOD --format taps", echoes.json_text),
    *((f"{line} --format {name}", read) for line in ("show GOOD", f"packet {STACK}", f"packet {STACK} --handshake")
      for name, read in (
        ("svg", echoes.xml), ("html", echoes.html), ("png", echoes.png), ("pdf", echoes.pdf))),
    *((f"graph {what} --format {name}", read) for what in ("GOOD", "--scope survey") for name, read in (
        ("svg", echoes.xml), ("html", echoes.html), ("png", echoes.png), ("pdf", echoes.pdf), ("dot", echoes.dot),
        ("graphml", echoes.xml), ("json", echoes.json_text))),
    ("graph GOOD --format mermaid", echoes.mermaid),
    ("graph --scope survey --matrix --format svg", echoes.xml),
]  # fmt: skip
CASES: list[tuple[str, echoes.Reader]] = [
    *((line, echoes.terminal) for line in TEXTS),
    *((f"{line} --format json", echoes.json_text) for line in RECORDS),
    *((f"{line} --format yaml", echoes.yaml_text) for line in RECORDS),
    *((f"{line} --format markdown", echoes.markdown) for line in MARKDOWN),
    *OTHERS,
]


@pytest.mark.parametrize(("line", "read"), CASES, ids=[line for line, _ in CASES])
def test_what_was_written_stays_text(place: Place, line: str, read: echoes.Reader) -> None:
    answer = run(*place.arguments(line))
    assert answer.status in (0, 1, 2), answer.complaint
    assert answer.output or answer.complaint
    assert [*echoes.terminal(answer.complaint.encode())] == []
    if answer.output:
        assert [*read(answer.output)] == []


@pytest.mark.parametrize("line", ["plan GOOD", "explain GOOD", f"packet {STACK}", "catalogue", "catalogue --options"])
def test_a_terminal_with_colours_gets_no_other_sequences(
    place: Place, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    made = run(*place.arguments(line)).output
    assert b"\x1b[" in made
    assert [*echoes.colourful(made)] == []

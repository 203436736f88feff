"""What may be laid over a scenario: a file, a mapping, or an environment that comes with the program, by its name.

Knows where shipped environments lie. Knows no demand.
"""

from __future__ import annotations

from pathlib import Path

from planner import model
from planner.errors import DataError, Fault
from planner.loading.composition import load_scenario
from planner.loading.files import environment_files
from planner.loading.scenarios import SHIPPED, Given, shipped_environment


def overlaid(given: Given) -> Given:
    """A file, a document or a mapping as it is; of a text that names no file the shipped environment of that name
    (``nat``, ``udp-blocked``). Raises ``DataError`` where there is neither."""
    if not isinstance(given, str) or given.startswith(SHIPPED) or Path(given).exists():
        return given
    names = [path.stem for path in environment_files()]
    if given in names:
        return shipped_environment(given)
    allowed = f"shipped environments: {', '.join(names)}"
    raise DataError([Fault(file=given, line=0, path="", found="no such file", allowed=allowed)])


def networks(payload: str, rules: model.Rules) -> dict[str, model.Scenario]:
    """The shipped networks by name, as scenarios that only say what the path is like. Hosts, which say what can be had
    on them, are no networks."""
    asked = {"application": {"payload": payload or model.PAYLOADS[0]}}
    shipped = {path.stem: load_scenario(asked, rules, [shipped_environment(path.stem)]) for path in environment_files()}
    return {name: scenario for name, scenario in shipped.items() if scenario.available is None}

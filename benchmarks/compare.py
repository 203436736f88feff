"""What a prepared plan costs, as ratios of one run: ``python benchmarks/compare.py``.

Against it run a plain recursive search that lists every stack (tests/brute_force.py's, without demands) and
python-constraint2 used plainly: one variable a layer, every rule a constraint over all of them.

A plan is timed twice: of a question that was never asked, over a catalogue that is prepared and ordered by the ranking,
and asked again. A question that was never asked is one with four others of the names that no stack has not on this
host: the answer is the same."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import constraint

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import brute_force
from planner import Plan, Planner, Rules, Scenario
from planner.model import Limits, Scope

ROOT = Path(__file__).parent.parent
LIMITS = [(1, 1), (1, 2), (2, 3), (3, 4)]
PAYLOADS = ["generic", "rtp", "http", "ip-packets"]
WIDE = [(2, 2, 0), (2, 2, 2), (8, 8, 8)]


def timed(work: Callable[[], object], least: float = 0.3) -> float:
    """Seconds of one run, the best of as many as fit into ``least`` seconds."""
    best, start = float("inf"), time.perf_counter()
    while time.perf_counter() - start < least:
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def scenario(
    tunnels: int, security_layers: int, relays: int = 0, payload: str = "generic", scope: Scope = "survey"
) -> Scenario:
    limits = Limits(tunnels=tunnels, security_layers=security_layers, relays=relays)
    return Scenario(payload=payload, scope=scope, limits=limits)


class Anew:
    """Plans scenarios, another question each time with the same answer."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        unplanned = sorted(protocol.id for protocol in planner.rules.protocols.values() if protocol.scope is None)
        self.missing = combinations(unplanned, 4)

    def plan(self, wanted: Scenario) -> Plan:
        return self.planner.plan(replace(wanted, unavailable=next(self.missing)))


def plain_constraints(rules: Rules, wanted: Scenario, length: int) -> int:
    """The count of stacks of exactly ``length`` layers, with a variable a layer; the brute force's own check at the
    end."""
    search = brute_force._Search(rules, wanted)
    layers = sorted(
        {layer for protocol in rules.protocols if (layer_of := search.layers(protocol)) for layer in layer_of}
    )
    problem = constraint.Problem(constraint.BacktrackingSolver())
    names = [f"layer-{place:02}" for place in range(length)]
    pairs = {
        (rule.upper, rule.lower) for rule in rules.layerings if rule.status == "specified" and rule.scope == "survey"
    }
    problem.addVariables(names, layers)
    for upper, lower in pairwise(names):
        problem.addConstraint(lambda a, b: (a.protocol, b.protocol) in pairs, [upper, lower])
    problem.addConstraint(lambda top: wanted.payload in rules.protocols[top.protocol].carries, names[:1])
    problem.addConstraint(lambda bottom: bottom.protocol == "ip", names[-1:])
    valid = {stack for stack in brute_force.stacks(rules, wanted) if len(stack) == length}
    return sum(tuple(solution[name] for name in names) in valid for solution in problem.getSolutions())


def rows(planner: Planner) -> Iterator[str]:
    anew = Anew(planner)
    yield "question | stacks | best ten, never asked, ms | asked again, ms | recursive search / never asked"
    survey = {f"survey {limits}": scenario(*limits) for limits in LIMITS}
    full = {f"full {payload}": scenario(1, 1, payload=payload, scope="full") for payload in PAYLOADS}
    for name, wanted in {**survey, **full}.items():
        planned, again = times(anew, wanted)
        listed = timed(lambda wanted=wanted: list(brute_force.candidates(planner.rules, wanted)))
        yield f"{name} | {planner.plan(wanted).total:,} | {planned:.2f} | {again:.2f} | {listed * 1e3 / planned:.1f}"
    yield ""
    ten = scenario(1, 1, scope="full")
    default, repeated = times(anew, ten)
    yield "full scope (tunnels, security layers, relays) | digits of the total | / default, never asked | / asked again"
    for limits in WIDE:
        wanted = scenario(*limits, scope="full")
        planned, again = times(anew, wanted)
        yield f"{limits} | {len(str(planner.plan(wanted).total))} | {planned / default:.1f} | {again / repeated:.1f}"
    whole = timed(lambda: json.dumps(anew.plan(ten).to_dict())) * 1e3
    yield f"with every reason and JSON / bare plan, never asked: {whole / default:.1f}"
    wanted = scenario(1, 1)
    planned, _ = times(anew, wanted)
    plain = timed(lambda: [plain_constraints(planner.rules, wanted, length) for length in range(2, 6)]) * 1e3
    yield f"python-constraint2 with a variable a layer, up to 5 layers, (1, 1) / planned: {plain / planned:.1f}"


def times(anew: Anew, wanted: Scenario) -> tuple[float, float]:
    """Milliseconds of a plan that was never asked for, and asked again."""
    anew.planner.plan(wanted)
    return timed(lambda: anew.plan(wanted)) * 1e3, timed(lambda: anew.planner.plan(wanted)) * 1e3


def advice(planner: Planner) -> Iterator[str]:
    """What reasons cost against a plan of ten at the default limits."""
    ten = timed(lambda: planner.plan(Scenario(payload="generic")))
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        if not planner.plan(path).feasible:
            asked = planner.scenario(path)
            first = timed(lambda asked=asked: planner.plan(replace(asked)).repairs)
            yield f"all conflicts and repairs of {path.stem} / planned best ten: {first / ten:.1f}"
    many = planner.plan(Scenario(payload="generic", limits=Limits(tunnels=2, security_layers=2)))
    last = planner.engine.ranks(many.scenario).at(many.total)
    counted = timed(lambda: planner.engine.ranks(many.scenario).rank(last))
    yield f"the rank of the last of {many.total:,} stacks / planned best ten: {counted / ten:.1f}"


def main() -> None:
    planner = Planner()
    for row in (*rows(planner), *advice(planner)):
        print(row, flush=True)


if __name__ == "__main__":
    main()

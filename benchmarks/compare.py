"""What a prepared plan costs, as ratios of one run: ``python benchmarks/compare.py``.

Against it run a plain recursive search that lists every stack (tests/brute_force.py's, without demands) and
python-constraint2 used plainly: one variable a layer, every rule a constraint over all of them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import constraint

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import brute_force
from planner import Planner, Rules, Scenario
from planner.model import Limits
from planner.solving import room

ROOT = Path(__file__).parent.parent
LIMITS = [(1, 1), (1, 2), (2, 3)]


def timed(work: Callable[[], object], least: float = 0.3) -> float:
    """Seconds of one run, the best of as many as fit into ``least`` seconds."""
    best, start = float("inf"), time.perf_counter()
    while time.perf_counter() - start < least:
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def scenario(tunnels: int, security_layers: int) -> Scenario:
    limits = Limits(tunnels=tunnels, security_layers=security_layers)
    return Scenario(payload="generic", scope="survey", limits=limits)


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
    yield "limits (tunnels, security layers) | stacks | planned best ten, ms | recursive search / planned"
    for tunnels, security in LIMITS:
        wanted = scenario(tunnels, security)
        total = room.total(planner.engine.problem(wanted))
        planned = timed(lambda wanted=wanted: planner.plan(wanted))
        listed = timed(lambda wanted=wanted: list(brute_force.candidates(planner.rules, wanted)))
        yield f"({tunnels}, {security}) | {total:,} | {planned * 1e3:.1f} | {listed / planned:.1f}"
    wanted = scenario(1, 1)
    planned = timed(lambda: planner.plan(wanted))
    plain = timed(lambda: [plain_constraints(planner.rules, wanted, length) for length in range(2, 6)])
    yield f"python-constraint2 with a variable a layer, up to 5 layers, (1, 1) / planned: {plain / planned:.1f}"


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

"""Assessments -> ranked stacks: everything that a plan says of each, with letters for those that are equivalent.

Knows assessments. Makes no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from planner import model
from planner.stacks.assessment import Assessment
from planner.stacks.demand_answers import answers
from planner.stacks.scores import scores
from planner.stacks.warnings import stack_warnings


def ranked(assessments: Sequence[Assessment], ranking: model.Ranking) -> tuple[model.RankedStack, ...]:
    """The stacks, best first, each with everything that a plan says of one. Equivalence letters come in order of rank
    (RFC 9621; RFC 8922 Section 1.2)."""
    letters: dict[object, str] = {}
    stacks = []
    for rank, assessment in enumerate(assessments, start=1):
        letter = letters.setdefault(equivalence(assessment), _letter(len(letters)))
        stacks.append(
            model.RankedStack(
                rank=rank,
                stack=assessment.stack,
                over=assessment.over,
                interfaces=assessment.interfaces,
                transport=assessment.transport,
                security=assessment.security,
                protects=assessment.protects,
                costs=assessment.costs,
                score=scores(assessment, ranking),
                unmet=assessment.unmet,
                warnings=tuple(stack_warnings(assessment)),
                equivalence=letter,
                answering=partial(answers, assessment),
            )
        )
    return tuple(stacks)


def equivalence(assessment: Assessment) -> object:
    """What stacks have in common that may stand in for each other: the same security protocols and handshakes end to
    end, and the same demands met."""
    return assessment.secure_layers, assessment.unmet


# --- machinery below --------------------------------------------------------------------------


def _letter(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA, as columns of a sheet are named."""
    letters = ""
    number += 1
    while number:
        number, index = divmod(number - 1, 26)
        letters = chr(ord("A") + index) + letters
    return letters

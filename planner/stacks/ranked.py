"""Stacks that were found -> ranked stacks: all that a plan says of each, with letters for those that are equivalent.

Knows assessments. Makes no sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from planner import model
from planner.errors import Bug
from planner.model import Layer
from planner.stacks.assessment import Assessment
from planner.stacks.demand_answers import answers
from planner.stacks.judging import breaches
from planner.stacks.scores import scores
from planner.stacks.warnings import stack_warnings

Found = tuple[model.Stack, tuple[int | None, ...]]
"""A stack that was found, and the values of the ranking's criteria that it was ranked by; ``None`` is unknown."""


def ranked(
    listed: Sequence[Found], assessing: Callable[[model.Stack], Assessment], ranking: model.Ranking
) -> tuple[model.RankedStack, ...]:
    """The stacks, best first, each with what works out everything that a plan says of it."""
    judging = Judging(listed, assessing, ranking)
    return tuple(
        model.RankedStack(rank=index + 1, stack=stack, judging=partial(judging.details, index))
        for index, (stack, _) in enumerate(listed)
    )


def checked(found: Found, assessment: Assessment, ranking: model.Ranking) -> tuple[model.Score, ...]:
    """The scores of a listed stack, seen again layer by layer. Raises ``Bug`` where the two ways to see it disagree."""
    stack, values = found
    if broken := breaches(assessment):
        raise Bug(f"{model.spell(stack)} was listed and breaks {broken[0].constraint}")
    made = scores(assessment, ranking)
    if tuple(score.value for score in made) != values:
        raise Bug(f"{model.spell(stack)} was ranked by other figures than it has")
    return made


class Judging:
    """The listed stacks of a plan, judged one by one as they are asked about. Equivalence letters come in order of rank
    (RFC 9621; RFC 8922 Section 1.2), so those above a stack are looked at for its letter."""

    def __init__(
        self, listed: Sequence[Found], assessing: Callable[[model.Stack], Assessment], ranking: model.Ranking
    ) -> None:
        self.listed, self.assessing, self.ranking = listed, assessing, ranking
        self._assessed: list[tuple[Assessment, str]] = []
        self._letters: dict[object, str] = {}

    def details(self, index: int) -> model.StackDetails:
        """What a plan says of the stack at a place. Raises ``Bug`` where the search said something else."""
        assessed = [*self._assessed]  # of its own, since threads may ask at the same time
        for stack, _ in self.listed[len(assessed) : index + 1]:
            assessment = self.assessing(stack)
            letter = self._letters.setdefault(equivalence(assessment), _letter(len(self._letters)))
            assessed.append((assessment, letter))
        self._assessed = assessed
        assessment, letter = assessed[index]
        return model.StackDetails(
            over=assessment.over,
            interfaces=assessment.interfaces,
            transport=assessment.transport,
            security=assessment.security,
            protects=assessment.protects,
            costs=assessment.costs,
            score=checked(self.listed[index], assessment, self.ranking),
            unmet=assessment.unmet,
            warnings=tuple(stack_warnings(assessment)),
            equivalence=letter,
            carrier=assessment.carrier_name,
            port=assessment.port,
            ports=assessment.ports,
            answering=partial(answers, assessment),
        )


def equivalence(assessment: Assessment) -> object:
    """What stacks have in common that may stand in for each other: the same security protocols and handshakes end to
    end, or such as a policy of the scenario or of the catalogue lets stand in for each other, and the same demands
    met."""
    policies = tuple(_policies(assessment))
    return tuple(_class_of(assessment, layer, policies) for layer in assessment.secure_layers), assessment.unmet


# --- machinery below --------------------------------------------------------------------------

Policy = frozenset[str]
"""Layers, protocols and families that may stand in for each other."""


def _policies(assessment: Assessment) -> Iterator[Policy]:
    """The policies that hold for a stack, groups that share a member made one."""
    top = assessment.records[0]
    groups = [frozenset(group) for group in assessment.scenario.equivalent]
    groups += [
        frozenset(policy.members)
        for policy in assessment.rules.equivalences
        if not policy.payloads or set(policy.payloads) & set(top.carries)
    ]
    joined: list[Policy] = []
    for group in groups:
        sharing = [other for other in joined if other & group]
        joined = [*(other for other in joined if other not in sharing), group.union(*sharing)]
    return iter(joined)


def _class_of(assessment: Assessment, layer: Layer, policies: Sequence[Policy]) -> str:
    """What a security layer is for equivalence: itself, or the policy that names it."""
    for policy in policies:
        for member in policy:
            name = member.partition("(")[0]
            if str(layer) == member or (member == name and layer.protocol in assessment.rules.expand(name)):
                return "|".join(sorted(policy))
    return str(layer)


def _letter(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA, as columns of a sheet are named."""
    letters = ""
    number += 1
    while number:
        number, index = divmod(number - 1, 26)
        letters = chr(ord("A") + index) + letters
    return letters

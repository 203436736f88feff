"""Reasons -> sentences. One sentence for each kind of claim; the tree becomes indented lines.

Knows ``model.reasons``.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Answer, Fact, Reason

SENTENCES = {
    "asked": "{demand} is asked for",
    "default": "{demand} holds by default",
    "met": "{demand} is met",
    "not-met": "{demand} is not met",
    "rule": "the rule is: {text}",
    "runs-over": "{upper} runs over {lower} ({status})",
    "keys": "{handshake} keys {record} ({travels})",
    "gives": "{property} is {value} in {layer}",
    "nothing-gives": "no layer has {property} of its own",
    "exposes": "{layer} exposes {interface}",
    "validates": "{layer} validates the peer's address by its handshake, which is SAV",
    "interface": "{interface}: {text}",
    "nothing-exposes": "no layer that is end to end exposes {interface}",
    "has-feature": "{layer} gives {feature}",
    "keys-lack": "{layer} does not give {feature} with keys of {handshake}",
    "nothing-has": "no layer that is end to end gives {feature}",
    "is": "{layer} is {name}",
    "nothing-is": "no layer and no handshake is {name}",
    "breaks": "{text}",
    "absent": "{name} is neither a layer nor a handshake of the stack",
    "takes": "{layer} takes {payload} from the application",
    "protects": "{layer} protects {width}",
    "uses-allowed": "the security protocols end to end are {names}, all of them allowed",
    "uses-none": "no security protocol is used end to end",
    "path-sees": "the path sees {segment}, and {name} is not in it",
    "inside": "{name} stands inside {boundary}, where the path does not look",
    "passes-nat": "{layer} stands directly above the outermost ip and passes NAPT",
    "counts": "{what}: {count}",
    "leg-counts": "security layers of the leg {leg}: {count}",
}


def sentence(reason: Reason) -> str:
    """A claim in words, with the line of the scenario and the document where it has them."""
    text = SENTENCES[reason.claim].format_map(reason.words)
    if isinstance(reason, Fact):
        if reason.place and reason.claim != "default":
            text += f" ({reason.place})"
        if reason.source:
            text += f" [{reason.source}]"
    return text


def lines(reason: Reason, depth: int = 0) -> Iterator[str]:
    """A tree of reasons, what follows above what it follows from."""
    yield "  " * depth + sentence(reason)
    if not isinstance(reason, Fact):
        for cause in reason.causes:
            yield from lines(cause, depth + 1)


def facts(answer: Answer) -> str:
    """The facts of an answer in one line, without the demand itself and the rule's words."""
    shown = [one for one in answer.reason.causes if one.claim not in ("asked", "default", "rule", "interface")]
    return "; ".join(map(sentence, shown))

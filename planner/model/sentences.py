"""What claims say, in words: the one place where facts become English, with plural and number right.

A claim is a kind out of this closed list with the words that it speaks of. Knows nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Word = str | int | tuple[str, ...] | None
Words = Mapping[str, Word]
"""What a claim speaks of: names, numbers, lists of names; ``None`` is an unknown number."""

FIGURE_NAMES = {
    "preferences": "unmet preferences",
    "avoided": "avoided things used",
    "deployment": "rarely deployed parts",
    "carrier": "place of the carrier",
    "maturity": "maturity",
    "missing-security": "missing security features",
    "nested-reliability": "reliability inside reliability",
    "relays-and-tunnels": "relays and tunnels",
    "security-layers": "security layers",
    "handshake-rtts": "round trips",
    "overhead-bytes": "overhead bytes",
    "layers": "layers",
}
"""What a ranking's figures are called in a sentence."""


def sentence(kind: str, words: Words) -> str:
    """The sentence of a claim, without a full stop. Raises ``KeyError`` for a kind that there is not."""
    made = SENTENCES[kind]
    return made.format_map(_spelled(words)) if isinstance(made, str) else made(words)


def spoken(kind: str, words: Words) -> str:
    """The same where no criterion's name stands before it: ``the tunnel wireguard``, ``1 round trip of tcp``."""
    made = SPOKEN.get(kind)
    if made is None:
        return sentence(kind, words)
    return made.format_map(_spelled(words)) if isinstance(made, str) else made(words)


def counted(number: int | None, singular: str, plural: str = "") -> str:
    """``1 tunnel``, ``2 tunnels``, ``no tunnels``; an unknown number is ``an unknown number of tunnels``."""
    many = plural or f"{singular}s"
    if number is None:
        return f"an unknown number of {many}"
    return f"{number:,} {singular if number == 1 else many}" if number else f"no {many}"


def listed(names: tuple[str, ...]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"


# --- machinery below --------------------------------------------------------------------------


def _spelled(words: Words) -> dict[str, Any]:
    return {
        name: "unknown" if word is None else ", ".join(word) if isinstance(word, tuple) else word
        for name, word in words.items()
    }


def _no_rule(words: Words) -> str:
    reason = f": {words['reason']}" if words.get("reason") else ""
    return f"{words['upper']} does not run over {words['lower']}{reason}"


def _wrong_keys(words: Words) -> str:
    return f"{words['record']} has to be keyed by one of {', '.join(_names(words, 'handshakes')) or 'none'}"


def _not_taken(words: Words) -> str:
    return f"{words['layer']} carries {', '.join(_names(words, 'payloads')) or 'no application data'}"


def _missing_here(words: Words) -> str:
    needs = f", which {words['layer']} needs" if words.get("layer") else ""
    return f"this host has no {words['name']}{needs}"


def _dropped(words: Words) -> str:
    like = "" if words["layer"] == words["name"] else f", which it takes {words['layer']} for"
    return f"the path drops {words['name']}{like or ', which is in the outermost segment'}"


def _outside_scope(words: Words) -> str:
    names = _names(words, "names")
    what = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}" if names else "one of its layerings is"
    return f"{what} planned in scope full, not in scope {words['scope']}"


def _property(words: Words) -> str:
    return f"{words['property']} is {words['value']}" + (f" in {words['layer']}" if words.get("layer") else "")


def _round_trips(words: Words) -> str:
    return f"{counted(_number(words), 'round trip')} of {words['layer']}"


def _bytes(words: Words) -> str:
    return f"{counted(_number(words), 'byte')} of {words['layer']}"


def _counts(words: Words) -> str:
    singular = {"tunnels": "tunnel", "relays": "relay"}[str(words["what"])]
    return f"it has {counted(_number(words), singular)}"


def _means(text: str) -> Callable[[Words], str]:
    """A demand's meaning, followed by the words of the rule that it is held by."""

    def made(words: Words) -> str:
        about = f": {words['about']}" if words.get("about") else f" ({words['rule']})"
        return text.format_map(_spelled(words)) + about

    return made


def _number(words: Words) -> int | None:
    number = words["count"]
    return number if isinstance(number, int) else None


def _names(words: Words, key: str) -> tuple[str, ...]:
    names = words.get(key)
    return names if isinstance(names, tuple) else ()


SENTENCES: Mapping[str, str | Callable[[Words], str]] = {
    # how a demand is met
    "asked": "{demand} is asked for",
    "default": "{demand} holds by default",
    "met": "{demand} is met",
    "not-met": "{demand} is not met",
    "rule": "the rule is: {text}",
    "runs-over": "{upper} runs over {lower} ({status})",
    "keys": "{handshake} keys {record} ({travels})",
    "gives": "{property} is {value} in {layer}",
    "keeps": "the application keeps {property} itself",
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
    "carries": "{carrier} carries {application}",
    "offered": "this host lets an application use {layer}",
    "had": "this host has every protocol and handshake of the stack",
    "fits": "every packet that a layer needs fits into {mtu} bytes",
    "deployed": "no part is less deployed than {part}, which is {level}: {evidence}",
    "protects": "{layer} protects {width}",
    "uses-allowed": "the security protocols end to end are {names}, all of them allowed",
    "uses-none": "no security protocol is used end to end",
    "path-sees": "the path sees {segment}, and {name} is not in it",
    "inside": "{name} stands inside {boundary}, where the path does not look",
    "passes-nat": "{layer} stands directly above the outermost ip and passes NAPT",
    "counts": "{what}: {count}",
    "leg-counts": "security layers of the leg {leg}: {count}",
    # what a stack breaks
    "no-rule": _no_rule,
    "wrong-carrier": "{upper} runs over {lower} only on {on}, not on {below}",
    "not-on-ip": "the outermost layer is not ip",
    "wrong-keys": _wrong_keys,
    "does-not-key": "{handshake} does not key {record}",
    "keys-cannot-run": "{handshake} cannot run beside {record} over {lower}",
    "stands-twice": "{name} stands twice in one segment",
    "unknown-layers": "its catalogue does not have all of the layers",
    "outside-scope": _outside_scope,
    "not-taken": _not_taken,
    "is-property": _property,
    "is-exposed": "{interface} is exposed by {layers}",
    "has-it": "it has {feature} end to end",
    "has-it-not": "it does not have {feature} end to end",
    "uses": "it uses {name}",
    "uses-not": "it does not use {name}",
    "protects-only": "it protects {width} end to end",
    "not-allowed": "{name} is not among the allowed security protocols",
    "missing-here": _missing_here,
    "dropped": _dropped,
    "authenticates-addresses": "{layer} authenticates addresses, which the translator changes",
    "not-offered": "this host lets no application use {layer} directly",
    "no-carrier": "{application} runs over {carriers}",
    "too-rare": "{part} is {level}: {evidence}",
    "held-up": "{layers} below always has it: one lost packet holds up all that follows",
    "too-small": "{layer} needs packets of {needed} bytes, and {left} are left of the path's MTU",
    "needs-beside": "{layer} on the outermost ip needs {name} for its handshake",
    "stuck-at-nat": "{layer} directly above the outermost ip does not pass NAPT",
    "too-many": _counts,
    "leg-too-secure": lambda words: f"a leg has {counted(_number(words), 'security layer')}",
    # what a figure is made of
    "is-deployed": "{part} is {level} (+{points}): {evidence}",
    "is-carrier": "{carrier}, after {better}",
    "is-status": "{name} is {status} (+{points})",
    "misses": "{demand} is not met",
    "hits": "{demand} is hit",
    "lacks": "no {feature}",
    "reliable-over": "{upper} is reliable over {lower}",
    "is-boundary": "{name}",
    "is-security-layer": "{layer}",
    "round-trips": "{layer} {count}",
    "adds-bytes": "{layer} {count}",
    "no-longer": "no longer: {text}",
    # why a stack moved
    "ranked-otherwise": "its own figures are the same; the ranking is {after}, not {before}",
    "others-came-or-went": "its own figures are the same; other stacks came or went",
    # what a demand rules out
    "not-planned": "{name} is known and not planned in scope {scope}: {reason}",
    "nobody-takes": "the application hands over {value}, which no protocol of scope {scope} takes",
    "means-payload": _means("the application hands over {value}"),
    "means-transport": _means("the whole stack {must} have {name}"),
    "means-interfaces": _means("a layer that is end to end {must} expose {name}"),
    "means-security": _means("a layer that is end to end {must} give {name}"),
    "means-protects": _means("end to end at least {value} has to be protected"),
    "means-protocols": _means("{name} {must} be in the stack"),
    "means-allowed": _means("end to end only {value} may be used, a handshake included where there is a choice"),
    "means-blocked": _means("the path drops {value}"),
    "means-nat": _means("the path translates addresses and ports"),
    "means-unavailable": _means("this host has no {value}"),
    "means-application": _means("the application is {value}"),
    "means-available": _means("this host has only {value}"),
    "means-tops": _means("this host lets an application use only {value}"),
    "means-mtu": _means("the path takes packets of {value} bytes"),
    "means-deployment": _means("no part is less deployed than {value}"),
    "means-tunnels": _means("tunnels: at most {value}"),
    "means-security-layers": _means("security layers of a leg: at most {value}"),
    "means-relays": _means("relays: at most {value}"),
    "means-layering": _means("only {value} layerings count"),
    # what a reader should know
    "warned": "{about}: {text}",
}
"""Each kind of claim with its sentence."""

SPOKEN: Mapping[str, str | Callable[[Words], str]] = {
    "is-boundary": "the {what} {name}",
    "is-security-layer": "the security layer {layer}",
    "round-trips": _round_trips,
    "adds-bytes": _bytes,
}
"""Claims that are a name or a number beside their criterion, and need more words without it."""

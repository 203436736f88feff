"""What names of other worlds denote, and the names of a stack there, as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.model import Named, Parsed, spell
from planner.render.document import Block, Code, Copied, Paragraph, documented

WORLDS = {"sdp": "SDP proto value", "multiaddr": "multiaddr", "stack": "stack"}


@documented
def parsed_document(parsed: Parsed) -> Iterator[Block]:
    """What a name denotes, world by world, and what is to be said about it."""
    for world, stacks in parsed.readings:
        yield Paragraph(f"{WORLDS[world]}:")
        yield Copied(tuple(("", spell(stack)) for stack in stacks))
    yield from (Paragraph(f"({about})") for about in parsed.about)
    if parsed.application:
        yield Paragraph(f"({parsed.application} on top is the application, and no layer)")


@documented
def names_document(stacks: Sequence[Named]) -> Iterator[Block]:
    """The names of each stack in other worlds, one a line."""
    for named in stacks:
        yield Paragraph(Code(spell(named.stack)))
        worlds = (("SDP", named.sdp), ("multiaddr", named.multiaddr), ("RFC 9623", (named.rfc9623,)))
        yield Copied(tuple((world, name) for world, names in worlds for name in names or ("",)))

"""``planner packet``: what a stack does to a packet, and before the first one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from planner.cli.options import (
    OnlyRules,
    Options,
    RulesDirs,
    app,
    plain,
    planner_of,
    refusals,
    show,
    yaml_text,
)
from planner.cli.pictures import Output, Theme, ThemeName, write
from planner.loading.options import split_options
from planner.model import Packet
from planner.model.flights import Handshakes
from planner.render.escapes import json_text

PacketFormat = StrEnum("PacketFormat", "TABLE JSON YAML MARKDOWN SVG PNG PDF HTML")
Handshake = Annotated[
    bool, typer.Option("--handshake", help="What goes before the first byte: round trips, messages, bytes.")
]


@app.command("packet")
def packet_command(
    stack: Annotated[str, typer.Argument(help="A stack, spelled so that it leaves one open.")],
    mtu: Annotated[int, typer.Option("--mtu", min=68, max=65535, help="Bytes of an IP packet on the path.")] = 1500,
    payload: Annotated[int | None, typer.Option("--payload", min=0, help="Bytes that are handed over.")] = None,
    ip_version: Annotated[int, typer.Option("--ip-version", min=4, max=6, help="Of the outermost ip: 4 or 6.")] = 4,
    inner: Annotated[int | None, typer.Option("--inner-ip-version", min=4, max=6, help="Of ip inside: 4 or 6.")] = None,
    option: Options = [],  # noqa: B006
    handshake: Handshake = False,
    format_: Annotated[
        PacketFormat | None, typer.Option("--format", help="By the ending of FILE; without one a table.")
    ] = None,
    output: Output = None,
    theme: Theme = ThemeName.LIGHT,
    rules: RulesDirs = [],  # noqa: B006
    only_rules: OnlyRules = False,
) -> None:
    """Say what a stack does to a packet, or before the first one: bytes layer by layer, payload, MSS, round trips."""
    planner = planner_of(rules, only_rules)
    from planner import picture_requests as showing
    from planner.render.packets import exchange_document
    from planner.render.terminal import to_terminal

    with refusals():
        names = tuple(known.value for known in PacketFormat)
        chosen = showing.format_for(format_ or "", output, names, text="table", default="table")
        packet = planner.packet(
            stack,
            mtu=mtu,
            payload=payload,
            ip_version=ip_version,
            inner_ip_version=inner,
            options=split_options(option),
        )
        answer = planner.handshakes(stack) if handshake else packet
        if chosen in showing.PICTURES:
            write(showing.exchange_bytes(answer, chosen, theme), output, binary=chosen in showing.BINARY)
        elif chosen == "table" and output is None:
            show(to_terminal(exchange_document(answer)))
        else:
            write(text_of(answer, chosen).encode(), output, binary=False)


# --- machinery below --------------------------------------------------------------------------


def text_of(answer: Packet | Handshakes, format_: str) -> str:
    from planner.render.markdown import to_markdown
    from planner.render.packets import exchange_document
    from planner.render.terminal import to_terminal

    match format_:
        case "json":
            return json_text(answer.to_dict()) + "\n"
        case "yaml":
            return yaml_text(answer.to_dict())
        case "markdown":
            return to_markdown(exchange_document(answer))
    return plain(to_terminal(exchange_document(answer)))

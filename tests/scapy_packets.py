"""Packets of our stacks, built by a program that others wrote: scapy, with real ESP where there is ESP.

A builder for each protocol that scapy knows puts one layer around bytes; options are ours, by their ids.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scapy.contrib.coap import CoAP
from scapy.contrib.geneve import GENEVE
from scapy.contrib.gtp import GTP_U_Header, GTPPDUSessionContainer
from scapy.contrib.http2 import H2DataFrame, H2Frame
from scapy.contrib.wireguard import Wireguard, WireguardTransport
from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.ipsec import ESP, SecurityAssociation
from scapy.layers.l2 import GRE, Dot1Q, Ether
from scapy.layers.l2tp import L2TP
from scapy.layers.ppp import PPP
from scapy.layers.rtp import RTP
from scapy.layers.sctp import SCTP, SCTPChunkData
from scapy.layers.vxlan import VXLAN
from scapy.packet import Raw

from planner.model import Packet, PacketLayer
from planner.model.packets import OptionValue


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a layer stands: the IP version of its segment, the options, and what our own packet says of it."""

    version: int
    options: Mapping[str, OptionValue]
    ours: PacketLayer

    def has(self, option: str) -> bool:
        return self.options.get(option) == "present"

    def number(self, option: str) -> int:
        return int(self.options.get(option, 0))


SecurityAssociations: Any = SecurityAssociation  # without types of its own

Builder = Callable[[bytes, Place], Any]


def built(packet: Packet, versions: tuple[int, ...]) -> bytes:
    """The packet that scapy builds around the largest payload of ours; ``versions`` are those of the layers'
    segments."""
    content = bytes(packet.payload_mtu or 0)
    for ours, version in zip(packet.layers, versions, strict=True):
        place = Place(version=version, options=packet.options, ours=ours)
        content = bytes(BUILDERS[ours.layer.protocol](content, place))
    return content


# --- machinery below --------------------------------------------------------------------------


def _ip(content: bytes, place: Place) -> Any:
    return (IPv6() if place.version == 6 else IP()) / Raw(content)


def _tcp(content: bytes, place: Place) -> Any:
    stamps = (
        [] if place.options.get("tcp.timestamps") == "absent" else [("NOP", None), ("NOP", None), ("Timestamp", (1, 1))]
    )
    return TCP(options=stamps) / Raw(content)


def _gre(content: bytes, place: Place) -> Any:
    header = GRE()
    header.key_present = int(place.has("gre.key"))
    header.chksum_present = int(place.has("gre.checksum"))
    header.seqnum_present = int(place.has("gre.sequence"))
    return header / Raw(content)


def _ethernet(content: bytes, place: Place) -> Any:
    frame = Ether()
    for _ in range(place.number("ethernet.vlan")):
        frame /= Dot1Q()
    return frame / Raw(content)


def _gtp_u(content: bytes, place: Place) -> Any:
    if place.has("gtp-u.qfi"):
        return GTP_U_Header(E=1, next_ex=0x85) / GTPPDUSessionContainer() / Raw(content)
    return GTP_U_Header() / Raw(content)


def _geneve(content: bytes, place: Place) -> Any:
    return (
        bytes(GENEVE(optionlen=place.number("geneve.option-bytes") // 4))
        + bytes(place.number("geneve.option-bytes"))
        + content
    )


CIPHERS = {
    "aes-gcm-16": {"crypt_algo": "AES-GCM", "crypt_key": os.urandom(20)},
    "chacha20-poly1305": {"crypt_algo": "CHACHA20-POLY1305", "crypt_key": os.urandom(36)},
    "aes-cbc-sha256": {
        "crypt_algo": "AES-CBC", "crypt_key": os.urandom(16), "auth_algo": "SHA2-256-128", "auth_key": os.urandom(32),
    },
    "aes-cbc-sha1": {
        "crypt_algo": "AES-CBC", "crypt_key": os.urandom(16), "auth_algo": "HMAC-SHA1-96", "auth_key": os.urandom(20),
    },
}  # fmt: skip


def _esp(content: bytes, place: Place) -> Any:
    """Encrypted for real, in transport mode: what tunnel mode puts inside is the content already."""
    manual = place.ours.layer.keyed_by == "manual"
    cipher = str(place.options.get("esp.cipher", "aes-cbc-sha256" if manual else "aes-gcm-16"))
    if manual and not cipher.startswith("aes-cbc"):
        cipher = "aes-cbc-sha256"
    association = SecurityAssociations(ESP, spi=1, **CIPHERS[cipher])
    return association.encrypt(IP(src="192.0.2.1", dst="192.0.2.2", proto=253) / Raw(content))[ESP]


def _wireguard(content: bytes, place: Place) -> Any:
    """The box: what is carried, padded, and its tag of 16."""
    box = bytes(len(content) + place.ours.padding + 16)
    return Wireguard(message_type=4) / WireguardTransport(encrypted_encapsulated_packet=box)


BUILDERS: Mapping[str, Builder] = {
    "coap": lambda content, place: CoAP() / Raw(content),
    "esp-transport": _esp,
    "esp-tunnel": _esp,
    "ethernet": _ethernet,
    "geneve": _geneve,
    "gre": _gre,
    "gtp-u": _gtp_u,
    "http-2": lambda content, place: H2Frame() / H2DataFrame(data=content),
    "ip": _ip,
    "ipip": lambda content, place: content,
    "l2tpv2": lambda content, place: L2TP(hdr="length", version=2, len=None) / PPP() / Raw(content),
    "rfc3948": lambda content, place: content,
    "rtp": lambda content, place: RTP() / Raw(content),
    "sctp": lambda content, place: SCTP() / SCTPChunkData(data=content),
    "tcp": _tcp,
    "udp": lambda content, place: UDP() / Raw(content),
    "vxlan": lambda content, place: VXLAN() / Raw(content),
    "wireguard": _wireguard,
}
"""A layer around bytes; for a layer without bytes of its own, the bytes."""

"""A scenario that says everything, and the line of each thing."""

ALL_KEYS = """\
name: "1.10"
application:
  payload: rtp
transport:
  reliability: avoid
  preserveMsgBoundaries: require
interfaces:
  IPK: require
  SSKE: prefer
security:
  confidentiality: prohibit
  forward-secrecy: prefer
  protects: transport-headers
protocols:
  ah: prohibit
  tls: avoid
  mapping: avoid
  standard: prefer
allowed: [srtp, dtls, ikev2]
environment:
  blocked:
  - udp
  - dtls
  nat: true
  unavailable: [tls-1.2]
  ip-version: 6
  mtu: 1280
limits:
  stacks: 5
  tunnels: 0
  security-layers: 2
  relays: 1
layering: compatible
scope: survey
ranking: latency
"""

ALL_PLACES = {
    "name": 1,
    "application.payload": 3,
    "transport.reliability": 5,
    "transport.preserveMsgBoundaries": 6,
    "interfaces.IPK": 8,
    "interfaces.SSKE": 9,
    "security.confidentiality": 11,
    "security.forward-secrecy": 12,
    "security.protects": 13,
    "protocols.ah": 15,
    "protocols.tls": 16,
    "protocols.mapping": 17,
    "protocols.standard": 18,
    "allowed": 19,
    "environment.blocked[udp]": 22,
    "environment.blocked[dtls]": 23,
    "environment.nat": 24,
    "environment.unavailable[tls-1.2]": 25,
    "environment.ip-version": 26,
    "environment.mtu": 27,
    "limits.stacks": 29,
    "limits.tunnels": 30,
    "limits.security-layers": 31,
    "limits.relays": 32,
    "layering": 33,
    "scope": 34,
    "ranking": 35,
}

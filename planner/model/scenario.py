"""What an application wants, and where (docs/design.md, "The scenario file"), and the demands that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from planner.errors import printable
from planner.model.catalogue import Ranking
from planner.model.packets import OptionValue
from planner.model.words import LayeringName, Preference, Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """Where something was written. ``line`` is 0 where it was not written in a file."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}" if self.line else self.file)


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something that was said where the question was written and is no part of it: what, where, why not, and by which
    source."""

    about: str
    place: Location
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    stacks: int = 10
    tunnels: int = 1
    security_layers: int = 1
    relays: int = 0
    deployment: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """What an application wants, and where (docs/design.md, "The scenario file"). Preferences hold what was named and
    the two defaults.

    ``places`` maps the path of everything that was written (``interfaces.AD``, ``environment.blocked[udp]``,
    ``limits.tunnels``, ``application.payload``) to where; what is not in it is a default. ``payload`` and
    ``application`` (a protocol of the catalogue's applications) are empty where nothing is said of them; one of them is
    there. ``available`` and ``tops`` are ``None`` where everything is. ``inner_ip_version`` is that of ``ip`` inside
    tunnels, ``None`` the same as outside. ``options`` are those of the catalogue by their ids; what is not named has
    its default. ``remarks`` are what was said beside the question.
    """

    payload: str = ""
    application: str = ""
    framer: bool = False
    name: str = ""
    transport: Mapping[str, Preference] = field(default_factory=dict)
    interfaces: Mapping[str, Preference] = field(default_factory=dict)
    security: Mapping[str, Preference] = field(
        default_factory=lambda: {"confidentiality": Preference.REQUIRE, "integrity": Preference.REQUIRE}
    )
    protects: str = ""
    protocols: Mapping[str, Preference] = field(default_factory=dict)
    allowed: tuple[str, ...] | None = None
    blocked: tuple[str, ...] = ()
    nat: bool = False
    unavailable: tuple[str, ...] = ()
    available: tuple[str, ...] | None = None
    tops: tuple[str, ...] | None = None
    ip_version: int = 4
    inner_ip_version: int | None = None
    mtu: int = 1500
    limits: Limits = Limits()
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    equivalent: tuple[tuple[str, ...], ...] = ()
    layering: LayeringName = "specified"
    scope: Scope = "full"
    ranking: str | Ranking = "default"
    file: str = ""
    places: Mapping[str, Location] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def title(self) -> str:
        """What an answer calls it, in one line: its name, or its file; '' for neither."""
        return printable(self.name or self.file)

    def keeps(self, name: str) -> bool:
        """Whether the application keeps a transport property itself, over whatever layers: message boundaries, where it
        frames its own messages (RFC 9622 Section 9.1.2)."""
        return self.framer and name == "preserveMsgBoundaries"

    @property
    def inner_ip(self) -> int:
        """The version of ``ip`` inside tunnels."""
        return self.inner_ip_version or self.ip_version


class DemandKey(NamedTuple):
    """What a demand is about: its kind, a row of the table of demands, and the name where a kind has several."""

    kind: str
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """One thing that a scenario asks for. ``path`` finds it in ``Scenario.places``; ``spelling`` is
    ``section.key: value``."""

    key: DemandKey
    path: str
    value: str
    default: bool
    place: Location

    @property
    def spelling(self) -> str:
        return f"{self.path.split('[')[0]}: {self.value}"

    @property
    def where(self) -> str:
        """Where it was written, or that it is a default."""
        return "default" if self.default else str(self.place)

    def to_dict(self) -> dict[str, Any]:
        return {
            "demand": self.spelling,
            "default": self.default,
            "file": self.place.file,
            "line": self.place.line,
        }

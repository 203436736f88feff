"""The grammar of what protocols do to packets (rules/README.md, "packets", "options" and
"flights"), one class a record.

Knows shapes. Knows no other record: names are resolved in ``assembly``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from planner.loading.rule_words import Count, Lines, Names
from planner.loading.validation import StrictModel
from planner.loading.words import one_of
from planner.model.flights import ENDS


class SizeByOption(StrictModel):
    """A choice's bytes, by the option's id and its choices."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    option: str

    @property
    def choices(self) -> dict[str, int]:
        return dict(self.model_extra or {})

    @model_validator(mode="after")
    def whole_numbers(self) -> SizeByOption:
        for choice, count in self.choices.items():
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise ValueError(f"a number of bytes for each choice; found {count!r} for {choice}")
        return self


SizeRecord = Count | SizeByOption


class PaddingRecord(StrictModel):
    to: SizeRecord
    counting: SizeRecord = 0
    least: Count = 0
    within_mtu: bool = Field(default=False, alias="within-mtu")


class FieldRecord(StrictModel):
    name: Annotated[str, Field(min_length=1)]
    side: Literal["header", "trailer"] = "header"
    bytes: SizeRecord | Literal["unknown"] | None = None
    times: str = ""
    pad: PaddingRecord | None = None
    steps: dict[str, Count] = {}
    counting: Count = 0
    over: Names | None = None
    not_over: Names = Field(default=[], alias="not-over")
    under: Names | None = None
    not_under: Names = Field(default=[], alias="not-under")
    keyed_by: Names | None = Field(default=None, alias="keyed-by")
    in_streams: bool = Field(default=False, alias="in-streams")
    ip_version: Literal[4, 6] | None = Field(default=None, alias="ip-version")

    @model_validator(mode="after")
    def one_kind(self) -> FieldRecord:
        if sum((self.bytes is not None, self.pad is not None, bool(self.steps))) != 1:
            raise ValueError("one of bytes, pad and steps says how many bytes there are")
        *limits, last = [*self.steps] or ["rest"]
        if last != "rest" or not all(limit.isascii() and limit.isdecimal() for limit in limits):
            raise ValueError("steps go up to decimal integers, as text, and the last one is rest")
        if (numbers := [*map(int, limits)]) != sorted(set(numbers)):
            raise ValueError("steps go upwards")
        return self


class LargerRecord(StrictModel):
    does: Literal["cut", "fragmented", "refused", "below"]
    text: str


class PacketRecord(StrictModel):
    of: Names
    fields_: list[FieldRecord] = Field(alias="fields")
    assumption: str = ""
    larger: LargerRecord | None = None
    source: Lines


class OptionRecord(StrictModel):
    id: Annotated[str, Field(min_length=1)]
    of: Names
    about: Annotated[str, Field(min_length=1)]
    choices: list[str] = []
    least: Count = 0
    most: Count = 0
    step: Annotated[int, Field(ge=1)] = 1
    default: str | int
    limited: dict[str, list[str]] = {}
    source: Lines


class FlightRecord(StrictModel):
    sender: Annotated[str, one_of(*ENDS)] = Field(alias="from")
    what: Annotated[str, Field(min_length=1)]
    bytes: Count | None = None


class FlightsRecord(StrictModel):
    of: Names
    over: Names | None = None
    full: Annotated[list[FlightRecord], Field(min_length=1)]
    resumed: list[FlightRecord] | None = None
    early: list[FlightRecord] | None = None
    assumption: str = ""
    source: Lines

    @model_validator(mode="after")
    def in_turns(self) -> FlightsRecord:
        for flights in (self.full, self.resumed or [], self.early or []):
            if any(flight.sender != ENDS[number % 2] for number, flight in enumerate(flights)):
                raise ValueError(f"flights in turns, the {ENDS[0]} first")
        return self

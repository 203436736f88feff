"""The format of tests/dissector.yaml (it says itself what it is), its strict loader, and the questions put to scapy."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from planner import DataError, Rules
from planner.catalogue.layering import layering_graph
from planner.loading.documents import read_document
from planner.loading.validation import StrictModel, validate

Text = Annotated[str, Field(min_length=1)]
Pair = tuple[str, str]


class Option(StrictModel):
    over: str
    kind: int


class Packet(StrictModel):
    pair: str
    fields: dict[str, int]
    payload: str


class Absent(StrictModel):
    protocols: Annotated[list[str], Field(min_length=1)]
    names: Annotated[list[str], Field(min_length=1)]
    reason: Text


class Listed(StrictModel):
    pairs: Annotated[list[str], Field(min_length=1)]
    reason: Text


class DissectorFile(StrictModel):
    modules: list[str]
    layers: dict[str, list[str]]
    reads_as: Annotated[dict[str, str], Field(alias="reads-as")]
    headerless: dict[str, Text]
    options: dict[str, Option]
    packets: list[Packet]
    absent: list[Absent]
    unbound: list[Listed]
    only_scapy: Annotated[list[Listed], Field(alias="only-scapy")]


def load_dissector(path: Path) -> DissectorFile:
    """The file, or ``DataError`` with all that is wrong with it."""
    content, faults = validate(DissectorFile, read_document(path.read_bytes(), str(path)))
    if content is None:
        raise DataError(faults)
    return content


def split(pair: str) -> Pair:
    upper, lower = pair.split("/")
    return upper, lower


class Dissector:
    """What scapy, with the modules of the file, joins."""

    def __init__(self, file: DissectorFile) -> None:
        self.file = file
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scapy's own
            for module in file.modules:
                import_module(module)
        self.classes: Mapping[str, tuple[Any, ...]] = {
            name: tuple(self.found(path) for path in paths) for name, paths in file.layers.items()
        }

    @staticmethod
    def found(path: str) -> Any:
        module, name = path.rsplit(".", 1)
        return getattr(import_module(module), name)

    def joins(self, upper: str, lower: str, rules: frozenset[Pair]) -> bool:
        """Whether scapy takes the content of ``lower`` for ``upper``; ``rules`` are what stands over what around a
        layer without a header."""
        if upper in self.file.headerless:
            return any(self.joins(above, lower, rules) for above, below in rules if below == upper)
        if lower in self.file.headerless:
            return any(self.joins(upper, below, rules) for above, below in rules if above == lower)
        if upper in self.file.options:
            option = self.file.options[upper]
            return option.over == lower and option.kind in self.found("scapy.layers.inet.TCPOptions")[0]
        packets = [packet for packet in self.file.packets if packet.pair == f"{upper}/{lower}"]
        return self.binds(upper, self.file.reads_as.get(lower, lower)) or any(map(self.shows, packets))

    def binds(self, upper: str, lower: str) -> bool:
        """Whether a table of ``lower`` has ``upper``: a port, an IP protocol number, an EtherType."""
        uppers, lowers = self.classes.get(upper, ()), self.classes.get(lower, ())
        return any(cls in uppers for lower in lowers for alias in lower.aliastypes for _, cls in alias.payload_guess)

    def shows(self, packet: Packet) -> bool:
        upper, lower = split(packet.pair)
        whole = self.classes[lower][0](**packet.fields) / bytes.fromhex(packet.payload)
        return any(cls in self.classes[upper] for cls in self.classes[lower][0](bytes(whole)).layers())

    @cached_property
    def bound(self) -> frozenset[Pair]:
        """Every pair of our ids that a table of scapy's has."""
        return frozenset((upper, lower) for upper in self.classes for lower in self.classes if self.binds(upper, lower))

    @cached_property
    def class_names(self) -> frozenset[str]:
        """The name of every class in scapy's source, loaded or not."""
        folder = Path(str(import_module("scapy").__file__)).parent
        sources = (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
        return frozenset(name for source in sources for name in re.findall(r"^class (\w+)", source, re.MULTILINE))


def disagreements(dissector: Dissector, rules: Rules) -> list[str]:
    """Where the catalogue, scapy and the file do not fit together, each in a sentence."""
    edges = layering_graph(rules, scope="full").edges
    written = {(rule.upper, rule.lower) for rule in rules.layerings}
    specified = frozenset(pair for pair in edges if pair in written)  # the others follow from what forwards for another
    return sorted(
        {
            *_of_protocols(dissector, specified),
            *_of_rules(dissector, specified),
            *_of_bindings(dissector, specified),
        }
    )


# --- machinery below --------------------------------------------------------------------------


def _of_protocols(dissector: Dissector, specified: frozenset[Pair]) -> Iterator[str]:
    """Every protocol has one place in the file, and what is said to be absent is absent."""
    file = dissector.file
    absent = [protocol for entry in file.absent for protocol in entry.protocols]
    places = [*file.layers, *file.headerless, *file.options, *absent]
    for protocol in sorted({protocol for pair in specified for protocol in pair} | set(places)):
        if places.count(protocol) != 1:
            yield f"{protocol}: stands {places.count(protocol)} times in layers, headerless, options and absent"
        if not any(protocol in pair for pair in specified):
            yield f"{protocol}: is listed, and no rule of the catalogue has it"
    for entry in file.absent:
        for name in sorted(dissector.class_names):
            if name.lower().startswith(tuple(start.lower() for start in entry.names)):
                yield f"{', '.join(entry.protocols)}: listed as absent, and scapy has a class {name}"


def _of_rules(dissector: Dissector, specified: frozenset[Pair]) -> Iterator[str]:
    """Every specified rule: scapy has it, or a reason why not is listed, and not both."""
    file = dissector.file
    absent = {protocol for entry in file.absent for protocol in entry.protocols}
    listed = [split(pair) for entry in file.unbound for pair in entry.pairs]
    for upper, lower in sorted(specified | set(listed)):
        pair, reasons = f"{upper}/{lower}", listed.count((upper, lower))
        if (upper, lower) not in specified:
            yield f"{pair}: listed as unbound, and the catalogue does not specify it"
        elif upper in absent or lower in absent:
            if reasons:
                yield f"{pair}: listed as unbound, and one of the two is absent"
        elif dissector.joins(upper, lower, specified):
            if reasons:
                yield f"{pair}: listed as unbound, and scapy joins the two"
        elif reasons != 1:
            yield f"{pair}: specified, scapy does not join the two, and {reasons} reasons are listed"


def _of_bindings(dissector: Dissector, specified: frozenset[Pair]) -> Iterator[str]:
    """Every pair that scapy's tables have: the catalogue has it, too, or a reason why not is listed, and not both.

    A class may stand for several of our ids; a rule for one of them is enough. A rule through a layer without a
    header is a rule.
    """
    headerless = dissector.file.headerless
    through = {
        (up, down) for up, middle in specified for other, down in specified if middle == other and middle in headerless
    }
    known = {(dissector.classes.get(up), dissector.classes.get(down)) for up, down in specified | through}
    listed = [split(pair) for entry in dissector.file.only_scapy for pair in entry.pairs]
    for upper, lower in sorted(dissector.bound | set(listed)):
        agrees = (dissector.classes.get(upper), dissector.classes.get(lower)) in known
        reasons = listed.count((upper, lower))
        if (upper, lower) not in dissector.bound:
            yield f"{upper}/{lower}: listed as scapy's only, and scapy does not join the two"
        elif agrees and reasons:
            yield f"{upper}/{lower}: listed as scapy's only, and the catalogue specifies it"
        elif not agrees and reasons != 1:
            yield f"{upper}/{lower}: scapy joins the two, the catalogue does not, and {reasons} reasons are listed"

"""What the doors are shown of how wrong the records and the reading are. Each share has its interval and its n."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.accuracy.calibration import Reliability
from desktop.accuracy.errors import Errors, Pair
from desktop.accuracy.intervals import Interval
from desktop.accuracy.keyers import Agreement
from desktop.fields.problems import Problem

Shares = Mapping[str, Interval]
"""Shares of wrong things by name, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Example:
    """A cell in which one character was read for another."""

    page_id: str
    cell_id: str
    true: str
    read: str


@dataclass(frozen=True, slots=True)
class PageErrors:
    """A page of a book, in the order of its pages."""

    page_id: str
    book: int
    position: int
    filed: Interval  # fields filed wrong
    machine: Interval  # fields that the machine showed wrong


@dataclass(frozen=True, slots=True)
class Gain:
    """What the machine read wrong in one book, at first and afterwards."""

    first: Interval  # pages that were read more than once: their first reading
    again: Interval  # and their last
    early: Interval  # the half of the pages that was read first
    late: Interval  # the half that was read after it


@dataclass(frozen=True, slots=True)
class Work:
    """What people did on pages drawn at random; times without pauses."""

    rows: int
    seconds_per_row: float
    keys_per_row: float  # at least: one for each entry, and one for each character that it changed


@dataclass(frozen=True, slots=True)
class Settled:
    """The machine against what clerks settled: of `records` drawn at random. It flatters the machine."""

    records: int
    fields: Shares
    every: Interval
    work: Work
    readers: Shares = field(default_factory=dict)  # what each engine alone had seen, by what is written
    books: Shares = field(default_factory=dict)
    hands: Shares = field(default_factory=dict)
    bands: Shares = field(default_factory=dict)
    over_time: Shares = field(default_factory=dict)  # by when it was read


@dataclass(frozen=True, slots=True)
class Report:
    """How wrong everything is. What concerns the records counts only those that a simple random sample drew."""

    fields: Shares  # filed value against truth
    records: Interval  # any identity field wrong
    by_pages: Interval  # the same, where the errors of one page resemble one another
    clusters: Mapping[
        str, float
    ]  # "page", "hand": how many times wider the errors spread than if each stood alone
    serials: Errors  # filed serial numbers
    machine: Shares  # by reader: "choice", "tesseract", "field-reader"; all fields
    machine_fields: Shares  # of the choice, which is what people are shown
    machine_books: Shares
    machine_hands: Shares
    machine_serials: Errors  # what the machine showed against the truth
    examples: Mapping[Pair, tuple[Example, ...]]  # cells behind the machine's confusions
    people: Shares  # by name, from 30 fields on, without an order of merit
    books: Shares
    hands: Shares
    bands: Shares  # by the confidence of the machine's choice
    filed_over_time: Shares  # records, by when they were filed
    machine_over_time: Shares  # fields, by when they were read
    pages: tuple[PageErrors, ...]
    reliability: Reliability
    gains: Mapping[str, Gain]  # by book
    keyers: Agreement  # who keyed it, and who typed it blind
    settled: Settled | None
    caught: Interval | None  # practice errors that checkers caught
    said: tuple[Problem, ...]
    """Every figure with its sentence, the headline first."""

    sentences: Mapping[str, Problem] = field(default_factory=dict)
    """The same by what they are about, for the charts."""

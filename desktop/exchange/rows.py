"""What goes into workbooks, as frozen values that operations fill."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import Record


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A record and where it lies in the books, in the words that a person would use to find it there."""

    record: Record
    book: str  # "3"
    page: str  # folio, or position in the book: "12"
    row: str  # "4"


@dataclass(frozen=True, slots=True)
class ReadingsCell:
    """One cell as it was read, before any person saw it."""

    text: str
    as_written: str
    state: str  # read, blank, ditto, unreadable
    confidence: float
    to_check: bool = False  # somebody above knows that a person has to look, however sure the reader was


@dataclass(frozen=True, slots=True)
class ReadingsRow:
    """One row of a page; `cells` in the order of the page's columns."""

    number: int
    struck: bool
    cells: tuple[ReadingsCell, ...]


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """One picture as it was read; `error` says why it could not be."""

    picture: str
    page: int
    form: str
    columns: tuple[str, ...]
    rows: tuple[ReadingsRow, ...]
    problems: tuple[str, ...] = ()
    error: str = ""

"""What the doors are shown: frozen values, ready to be drawn or printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from db.model import Alternative, Answer, Batch, Cell, CellState, Ledger, Page, Record, Row
from desktop.exchange.manifest import BatchHeader
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.problems import Problem


class Standing(StrEnum):
    """Where a cell is between paper and record."""

    TO_CHECK = "to_check"  # a person has to look: identity, doubt, or a rule broken
    PASSED = "passed"  # the machine is sure enough and nothing speaks against it; open to correction
    CHECKED = "checked"  # a person decided
    UNREADABLE = "unreadable"  # a person decided that it cannot be read
    ASKED = "asked"  # waits for the supervisor


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as the clerk meets it."""

    cell: Cell
    row_number: int
    column: Column
    text: str
    as_written: str
    state: CellState
    confidence: float
    characters: tuple[float, ...]  # one a character of `as_written`; empty when a person typed it
    alternatives: tuple[Alternative, ...]
    readers: tuple[tuple[str, str], ...]  # what each engine said by itself
    standing: Standing
    doubts: tuple[int, ...]  # positions in `as_written` to mark
    problems: tuple[Problem, ...]  # why it is to be checked, beyond low confidence
    source_row: int = 0  # the row that a ditto repeats, 0 when none
    note: str = ""  # the question that waits, or why a filed value was corrected
    reading_id: str = ""
    struck: bool = False  # its row is
    left_out: bool = False  # its row was struck by a person as no entry
    unread: bool = False  # its row was added by a person, and nothing was read or typed here


@dataclass(frozen=True, slots=True)
class RowView:
    """One row with its cells in the form's order."""

    row: Row
    cells: tuple[CellView, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page as Review shows it."""

    ledger: Ledger
    form: LedgerForm
    page: Page
    rows: tuple[RowView, ...]
    to_check: int  # cells that still want a person
    filed: bool


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The cleaned page (grey, straight) and where each cell lies on it, for the strip above the editors."""

    grey: NDArray[np.uint8]
    boxes: Mapping[str, tuple[int, int, int, int]]  # cell id -> left, top, right, bottom in pixels of `grey`


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person says stands in a cell. `text` "" with state READ is the same as BLANK."""

    text: str
    state: CellState = CellState.READ
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What a step, undo or redo changed: go to the page, show these cells.

    `row` is 0 where only cells changed. Where rows came, went or were struck the page is to be shown anew, at this row.
    """

    page_id: str
    cells: tuple[CellView, ...]
    row: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person was."""

    ledger: Ledger
    page: Page
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class LedgerOverview:
    """A book on the shelf, with how far it is."""

    ledger: Ledger
    form: LedgerForm
    pages: tuple[Page, ...]
    to_check: int
    records: int


@dataclass(frozen=True, slots=True)
class Queues:
    """Home: what waits."""

    place: Place | None  # the Continue button
    waiting_pages: int  # imported, not yet read
    failed_pages: int
    cells_to_check: int
    pages_ready: int  # all settled, not filed
    asked: int
    records_unsent: int
    practice: bool
    warnings: tuple[Problem, ...]  # only what matters: no backup, disk low


class Arrival(StrEnum):
    """What became of a picture that was brought in."""

    IMPORTED = "imported"
    ALREADY_IN = "already_in"
    LOOKS_LIKE = "looks_like"  # nothing stored yet: say whether it is a new picture of that page
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture; `problem` says it in words, `also` what else is wrong with a picture that came in."""

    source: str
    frame: int
    arrival: Arrival
    page_id: str  # the new page, or the page that it is or looks like; "" when refused
    problem: Problem | None = None
    also: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that there is to say of it, the first thing first."""
        return (self.problem, *self.also) if self.problem is not None else ()


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A record found by a search, or one line of the record list."""

    record: Record
    ledger: Ledger
    page: Page
    row_number: int
    sent: bool
    answer: Answer | None = None  # what the registry said last of this record


@dataclass(frozen=True, slots=True)
class FiledPage:
    """What filing a page did."""

    new: tuple[Record, ...]
    revised: tuple[Record, ...]
    unchanged: int
    left_out: tuple[tuple[int, Problem], ...]  # row number and why (blank row, struck, …)


@dataclass(frozen=True, slots=True)
class BatchPreview:
    """What would go into a batch, and what not and why."""

    records: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, Problem], ...]  # book and page, why
    number: int
    folder: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is kept of a sealed batch on paper: what it held, its hashes, the journal's head."""

    folder: str
    header: BatchHeader
    records: int
    events: int
    markings: int
    rows_root: str
    files: tuple[tuple[str, str, int], ...]  # name, SHA-256, bytes
    signer: str  # the fingerprint of the key that signed it, "" for a batch from before there was one
    locked: str  # "key", "password" or "": how its workbook is locked


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch on the stick, read back and equal."""

    batch: Batch
    path: str
    files: tuple[tuple[str, str], ...]  # name, SHA-256
    receipt: Receipt

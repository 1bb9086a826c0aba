"""What stands on a page before it is drawn, and what is known of it afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from db.model import CellState, Quad
from desktop.fields.forms import LedgerForm

Pixels = NDArray[np.uint8]
"""Height x width (grey) or height x width x 3 (red, green, blue)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is in one cell. `text` is `as_written`, but for a ditto: there it is what the mark stands for."""

    as_written: str
    text: str
    state: CellState
    struck: bool = False  # this cell alone is crossed out


NOTHING = Written("", "", CellState.BLANK)


def read(text: str, *, struck: bool = False) -> Written:
    """A cell that holds the text, or nothing where the text is empty."""
    return Written(text, text, CellState.READ, struck) if text else NOTHING


def ditto(mark: str, text: str) -> Written:
    """A cell that repeats the one above."""
    return Written(mark, text, CellState.DITTO)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, a cell for each column of the form."""

    cells: tuple[Written, ...]
    struck: bool = False  # a line goes through the whole entry
    quantity: bool = False  # counts things that have no serial number


@dataclass(frozen=True, slots=True)
class PageSpec:
    """All that is written on a page.

    `ruled_rows` is how many rows the paper offers (those after the last entry stay blank; 0: as many as entries);
    `total` has one text a column for a row of sums below the table's last rule, or is empty.
    """

    form: LedgerForm
    entries: tuple[Entry, ...]
    title: str = ""
    folio: str = ""
    stamp: str = ""  # of whoever checked the page, put below the last entry
    ruled_rows: int = 0
    total: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.entries:
            if len(entry.cells) != len(self.form.columns):
                raise ValueError(f"{len(entry.cells)} cells for {len(self.form.columns)} columns")

    def rows(self) -> tuple[Entry, ...]:
        """The entries and the blank rows after them."""
        blank = Entry((NOTHING,) * len(self.form.columns))
        return self.entries + (blank,) * max(0, self.ruled_rows - len(self.entries))


@dataclass(frozen=True, slots=True)
class CellTruth:
    """One cell as it lies on the final picture."""

    column: str
    text: str
    as_written: str
    state: CellState
    struck: bool
    quad: Quad


@dataclass(frozen=True, slots=True)
class RowTruth:
    """One ruled row, blank ones too, top to bottom from 1."""

    row: int
    struck: bool
    quantity: bool
    cells: tuple[CellTruth, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is written in any cell."""
        return all(cell.state is CellState.BLANK for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PageTruth:
    """All that is known of a drawn picture; header and total rows are no rows of it."""

    form: str
    folio: str
    width: int
    height: int
    dpi: float
    skew_degrees: float  # positive where the writing falls to the right
    photograph: bool
    rows: tuple[RowTruth, ...]

    @property
    def entries(self) -> tuple[RowTruth, ...]:
        """The rows that hold writing."""
        return tuple(row for row in self.rows if not row.blank)

    def to_json(self) -> str:
        """As it stands beside the picture: one line a row, so that a changed cell is one changed line."""
        facts = asdict(self)
        rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in facts.pop("rows"))
        head = json.dumps(facts, ensure_ascii=False)[:-1]
        return f'{head}, "rows": [\n  {rows}\n]}}\n'

    @staticmethod
    def from_json(text: str) -> PageTruth:
        """Read back what `to_json` wrote."""
        facts = json.loads(text)
        rows = tuple(
            RowTruth(row["row"], row["struck"], row["quantity"], tuple(map(_cell, row["cells"])))
            for row in facts.pop("rows")
        )
        return PageTruth(**facts, rows=rows)


def _cell(facts: dict[str, object]) -> CellTruth:
    return CellTruth(
        column=str(facts["column"]),
        text=str(facts["text"]),
        as_written=str(facts["as_written"]),
        state=CellState(str(facts["state"])),
        struck=bool(facts["struck"]),
        quad=quad_of(np.array(facts["quad"], np.float64)),
    )


def quad_of(corners: Iterable[Iterable[float]]) -> Quad:
    """Four points as a quadrilateral, to a tenth of a pixel."""
    first, second, third, fourth = ((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    return first, second, third, fourth


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A picture and what is on it."""

    pixels: Pixels
    truth: PageTruth

"""From an upright picture to its table, read: what `read` keeps in a register and `page` writes to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.model import CellState, Quad
from desktop.fields.definitions import Kind, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.clean import clean
from desktop.imaging.cleaning import Cleaning, Picture
from desktop.imaging.crops import CellCrop, cut_grid
from desktop.imaging.grid import Grid, find_grid
from desktop.imaging.likeness import likeness, row_signatures
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.work import Cancel, stop_if
from desktop.recognition.combine import CellReading, Evidence
from desktop.recognition.page import ColumnCrops, read_columns


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell, read. `text` is the value that counts, a ditto's taken from `source_row` (0: from no row here)."""

    column: Column
    quad: Quad
    reading: CellReading
    text: str
    source_row: int = 0


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One entry with its cells in the form's order; `signature` is its ink, "" for a row without any."""

    number: int
    struck: bool
    cells: tuple[ReadCell, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A page's table, read."""

    cleaning: Cleaning
    likeness: str
    rows: tuple[ReadRow, ...]
    problems: tuple[Problem, ...]


def read_picture(
    picture: Picture,
    form: LedgerForm,
    tools: ReadingTools,
    report: Callable[[int, int], None],
    cancel: Cancel,
) -> ReadTable:
    """Clean, find the cells, read them. `report(done, total)` counts cells.

    Raises Expected "no_table" or "other_columns", Cancelled, and Expected where an engine is not installed.
    """
    page, cleaning, doubtful = clean(picture, form)
    stop_if(cancel)
    grid = find_grid(page, cleaning, form)
    stop_if(cancel)
    crops = cut_grid(page, cleaning, grid)
    columns = [
        ColumnCrops(
            column,
            tuple(row[place].grey for row in crops),
            tuple(_evidence(row[place], column) for row in crops),
        )
        for place, column in enumerate(form.columns)
    ]
    read = read_columns(columns, tools.engines, form, tools.vocabularies, report, cancel)
    rows = _rows(grid, form.columns, read, row_signatures(page, grid))
    return ReadTable(cleaning, likeness(page), rows, (*doubtful, *grid.problems))


def _evidence(crop: CellCrop, column: Column) -> Evidence:
    # A running number is never repeated; a lone 1 looks much like a ditto mark.
    may_repeat = column.ditto and column.field != "number_in_book"
    return Evidence(crop.blank, crop.ditto if may_repeat else 0.0)


def _rows(
    grid: Grid, columns: Sequence[Column], read: Sequence[Sequence[CellReading]], signatures: Sequence[str]
) -> tuple[ReadRow, ...]:
    above: dict[str, tuple[int, str]] = {}
    rows = []
    for place, row in enumerate(grid.rows):
        cells = []
        for at, column in enumerate(columns):
            reading = read[at][place]
            text, source = reading.text, 0
            if reading.state is CellState.DITTO:
                source, text = above.get(column.name, (0, ""))
                if not repeats(column):
                    source, text = 0, ""  # a serial number is never repeated silently
            elif reading.state is not CellState.BLANK:
                above[column.name] = (row.number, text)
            cells.append(ReadCell(column, row.quads[at], reading, text, source))
        rows.append(ReadRow(row.number, row.struck, tuple(cells), signatures[place]))
    return tuple(rows)


def repeats(column: Column) -> bool:
    """Whether "same as above" may stand for the value above in this column: never for a serial number."""
    return column.ditto and definition(column.field).kind is not Kind.SERIAL_NUMBER

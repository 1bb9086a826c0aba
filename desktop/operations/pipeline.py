"""From an upright picture to its table, read: what `read` keeps in a register and `page` writes to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from db.model import CellState, Quad
from desktop.fields.definitions import Kind, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.clean import clean
from desktop.imaging.cleaning import Cleaning, GreyPage, Picture
from desktop.imaging.crops import CellCrop, cut_grid
from desktop.imaging.grid import Grid, find_grid
from desktop.imaging.likeness import likeness, row_signatures
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.work import Cancel, stop_if
from desktop.recognition.combine import CellReading, Evidence
from desktop.recognition.memory import NOTHING_REMEMBERED, Memory
from desktop.recognition.page import ColumnCrops, Seen, read_columns

FindGrid = Callable[[GreyPage, Cleaning, LedgerForm], Grid]
"""Where the cells of a page are; raises Expected as `find_grid`."""


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
    """A page's table, read; `seen` is what the engines told of its columns."""

    cleaning: Cleaning
    likeness: str
    rows: tuple[ReadRow, ...]
    problems: tuple[Problem, ...]
    seen: tuple[Seen, ...] = ()


def read_picture(
    picture: Picture,
    form: LedgerForm,
    tools: ReadingTools,
    report: Callable[[int, int], None],
    cancel: Cancel,
    memory: Memory = NOTHING_REMEMBERED,
    find: FindGrid = find_grid,
) -> ReadTable:
    """Clean, find the cells, read them with what their book has taught. `report(done, total)` counts cells.

    Raises what `find` does, Cancelled, and Expected where an engine is not installed.
    """
    page, cleaning, doubtful = clean(picture, form)
    stop_if(cancel)
    grid = find(page, cleaning, form)
    stop_if(cancel)
    crops = cut_grid(page, cleaning, grid)
    columns = [
        ColumnCrops(
            column,
            tuple(row[place].grey for row in crops),
            tuple(evidence_of(row[place], column) for row in crops),
        )
        for place, column in enumerate(form.columns)
    ]
    seen: list[Seen] = []
    with ThreadPoolExecutor(1, "likeness") as beside:  # while the engines read there is a core for it
        signatures, alike = beside.submit(row_signatures, page, grid), beside.submit(likeness, page)
        read = read_columns(
            columns, tools.engines, form, tools.vocabularies, report, cancel, memory=memory, keep=seen.append
        )
    rows = _rows(grid, form.columns, read, signatures.result())
    return ReadTable(cleaning, alike.result(), rows, (*doubtful, *grid.problems), tuple(seen))


def evidence_of(crop: CellCrop, column: Column) -> Evidence:
    """What the picture of a cell says of it: whether it is blank, or a mark for "same as above"."""
    # A running number is never repeated; a lone 1 looks much like a ditto mark.
    may_repeat = column.ditto and column.field != "number_in_book"
    return Evidence(crop.blank, crop.ditto if may_repeat else 0.0)


def _rows(
    grid: Grid, columns: Sequence[Column], read: Sequence[Sequence[CellReading]], signatures: Sequence[str]
) -> tuple[ReadRow, ...]:
    numbers = [row.number for row in grid.rows]
    values = [values_of(column, cells, numbers) for column, cells in zip(columns, read, strict=True)]
    return tuple(
        ReadRow(
            row.number,
            row.struck,
            tuple(
                ReadCell(column, row.quads[at], read[at][place], *values[at][place])
                for at, column in enumerate(columns)
            ),
            signatures[place],
        )
        for place, row in enumerate(grid.rows)
    )


def values_of(column: Column, cells: Sequence[CellReading], numbers: Sequence[int]) -> list[tuple[str, int]]:
    """For each cell of a column the value that counts, and for a ditto the number of the row that it is taken from."""
    above, answers = (0, ""), []
    for reading, number in zip(cells, numbers, strict=True):
        text, source = reading.text, 0
        if reading.state is CellState.DITTO:
            source, text = above if repeats(column) else (0, "")  # a serial number is never repeated silently
        elif reading.state is not CellState.BLANK:
            above = (number, text)
        answers.append((text, source))
    return answers


def repeats(column: Column) -> bool:
    """Whether "same as above" may stand for the value above in this column: never for a serial number."""
    return column.ditto and definition(column.field).kind is not Kind.SERIAL_NUMBER

"""A page's cells as the clerk meets them: what was read, what a person decided, what still wants an eye and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from db.model import Cell, CellState, FieldReading, Page, Row
from db.store import ledgers, readings
from desktop.fields.definitions import definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.problems import Problem
from desktop.fields.rules import column_problems, compared, row_problems, value_problems
from desktop.operations.books import form_of
from desktop.operations.session import Session
from desktop.operations.views import CellView, RowView, Standing

PASS_AT = 0.9
"""A column that needs no person passes at this confidence where no rule speaks against the value."""

IDENTITY_PASS_AT = 0.97
"""Make and country are part of a weapon's identity: a wrong one costs a trace."""

DOUBT_BELOW = 0.9
"""A character less sure than this is marked."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the register holds of some rows of a page."""

    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str], Cell]  # by row and column
    latest: Mapping[str, FieldReading]  # by cell
    engines: Mapping[str, Sequence[FieldReading]]  # by cell
    row_numbers: Mapping[str, int]  # by cell: of these rows, and of the rows that they repeat
    columns: Mapping[
        str, Sequence[tuple[str, str]]
    ]  # by name: cell and text of the whole page, top to bottom


def page_cells(session: Session, page: Page, cells_of: AbstractSet[str] = frozenset()) -> tuple[RowView, ...]:
    """The rows of a page with every cell of the form; none for a page that was not read.

    With `cells_of` only the rows in which those cells stand.
    """
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    kept = _rows_of(session, page, form, cells_of) if cells_of else _whole(session, page, form)
    unlike = _unlike_the_others(kept, form)
    return tuple(_row(session, form, kept, row, unlike) for row in kept.rows)


def cells_now(session: Session, page: Page, wanted: AbstractSet[str]) -> tuple[CellView, ...]:
    """These cells of a page as they are now; those of other pages are left out.

    Asked whenever a field is saved: what the register holds of the rest of the page is left where it is.
    """
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    kept = _rows_of(session, page, form, wanted)
    unlike = _unlike_the_others(kept, form)
    return tuple(view for row in kept.rows for view in _views(session, form, kept, row, unlike, wanted))


def _whole(session: Session, page: Page, form: LedgerForm) -> _Kept:
    """All that is kept of a page, in a few questions however many rows it has."""
    store = session.store
    rows = readings.rows(store, page.id)
    cells = readings.cells(store, page.id)
    latest = readings.latest_on_page(store, page.id)
    number = {row.id: row.number for row in rows}
    return _Kept(
        rows,
        {(cell.row_id, cell.column): cell for cell in cells},
        latest,
        readings.engines_on_page(store, page.id),
        {cell.id: number[cell.row_id] for cell in cells},
        {
            column.name: [
                (cell.id, latest[cell.id].text if cell.id in latest else "")
                for cell in cells
                if cell.column == column.name
            ]
            for column in form.columns
            if compared(column)
        },
    )


def _rows_of(session: Session, page: Page, form: LedgerForm, wanted: AbstractSet[str]) -> _Kept:
    """What is kept of the rows in which cells stand, and of the columns that these are compared with."""
    store = session.store
    row_ids = readings.rows_of_cells(store, sorted(wanted))
    rows = tuple(row for row in readings.rows(store, page.id) if row.id in row_ids)
    cells = [
        cell for found in readings.cells_of_rows(store, [row.id for row in rows]).values() for cell in found
    ]
    ids = [cell.id for cell in cells]
    latest = readings.latest_of(store, ids)
    repeated = {reading.source_cell_id for reading in latest.values() if reading.source_cell_id}
    open_columns = {cell.column for cell in cells if cell.id in latest and not latest[cell.id].settled}
    return _Kept(
        rows,
        {(cell.row_id, cell.column): cell for cell in cells},
        latest,
        readings.engines_of(store, ids),
        readings.row_numbers(store, sorted(repeated)) if repeated else {},
        {
            column.name: readings.column_texts(store, page.id, column.name)
            for column in form.columns
            if compared(column) and column.name in open_columns
        },
    )


def _unlike_the_others(kept: _Kept, form: LedgerForm) -> dict[str, tuple[Problem, ...]]:
    """By cell, what is odd about a value beside the others of its column; cells of which nothing is, are left out."""
    answers: dict[str, tuple[Problem, ...]] = {}
    for column in form.columns:
        cells = kept.columns.get(column.name, ())
        found = column_problems([text for _, text in cells], column)
        answers.update((cell_id, odd) for (cell_id, _), odd in zip(cells, found, strict=True) if odd)
    return answers


def _row(
    session: Session, form: LedgerForm, kept: _Kept, row: Row, unlike: Mapping[str, tuple[Problem, ...]]
) -> RowView:
    views = _views(session, form, kept, row, unlike)
    values = {view.column.field: view.text for view in views}
    return RowView(row, views, () if _is_empty(kept, row, form) else row_problems(values, form))


def _is_empty(kept: _Kept, row: Row, form: LedgerForm) -> bool:
    """Whether nothing was read in a row and nobody has said anything of it."""
    cells = (kept.cells.get((row.id, column.name)) for column in form.columns)
    said = (kept.latest.get(cell.id) for cell in cells if cell is not None)
    return all(
        reading.state is CellState.BLANK and not reading.settled for reading in said if reading is not None
    )


def _views(
    session: Session,
    form: LedgerForm,
    kept: _Kept,
    row: Row,
    unlike: Mapping[str, tuple[Problem, ...]],
    wanted: AbstractSet[str] | None = None,
) -> tuple[CellView, ...]:
    """The cells of a row, left to right, or those `wanted` of them. One that a person left out wants nobody's eye."""
    empty = _is_empty(kept, row, form)
    views = []
    for column in form.columns:
        cell = kept.cells.get((row.id, column.name))
        reading = kept.latest.get(cell.id) if cell is not None else None
        if cell is None or reading is None or (wanted is not None and cell.id not in wanted):
            continue
        odd = () if reading.settled else unlike.get(cell.id, ())
        problems = _problems(session, form, column, reading) + odd
        views.append(
            CellView(
                cell, row.number, column, reading.text, reading.as_written, reading.state, reading.confidence,
                reading.characters, reading.alternatives,
                tuple((said.reader, said.as_written) for said in kept.engines.get(cell.id, ())),
                _standing(column, reading, problems, empty=empty or row.left_out, struck=row.struck),
                doubts(reading), problems, kept.row_numbers.get(reading.source_cell_id, 0), reading.note, reading.id,
                row.struck, row.left_out, is_unread(reading),
            )
        )  # fmt: skip
    return tuple(views)


def _problems(
    session: Session, form: LedgerForm, column: Column, reading: FieldReading
) -> tuple[Problem, ...]:
    if reading.state is CellState.DITTO and not reading.text:
        return (Problem("ditto_without_source"),)
    if reading.state is CellState.BLANK or reading.settled:
        return ()
    lists, this_year = session.workplace.vocabularies, session.workplace.clock().year
    found = value_problems(column, reading.text, reading.as_written, form, lists, this_year=this_year)
    return (Problem("said_before"), *found) if is_said_before(reading) else found


def is_unread(reading: FieldReading) -> bool:
    """Whether a cell lies in a row that a person added, was read by nobody, and nothing was typed there yet."""
    typed_row = reading.reader.startswith("clerk:") and not (reading.settled or reading.asked)
    return typed_row and reading.state is CellState.BLANK and reading.confidence == 0.0


def is_said_before(reading: FieldReading) -> bool:
    """Whether a person said this of a cell that is another one now: parted, joined, or on a new picture."""
    said = reading.reader.startswith("clerk:") and not (reading.settled or reading.asked or reading.note)
    return (
        said and reading.state is not CellState.BLANK and reading.confidence == 0.0 and not reading.characters
    )


def doubts(reading: FieldReading) -> tuple[int, ...]:
    """Places in what is written that nobody is sure of; none once a person has decided, or is asked to."""
    if reading.settled or reading.asked:
        return ()
    return tuple(at for at, sure in enumerate(reading.characters) if sure < DOUBT_BELOW)


def _standing(
    column: Column, reading: FieldReading, problems: tuple[Problem, ...], *, empty: bool, struck: bool
) -> Standing:
    if reading.asked:
        return Standing.ASKED
    if reading.settled:
        return Standing.UNREADABLE if reading.state is CellState.UNREADABLE else Standing.CHECKED
    field = definition(column.field)
    if empty or field.name == "ignore":
        return Standing.PASSED
    if field.needs_eye and not (field.name != "serial_number" and reading.state is CellState.BLANK):
        return Standing.TO_CHECK
    # A mark for "same as above" is told by its shape: at 0.9, of 676 in the sample ledger 672 are right. What it stands
    # for was weighed, or seen by a person, in the row that it repeats.
    repeated = reading.state is CellState.DITTO
    needed = IDENTITY_PASS_AT if field.identity and not repeated else PASS_AT
    if reading.state is CellState.UNREADABLE or problems or reading.confidence < needed:
        # A struck entry is kept as history: only its serial number is worth a person's minute.
        return Standing.PASSED if struck else Standing.TO_CHECK
    return Standing.PASSED

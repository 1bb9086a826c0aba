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
from desktop.fields.rules import column_problems, row_problems, value_problems
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
    """What the register holds of one page."""

    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str], Cell]  # by row and column
    latest: Mapping[str, FieldReading]  # by cell
    engines: Mapping[str, Sequence[FieldReading]]  # by cell
    row_numbers: Mapping[str, int]  # by cell


def page_cells(session: Session, page: Page, cells_of: AbstractSet[str] = frozenset()) -> tuple[RowView, ...]:
    """The rows of a page with every cell of the form; none for a page that was not read.

    With `cells_of` only the rows in which those cells stand: a saved field is shown again in a few milliseconds.
    """
    store = session.store
    form = form_of(ledgers.ledger(store, page.ledger_id))
    rows = readings.rows(store, page.id)
    cells = readings.cells(store, page.id)
    number = {row.id: row.number for row in rows}
    kept = _Kept(
        rows,
        {(cell.row_id, cell.column): cell for cell in cells},
        readings.latest_on_page(store, page.id),
        readings.engines_on_page(store, page.id),
        {cell.id: number[cell.row_id] for cell in cells},
    )
    unlike = _unlike_the_others(kept, form)
    wanted = {cell.row_id for cell in cells if cell.id in cells_of} if cells_of else {row.id for row in rows}
    return tuple(_row(session, form, kept, row, unlike) for row in rows if row.id in wanted)


def _unlike_the_others(kept: _Kept, form: LedgerForm) -> dict[str, tuple[Problem, ...]]:
    """By cell, what is odd about a value beside the others of its column."""
    answers: dict[str, tuple[Problem, ...]] = {}
    for column in form.columns:
        cells = [kept.cells[row.id, column.name] for row in kept.rows if (row.id, column.name) in kept.cells]
        texts = [kept.latest[cell.id].text if cell.id in kept.latest else "" for cell in cells]
        answers.update(zip((cell.id for cell in cells), column_problems(texts, column), strict=True))
    return answers


def _row(
    session: Session, form: LedgerForm, kept: _Kept, row: Row, unlike: Mapping[str, tuple[Problem, ...]]
) -> RowView:
    pairs = [(c, kept.cells[row.id, c.name]) for c in form.columns if (row.id, c.name) in kept.cells]
    readings_here = {cell.id: kept.latest[cell.id] for _, cell in pairs if cell.id in kept.latest}
    empty = all(
        reading.state is CellState.BLANK and not reading.settled for reading in readings_here.values()
    )
    views = []
    for column, cell in pairs:
        reading = readings_here.get(cell.id)
        if reading is None:
            continue
        problems = _problems(session, form, column, reading) + (() if reading.settled else unlike[cell.id])
        views.append(
            CellView(
                cell, row.number, column, reading.text, reading.as_written, reading.state, reading.confidence,
                reading.characters, reading.alternatives,
                tuple((said.reader, said.as_written) for said in kept.engines.get(cell.id, ())),
                _standing(column, reading, problems, empty=empty, struck=row.struck),
                doubts(reading), problems, kept.row_numbers.get(reading.source_cell_id, 0), reading.note, reading.id,
            )
        )  # fmt: skip
    values = {view.column.field: view.text for view in views}
    return RowView(row, tuple(views), () if empty else row_problems(values, form))


def _problems(
    session: Session, form: LedgerForm, column: Column, reading: FieldReading
) -> tuple[Problem, ...]:
    if reading.state is CellState.DITTO and not reading.text:
        return (Problem("ditto_without_source"),)
    if reading.state is CellState.BLANK or reading.settled:
        return ()
    lists, this_year = session.workplace.vocabularies, session.workplace.clock().year
    return value_problems(column, reading.text, reading.as_written, form, lists, this_year=this_year)


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

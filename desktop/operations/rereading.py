"""Cells of a page that was read are read again: one that a person asks for, or those of rows that were parted."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from db.errors import Exit, Expected
from db.model import Alternative, Cell, CellState, FieldReading, Page, PageState, Row
from db.store import connect, ledgers, lock, pages, readings
from desktop.capture.load import decode
from desktop.fields.forms import Column, LedgerForm
from desktop.imaging.clean import clean
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.crops import cut_grid
from desktop.operations import machine_readings
from desktop.operations.books import form_of
from desktop.operations.cells import cells_now
from desktop.operations.kept_grid import kept_grid
from desktop.operations.pipeline import evidence_of, repeats
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.settling import followers, keep_step, source_above, views_of
from desktop.operations.teaching import taught_by
from desktop.operations.views import CellView
from desktop.operations.work import Cancel, never, stop_if
from desktop.recognition.combine import CellReading
from desktop.recognition.page import ColumnCrops, read_columns

AROUND = 4
"""So many rows above and below are cut out too: how high letters are on the page is told by them."""

Rows = Sequence[tuple[Row, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class PageAgain:
    """A page of the register with its picture cleaned as it was when it was read."""

    page: Page
    form: LedgerForm
    grey: GreyPage
    cleaning: Cleaning


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What reading a cell again said. `kept` is False where a person has decided: then it is only proposed, in `cell`.

    `same` says that it reads as it stands.
    """

    cell: CellView
    read: str
    same: bool
    kept: bool
    changed: tuple[CellView, ...] = ()


def read_cell_again(session: Session, cell_id: str, cancel: Cancel = never) -> ReadAgain:
    """Read one cell again, with what its book has taught. What a person settled or asked about stays as it is.

    What is read otherwise is one step that can be taken back. Raises Expected: not_allowed, cell_unknown,
    picture_lost, …, Cancelled.
    """
    require(session, "settle")
    store = session.store
    row_id = readings.cell(store, cell_id).row_id
    again = page_again(session, readings.row(store, row_id).page_id, cancel)
    page, rows = again.page, _rows(session, again.page)
    lock.refuse_away(store, page.ledger_id)
    at = next(place for place, (row, _) in enumerate(rows) if row.id == row_id)
    near = rows[max(0, at - AROUND) : at + AROUND + 1]
    said = read_cells(session, again, near, {cell_id}, cancel)[cell_id]
    with connect.action(store):
        page = pages.page(store, page.id)
        now = readings.latest_of(store, [cell_id])[cell_id]
        same = (now.as_written, now.state) == (said.as_written, said.state)
        if same or now.settled or now.asked or page.state is PageState.FILED:
            (view,) = cells_now(session, page, {cell_id})
            return ReadAgain(_proposing(view, said), said.as_written, same, kept=False)
        column = next(
            each for each in again.form.columns if each.name == readings.cell(store, cell_id).column
        )
        changed = machine_said(session, page, column, cell_id, said)
        readings.add_readings(store, machine_readings.engines(cell_id, said, session.now()))
        latest = readings.latest_of(store, [each.cell_id for each in changed])
        keep_step(session, page, changed, latest, "do", told="read_again")
    views = views_of(session, page, changed)
    return ReadAgain(views[0], said.as_written, same=False, kept=True, changed=views)


def page_again(session: Session, page_id: str, cancel: Cancel = never) -> PageAgain:
    """A page with its cleaned picture. Raises Expected: page_not_read, picture_lost, …"""
    store = session.store
    page = pages.page(store, page_id)
    ledger = ledgers.ledger(store, page.ledger_id)
    if page.state not in {PageState.READ, PageState.FILED}:
        raise Expected("page_not_read", Exit.REFUSED, book=ledger.number, page=page.position)
    form = form_of(ledger)
    picture = decode(pages.picture(store, page.ledger_id, page.sha256))
    stop_if(cancel)
    grey, cleaning, _ = clean(picture, form)
    stop_if(cancel)
    return PageAgain(page, form, grey, cleaning)


def read_cells(
    session: Session, again: PageAgain, rows: Rows, wanted: AbstractSet[str], cancel: Cancel = never
) -> dict[str, CellReading]:
    """Read some cells of these rows, by their ids; the others are only cut, so that letters are known by them."""
    places = {column.name: column for column in again.form.columns}
    made = cut_grid(again.grey, again.cleaning, kept_grid(rows))
    by_column: dict[str, list[tuple[str, int, int]]] = {}
    for at, (_, cells) in enumerate((row, cells) for row, cells in rows if cells):
        for place, cell in enumerate(cells):
            if cell.id in wanted and cell.column in places:
                by_column.setdefault(cell.column, []).append((cell.id, at, place))
    parts = [
        ColumnCrops(
            places[name],
            tuple(made[at][place].grey for _, at, place in found),
            tuple(evidence_of(made[at][place], places[name]) for _, at, place in found),
        )
        for name, found in by_column.items()
    ]
    tools = session.workplace.tools
    memory = taught_by(session, ledgers.ledger(session.store, again.page.ledger_id)).memory
    read = read_columns(parts, tools.engines, again.form, tools.vocabularies, _unheard, cancel, memory=memory)
    return {
        cell_id: reading
        for found, answers in zip(by_column.values(), read, strict=True)
        for (cell_id, _, _), reading in zip(found, answers, strict=True)
    }


def machine_said(
    session: Session, page: Page, column: Column, cell_id: str, said: CellReading
) -> list[FieldReading]:
    """The choice for a cell, a ditto's value taken from above, and the dittos below that repeat it; nothing is kept."""
    cells = readings.column_of_cell(session.store, page.id, cell_id)
    latest = readings.latest_of(session.store, [cell.id for cell in cells])
    text, source = said.text, ""
    if said.state is CellState.DITTO:
        source, text = source_above(cells, latest, cell_id) if repeats(column) else ("", "")
    new = machine_readings.choice(cell_id, said, text, source, session.now())
    follow = [] if said.state is CellState.BLANK else followers(session, page, latest, new)
    return [new, *follow]


def _rows(session: Session, page: Page) -> list[tuple[Row, tuple[Cell, ...]]]:
    rows = readings.rows(session.store, page.id)
    cells = readings.cells_of_rows(session.store, [row.id for row in rows])
    return [(row, cells.get(row.id, ())) for row in rows]


def _proposing(view: CellView, said: CellReading) -> CellView:
    """The cell with what was read again in front of its other readings, for F6."""
    others = tuple(each for each in view.alternatives if each.text != said.as_written)
    if not said.as_written or said.as_written == view.as_written:
        return view
    return replace(view, alternatives=(Alternative(said.as_written, said.confidence), *others))


def _unheard(done: int, total: int) -> None:
    """A few cells are not counted."""

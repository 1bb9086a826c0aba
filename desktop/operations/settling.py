"""What a person says of cells. Every call is kept the moment it returns, and can be taken back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.errors import Exit, Expected
from db.model import Cell, CellState, FieldReading, Page, PageState, new_id
from db.model_desk import ColumnDefault
from db.store import column_defaults, connect, journal, ledgers, lock, pages, readings, row_states, steps
from db.store.row_states import RowState
from desktop.fields.definitions import Kind, definition
from desktop.fields.dittos import is_ditto
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.values import value_of
from desktop.operations.books import form_of
from desktop.operations.cells import cells_now
from desktop.operations.column_defaults import as_before, noted, row_of
from desktop.operations.pipeline import repeats
from desktop.operations.rights import require
from desktop.operations.row_steps import row_to_show, rows_before
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry, StepTaken

LONGEST = 2000
"""More characters than this stand in no cell of a ledger."""


def settle(session: Session, cell_id: str, entry: Entry, *, follow: bool = True) -> tuple[CellView, ...]:
    """A person says what stands in a cell. The cells that changed: this one, and dittos below that repeat it.

    `follow=False` leaves the rows that say *same* as they are. Raises Expected: value_too_long, reason_needed (a cell
    of a filed page is corrected only with a reason, `entry.note`), ditto_without_source, not_allowed, and
    value_unseen where a serial number holds what shows nothing.
    """
    require(session, "settle")
    with connect.action(session.store):
        page, changed = said_inside(session, cell_id, entry, follow=follow)
    return views_of(session, page, changed)


def said_inside(
    session: Session, cell_id: str, entry: Entry, *, follow: bool = True
) -> tuple[Page, list[FieldReading]]:
    """What `settle` does, within an action of the caller's: the page, and the readings that were added."""
    page, latest, changed = to_say(session, cell_id, entry, follow=follow)
    keep_step(session, page, changed, latest, "do")
    return page, changed


def to_say(
    session: Session, cell_id: str, entry: Entry, *, follow: bool = True
) -> tuple[Page, dict[str, FieldReading], list[FieldReading]]:
    """The page, what stands in the cell's column, and the readings that saying this adds; nothing is kept.

    Raises as `settle`.
    """
    if len(entry.text) > LONGEST:
        raise Expected("value_too_long", most=LONGEST)
    store = session.store
    page = readings.page_of_cell(store, cell_id)
    lock.refuse_away(store, page.ledger_id)
    if page.state is PageState.FILED and not entry.note.strip():
        raise Expected("reason_needed", Exit.REFUSED)
    column_cells = readings.column_of_cell(store, page.id, cell_id)
    form, column = _form_and_column(session, page, column_cells[0].column)
    if definition(column.field).kind is Kind.SERIAL_NUMBER and (hidden := unseen(entry.text)):
        raise Expected("value_unseen", codes=", ".join(hidden))
    latest = readings.latest_of(store, [cell.id for cell in column_cells])
    said = _said(session, form, column, column_cells, latest, cell_id, entry)
    said = noted(session, page, column, latest.get(cell_id), said)
    changed = [said]
    if follow and repeats(column):
        changed += _following(session, column_cells, latest, said)
    return page, latest, changed


def followers(
    session: Session, page: Page, latest: dict[str, FieldReading], said: FieldReading
) -> list[FieldReading]:
    """The dittos right below a cell that repeat it, with its new value; none in a serial column."""
    column_cells = readings.column_of_cell(session.store, page.id, said.cell_id)
    _, column = _form_and_column(session, page, column_cells[0].column)
    return _following(session, column_cells, latest, said) if repeats(column) else []


def accept(session: Session, cell_id: str, note: str = "") -> tuple[CellView, ...]:
    """A person has seen the cell and agrees with what it was read as."""
    now = readings.latest(session.store, cell_id)
    if now is None:
        raise Expected("cell_unknown")
    return settle(session, cell_id, Entry(now.as_written, now.state, note))


def mark(session: Session, cell_id: str, state: CellState, note: str = "") -> tuple[CellView, ...]:
    """A person says that a cell is unreadable (F7) or that nothing is written there (F8)."""
    return settle(session, cell_id, Entry("", state, note))


def ask(session: Session, cell_id: str, question: str) -> tuple[CellView, ...]:
    """Put a cell to the supervisor with a question (F9)."""
    require(session, "settle")
    store = session.store
    with connect.action(store):
        page = readings.page_of_cell(store, cell_id)
        latest = readings.latest_of(store, [cell_id])
        now = latest.get(cell_id)
        if now is None:
            raise Expected("cell_unknown")
        asked = replace(
            now,
            id=new_id(),
            reader=_reader(session),
            at=session.now(),
            settled=False,
            asked=True,
            note=question,
        )
        keep_step(session, page, [asked], latest, "do")
    return views_of(session, page, [asked])


def undo(session: Session) -> StepTaken | None:
    """Take back this person's last step, whole, by adding what was there before; None where there is none.

    Raises Expected("undo_filed", Exit.REFUSED) once the page is filed: then a correction says why.
    """
    return _again(session, steps.last_to_undo(session.store, session.user.id), "undo")


def redo(session: Session) -> StepTaken | None:
    """Take back the last undo; None where there is none."""
    return _again(session, steps.last_to_redo(session.store, session.user.id), "redo")


def unseen(text: str) -> tuple[str, ...]:
    """Codes of the characters in a text that show nothing by themselves: controls, of direction too, and joiners."""
    return tuple(
        dict.fromkeys(f"U+{ord(sign):04X}" for sign in text if unicodedata.category(sign) in {"Cc", "Cf"})
    )


def _again(session: Session, step: steps.Step | None, kind: str) -> StepTaken | None:
    """Add again what was there before a step."""
    if step is None:
        return None
    require(session, "undo")
    store = session.store
    with connect.action(store):
        changes = steps.changes(store, step.id)
        touched = {
            page.id: page for page in (readings.page_of_cell(store, cell_id) for cell_id, _, _ in changes)
        }
        page = touched[step.page_id] = pages.page(store, step.page_id)
        lock.refuse_away(store, *(page.ledger_id for page in touched.values()))
        if any(page.state is PageState.FILED for page in touched.values()):
            raise Expected("undo_filed", Exit.REFUSED)
        latest = readings.latest_of(store, [cell_id for cell_id, _, _ in changes])
        restored = [
            replace(reading, id=new_id(), at=session.now())
            for cell_id, before, _ in changes
            for reading in readings.history(store, cell_id)
            if reading.id == before
        ]
        rows = rows_before(session, step)
        said = as_before(session, step)
        keep_step(session, page, restored, latest, kind, of=step.id, rows=rows, always=said)
        shown = row_to_show(session, rows) or row_of(session, said)
    return StepTaken(page.id, views_of(session, page, restored), shown)


def _said(
    session: Session,
    form: LedgerForm,
    column: Column,
    column_cells: Sequence[Cell],
    latest: dict[str, FieldReading],
    cell_id: str,
    entry: Entry,
) -> FieldReading:
    """The person's reading of the cell."""
    state, text, source = entry.state, "", ""
    if state is CellState.READ and not entry.text.strip():
        state = CellState.BLANK
    if state is CellState.READ and repeats(column) and is_ditto(entry.text, form):
        state = CellState.DITTO
    if state is CellState.DITTO:
        source, text = source_above(column_cells, latest, cell_id)
        if not source:
            raise Expected("ditto_without_source", Exit.REFUSED)
    elif state is CellState.READ:
        text = value_of(column, entry.text, form, session.workplace.vocabularies)
    written = entry.text if state in {CellState.READ, CellState.DITTO} else ""
    return FieldReading(
        new_id(), cell_id, _reader(session), text, written, state, 1.0, session.now(), settled=True,
        source_cell_id=source, note=entry.note,
    )  # fmt: skip


def source_above(
    column_cells: Sequence[Cell], latest: Mapping[str, FieldReading], cell_id: str
) -> tuple[str, str]:
    """The nearest cell above that says something itself, and what."""
    source = ("", "")
    for cell in column_cells:
        if cell.id == cell_id:
            break
        reading = latest.get(cell.id)
        if reading is not None and reading.state in {CellState.READ, CellState.UNREADABLE}:
            source = (cell.id, reading.text)
    return source


def _following(
    session: Session, column_cells: Sequence[Cell], latest: dict[str, FieldReading], said: FieldReading
) -> list[FieldReading]:
    """The dittos right below a cell that repeat it: each says its new value, and stays as settled as it was."""
    at = next(place for place, cell in enumerate(column_cells) if cell.id == said.cell_id)
    answers = []
    root, text = said.source_cell_id or said.cell_id, said.text
    if said.state is CellState.BLANK:
        root, text = source_above(
            column_cells, latest, said.cell_id
        )  # nothing is written there: they repeat what is above
    for cell in column_cells[at + 1 :]:
        reading = latest.get(cell.id)
        if reading is None or reading.state is CellState.BLANK:
            continue
        if reading.state is not CellState.DITTO:
            break
        if reading.text != text or reading.source_cell_id != root:
            answers.append(replace(reading, id=new_id(), text=text, source_cell_id=root, at=session.now()))
    return answers


def keep_step(
    session: Session,
    page: Page,
    changed: Sequence[FieldReading],
    before: dict[str, FieldReading],
    kind: str,
    of: str = "",
    *,
    rows: Sequence[tuple[RowState, RowState]] = (),
    always: Sequence[ColumnDefault] = (),
    told: str = "settle",
) -> None:
    """Readings, the step that can be taken back, and its line in the journal; within the caller's transaction.

    The readings may be of several pages: `page` is the one that undoing leads to, `before` what stood in all of them.
    `rows` are what rows were and are now, `always` what columns are said to be; `told` is what the journal calls it
    where it is no undo.
    """
    readings.add_readings(session.store, changed)
    row_states.add_states(session.store, [now for _, now in rows])
    note_step(session, page, changed, before, kind, of, rows=rows, always=always, told=told)


def note_step(
    session: Session,
    page: Page,
    changed: Sequence[FieldReading],
    before: dict[str, FieldReading],
    kind: str,
    of: str = "",
    *,
    rows: Sequence[tuple[RowState, RowState]] = (),
    always: Sequence[ColumnDefault] = (),
    told: str = "settle",
) -> None:
    """The step and its line in the journal, where what it changed is kept already; as `keep_step`."""
    store = session.store
    step = steps.Step(new_id(), session.user.id, page.id, session.now(), kind, of)
    steps.add_step(
        store,
        step,
        [(new.cell_id, before[new.cell_id].id if new.cell_id in before else "", new.id) for new in changed],
        [(now.row_id, was.id, now.id) for was, now in rows],
    )
    column_defaults.add_defaults(store, [replace(one, step_id=step.id) for one in always])
    journal.append(
        store,
        at=step.at,
        actor=session.user.id,
        action=told if kind == "do" else kind,
        subject=page.id,
        details={
            "cells": [new.cell_id for new in changed],
            **({"rows": [now.row_id for _, now in rows]} if rows else {}),
        },
    )


def _form_and_column(session: Session, page: Page, name: str) -> tuple[LedgerForm, Column]:
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    return form, next(column for column in form.columns if column.name == name)


def _reader(session: Session) -> str:
    return f"clerk:{session.user.id}"


def views_of(session: Session, page: Page, changed: Sequence[FieldReading]) -> tuple[CellView, ...]:
    """The changed cells of a page as they are now, the first changed first."""
    views = {
        view.cell.id: view for view in cells_now(session, page, {reading.cell_id for reading in changed})
    }
    return tuple(views[reading.cell_id] for reading in changed if reading.cell_id in views)

"""Pages that wait for a person are weighed again when their book has taught more: the same ink, better known."""

from __future__ import annotations

from db.model import FieldReading, Page, PageState
from db.store import connect, journal, ledgers, memories, pages, readings
from desktop.operations import machine_readings
from desktop.operations.books import form_of
from desktop.operations.pipeline import values_of
from desktop.operations.rescans import CHOICE, current_pages
from desktop.operations.session import Session
from desktop.operations.teaching import Taught, keep_taught, seen_on, taught_by
from desktop.recognition.page import reliability_of, weigh_page

WEIGHED_NEXT = 3
"""After a page is filed so many that follow are weighed again: the next is soon looked at, and teaches more."""

SAME = 0.005
"""A confidence that changes by less is no news."""


def weigh_next(session: Session, page_id: str, count: int = WEIGHED_NEXT) -> int:
    """Weigh again the next `count` pages of the book that nobody has begun; how many cells are read otherwise now."""
    store = session.store
    page = pages.page(store, page_id)
    waiting = [
        other.id
        for other in current_pages(session, page.ledger_id)
        if other.position > page.position and _waits(session, other)
    ]
    return sum(weigh_again(session, other) for other in waiting[:count])


def weigh_book(session: Session, ledger_id: str) -> int:
    """Weigh again every page of a book that nobody has begun; how many cells are read otherwise now."""
    waiting = [page.id for page in current_pages(session, ledger_id) if _waits(session, page)]
    return sum(weigh_again(session, page_id) for page_id in waiting)


def weigh_again(session: Session, page_id: str) -> int:
    """Choose once more from what the engines saw on a page, with what its book has taught; how many cells changed.

    The choice before stays in the cell's history. A page of which anybody has said anything is left as it is, and so
    is one that was read with another model.
    """
    store = session.store
    page = pages.page(store, page_id)
    ledger = ledgers.ledger(store, page.ledger_id)
    now = taught_by(session, ledger)
    kept = memories.sighting(store, page_id)
    if kept is None or kept.lessons >= now.step:
        return 0
    form = form_of(ledger)
    seen = seen_on(session, page_id, form)
    if not seen:
        return 0
    lists = session.workplace.vocabularies
    measured = reliability_of(session.workplace.tools.engines)
    columns = [one.column for one in seen]
    chosen = dict(
        zip(columns, weigh_page(columns, seen, form, lists, now.memory, reliability=measured), strict=True)
    )
    rows = readings.rows(store, page_id)
    numbers = [row.number for row in rows]
    cells = {(cell.row_id, cell.column): cell for cell in readings.cells(store, page_id)}
    new: list[FieldReading] = []
    with connect.action(store):
        if not _waits(session, page):
            return 0
        standing = readings.latest_on_page(store, page_id)
        for column, read in chosen.items():
            here = [cells[row.id, column.name] for row in rows]
            by_row = dict(zip(numbers, here, strict=True))
            for cell, reading, (text, source) in zip(
                here, read, values_of(column, read, numbers), strict=True
            ):
                above = by_row[source].id if source else ""
                fresh = machine_readings.choice(cell.id, reading, text, above, session.now())
                if _differs(standing[cell.id], fresh):
                    new.append(fresh)
        _keep(session, page, now, new)
    return len(new)


def _waits(session: Session, page: Page) -> bool:
    """Whether a page was read and nobody has said anything of it, on this picture or on one before."""
    if page.state is not PageState.READ or memories.begun(session.store, page.id):
        return False
    return all(
        reading.reader == CHOICE for reading in readings.latest_on_page(session.store, page.id).values()
    )


def _differs(before: FieldReading, after: FieldReading) -> bool:
    if (before.text, before.as_written, before.state) != (after.text, after.as_written, after.state):
        return True
    return abs(before.confidence - after.confidence) > SAME or before.source_cell_id != after.source_cell_id


def _keep(session: Session, page: Page, now: Taught, new: list[FieldReading]) -> None:
    store = session.store
    memories.set_lessons(store, page.id, now.step)
    keep_taught(session, ledgers.ledger(store, page.ledger_id), now)
    if not new:
        return
    readings.add_readings(store, new)
    journal.append(
        store,
        at=session.now(),
        actor=session.user.id,
        action="weigh_page",
        subject=page.id,
        details={"cells": len(new)},
    )

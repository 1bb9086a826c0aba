"""A new picture of a page already in: which of its rows are which of the old ones, and what they take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID, uuid5

from db.model import CellState, FieldReading, Page, Row, new_id
from db.store import ledgers, pages, readings, row_states
from desktop.imaging.likeness import align_rows
from desktop.operations.moved_books import away
from desktop.operations.session import Session


def current_pages(session: Session, ledger_id: str) -> tuple[Page, ...]:
    """The pages of a book in order, without those of which there is a newer picture."""
    every = pages.pages(session.store, ledger_id)
    replaced = {page.replaces for page in every if page.replaces}
    return tuple(page for page in every if page.id not in replaced)


def all_current_pages(session: Session) -> tuple[Page, ...]:
    """The pages of every book that is worked on here, book by book."""
    elsewhere = away(session)
    return tuple(
        page
        for ledger in ledgers.ledgers(session.store)
        if ledger.id not in elsewhere
        for page in current_pages(session, ledger.id)
    )


def old_rows(session: Session, page: Page) -> Mapping[str, Row]:
    """For the rows of a new picture, by id, the row of the picture before that each shows again.

    Rows that were found are told by their ink. One that a person had added is the row that was added for it on the new
    picture (`row_for`); or it is one that was found this time, where between two rows that are told there are as many
    new ones with ink as had been added.
    """
    if not page.replaces:
        return {}
    store = session.store
    new, old = readings.rows(store, page.id), readings.rows(store, page.replaces)
    told = {row.id: ink for row, ink in zip(new, row_states.signatures(store, page.id), strict=True)}
    found_new, found_old = row_states.found_rows(store, page.id), row_states.found_rows(store, page.replaces)
    before = [row for row in old if row.id in found_old]
    now = [row for row in new if row.id in found_new]
    inks = dict(zip((row.id for row in old), row_states.signatures(store, page.replaces), strict=True))
    places = align_rows(tuple(inks[row.id] for row in before), tuple(told[row.id] for row in now))
    linked = {
        row.id: before[place] for row, place in zip(now, places, strict=True) if 0 <= place < len(before)
    }
    ids = {row.id for row in new}
    linked.update((made, row) for row in old if (made := row_for(page, row)) in ids)
    linked.update(_found_this_time(now, old, linked, told, frozenset(found_old)))
    return linked


def row_for(page: Page, old: Row) -> str:
    """The id of the row that is added to a new picture for one that a person had added to the picture before."""
    return uuid5(UUID(page.id), old.id).hex


def _found_this_time(
    now: Sequence[Row],
    old: Sequence[Row],
    linked: Mapping[str, Row],
    inks: Mapping[str, str],
    found: AbstractSet[str],
) -> Mapping[str, Row]:
    """New rows that show what a person had added: between the same neighbours, and as many."""
    known = {row.id: new for new, row in linked.items()}
    at = {row.id: place for place, row in enumerate(now)}
    answers: dict[str, Row] = {}
    above, added = -1, list[Row]()
    for row in [*old, None]:
        if row is not None and row.id not in known:
            added += [row] if row.id not in found else []
            continue
        place = len(now) if row is None else at.get(known[row.id], above)
        between = [each for each in now[above + 1 : place] if each.id not in linked and inks[each.id]]
        if len(between) == len(added):
            answers.update((new.id, one) for new, one in zip(between, added, strict=True))
        above, added = place, []
    return answers


def first_rows(session: Session, page: Page) -> Mapping[str, str]:
    """For each row of a page the id of the row that its record was filed from: its own, or an older picture's."""
    origin = {row.id: row.id for row in readings.rows(session.store, page.id)}
    while page.replaces:
        linked = old_rows(session, page)
        origin = {row: linked[old].id if old in linked else old for row, old in origin.items()}
        page = pages.page(session.store, page.replaces)
    return origin


def taken_over(session: Session, page: Page) -> list[FieldReading]:
    """What people settled on the old picture, for the cells of the new one that are read as they were.

    A cell whose reading by machine changed with the picture is left to be checked: it may have been written since. So
    is all of a row that was added for one that a person had added: no machine read it.
    """
    store = session.store
    linked = {new: old for new, old in old_rows(session, page).items() if new != row_for(page, old)}
    if not linked:
        return []
    before = readings.latest_on_page(store, page.replaces)
    machine_before = _choices(session, page.replaces)
    machine_now = readings.latest_on_page(store, page.id)
    old_cells = {(cell.row_id, cell.column): cell for cell in readings.cells(store, page.replaces)}
    answers = []
    for cell in readings.cells(store, page.id):
        row = linked.get(cell.row_id)
        old = old_cells.get((row.id, cell.column)) if row else None
        settled = before.get(old.id) if old else None
        if old is None or settled is None or not settled.settled:
            continue
        now, then = machine_now.get(cell.id), machine_before.get(old.id)
        if now is None or not (_same(now, settled) or (then is not None and _same(now, then))):
            continue
        answers.append(
            FieldReading(
                new_id(), cell.id, settled.reader, settled.text, settled.as_written, settled.state, 1.0,
                session.now(), settled=True, note=settled.note,
            )
        )  # fmt: skip
    return answers


def _choices(session: Session, page_id: str) -> dict[str, FieldReading]:
    """What the machine chose, by cell, whatever people said since."""
    return {
        cell.id: reading
        for cell in readings.cells(session.store, page_id)
        for reading in readings.history(session.store, cell.id)
        if reading.reader == CHOICE
    }


CHOICE = "choice"
"""The reader that combines the engines; its reading is what a person is shown first."""


def _same(one: FieldReading, other: FieldReading) -> bool:
    both_blank = one.state is CellState.BLANK and other.state is CellState.BLANK
    return both_blank or (one.state is other.state and one.as_written == other.as_written)

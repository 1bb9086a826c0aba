"""What a column of a page or of a book always is unless somebody says otherwise: proposed in empty cells, never put in.

Taken like any other proposal, by a person at the cell; the reading's note says then that it came from there. What is
said is said in `saying_always`, and taken back in `settling` like every step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from db.model import CellState, FieldReading, Page, new_id
from db.model_desk import ColumnDefault
from db.store import column_defaults, ledgers, readings, steps
from desktop.fields.forms import Column
from desktop.fields.values import value_of
from desktop.operations.books import form_of
from desktop.operations.session import Session

PAGE: Final = "page"
BOOK: Final = "book"
NOTES: Final = {PAGE: "default:page", BOOK: "default:book"}
"""What the note of a reading says that was taken from a default, by its scope."""


@dataclass(frozen=True, slots=True)
class Always:
    """What a column is said to be always, "" for nothing; the page's own comes before the book's."""

    column: str
    page: str
    book: str

    @property
    def text(self) -> str:
        """What counts on this page."""
        return self.page or self.book


def always(session: Session, cell_id: str) -> Always:
    """What the column of a cell is said to be always. Expected: cell_unknown."""
    page = readings.page_of_cell(session.store, cell_id)
    return _always(session, page, readings.cell(session.store, cell_id).column)


def proposed(session: Session, cell_id: str) -> str:
    """What an empty cell would take from its column's default; "" for none, and for a cell that says something."""
    now = readings.latest(session.store, cell_id)
    return (
        "" if now is None or now.text or now.state is CellState.UNREADABLE else always(session, cell_id).text
    )


def noted(
    session: Session, page: Page, column: Column, before: FieldReading | None, said: FieldReading
) -> FieldReading:
    """The reading, with a note where it says in an empty cell what its column is said to be always."""
    empty = before is None or not before.text
    if said.note or said.state is not CellState.READ or not empty:
        return said
    known = _always(session, page, column.name)
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    if known.text and value_of(column, known.text, form, session.workplace.vocabularies) == said.text:
        return replace(said, note=NOTES[PAGE if known.page else BOOK])
    return said


def as_before(session: Session, step: steps.Step) -> tuple[ColumnDefault, ...]:
    """What is to be said again so that a step is taken back; what somebody said since stays as they said it."""
    store = session.store
    again = []
    for one in column_defaults.of_step(store, step.id):
        all_said = (
            column_defaults.of_page(store, one.page_id, one.column_name)
            if one.scope == PAGE
            else column_defaults.of_book(store, one.ledger_id, one.column_name)
        )
        at = next(place for place, each in enumerate(all_said) if each.id == one.id)
        if all_said[0].text == one.text:
            earlier = all_said[at + 1].text if at + 1 < len(all_said) else ""
            fresh = {"id": new_id(), "text": earlier, "at": session.now(), "by": session.user.id}
            again.append(replace(one, **fresh))
    return tuple(again)


def row_of(session: Session, said: Sequence[ColumnDefault]) -> int:
    """The row at which the first of these was said; 0 for none."""
    return readings.row_numbers(session.store, [said[0].cell_id]).get(said[0].cell_id, 1) if said else 0


def _always(session: Session, page: Page, column: str) -> Always:
    store = session.store
    of_page = column_defaults.of_page(store, page.id, column)
    of_book = column_defaults.of_book(store, page.ledger_id, column)
    return Always(column, of_page[0].text if of_page else "", of_book[0].text if of_book else "")

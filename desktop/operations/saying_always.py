"""A person says what a column of a page or of a book always is, changes it or takes it away."""

from __future__ import annotations

from db.errors import Exit, Expected
from db.model import new_id
from db.model_desk import ColumnDefault
from db.store import connect, ledgers, lock, readings
from desktop.fields.definitions import Kind, definition
from desktop.operations.books import form_of
from desktop.operations.column_defaults import Always, always
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.settling import LONGEST, keep_step


def sayable(session: Session, cell_id: str) -> Always:
    """What is said of a cell's column, for a person who may say otherwise. Raises Expected: default_serial."""
    page = readings.page_of_cell(session.store, cell_id)
    _refuse_serials(session, page.ledger_id, readings.cell(session.store, cell_id).column)
    return always(session, cell_id)


def say_always(session: Session, cell_id: str, scope: str, text: str) -> Always:
    """The column of a cell is always `text` on its page or in its book (`scope`), "" for nothing any more.

    Nothing is put into any cell. One step, which undo takes back. Raises Expected: default_serial, since no two weapons
    share a number, value_too_long, not_allowed, book_is_elsewhere.
    """
    require(session, "settle")
    if len(text) > LONGEST:
        raise Expected("value_too_long", most=LONGEST)
    store = session.store
    with connect.action(store):
        page = readings.page_of_cell(store, cell_id)
        lock.refuse_away(store, page.ledger_id)
        name = readings.cell(store, cell_id).column
        _refuse_serials(session, page.ledger_id, name)
        # The step's id is made with the step.
        said = ColumnDefault(
            new_id(), page.ledger_id, page.id, cell_id, name, scope, text.strip(), "", session.now(), session.user.id
        )  # fmt: skip
        keep_step(session, page, (), {}, "do", always=[said], told="say_default")
    return always(session, cell_id)


def _refuse_serials(session: Session, ledger_id: str, name: str) -> None:
    form = form_of(ledgers.ledger(session.store, ledger_id))
    field = next(column.field for column in form.columns if column.name == name)
    if definition(field).kind is Kind.SERIAL_NUMBER:
        raise Expected("default_serial", Exit.REFUSED)

"""The books on the shelf and the forms they are on. A changed form is another version; earlier ones are kept."""

from __future__ import annotations

from db.errors import Exit, Expected
from db.model import Ledger
from db.store.connect import Store
from db.store.rows import insert, select, select_one, select_value


def add_ledger(store: Store, new: Ledger) -> None:
    """Put a book on the shelf."""
    insert(store, "ledgers", [{"id": new.id, "number": new.number, "title": new.title}])
    insert(store, "ledger_forms", [{"ledger_id": new.id, "version": 1, "form": new.form}])


def ledgers(store: Store) -> tuple[Ledger, ...]:
    """Every book, by its number."""
    found = select(store, "select id, number, title, form from ledgers_as_they_are order by number")
    return tuple(Ledger(**each) for each in found)


def ledger(store: Store, ledger_id: str) -> Ledger:
    """One book. Expected: ledger_unknown."""
    sql = "select id, number, title, form from ledgers_as_they_are where id = ?"
    found = select_one(store, sql, ledger_id)
    if found is None:
        raise Expected("ledger_unknown", Exit.BAD_INPUT)
    return Ledger(**found)


def next_number(store: Store) -> int:
    """The number of the next book; ask inside the action that adds it."""
    return int(select_value(store, "select 1 + coalesce(max(number), 0) from ledgers"))


def change_form(store: Store, ledger_id: str, form_text: str) -> None:
    """Put the book on another form. Expected: ledger_unknown."""
    ledger(store, ledger_id)
    number = select_value(store, "select 1 + max(version) from ledger_forms where ledger_id = ?", ledger_id)
    insert(store, "ledger_forms", [{"ledger_id": ledger_id, "version": number, "form": form_text}])

"""What books say of themselves. Only ever added; the newest of a book counts."""

from __future__ import annotations

from dataclasses import asdict

from db.model_desk import Statement
from db.store.connect import Store
from db.store.rows import insert, select_one


def add_statement(store: Store, new: Statement) -> None:
    """Keep what a book says of itself."""
    insert(store, "book_statements", [asdict(new)])


def statement(store: Store, ledger_id: str) -> Statement:
    """What a book says of itself; nothing where nobody has said."""
    sql = (
        "select ledger_id, pages, entries, at, by from book_statements where ledger_id = ? "
        "order by seq desc limit 1"
    )
    found = select_one(store, sql, ledger_id)
    return Statement(**found) if found else Statement(ledger_id, None, None)

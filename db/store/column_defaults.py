"""What persons said a column of a page or of a book always is. Only ever added; the newest counts, "" says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from db.model_desk import ColumnDefault
from db.store.connect import Store
from db.store.rows import Found, insert, select

_SAID = (
    "select id, ledger_id, page_id, cell_id, column_name, scope, text, step_id, at, by from column_defaults"
)


def add_defaults(store: Store, new: Sequence[ColumnDefault]) -> None:
    """Keep what was said, with the step that can be taken back."""
    insert(store, "column_defaults", [asdict(one) for one in new])


def of_page(store: Store, page_id: str, column: str) -> tuple[ColumnDefault, ...]:
    """All that was said of a column of a page alone, the newest first."""
    sql = f"{_SAID} where page_id = ? and column_name = ? and scope = 'page' order by seq desc"
    return _defaults(select(store, sql, page_id, column))


def of_book(store: Store, ledger_id: str, column: str) -> tuple[ColumnDefault, ...]:
    """All that was said of a column of a whole book, the newest first."""
    sql = f"{_SAID} where ledger_id = ? and column_name = ? and scope = 'book' order by seq desc"
    return _defaults(select(store, sql, ledger_id, column))


def of_step(store: Store, step_id: str) -> tuple[ColumnDefault, ...]:
    """What was said in a step."""
    return _defaults(select(store, f"{_SAID} where step_id = ? order by seq", step_id))


def _defaults(found: Sequence[Found]) -> tuple[ColumnDefault, ...]:
    return tuple(ColumnDefault(**each) for each in found)

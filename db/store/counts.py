"""How much a register holds."""

from __future__ import annotations

from db.store.connect import Store
from db.store.rows import select_value


def pages(store: Store) -> int:
    """Pages of all books, with those that were replaced by a new picture."""
    return int(select_value(store, "select count(*) from pages"))

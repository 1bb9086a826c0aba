"""What the register holds and its journal does not tell of: how a tail that was cut off shows in what it told.

A chain cannot see its own last entries gone; the pages, steps, records and batches that they told of are there still.
"""

from __future__ import annotations

from typing import Final

from db.store.connect import Store
from db.store.rows import listed, select_value

_FACTS: Final = {
    "pages": ("select count(distinct id) from pages where {}", "id", "import_page"),
    "records": ("select count(distinct page_id) from records where {}", "page_id", "file_page"),
    "batches": ("select count(*) from batches where {}", "id", "seal"),
    "decisions": ("select count(*) from lot_decisions where {}", "lot_id", "decide_lot"),
}
_UNTOLD: Final = (
    "{0} not in (select subject from journal where action = '{1}')"
    " and {0} not in (select subject from foreign_entries where action = '{1}')"
)
_OF_STEPS: Final = ("settle", "change_rows", "read_again", "say_default", "undo", "redo")
"""What the journal calls a step that can be taken back."""
_STEPS: Final = (
    "select (select count(*) from steps)"
    " - (select count(*) from journal where action in (select value from json_each(?1)))"
    " - (select count(*) from foreign_entries where action in (select value from json_each(?1)))"
)


def untold(store: Store) -> dict[str, int]:
    """What to how many of it the journal does not know; empty where it tells of everything."""
    found = {
        what: int(select_value(store, sql.format(_UNTOLD.format(column, action))))
        for what, (sql, column, action) in _FACTS.items()
    }
    found["steps"] = int(select_value(store, _STEPS, listed(_OF_STEPS)))
    return {what: count for what, count in found.items() if count > 0}

"""A book that is at another PC changes nowhere else: whatever would add to it here is refused in words.

Asked where facts are added, so that no operation can forget it; what looks, searches, seals and answers goes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from db.cipher import failures_told
from db.errors import Exit, Expected
from db.store.connect import Store

_OF_PAGE: Final = "select ledger_id from pages where id in (select value from json_each(?))"
_OF_CELL: Final = (
    "select p.ledger_id from cells c join rows w on w.id = c.row_id join pages p on p.id = w.page_id "
    "where c.id in (select value from json_each(?))"
)
_OF_ROW: Final = (
    "select p.ledger_id from rows w join pages p on p.id = w.page_id "
    "where w.id in (select value from json_each(?))"
)
_OF_RECORD: Final = (
    "select r.ledger_id from latest_records l join records r on r.seq = l.seq "
    "where l.id in (select value from json_each(?))"
)
_ITSELF: Final = "select value from json_each(?)"
_BOOK_OF: Final[Mapping[str, tuple[str, str]]] = {
    "ledger_forms": ("ledger_id", _ITSELF),
    "pages": ("ledger_id", _ITSELF),
    "rows": ("page_id", _OF_PAGE),
    "row_states": ("row_id", _OF_ROW),
    "readings": ("cell_id", _OF_CELL),
    "steps": ("page_id", _OF_PAGE),
    "records": ("ledger_id", _ITSELF),
    "page_hands": ("page_id", _OF_PAGE),
    "forgettings": ("ledger_id", _ITSELF),
    "second_entries": ("cell_id", _OF_CELL),
    "second_decisions": ("cell_id", _OF_CELL),
    "book_statements": ("ledger_id", _ITSELF),
    "amendments": ("record_id", _OF_RECORD),
    "column_defaults": ("ledger_id", _ITSELF),
}
"""Of each table whose facts belong to a book: the column that says to which, and how."""
_AWAY: Final = """
select l.number, coalesce((select name from peers where id = m.peer order by seq desc limit 1), m.peer), m.at
from book_places m join ledgers l on l.id = m.ledger_id
where m.kind = 'out' and m.ledger_id in (select value from json_each(?)) limit 1
"""


def belongs_to_a_book(table: str) -> bool:
    """Whether what a table holds is of one book. No table of a registry's own file is, and that file has no places."""
    return table in _BOOK_OF


def any_away(store: Store) -> bool:
    """Whether any book is at another PC: almost never, and then nothing more is asked."""
    with failures_told():
        return store.db.execute("select 1 from book_places where kind = 'out' limit 1").fetchone() is not None


def refuse_added(store: Store, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Raise Expected("book_is_elsewhere", Exit.REFUSED) where rows would add to a book that is at another PC."""
    known = _BOOK_OF.get(table)
    if known is None or not any_away(store):
        return
    column, sql = known
    with failures_told():
        named = json.dumps(sorted({str(row[column]) for row in rows}))
        found = store.db.execute(sql, (named,)).fetchall()
    refuse_away(store, *(str(ledger_id) for (ledger_id,) in found))


def refuse_pages_changed(store: Store, *page_ids: str) -> None:
    """The same for pages whose state, place or number would change."""
    if any_away(store):
        refuse_added(store, "steps", [{"page_id": page_id} for page_id in page_ids])


def refuse_away(store: Store, *ledger_ids: str) -> None:
    """Raise Expected("book_is_elsewhere", Exit.REFUSED) where one of these books is at another PC."""
    with failures_told():
        found = store.db.execute(_AWAY, (json.dumps(sorted(set(ledger_ids))),)).fetchone()
    if found is not None:
        book, peer, at = found
        raise Expected("book_is_elsewhere", Exit.REFUSED, book=book, peer=peer, day=str(at)[:10])

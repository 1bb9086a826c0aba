"""What the journal's subjects are called: its entries keep ids, people know books, pages and batches by number."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from db.store.connect import Store
from db.store.rows import listed, select

_NAMES: Final = """
with wanted as (select value as id from json_each(?))
select l.id, l.number || '' as name from ledgers l join wanted using (id) union all
select p.id, l.number || '/' || p.position from pages p join wanted using (id) join ledgers l on l.id = p.ledger_id
union all select b.id, b.folder from batches b join wanted using (id)
union all select t.id, t.title from lots t join wanted using (id)
"""


def names_of(store: Store, ids: Collection[str]) -> dict[str, str]:
    """Id to name: a book's number, `book/page`, a batch's folder, a lot's title. What is none of them is left out."""
    return {str(each["id"]): str(each["name"]) for each in select(store, _NAMES, listed(sorted(ids)))}

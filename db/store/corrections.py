"""What was read in serial numbers and what persons said instead: how this register's own characters are confused."""

from __future__ import annotations

from collections.abc import Collection

from db.store.connect import Store
from db.store.rows import listed, select


def read_and_said(store: Store, columns: Collection[str], limit: int) -> tuple[tuple[str, str], ...]:
    """(as read, as said) of cells in these columns that a person settled, the newest `limit` of all settlings.

    As read is the last choice of the machine; agreement is told too, since it says how often a character was right.
    """
    sql = """
select r.as_written as said,
  (select m.as_written from readings m where m.cell_id = r.cell_id and m.counts = 1 and m.reader = 'choice'
   order by m.seq desc limit 1) as was_read
from (select * from readings where settled = 1 and state = 'read' and counts = 1 order by seq desc limit ?) r
join cells c on c.id = r.cell_id where c.column_name in (select value from json_each(?))
"""
    found = select(store, sql, limit, listed(sorted(columns)))
    return tuple((each["was_read"], each["said"]) for each in found if each["was_read"])

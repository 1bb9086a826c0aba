"""Questions to the supervisor and what was answered: both are readings, so that nothing of them is ever lost."""

from __future__ import annotations

from dataclasses import dataclass

from db.store.connect import Store
from db.store.rows import select


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits, and where."""

    cell_id: str
    page_id: str
    row_number: int
    column: str
    note: str
    reader: str
    at: str


@dataclass(frozen=True, slots=True)
class Replied:
    """What somebody said of a cell after another had asked about it."""

    seq: int
    cell_id: str
    page_id: str
    row_number: int
    column: str
    question: str
    note: str
    text: str
    state: str
    settled: bool
    reader: str
    at: str


def waiting(store: Store) -> tuple[Asked, ...]:
    """Every question that nobody has answered, the oldest first."""
    sql = """
select r.cell_id, w.page_id, w.number as row_number, c.column_name as column, r.note, r.reader, r.at
from readings r join cells c on c.id = r.cell_id join rows_as_they_are w on w.id = c.row_id
where r.asked = 1 and r.seq = (select max(seq) from readings where cell_id = r.cell_id and counts = 1)
  and not exists (select 1 from pages p where p.replaces = w.page_id)
order by r.seq
"""
    return tuple(Asked(**found) for found in select(store, sql))


def replies(store: Store, reader: str, after: int) -> tuple[Replied, ...]:
    """What others answered to this reader's questions, later than the reading `after`; the oldest first."""
    sql = """
select distinct a.seq, a.cell_id, w.page_id, w.number as row_number, c.column_name as column, q.note as question,
  a.note, a.text, a.state, a.settled, a.reader, a.at
from readings q join readings a on a.cell_id = q.cell_id and a.seq = (
    select min(seq) from readings where cell_id = q.cell_id and counts = 1 and seq > q.seq)
  join cells c on c.id = q.cell_id join rows_as_they_are w on w.id = c.row_id
where q.asked = 1 and q.reader = ? and a.reader <> q.reader and a.seq > ? order by a.seq
"""
    return tuple(
        Replied(**{**found, "settled": bool(found["settled"])}) for found in select(store, sql, reader, after)
    )

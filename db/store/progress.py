"""How far books are: counted, never kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.store.connect import Store
from db.store.rows import select


@dataclass(frozen=True, slots=True)
class BookCounts:
    """Records of one book by how far they are."""

    records: int
    sent: int
    checked: int  # in a lot that passed or was released, at the revision that was judged


def by_book(store: Store) -> Mapping[str, BookCounts]:
    """Counts of every book that has records, by the ledger's id."""
    sql = """
with judged as (
  select r.record_id, r.revision from lot_records r join lot_decisions d on d.lot_id = r.lot_id
  where d.decision in ('passed', 'released') and d.seq = (select max(seq) from lot_decisions where lot_id = d.lot_id))
select r.ledger_id, count(*) as records, sum(l.sent) as sent,
  sum(exists (select 1 from judged j where j.record_id = l.id and j.revision = l.revision)) as checked
from latest_records l join records r on r.seq = l.seq group by r.ledger_id
"""
    return {
        found["ledger_id"]: BookCounts(found["records"], found["sent"], found["checked"])
        for found in select(store, sql)
    }


def filed_by_day(store: Store, since: str) -> Mapping[str, int]:
    """How many records were filed for the first time, by day, from a day on."""
    sql = (
        "select substr(filed_at, 1, 10) as day, count(*) as filed from records "
        "where revision = 1 and filed_at >= ? group by day order by day"
    )
    return {found["day"]: found["filed"] for found in select(store, sql, since)}


def filed_on_pages(store: Store, ledger_id: str) -> Mapping[str, int]:
    """How many records came from each page of a book, by the page's id."""
    sql = (
        "select r.page_id, count(*) as records from latest_records l join records r on r.seq = l.seq "
        "where r.ledger_id = ? group by r.page_id"
    )
    return {found["page_id"]: found["records"] for found in select(store, sql, ledger_id)}


def rows_on_pages(store: Store, ledger_id: str) -> Mapping[str, int]:
    """How many rows with anything written were found on each page of a book, by the page's id."""
    sql = (
        "select page_id, count(distinct row_number) as written from standing_readings "
        "where ledger_id = ? and state <> 'blank' and left_out = 0 group by page_id"
    )
    return {found["page_id"]: found["written"] for found in select(store, sql, ledger_id)}


def quantity_ids(store: Store, ledger_id: str = "") -> tuple[str, ...]:
    """Ids of the quantity rows of a book or of all (""), in the order in which they were filed."""
    sql = (
        "select l.id from latest_records l join records r on r.seq = l.seq "
        "where r.kind = 'quantity' and (? = '' or r.ledger_id = ?) order by l.seq"
    )
    return tuple(found["id"] for found in select(store, sql, ledger_id, ledger_id))

"""Find records."""

from __future__ import annotations

from collections.abc import Iterable

from db.model import Ledger, Page, Record
from db.store import ledgers, pages, readings, records
from desktop.fields.serials import search_keys
from desktop.operations.session import Session
from desktop.operations.views import RecordHit


def search(session: Session, text: str, limit: int = 50) -> tuple[RecordHit, ...]:
    """Records whose serial number holds `text`, punctuation and case aside, newest revision each."""
    plain = search_keys(text).plain
    if not plain:
        return newest(session, limit)
    return _hits(session, records.search(session.store, plain, limit))


def newest(session: Session, limit: int = 200, offset: int = 0) -> tuple[RecordHit, ...]:
    """Records, the last filed first."""
    return _hits(session, records.newest(session.store, limit, offset))


def count(session: Session) -> int:
    """How many records there are."""
    return records.count(session.store)


def _hits(session: Session, found: Iterable[Record]) -> tuple[RecordHit, ...]:
    store = session.store
    books: dict[str, Ledger] = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    known: dict[str, Page] = {}
    numbers: dict[str, int] = {}
    answers = []
    for record in found:
        if record.page_id not in known:
            known[record.page_id] = pages.page(store, record.page_id)
        if record.row_id not in numbers:
            numbers[record.row_id] = readings.row(store, record.row_id).number
        sent = records.is_sent(store, record.id, record.revision)
        answers.append(
            RecordHit(record, books[record.ledger_id], known[record.page_id], numbers[record.row_id], sent)
        )
    return tuple(answers)

"""Find records."""

from __future__ import annotations

from collections.abc import Iterable

from db.model import Ledger, Page, Record
from db.store import answers, ledgers, pages, readings, records
from desktop.fields.serials import search_keys
from desktop.operations.session import Session
from desktop.operations.views import RecordHit


def search(session: Session, text: str, limit: int = 50) -> tuple[RecordHit, ...]:
    """Records whose serial number, or the number that the registry gave them, holds `text`; newest revision each.

    Punctuation and case aside. Serial numbers come first.
    """
    plain = search_keys(text).plain
    if not plain:
        return newest(session, limit)
    store = session.store
    found = records.search(store, plain, limit)
    known = {record.id for record in found}
    numbered = [id_ for id_ in answers.with_number(store, plain, limit) if id_ not in known]
    return hits(session, (*found, *records.iterate(store, numbered[: limit - len(found)])))


def newest(session: Session, limit: int = 200, offset: int = 0) -> tuple[RecordHit, ...]:
    """Records, the last filed first."""
    return hits(session, records.newest(session.store, limit, offset))


def count(session: Session) -> int:
    """How many records there are."""
    return records.count(session.store)


def hits(session: Session, wanted: Iterable[Record]) -> tuple[RecordHit, ...]:
    """Records with where they stand in the books and on their way."""
    found = tuple(wanted)
    store = session.store
    books: dict[str, Ledger] = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    known: dict[str, Page] = {}
    numbers: dict[str, int] = {}
    said = answers.of_latest(store, [record.id for record in found])
    listed = []
    for record in found:
        if record.page_id not in known:
            known[record.page_id] = pages.page(store, record.page_id)
        if record.row_id not in numbers:
            numbers[record.row_id] = readings.row(store, record.row_id).number
        sent = records.is_sent(store, record.id, record.revision)
        listed.append(
            RecordHit(
                record, books[record.ledger_id], known[record.page_id], numbers[record.row_id], sent,
                said.get(record.id),
            )
        )  # fmt: skip
    return tuple(listed)

"""Findings of a whole book: read from what was filed, each leading back to its row."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import Ledger, Record
from db.store import pages, readings, records
from desktop.fields.problems import Problem
from desktop.fields.whole_book import BookRow, findings
from desktop.operations.books import book_number
from desktop.operations.session import Session


@dataclass(frozen=True, slots=True)
class BookFinding:
    """Something suspicious with where it is looked at."""

    ledger: Ledger
    page_id: str
    page: int  # position in the book
    row_number: int
    record: Record
    problem: Problem


def of_book(session: Session, number: int, stated: int | None = None) -> tuple[BookFinding, ...]:
    """What the filed rows of a book say together, in its order. `stated`: how many entries it says it has.

    Raises Expected("book_unknown").
    """
    store = session.store
    ledger = book_number(session, number)
    rows: list[BookRow] = []
    where: dict[str, tuple[str, Record]] = {}
    for page in pages.pages(store, ledger.id):
        filed = records.records_of_page(store, page.id)
        numbers = readings.rows_called(store, [record.row_id for record in filed])
        for record in filed:
            rows.append(_row(record, page.position, numbers[record.row_id].number))
            where[record.id] = (page.id, record)
    return tuple(
        BookFinding(ledger, where[one.key][0], one.page, one.row, where[one.key][1], one.problem)
        for one in findings(rows, stated)
    )


def _row(record: Record, page: int, row: int) -> BookRow:
    values = {field.name: field.text for field in record.fields}
    kinds = tuple(event.kind for event in record.events)
    return BookRow(record.id, page, row, record.serial, record.struck, record.kind, values, kinds)

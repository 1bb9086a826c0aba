"""The shelf: every book with its stated pages, how far each is, what is left, and when it will be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from db.errors import Exit, Expected
from db.model import Ledger, Page, PageState
from db.model_desk import Statement
from db.store import connect, journal, ledgers, progress, statements
from db.store.progress import BookCounts
from desktop.operations import second_entry
from desktop.operations.books import book_number
from desktop.operations.cells import page_cells
from desktop.operations.rescans import current_pages
from desktop.operations.rights import require
from desktop.operations.second_views import SecondCounts
from desktop.operations.session import Session
from desktop.operations.views import Standing

PACE_DAYS = 28
"""The pace is that of the last four weeks: a month's leave or a new clerk shows, a bad day does not."""
_LEAST_DAYS = 2  # one day is no pace


@dataclass(frozen=True, slots=True)
class BookProgress:
    """How far a book is. Pages but for `records`, `checked`, `sent`, which are records, and `second`, cells."""

    ledger: Ledger
    stated_pages: int | None
    stated_entries: int | None
    scanned: int
    read: int
    settled: int
    filed: int
    second: SecondCounts
    records: int
    checked: int
    sent: int
    rows_left: int  # of pages in, and of pages that the book is said to have
    done_on: str  # ISO day; "" where there is no pace yet, or nothing is left

    @property
    def pages_missing(self) -> int:
        """Pages that the book says it has and nobody has scanned."""
        return max(0, (self.stated_pages or 0) - self.scanned)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every book, and the pace: records a day, None before there is one."""

    books: tuple[BookProgress, ...]
    pace: float | None


def state(session: Session, book: int, pages: int | None, entries: int | None) -> Statement:
    """Keep what a book says of itself: its pages, and how many entries it has. Raises Expected: statement_odd."""
    require(session, "state_of_book")
    if any(said is not None and not 0 < said < 1_000_000 for said in (pages, entries)):
        raise Expected("statement_odd", Exit.USAGE)
    ledger = book_number(session, book)
    with connect.action(session.store):
        made = Statement(ledger.id, pages, entries, session.now(), session.user.id)
        statements.add_statement(session.store, made)
        journal.append(
            session.store, at=made.at, actor=made.by, action="state_of_book", subject=ledger.id,
            details={"pages": pages, "entries": entries},
        )  # fmt: skip
    return made


def shelf(session: Session) -> Shelf:
    """Every book in its order; a book is done when those before it are, at the pace of the last four weeks."""
    store = session.store
    today = date.fromisoformat(session.now()[:10])
    pace = _pace(progress.filed_by_day(store, (today - timedelta(days=PACE_DAYS)).isoformat()), today)
    counted = progress.by_book(store)
    found, left = [], 0
    for ledger in ledgers.ledgers(store):
        one = _book(session, ledger, counted.get(ledger.id, BookCounts(0, 0, 0)))
        left += one.rows_left
        if pace and one.rows_left:
            done = today + timedelta(days=min(ceil(left / pace), 36_500))
            one = replace(one, done_on=done.isoformat())
        found.append(one)
    return Shelf(tuple(found), pace)


def _pace(filed: Mapping[str, int], today: date) -> float | None:
    """Records a calendar day, rest days counted: that is how long it takes."""
    if len(filed) < _LEAST_DAYS:
        return None
    days = (today - date.fromisoformat(min(filed))).days + 1
    return sum(filed.values()) / max(days, 1)


def _book(session: Session, ledger: Ledger, counted: BookCounts) -> BookProgress:
    store = session.store
    pages = current_pages(session, ledger.id)
    said = statements.statement(store, ledger.id)
    read = [page for page in pages if page.state in {PageState.READ, PageState.FILED}]
    filed = [page for page in pages if page.state is PageState.FILED]
    settled = sum(page.state is PageState.FILED or _is_settled(session, page) for page in read)
    rows = _rows_left(session, ledger, pages, max(0, (said.pages or 0) - len(pages)))
    return BookProgress(
        ledger, said.pages, said.entries, len(pages), len(read), settled, len(filed),
        second_entry.counts(session, ledger.id), counted.records, counted.checked, counted.sent, rows, "",
    )  # fmt: skip


def _rows_left(session: Session, ledger: Ledger, pages: tuple[Page, ...], missing: int) -> int:
    """Rows of pages that are read and not filed; a page that is not read or not scanned has as many as the others."""
    store = session.store
    written = progress.rows_on_pages(store, ledger.id)
    filed = progress.filed_on_pages(store, ledger.id)
    known = [filed.get(page.id) or written.get(page.id, 0) for page in pages if page.id in written]
    usual = sum(known) / len(known) if known else 0.0
    unread = sum(page.state in {PageState.IMPORTED, PageState.FAILED} for page in pages)
    waiting = sum(written.get(page.id, 0) for page in pages if page.state is PageState.READ)
    return waiting + ceil(usual * (unread + missing))


def _is_settled(session: Session, page: Page) -> bool:
    open_ones = {Standing.TO_CHECK, Standing.ASKED}
    return not any(cell.standing in open_ones for row in page_cells(session, page) for cell in row.cells)

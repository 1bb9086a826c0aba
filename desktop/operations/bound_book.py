"""The bound book on demand: the register in its order, with every correction, as it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from db.model import Armoury, Ledger, Page, Record
from db.model_desk import Amendment
from db.store import amendments, connect, ledgers, pages, people, readings, records, whole
from db.store.snapshot import snapshot
from desktop.operations.books import book_number
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session


@dataclass(frozen=True, slots=True)
class BoundEntry:
    """One entry as it stands, and what stood there before."""

    record: Record
    row: int
    earlier: tuple[Record, ...]  # revisions before, the oldest first
    said: tuple[Amendment, ...]  # what persons said beside the paper: read on the weapon, found on a rack


@dataclass(frozen=True, slots=True)
class BoundPage:
    """The entries of one page of a book, in the order of its rows."""

    ledger: Ledger
    page: Page
    entries: tuple[BoundEntry, ...]


@dataclass(frozen=True, slots=True)
class BoundBook:
    """What is printed. `pages` may be asked for as often as wanted, and answers from the same moment each time."""

    armoury: Armoury
    books: tuple[Ledger, ...]
    entries: int
    made_at: str
    made_by: str
    journal_number: int
    journal_head: str
    people: Mapping[str, str]  # user id to name
    pages: Callable[[], Iterator[BoundPage]]


def on_the_shelf(session: Session) -> tuple[Ledger, ...]:
    """The books that can be printed, by their numbers."""
    return ledgers.ledgers(session.store)


@contextmanager
def bound_book(session: Session, numbers: Sequence[int] = ()) -> Iterator[BoundBook]:
    """The books of these numbers, or all, ready to be printed inside the block; the journal tells of it first.

    Only a page of entries is in memory at a time. Raises Expected: not_allowed, book_unknown.
    """
    require(session, "print_book")
    store = session.store
    wanted = tuple(book_number(session, number) for number in sorted(set(numbers))) or ledgers.ledgers(store)
    with connect.action(store):
        line = tell_journal(session, "print_book", "", books=[ledger.number for ledger in wanted])
    with snapshot(store):
        yield BoundBook(
            session.armoury,
            wanted,
            whole.count(store, [ledger.id for ledger in wanted]),
            line.at,
            session.user.name,
            line.number,
            line.hash,
            {user.id: user.name for user in people.users(store)},
            lambda: _pages(session, wanted),
        )


def _pages(session: Session, wanted: Sequence[Ledger]) -> Iterator[BoundPage]:
    """Page by page; a picture that has a newer one shows what is still filed from it."""
    store = session.store
    for ledger in wanted:
        for page in pages.pages(store, ledger.id):
            filed = records.records_of_page(store, page.id)
            if not filed:
                continue
            numbers = readings.rows_called(store, [record.row_id for record in filed])
            ids = [record.id for record in filed]
            before, said = whole.earlier(store, ids), amendments.of_records(store, ids)
            yield BoundPage(
                ledger,
                page,
                tuple(
                    BoundEntry(
                        record,
                        numbers[record.row_id].number,
                        before.get(record.id, ()),
                        tuple(said.get(record.id, {}).values()),
                    )
                    for record in filed
                ),
            )

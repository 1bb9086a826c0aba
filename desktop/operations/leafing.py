"""Leaf through a book: its pages in order with their small pictures, without weighing a single cell."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import Ledger, Page
from db.store import ledgers, pages
from desktop.operations.rescans import current_pages
from desktop.operations.session import Session


@dataclass(frozen=True, slots=True)
class BookPages:
    """A book and its pages in order, without those of which there is a newer picture."""

    ledger: Ledger
    pages: tuple[Page, ...]


def books_with_pages(session: Session) -> tuple[BookPages, ...]:
    """Every book of the register."""
    return tuple(
        BookPages(ledger, current_pages(session, ledger.id)) for ledger in ledgers.ledgers(session.store)
    )


def book_of_page(session: Session, page_id: str) -> BookPages:
    """The book that a page is in; a page that has a newer picture stands in for that one, so that it can be shown."""
    page = pages.page(session.store, page_id)
    current = current_pages(session, page.ledger_id)
    if all(other.id != page_id for other in current):
        current = tuple(page if other.position == page.position else other for other in current)
    return BookPages(ledgers.ledger(session.store, page.ledger_id), current)


def small_picture(session: Session, page_id: str) -> bytes:
    """A page's small picture as PNG; b"" when there is none."""
    return pages.thumbnail(session.store, page_id)

"""The numbers on the paper: a person says one, the pages after it count on, and what is missing is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from db.errors import Exit, Expected
from db.model import Ledger, Page
from db.store import connect, ledgers, pages
from desktop.fields.problems import Problem
from desktop.operations.books import form_of
from desktop.operations.journalling import tell_journal
from desktop.operations.rescans import current_pages
from desktop.operations.rights import require
from desktop.operations.session import Session

HIGHEST: Final = 99_999
"""No ledger has as many pages; a longer number was not read off a page's corner."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Page numbers that no picture has, between two pages of the book; `first` to `last`."""

    after_page_id: str
    before_page_id: str
    first: int
    last: int


def number_of(page: Page) -> int | None:
    """The number on the paper; None where nobody said it, or where it is no number."""
    return int(page.folio) if page.folio.isascii() and page.folio.isdigit() else None


def step_of(ledger: Ledger) -> int:
    """By how much the numbers of two pictures in a row differ: an opening shows two pages."""
    return 2 if form_of(ledger).spread else 1


def number_pages(session: Session, page_id: str, number: int) -> tuple[Page, ...]:
    """Say that a page bears this number; the pages after it count on from there. The book's pages as they are then.

    Raises Expected: page_unknown, page_number_odd (Exit.USAGE), not_allowed.
    """
    require(session, "import")
    if not 0 <= number <= HIGHEST:
        raise Expected("page_number_odd", Exit.USAGE, most=HIGHEST)
    store = session.store
    with connect.action(store):
        page = pages.page(store, page_id)
        step = step_of(ledgers.ledger(store, page.ledger_id))
        following = [
            each for each in current_pages(session, page.ledger_id) if each.position >= page.position
        ]
        for at, each in enumerate(following):
            pages.set_page(store, each.id, folio=str(number + at * step))
        tell_journal(session, "number_pages", page_id, number=number, pages=len(following))
    return current_pages(session, page.ledger_id)


def gaps(book: Sequence[Page], ledger: Ledger) -> tuple[Gap, ...]:
    """The numbers that are missing between pages that follow each other."""
    step = step_of(ledger)
    found = []
    for before, after in pairwise(book):
        low, high = number_of(before), number_of(after)
        if low is not None and high is not None and high - low > step:
            found.append(Gap(before.id, after.id, low + step, high - 1))
    return tuple(found)


def number_problems(book: Sequence[Page], ledger: Ledger) -> tuple[Problem, ...]:
    """What the numbers of a book say in words: which are missing, and which stand on two pages or run backwards."""
    told = []
    for gap in gaps(book, ledger):
        key = "page_number_missing" if gap.first == gap.last else "page_numbers_missing"
        told.append(Problem(key, (("first", str(gap.first)), ("last", str(gap.last)))))
    for before, after in pairwise(book):
        low, high = number_of(before), number_of(after)
        if low is not None and high is not None and high <= low:
            told.append(Problem("page_number_backwards", (("number", str(high)), ("before", str(low)))))
    return tuple(told)


def next_number(book: Sequence[Page], ledger: Ledger) -> str:
    """The number of a page that is added at the end: counted on, "" where the last page has none."""
    last = number_of(book[-1]) if book else None
    return "" if last is None else str(last + step_of(ledger))


def number_between(before: Page | None, after: Page, ledger: Ledger) -> str:
    """The number of a page put in before `after`: the first that is missing there, "" where none is."""
    high = number_of(after)
    low = number_of(before) if before is not None else None
    step = step_of(ledger)
    if high is None:
        return ""
    if low is None:
        return str(high - step) if before is None and high >= step else ""
    return str(low + step) if high - low > step else ""

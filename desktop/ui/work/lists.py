"""What waits and how far the books are, as lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QLocale, Qt

from desktop.operations.queues import Waiting, Work
from desktop.operations.shelves import BookProgress, Shelf
from desktop.ui.checks.names import lot_name
from desktop.ui.records.listing import Heads, Line
from desktop.ui.words import count, translate


def waiting(found: Sequence[Waiting]) -> tuple[Heads, tuple[Line, ...]]:
    """One line a kind of work and book, what comes first first."""
    names = (
        translate("Work", "What waits"),
        translate("Work", "How much"),
        translate("Work", "Where it begins"),
        translate("Work", "What was asked and answered"),
    )
    lines = tuple(Line((kind_text(one.kind), count(one.count), _where(one), one.text)) for one in found)
    return Heads(names, 3), lines


def shelf(found: Shelf) -> tuple[Heads, tuple[Line, ...]]:
    """One line a book, how far it is."""
    names = (
        translate("Work", "Book"),
        translate("Work", "Scanned"),
        translate("Work", "Read"),
        translate("Work", "Settled"),
        translate("Work", "Typed twice"),
        translate("Work", "Records"),
        translate("Work", "Checked"),
        translate("Work", "Sent"),
        translate("Work", "Rows left"),
        translate("Work", "Done about"),
    )
    return Heads(names, 0), tuple(_book(one) for one in found.books)


def pace_text(found: Shelf) -> str:
    """The pace in words."""
    if found.pace is None:
        return translate("Work", "The shelf — no pace yet: it takes records of two days")
    return translate("Work", "The shelf — pace of the last four weeks: {pace} records a day").format(
        pace=QLocale().toString(round(found.pace, 1))
    )


def kind_text(kind: Work) -> str:
    """A kind of work in words."""
    return {
        Work.REPLIES: translate("Work", "Your question was answered"),
        Work.QUESTIONS: translate("Work", "A question for you"),
        Work.DISPUTES: translate("Work", "Two people typed two things: decide"),
        Work.SENT_BACK: translate("Work", "Sent back by the registry"),
        Work.RECHECK: translate("Work", "Records of a refused lot to check"),
        Work.RELEASE: translate("Work", "A refused lot, checked whole: correct and release it"),
        Work.CHECK: translate("Work", "Fields to check"),
        Work.FINISH: translate("Work", "Pages to finish"),
        Work.SECOND: translate("Work", "Fields to type blind, as the second person"),
        Work.FAILED: translate("Work", "Pages that could not be read"),
    }[kind]


def _where(one: Waiting) -> str:
    if one.lot is not None:
        return lot_name(one.lot)
    if not one.page:
        return ""
    if one.row:
        said = translate("Work", "Book {book}, page {page}, row {row}")
        return said.format(book=count(one.book), page=count(one.page), row=count(one.row))
    said = translate("Work", "Book {book}, page {page}")
    return said.format(book=count(one.book), page=count(one.page))


def _book(one: BookProgress) -> Line:
    def of(done: int, whole: int | None) -> str:
        return count(done) if whole is None else f"{count(done)} / {count(whole)}"

    day = QDate.fromString(one.done_on, Qt.DateFormat.ISODate)
    done = QLocale().toString(day, QLocale().dateFormat(QLocale.FormatType.ShortFormat))
    return Line(
        (
            f"{count(one.ledger.number)}  {one.ledger.title}",
            of(one.scanned, one.stated_pages),
            count(one.read),
            count(one.settled),
            of(one.second.done, one.second.wanted),
            of(one.records, one.stated_entries),
            count(one.checked),
            count(one.sent),
            count(one.rows_left),
            done if one.done_on else "—",
        )
    )

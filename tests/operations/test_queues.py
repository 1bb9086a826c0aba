"""What is next for each person, across books; questions and their answers; the shelf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from db.errors import Expected
from db.model import Ledger, Page
from desktop.operations import (
    books,
    lot_decisions,
    lots,
    people,
    questions,
    queues,
    settling,
    shelves,
    spot_checks,
)
from desktop.operations.lot_views import LotChoice
from desktop.operations.queues import Work
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from tests.operations.conftest import FORM
from tests.operations.filed import file_rows

OTHER = "another four words"


@pytest.fixture
def clerk(session: Session, workplace: Workplace) -> Iterator[Session]:
    people.add_person(session, "B. Otieno", "clerk", OTHER)
    opened = open_session(workplace, session.store.folder, OTHER, "B. Otieno")
    yield opened
    opened.close()


def a_cell(session: Session, page: Page) -> str:
    sql = "select c.id from cells c join rows r on r.id = c.row_id where r.page_id = ? and c.column_name = 'Make'"
    return str(session.store.db.execute(sql, (page.id,)).fetchone()[0])


def kinds(session: Session) -> list[Work]:
    return [one.kind for one in queues.next_for(session)]


def test_a_question_goes_to_the_supervisor_and_its_answer_back_to_who_asked(
    session: Session, clerk: Session, bring: Callable[..., Page]
) -> None:
    cell = a_cell(session, bring())
    settling.ask(clerk, cell, "Walther or Walthar?")
    assert Work.QUESTIONS not in kinds(clerk)
    (waits, *_) = queues.next_for(session)
    assert (waits.kind, waits.text) == (Work.QUESTIONS, "B. Otieno: Walther or Walthar?")
    with pytest.raises(Expected, match="not_allowed"):
        questions.answer(clerk, cell, "Walther")
    questions.answer(session, cell, "It is Walther, see page 3", Entry("Walther"))
    assert Work.QUESTIONS not in kinds(session)
    (reply, *_) = queues.next_for(clerk)
    assert reply.kind is Work.REPLIES
    assert reply.text == "Walther or Walthar? — It is Walther, see page 3 — Carl Walther"
    questions.seen(clerk, cell)
    assert Work.REPLIES not in kinds(clerk)
    with pytest.raises(Expected, match="question_gone"):
        questions.answer(session, cell, "again")


def test_an_answer_in_words_alone_gives_the_cell_back_to_be_checked(
    session: Session, clerk: Session, bring: Callable[..., Page]
) -> None:
    page = bring()
    before = next(one.count for one in queues.next_for(clerk) if one.kind is Work.CHECK)
    cell = a_cell(session, page)
    settling.ask(clerk, cell, "?")
    with pytest.raises(Expected, match="answer_missing"):
        questions.answer(session, cell, " ")
    questions.answer(session, cell, "Look at the row above")
    assert next(one.count for one in queues.next_for(clerk) if one.kind is Work.CHECK) == before + 1
    assert questions.answered(clerk)[0].value == ""


def test_a_second_keyer_is_offered_no_books(
    session: Session, workplace: Workplace, bring: Callable[..., Page]
) -> None:
    bring()
    people.add_person(session, "C. Wanjiru", "second_keyer", OTHER)
    opened = open_session(workplace, session.store.folder, OTHER, "C. Wanjiru")
    assert kinds(opened) == []
    assert kinds(session) == [Work.CHECK]
    opened.close()


def test_the_shelf_counts_what_is_left_of_the_stated_pages_and_dates_it_by_the_pace(
    session: Session, book: Ledger
) -> None:
    rows = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(10)]
    other = books.new_book(session, "Rifles", FORM)
    file_rows(session, book, rows)
    first = shelves.shelf(session)
    assert (first.pace, first.books[0].done_on) == (None, "")
    clock = session.workplace.clock
    clock.now += timedelta(days=4)  # type: ignore[attr-defined]  # a clock that tests turn
    file_rows(session, other, rows)
    with pytest.raises(Expected, match="statement_odd"):
        shelves.state(session, book.number, 0, None)
    shelves.state(session, book.number, 5, 48)
    shelf = shelves.shelf(session)
    one = shelf.books[0]
    assert (one.stated_pages, one.scanned, one.pages_missing, one.filed, one.records) == (5, 1, 4, 1, 10)
    assert shelf.pace == 4.0  # twenty records in five days
    assert (one.rows_left, one.done_on) == (40, "2026-03-15")
    assert (shelf.books[1].rows_left, shelf.books[1].done_on) == (0, "")


def test_a_refused_lot_waits_for_who_may_check_it_and_then_for_who_releases_it(
    session: Session, clerk: Session, book: Ledger
) -> None:
    rows = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(20)]
    file_rows(session, book, rows)
    lot = lots.freeze(session, LotChoice("batch"), Fraction(1, 4))
    lots.draw(session, lot.id, lambda size: bytes(range(size)))

    def types_all(wrong: str) -> str:
        while item := spot_checks.next_item(clerk, lot.id):
            _, serial, make, _ = rows[item.row_number - 1]
            wrong = wrong or item.record_id
            said = {"serial_number": "0099999" if item.record_id == wrong else serial, "make": make}
            typed = {cell.cell_id: Entry(said[cell.field]) for cell in item.cells}
            spot_checks.enter(clerk, lot.id, item.record_id, typed)
        return wrong

    def waits(of: Session) -> list[tuple[Work, int]]:
        return [(one.kind, one.count) for one in queues.next_for(of) if one.lot == replace(lot, records=())]

    wrong = types_all("")
    assert waits(clerk) == waits(session) == []  # nothing is refused yet
    assert lot_decisions.decide(session, lot.id).decision == "refused"
    assert (waits(clerk), waits(session)) == ([(Work.RECHECK, 13)], [])
    types_all(wrong)
    assert (waits(clerk), waits(session)) == ([], [(Work.RELEASE, 1)])
    lot_decisions.correct(session, lot.id, wrong)
    lot_decisions.decide(session, lot.id)
    assert waits(clerk) == waits(session) == []

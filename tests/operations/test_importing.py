from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from db.errors import Cancelled, Exit, Expected
from db.model import Ledger, Page, PageState
from db.store import journal, pages
from desktop.operations import books, checking, home, importing, practice, reading, review, sealing
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Arrival
from tests.capture.files import encoded, write
from tests.capture.files import page as bare_page
from tests.engines import MissingEngine
from tests.operations.conftest import FORM, PASSPHRASE, ROWS, Draw, SwappableTools, script

Bring = Callable[..., Page]


def test_a_bad_picture_stops_no_other(session: Session, book: Ledger, draw: Draw, tmp_path: Path) -> None:
    good = draw("1.png")
    bad = write(tmp_path / "2.png", good.read_bytes()[:2000])
    other = draw("3.png", tuple(reversed(ROWS)), seed=3)
    outcomes = importing.import_pictures(
        session, book.id, [good, bad, tmp_path / "gone.png", other], all_new=True
    )
    assert [one.arrival for one in outcomes] == [
        Arrival.IMPORTED,
        Arrival.REFUSED,
        Arrival.REFUSED,
        Arrival.IMPORTED,
    ]
    assert [one.source for one in importing.refused(outcomes)] == ["2.png", "gone.png"]
    assert [page.position for page in pages.pages(session.store, book.id)] == [1, 2]


def test_a_picture_that_is_in_is_said_to_be_with_its_book_and_page(
    session: Session, book: Ledger, draw: Draw
) -> None:
    picture = draw("1.png")
    importing.import_pictures(session, book.id, [picture])
    other_book = books.new_book(session, "Rifles", FORM)
    (again,) = importing.import_pictures(session, other_book.id, [picture])
    assert again.arrival is Arrival.ALREADY_IN
    assert again.problem is not None
    assert again.problem.values == (("book", "1"), ("page", "1"))


def test_a_page_of_the_same_form_with_other_writing_is_a_page_of_its_own(
    session: Session, book: Ledger, draw: Draw
) -> None:
    other = (
        ("11", "AC 8812", "Radom", "1938"),
        ("12", "AC 8813", "do", "1938"),
        ("13", "X99", "Steyr", "1912"),
    )
    outcomes = importing.import_pictures(session, book.id, [draw("1.png"), draw("2.png", other, seed=4)])
    assert [one.arrival for one in outcomes] == [Arrival.IMPORTED, Arrival.IMPORTED]


def test_stopping_keeps_the_pages_that_are_in(session: Session, book: Ledger, draw: Draw) -> None:
    pictures = [draw("1.png"), draw("2.png", tuple(reversed(ROWS)), seed=3)]

    def after_the_first() -> bool:
        return len(pages.pages(session.store, book.id)) == 1

    with pytest.raises(Cancelled):
        importing.import_pictures(session, book.id, pictures, cancel=after_the_first, all_new=True)
    assert len(pages.pages(session.store, book.id)) == 1


def test_a_page_without_a_table_fails_in_words_and_can_be_tried_again(
    session: Session, book: Ledger, tmp_path: Path, tools: SwappableTools
) -> None:
    write(tmp_path / "blank.png", encoded(np.full((900, 700, 3), 255, np.uint8), "PNG"))
    (outcome,) = importing.import_pictures(session, book.id, [tmp_path / "blank.png"])
    failed = reading.read_page(session, outcome.page_id)
    assert failed.state is PageState.FAILED
    assert reading.problem_of(failed.problems[0]).key == "no_table"
    assert home.queues(session).failed_pages == 1
    with pytest.raises(Expected, match="page_not_read"):
        review.review_page(session, failed.id)
    assert reading.read_again(session, failed.id).state is PageState.IMPORTED


def test_a_missing_reader_is_not_the_pages_fault(
    session: Session, book: Ledger, draw: Draw, tools: SwappableTools
) -> None:
    (outcome,) = importing.import_pictures(session, book.id, [draw("1.png")])
    tools.swap.engine = MissingEngine()
    with pytest.raises(Expected) as missing:
        reading.read_page(session, outcome.page_id)
    assert missing.value.exit_code is Exit.MISSING_PART
    assert pages.page(session.store, outcome.page_id).state is PageState.IMPORTED
    assert reading.waiting(session) == reading.waiting(session, book.id) != ()


def test_stopping_a_reading_leaves_the_page_waiting(
    session: Session, book: Ledger, draw: Draw, tools: SwappableTools
) -> None:
    (outcome,) = importing.import_pictures(session, book.id, [draw("1.png")])
    tools.swap.engine = script(ROWS)
    with pytest.raises(Cancelled):
        reading.read_page(session, outcome.page_id, cancel=lambda: True)
    assert reading.read_page(session, outcome.page_id).state is PageState.READ
    before = review.review_page(session, outcome.page_id)
    assert reading.read_page(session, outcome.page_id).state is PageState.READ  # a page is read once
    assert review.review_page(session, outcome.page_id) == before


def test_the_register_is_whole_after_a_day(session: Session, bring: Bring) -> None:
    bring()
    assert checking.check(session) == ()


@pytest.mark.parametrize(
    ("new", "key"),
    [
        (NewRegister(" ", "CA1", "", "A", PASSPHRASE), "armoury_name_missing"),
        (NewRegister("A", "ca 1", "", "A", PASSPHRASE), "armoury_code_invalid"),
        (NewRegister("A", "CA1", "", " ", PASSPHRASE), "user_name_missing"),
        (NewRegister("A", "CA1", "", "A", "short"), "passphrase_short"),
    ],
)
def test_a_register_is_not_made_of_half_answers(workplace: Workplace, new: NewRegister, key: str) -> None:
    with pytest.raises(Expected, match=key):
        create_register(workplace, workplace.places.register, new)
    assert not workplace.places.register.exists()


def test_a_register_is_never_made_over_another(session: Session, workplace: Workplace) -> None:
    with pytest.raises(Expected, match="register_exists"):
        create_register(workplace, workplace.places.register, NewRegister("B", "CB1", "", "B", PASSPHRASE))


def test_a_wrong_passphrase_opens_nothing(session: Session, workplace: Workplace) -> None:
    with pytest.raises(Expected, match="wrong_passphrase") as wrong:
        open_session(workplace, workplace.places.register, "not these words")
    assert wrong.value.exit_code is Exit.REGISTER


def test_the_practice_register_has_the_sample_ledger_and_never_sends(
    workplace: Workplace, tmp_path: Path
) -> None:
    session = practice.open_practice(workplace)
    try:
        expected = [len(book.pages) for book in practice.sample_books(workplace.places.resources)]
        assert [len(book.pages) for book in home.shelf(session)] == expected
        assert session.armoury.practice
        with pytest.raises(Expected, match="practice_never_leaves"):
            sealing.seal(session, tmp_path)
        with pytest.raises(Expected, match="practice_never_leaves"):
            sealing.write_again(session, "0" * 32, tmp_path)
    finally:
        session.close()
    again = practice.open_practice(workplace)
    try:
        assert [len(book.pages) for book in home.shelf(again)] == expected
    finally:
        again.close()


def test_a_book_needs_a_title(session: Session) -> None:
    with pytest.raises(Expected, match="book_title_missing"):
        books.new_book(session, "  ", FORM)


def test_pictures_of_no_page_at_all_are_refused(session: Session, book: Ledger, tmp_path: Path) -> None:
    tiny = write(tmp_path / "tiny.png", encoded(bare_page(1, 1), "PNG"))
    (outcome,) = importing.import_pictures(session, book.id, [tiny])
    assert outcome.problem is not None
    assert outcome.problem.key == "picture_too_small"


def test_a_founding_that_was_cut_off_is_simply_done_again(workplace: Workplace) -> None:
    folder = workplace.places.register
    new = NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE)
    create_register(workplace, folder, new)
    (folder / "register.db").unlink()  # killed between the keys and the register
    create_register(workplace, folder, new)
    open_session(workplace, folder, PASSPHRASE).close()


def test_wrong_passphrases_are_in_the_journal_after_the_next_unlock(
    session: Session, workplace: Workplace
) -> None:
    with pytest.raises(Expected, match="wrong_passphrase"):
        open_session(workplace, workplace.places.register, "not these words")
    later = open_session(workplace, workplace.places.register, PASSPHRASE)
    try:
        assert "wrong_passphrase" in [entry.action for entry in journal.entries(later.store)]
    finally:
        later.close()

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import Expected
from db.model import CellState, Page
from db.store import readings
from desktop.operations import place, review, settling
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry, ReviewPage, Standing

Bring = Callable[..., Page]


def cell(shown: ReviewPage, row: int, column: str) -> CellView:
    return next(view for view in shown.rows[row - 1].cells if view.column.name == column)


def now(session: Session, page: Page, row: int, column: str) -> CellView:
    return cell(review.review_page(session, page.id), row, column)


def test_a_serial_number_waits_for_a_person_however_sure_the_machine_is(
    session: Session, bring: Bring
) -> None:
    page = bring()
    serial = now(session, page, 1, "Serial number")
    assert (serial.standing, serial.text) == (Standing.TO_CHECK, "0045127")
    (accepted,) = settling.accept(session, serial.cell.id)
    assert (accepted.standing, accepted.text) == (Standing.CHECKED, "0045127")


def test_a_year_that_breaks_no_rule_passes_and_can_still_be_corrected(session: Session, bring: Bring) -> None:
    page = bring()
    year = now(session, page, 1, "Year")
    assert year.standing is Standing.PASSED
    (changed,) = settling.settle(session, year.cell.id, Entry("1944"))
    assert (changed.text, changed.standing, changed.doubts) == ("1944", Standing.CHECKED, ())


def test_rows_that_say_same_follow_the_row_that_they_repeat(session: Session, bring: Bring) -> None:
    page = bring()
    make = now(session, page, 1, "Make")
    changed = settling.settle(session, make.cell.id, Entry("Mauser"))
    assert [view.text for view in changed] == ["Mauser", "Mauser", "Mauser"]
    assert [view.as_written for view in changed][1:] == ["do", "do"]
    assert [view.source_row for view in changed][1:] == [1, 1]


def test_what_is_shown_again_after_a_save_is_what_the_whole_page_shows(
    session: Session, bring: Bring
) -> None:
    page = bring()
    make = now(session, page, 1, "Make")
    changed = review.with_their_rows(session, settling.settle(session, make.cell.id, Entry("Mauser")))
    whole = {view.cell.id: view for row in review.review_page(session, page.id).rows for view in row.cells}
    assert len(changed) > 3
    assert all(whole[view.cell.id] == view for view in changed)


def test_rows_that_say_same_stay_when_the_person_says_so(session: Session, bring: Bring) -> None:
    page = bring()
    changed = settling.settle(session, now(session, page, 1, "Make").cell.id, Entry("Mauser"), follow=False)
    assert [view.text for view in changed] == ["Mauser"]
    assert now(session, page, 2, "Make").text != "Mauser"


def test_a_ditto_mark_that_is_typed_takes_the_value_above(session: Session, bring: Bring) -> None:
    page = bring()
    settling.settle(session, now(session, page, 2, "Make").cell.id, Entry("Mauser"))
    (again, *_) = settling.settle(session, now(session, page, 2, "Make").cell.id, Entry('"'))
    assert (again.state, again.as_written, again.source_row) == (CellState.DITTO, '"', 1)
    assert again.text == now(session, page, 1, "Make").text


def test_a_ditto_mark_in_a_serial_column_is_kept_as_text_and_never_expanded(
    session: Session, bring: Bring
) -> None:
    page = bring()
    (said,) = settling.settle(session, now(session, page, 2, "Serial number").cell.id, Entry('"'))
    assert (said.state, said.text) == (CellState.READ, '"')


def test_a_ditto_mark_with_nothing_above_is_refused_in_words(session: Session, bring: Bring) -> None:
    page = bring()
    with pytest.raises(Expected, match="ditto_without_source"):
        settling.settle(session, now(session, page, 1, "Make").cell.id, Entry("do"))


def test_unreadable_and_empty_are_two_different_answers(session: Session, bring: Bring) -> None:
    page = bring()
    serial, year = now(session, page, 1, "Serial number"), now(session, page, 1, "Year")
    (unreadable,) = settling.mark(session, serial.cell.id, CellState.UNREADABLE)
    (empty,) = settling.mark(session, year.cell.id, CellState.BLANK)
    assert (unreadable.state, unreadable.standing) == (CellState.UNREADABLE, Standing.UNREADABLE)
    assert (empty.state, empty.standing, empty.text) == (CellState.BLANK, Standing.CHECKED, "")


def test_a_question_waits_for_the_supervisor_until_the_cell_is_settled(
    session: Session, bring: Bring
) -> None:
    page = bring()
    serial = now(session, page, 1, "Serial number")
    (asked,) = settling.ask(session, serial.cell.id, "Is this a 1 or a 7?")
    assert (asked.standing, asked.note) == (Standing.ASKED, "Is this a 1 or a 7?")
    (answered,) = settling.settle(session, serial.cell.id, Entry("0045127"))
    assert answered.standing is Standing.CHECKED


def test_undo_takes_back_one_step_whole_and_redo_brings_it_again(session: Session, bring: Bring) -> None:
    page = bring()
    before = review.review_page(session, page.id)
    settling.settle(session, cell(before, 1, "Make").cell.id, Entry("Mauser"))
    taken = settling.undo(session)
    assert taken is not None
    assert taken.page_id == page.id
    assert [view.text for view in taken.cells] == ["Carl Walther"] * 3
    assert settling.undo(session) is None
    again = settling.redo(session)
    assert again is not None
    assert [view.text for view in again.cells] == ["Mauser"] * 3
    assert settling.redo(session) is None
    undone = settling.undo(session)
    assert undone is not None
    assert undone.cells[0].standing is cell(before, 1, "Make").standing


def test_something_new_ends_what_could_be_redone(session: Session, bring: Bring) -> None:
    page = bring()
    settling.settle(session, now(session, page, 1, "Year").cell.id, Entry("1944"))
    settling.undo(session)
    settling.settle(session, now(session, page, 2, "Year").cell.id, Entry("1945"))
    assert settling.redo(session) is None


def test_undo_goes_on_after_a_restart(session: Session, bring: Bring) -> None:
    page = bring()
    settling.settle(session, now(session, page, 1, "Year").cell.id, Entry("1944"))
    later = session.again()
    try:
        taken = settling.undo(later)
    finally:
        later.close()
    assert taken is not None
    assert now(session, page, 1, "Year").text == "1941"


def test_nothing_that_was_read_or_said_is_ever_lost(session: Session, bring: Bring) -> None:
    page = bring()
    year = now(session, page, 1, "Year")
    settling.settle(session, year.cell.id, Entry("1944"))
    settling.undo(session)
    kept = [reading.text for reading in readings.history(session.store, year.cell.id)]
    assert kept.count("1944") == 1
    assert kept[-1] == "1941"


def test_a_value_longer_than_any_field_is_refused_in_words(session: Session, bring: Bring) -> None:
    page = bring()
    year = now(session, page, 1, "Year")
    with pytest.raises(Expected, match="value_too_long"):
        settling.settle(session, year.cell.id, Entry("9" * 10_000))
    assert now(session, page, 1, "Year").text == "1941"


@pytest.mark.parametrize("do", [settling.accept, lambda s, c: settling.settle(s, c, Entry("1"))])
def test_a_cell_that_is_not_there_is_said_to_be(
    session: Session, bring: Bring, do: Callable[[Session, str], object]
) -> None:
    bring()
    with pytest.raises(Expected, match="cell_unknown"):
        do(session, "0" * 32)


def test_the_ghost_of_a_run_of_serial_numbers_is_the_next_one(session: Session, bring: Bring) -> None:
    rows = (
        *[(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(7, 10)],
        ("10", "", "Walther", "1941"),
    )
    page = bring("run.png", rows)
    assert review.ghost(session, now(session, page, 4, "Serial number").cell.id) == "0045110"
    assert review.ghost(session, now(session, page, 2, "Year").cell.id) == "1941"
    assert review.ghost(session, now(session, page, 1, "Year").cell.id) == ""


def test_a_person_finds_their_place_again(session: Session, bring: Bring) -> None:
    assert place.place(session) is None
    page = bring()
    place.remember_place(session, page.id, 2, "Year")
    found = place.place(session)
    assert found is not None
    assert (found.page.id, found.row, found.column, found.ledger.number) == (page.id, 2, "Year", 1)


def test_the_cells_lie_on_the_cleaned_page(session: Session, bring: Bring) -> None:
    page = bring()
    picture = review.page_picture(session, page.id)
    height, width = picture.grey.shape
    shown = review.review_page(session, page.id)
    assert set(picture.boxes) == {view.cell.id for row in shown.rows for view in row.cells}
    assert all(0 <= x < r <= width and 0 <= y < b <= height for x, y, r, b in picture.boxes.values())


def test_a_year_that_has_not_come_yet_wants_an_eye(session: Session, bring: Bring) -> None:
    page = bring("later.png", (("1", "0045127", "Walther", "2027"),))
    year = now(session, page, 1, "Year")
    assert (year.text, year.standing) == ("2027", Standing.TO_CHECK)

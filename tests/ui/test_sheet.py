"""Where the cursor goes on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.model import Cell, CellState, Ledger, Page, PageState, Row
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.problems import Problem
from desktop.operations.views import CellView, ReviewPage, RowView, Standing
from desktop.ui.review.sheet import Sheet, Spot, doubtful

COLUMNS = (Column("No.", "number_in_book"), Column("Serial", "serial_number"), Column("Make", "make"))
QUAD = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
LETTERS = {
    "c": Standing.TO_CHECK, "p": Standing.PASSED, "k": Standing.CHECKED, "u": Standing.UNREADABLE, "a": Standing.ASKED,
}  # fmt: skip


def cell(row: int, column: Column, standing: Standing, text: str = "A1") -> CellView:
    kept = Cell(f"{row}/{column.name}", f"row{row}", column.name, QUAD)
    return CellView(kept, row, column, text, text, CellState.READ, 0.9, (), (), (), standing, (), ())


def sheet(*rows: str) -> Sheet:
    """A page whose cells stand as the letters say: c to check, p passed, k checked, u unreadable, a asked."""
    form = LedgerForm("Short", COLUMNS)
    page = Page("page", "book", 1, "", "a.png", "", 10, 10, 300.0, "", PageState.READ, "", ())
    views = tuple(
        RowView(
            Row(f"row{number}", "page", number, struck=False),
            tuple(
                cell(number, column, LETTERS[letter]) for column, letter in zip(COLUMNS, letters, strict=True)
            ),
        )
        for number, letters in enumerate(rows, start=1)
    )
    return Sheet(ReviewPage(Ledger("book", 1, "Title", ""), form, page, views, 0, filed=False))


def test_a_page_opens_at_the_first_cell_that_wants_a_person() -> None:
    assert sheet("ppp", "pcp").first() == Spot(1, 1)


def test_a_page_with_nothing_to_check_opens_at_its_first_cell() -> None:
    assert sheet("ppp", "kkk").first() == Spot(0, 0)


def test_the_next_to_check_is_found_in_reading_order_and_round_the_end() -> None:
    page = sheet("cpc", "ppc")
    assert page.next_to_check(Spot(0, 0)) == Spot(0, 2)
    assert page.next_to_check(Spot(0, 2)) == Spot(1, 2)
    assert page.next_to_check(Spot(1, 2)) == Spot(0, 0)


def test_there_is_no_next_where_only_this_cell_is_to_check() -> None:
    assert sheet("pcp").next_to_check(Spot(0, 1)) is None


def test_going_back_finds_what_a_person_has_decided_already() -> None:
    assert sheet("kpp", "pcp").back_to_check(Spot(1, 1)) == Spot(0, 0)
    assert sheet("ppp", "pcp").back_to_check(Spot(1, 1)) is None


def test_asked_and_unreadable_cells_are_not_to_check() -> None:
    page = sheet("auc")
    assert page.to_check() == 1
    assert page.next_to_check(Spot(0, 0)) == Spot(0, 2)


def test_stepping_goes_through_every_field_and_ends_at_the_page() -> None:
    page = sheet("ppp", "ppp")
    assert page.step(Spot(0, 2), 1) == Spot(1, 0)
    assert page.step(Spot(1, 0), -1) == Spot(0, 2)
    assert page.step(Spot(0, 0), -1) is None
    assert page.step(Spot(1, 2), 1) is None


def test_down_keeps_the_column() -> None:
    page = sheet("ppp", "ppp")
    assert page.down(Spot(0, 1), 1) == Spot(1, 1)
    assert page.down(Spot(1, 1), 1) is None
    assert page.down(Spot(1, 1), -1) == Spot(0, 1)


def test_a_row_that_lacks_the_column_is_passed_over() -> None:
    page = sheet("ppp", "ppp", "ppp")
    page.rows[1].pop(1)
    assert page.down(Spot(0, 1), 1) == Spot(2, 1)


def test_a_doubt_is_more_than_a_serial_number_that_a_person_has_to_see() -> None:
    page = sheet("pcp", "pcp", "pcp")
    sure, unsure, wrong = (page.rows[row][1] for row in range(3))
    assert not doubtful(sure)
    page.put((replace(unsure, doubts=(1,)), replace(wrong, problems=(Problem("row_blank"),))))
    assert page.next_doubt(Spot(0, 1)) == Spot(1, 1)
    assert page.next_doubt(Spot(0, 1), backwards=True) == Spot(2, 1)


def test_a_decided_cell_is_no_doubt_any_more() -> None:
    page = sheet("kkk")
    page.put((replace(page.rows[0][0], doubts=(0,)),))
    assert page.next_doubt(Spot(0, 1)) is None


def test_cells_of_other_pages_are_not_put_in() -> None:
    page = sheet("ppp")
    other = cell(9, COLUMNS[0], Standing.CHECKED)
    assert page.put((other,)) == ()
    assert page.spot_of(other.cell.id) is None


@pytest.mark.parametrize(
    ("row", "column", "spot"),
    [(2, "Make", Spot(1, 2)), (2, "", Spot(1, 0)), (2, "No such column", Spot(1, 0)), (9, "Make", None)],
)
def test_a_place_is_found_again_by_row_and_column(row: int, column: str, spot: Spot | None) -> None:
    assert sheet("ppp", "ppp").find(row, column) == spot

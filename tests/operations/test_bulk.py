"""One thing said of many cells: shown first, one step to take back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import Expected
from db.model import Page
from desktop.fields.serial_ranges import expand
from desktop.operations import bulk, review, settling
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry, Standing

Bring = Callable[..., Page]
ROWS = (
    ("1", "0045127", "Walter", "1941"),
    ("2", "0045128", "Mauser", "1941"),
    ("3", "0045129", "Walter", "1942"),
    ("4", "", "Walter", ""),
    ("5", "", "Mauser", ""),
)


def with_a_last_line(session: Session, page: Page) -> None:
    """A line further down says something again."""
    for column, text in (("Serial number", "0045200"), ("Year", "1950")):
        settling.settle(session, cell(session, page, 6, column).cell.id, Entry(text))


def cell(session: Session, page: Page, row: int, column: str) -> CellView:
    shown = review.review_page(session, page.id)
    return next(view for view in shown.rows[row - 1].cells if view.column.name == column)


def column_of(session: Session, page: Page, column: str) -> list[str]:
    return [cell(session, page, row, column).text for row in range(1, 6)]


def test_every_cell_that_says_the_same_is_changed_in_one_step(session: Session, bring: Bring) -> None:
    page = bring("page.png", ROWS)
    found = bulk.alike(session, cell(session, page, 3, "Make").cell.id)
    assert [one.view.row_number for one in found] == [3, 1, 4]
    before = column_of(session, page, "Make")
    bulk.say_all(session, [(one.view.cell.id, "Tokarev") for one in found])
    assert column_of(session, page, "Make") == [before[1] if at in {1, 4} else "Tokarev" for at in range(5)]
    settling.undo(session)
    assert column_of(session, page, "Make") == before
    assert settling.undo(session) is None


def test_serial_numbers_are_not_changed_because_they_read_alike(session: Session, bring: Bring) -> None:
    page = bring("page.png", ROWS)
    with pytest.raises(Expected, match="alike_serial"):
        bulk.alike(session, cell(session, page, 1, "Serial number").cell.id)


def test_filling_down_stops_at_the_next_value_and_goes_on_with_a_run(session: Session, bring: Bring) -> None:
    page = bring("page.png", ROWS)
    with_a_last_line(session, page)
    year = bulk.below(session, cell(session, page, 3, "Year").cell.id, "1942")
    assert [(one.view.row_number, one.text) for one in year] == [(4, "1942"), (5, "1942")]
    serial = bulk.below(session, cell(session, page, 3, "Serial number").cell.id, "0045129")
    assert [(one.view.row_number, one.text) for one in serial] == [(4, "0045130"), (5, "0045131")]
    bulk.say_all(session, [(one.view.cell.id, one.text) for one in serial])
    assert cell(session, page, 5, "Serial number").standing is Standing.CHECKED
    settling.undo(session)
    assert cell(session, page, 5, "Serial number").text == ""


def test_a_serial_that_is_no_run_is_never_repeated(session: Session, bring: Bring) -> None:
    page = bring("page.png", ROWS)
    assert bulk.below(session, cell(session, page, 3, "Serial number").cell.id, "0049999") == ()


def test_a_range_gives_a_number_to_each_line(session: Session, bring: Bring) -> None:
    page = bring("page.png", ROWS)
    with_a_last_line(session, page)
    found = bulk.below(session, cell(session, page, 3, "Serial number").cell.id, "0045129-31")
    assert [(one.view.row_number, one.text) for one in found] == [
        (3, "0045129"), (4, "0045130"), (5, "0045131"),
    ]  # fmt: skip


def test_the_last_value_of_the_page_before_is_carried_over(session: Session, bring: Bring) -> None:
    bring("page.png", ROWS)
    following = bring("next.png", (("7", "0045201", "", "1950"),), seed=2)
    assert review.ghost(session, cell(session, following, 1, "Make").cell.id) == "Mauser"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1001-1003", ("1001", "1002", "1003")),
        ("AB0998 to AB1001", ("AB0998", "AB0999", "AB1000", "AB1001")),
        ("0045127/29", ("0045127", "0045128", "0045129")),
        ("1003-1001", ()),
        ("AB12-CD14", ()),
        ("1-99999999", ()),
        ("25-06968", ()),
        ("", ()),
    ],
)
def test_a_range_keeps_its_zeros_and_what_is_none_stays_whole(text: str, numbers: tuple[str, ...]) -> None:
    assert expand(text, 50) == numbers

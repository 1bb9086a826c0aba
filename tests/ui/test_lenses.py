"""Column and Doubts: the same page, the same cursor, another order."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.operations.session import Workplace
from tests.operations.conftest import SwappableTools
from tests.ui.person import Person
from tests.ui.shelf import ROWS, Shelf, shelf_in

SERIAL = "Serial number"
DOUBTFUL = (*ROWS[:2], ("3", "0045129", "do", "2942"))
"""A year that has not come yet breaks a rule."""


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = shelf_in(tmp_path_factory.mktemp("read"))
    shelf.page(ROWS, DOUBTFUL)
    return shelf


@pytest.fixture
def shelf(read_before: Shelf, workplace: Workplace, tools: SwappableTools, tmp_path: Path) -> Shelf:
    return read_before.copied(workplace, tools, tmp_path)


def test_the_column_lens_keeps_the_cursor_and_goes_down_the_column(at_page: Person, shelf: Shelf) -> None:
    at_page.presses("Ctrl+2")
    column = at_page.review.lenses.column
    assert at_page.review.lens is column
    assert at_page.stands_at() == (1, SERIAL)
    assert [column.model.view(row).row_number for row in range(3)] == [1, 2, 3]
    at_page.types("0045999")
    at_page.presses("Return")
    assert at_page.stands_at() == (2, SERIAL)
    at_page.presses("Return", "Return")  # the column is done: on to the next that has something to check
    assert at_page.stands_at() == (3, "Year")
    assert column.model.view(0).column.name == "Year"
    at_page.waits_for_everything()
    at_page.presses("Ctrl+1")
    assert at_page.stands_at() == (3, "Year")
    assert at_page.focus() is at_page.review.lens.editor()
    at_page.goes_to(1, SERIAL)
    assert at_page.reads() == "0045999"


def test_tab_in_the_column_lens_goes_on_into_the_next_column(at_page: Person) -> None:
    at_page.presses("Ctrl+2")
    at_page.presses(*["Tab"] * len(at_page.review.lenses.column.model.spots))
    assert at_page.stands_at() == (1, "Place")
    at_page.presses("Shift+Tab", "Up")
    assert at_page.sees().column.name == SERIAL


def test_what_is_half_typed_is_kept_when_the_lens_is_changed(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.types("0045888")
    at_page.presses("Ctrl+2")
    assert at_page.reads() == "0045888"
    at_page.waits_for_everything()
    assert shelf.latest(first.cell.id).text == "0045888"


def test_the_doubts_lens_shows_only_doubts_and_what_was_decided_keeps_its_line(at_page: Person) -> None:
    at_page.presses("Ctrl+4")
    doubts = at_page.review.lenses.doubts

    def lines() -> list[tuple[int, str]]:
        return [
            (view.row_number, view.column.name)
            for view in (doubts.model.view(row) for row in range(len(doubts.model.spots)))
        ]

    assert lines() == [(1, SERIAL), (3, "Year")]  # where the cursor is, and what breaks a rule
    at_page.presses("Down")
    assert at_page.stands_at() == (3, "Year")
    at_page.types("1942")
    at_page.presses("Return")
    at_page.waits_for_everything()
    assert (3, "Year") in lines()
    assert at_page.review.checking.sheet is not None
    assert at_page.review.checking.sheet.doubts() == ()


@pytest.mark.parametrize("key", ["Ctrl+2", "Ctrl+4"])
def test_the_open_field_lies_beside_its_own_paper(at_page: Person, key: str) -> None:
    at_page.presses(key, "Down")
    at_page.waits_for_everything()
    lens = at_page.review.lens
    lines = lens.lines  # type: ignore[attr-defined]  # both lenses that these keys show have lines
    row = lines.model().spots.index(at_page.review.checking.spot)
    line = lines.visualRect(lines.model().index(row))
    assert line.top() <= lens.band.y() <= line.center().y()
    assert lens.band.isVisible()
    assert line.intersects(lines.viewport().rect())

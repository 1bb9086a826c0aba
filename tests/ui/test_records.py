"""Records by the window: asked for by what is known, found with the piece of paper beside them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.operations import filing, review, settling
from desktop.operations.session import Session
from desktop.ui.actions import Where
from desktop.ui.records.table import PAPER, WHY
from desktop.ui.screens.records import RecordsScreen
from tests.ui.person import Person
from tests.ui.shelf import Shelf


@pytest.fixture
def filed(shelf: Shelf) -> Shelf:
    """A page of three records."""
    page = shelf.page()

    def work(session: Session) -> None:
        for row in review.review_page(session, page.id).rows:
            for cell in row.cells:
                if cell.standing.value == "to_check":
                    settling.accept(session, cell.cell.id)
        filing.file_page(session, page.id)

    shelf.does(work)
    return shelf


@pytest.fixture
def records(filed: Shelf, clerk: Person) -> RecordsScreen:
    """The screen, with everything there."""
    clerk.presses("Ctrl+F")
    screen = clerk.room.records
    clerk.waits(lambda: screen.table.rowCount() == 3)
    return screen


def said(screen: RecordsScreen, column: int) -> list[object]:
    table = screen.table
    return [table.data(table.index(row, column)) for row in range(table.rowCount())]


def test_what_is_typed_narrows_the_list_and_each_hit_says_why_and_shows_its_paper(
    clerk: Person, records: RecordsScreen
) -> None:
    clerk.types("45?28")
    clerk.waits(lambda: said(records, 0) == ["0045128"])
    assert said(records, WHY) == ["Has this shape."]
    paper = records.table.index(0, PAPER)
    clerk.waits(lambda: records.table.data(paper, Qt.ItemDataRole.DecorationRole) is not None)
    clerk.presses("Esc")
    clerk.waits(lambda: records.table.rowCount() == 3)


def test_look_alikes_are_found_and_say_which(clerk: Person, records: RecordsScreen) -> None:
    clerk.types("OO45I27")
    clerk.waits(lambda: said(records, 0) == ["0045127"])
    assert said(records, WHY) == ["Looks alike: O / 0, O / 0, I / 1."]


def test_another_field_narrows_it_too(clerk: Person, records: RecordsScreen) -> None:
    records.asking.field.setCurrentIndex(records.asking.field.findData("holder"))
    records.asking.words.setFocus()
    clerk.types("rack z")
    clerk.waits(lambda: records.table.rowCount() == 0)
    assert "No record is like that" in records._empty.text()
    records.asking.words.clear()
    clerk.types("rack a")
    clerk.waits(lambda: records.table.rowCount() == 3)


def test_a_date_that_is_none_is_said_and_nothing_breaks(clerk: Person, records: RecordsScreen) -> None:
    clerk.types("from:March")
    clerk.waits(lambda: "no date to search by" in records._empty.text())
    clerk.presses("Esc")
    clerk.waits(lambda: records.table.rowCount() == 3)


def test_enter_shows_the_record_on_its_page(clerk: Person, records: RecordsScreen) -> None:
    clerk.types("0045129")
    clerk.waits(lambda: said(records, 0) == ["0045129"])
    clerk.presses("Return")
    clerk.waits(lambda: clerk.is_at() is Where.REVIEW and clerk.review.checking.sheet is not None)
    assert clerk.stands_at()[0] == 3

"""What has a key has a place for the mouse too: a menu by the right button, by F11 and by a button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.operations import filing, review, settling
from desktop.operations.session import Session
from desktop.operations.views import Standing
from desktop.ui.actions import Where
from tests.ui.person import Person
from tests.ui.shelf import Shelf


def clicks_right(widget: QWidget) -> None:
    at = QPoint(40, 40)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


def menu(person: Person) -> QMenu:
    person.waits(lambda: QApplication.activePopupWidget() is not None)
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    return shown


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[Callable[[Qt.LayoutDirection], None]]:
    yield qapp.setLayoutDirection
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def takes(person: Person, words: str) -> None:
    shown = menu(person)
    (action,) = (each for each in shown.actions() if each.text() == words)
    shown.close()
    action.trigger()
    person.waits_for_everything()


def test_what_is_done_with_rows_and_cells_is_in_the_menu_of_the_cell(shelf: Shelf, person: Person) -> None:
    shelf.page()
    person.starts()
    person.unlocks("four words that differ")
    person.opens_review()
    sheet = person.review.checking.sheet
    assert sheet is not None
    rows = len(sheet.rows)
    clicks_right(person.review.lens.editor())
    assert {"Part row", "Strike row", "Read again", "History", "Always", "Ask"} <= {
        action.iconText() for action in menu(person).actions()
    }
    takes(person, "Add a row below this one")
    sheet = person.review.checking.sheet
    assert sheet is not None
    assert len(sheet.rows) == rows + 1
    person.presses("Ctrl+2", "F11")
    takes(person, "Strike this row: kept, no record; or take that back")
    person.waits(lambda: person.sees().left_out)
    person.presses("Ctrl+3", "F11")
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_what_one_record_lacks_and_what_was_said_of_it_is_in_the_menu_of_its_line(
    direction: Qt.LayoutDirection,
    shelf: Shelf,
    person: Person,
    mirrored: Callable[[Qt.LayoutDirection], None],
) -> None:
    page = shelf.page()

    def files(session: Session) -> None:
        for row in review.review_page(session, page.id).rows:
            for view in row.cells:
                if view.standing is Standing.TO_CHECK:
                    settling.accept(session, view.cell.id)
        filing.file_page(session, page.id)

    shelf.does(files)
    person.starts()
    mirrored(direction)
    person.unlocks("four words that differ")
    records = person.room.records
    person.room.shell.go(Where.RECORDS)
    person.waits(lambda: records.table.rowCount() == 3)
    person.waits_for_everything()
    assert records.action("record_lacks").isEnabled()
    person.presses("Down")
    clicks_right(person.focus())
    takes(person, "What this record lacks")
    person.waits(lambda: records.beside.kind == "record")
    assert "0045129" in records.beside.listing.title()
    assert records.action("open_record").isEnabled()
    records.beside.listing.setFocus()
    person.presses("F11")
    takes(person, "How much of each item and lot")
    person.waits(lambda: records.beside.kind == "quantities")

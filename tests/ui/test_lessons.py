"""What a book has taught can be looked at in Settings, and is forgotten only after a question."""

from __future__ import annotations

from desktop.operations import settling
from desktop.operations.lessons import lessons_of_book
from desktop.operations.review import review_page
from desktop.operations.session import Session
from desktop.operations.views import Entry
from desktop.ui.actions import Where
from desktop.ui.dialogs.lessons import Lessons
from desktop.ui.screens.settings import SettingsScreen
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import ROWS, Shelf


def settle_the_serials(session: Session, page_id: str) -> None:
    for row in review_page(session, page_id).rows[: len(ROWS)]:
        (cell,) = (one for one in row.cells if one.column.field == "serial_number")
        settling.settle(session, cell.cell.id, Entry(ROWS[row.row.number - 1][1]))


def test_a_book_tells_what_it_has_taught_and_forgets_it_when_asked_twice(
    shelf: Shelf, person: Person
) -> None:
    page = shelf.page()
    shelf.does(lambda session: settle_the_serials(session, page.id))
    person.starts()
    person.unlocks(PASSPHRASE)
    person.room.shell.go(Where.SETTINGS)
    screen = person.room.shell.current()
    assert isinstance(screen, SettingsScreen)
    screen.lessons.click()
    person.waits_for_everything()
    asks = person.dialog(Lessons)
    assert isinstance(asks, Lessons)
    assert "Settled fields: 3." in asks.said.text()
    assert "0000000" in asks.said.text()

    asks.anew.click()
    asks.keep.click()
    person.waits_for_everything()
    assert shelf.does(lambda session: lessons_of_book(session, page.ledger_id)).fields == 3

    asks.anew.click()
    asks.forget.click()
    person.waits_for_everything()
    assert "Nothing yet" in asks.said.text()
    assert not asks.anew.isEnabled()
    assert shelf.does(lambda session: lessons_of_book(session, page.ledger_id)).fields == 0

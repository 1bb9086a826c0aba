"""The table of every record: nothing is asked, and the last of them is one key away."""

from __future__ import annotations

from db.store import records
from desktop.operations import books, everything
from desktop.operations.session import Session
from desktop.ui.records.table import BLOCK
from desktop.ui.screens.records import SHOWN
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

MANY = SHOWN + 3 * BLOCK + 7


def fill(session: Session) -> None:
    rows = [(f"A{number:05d}", *[""] * 6) for number in range(MANY)]
    file_rows(session, books.new_book(session, "Many", WIDE), rows)


def test_every_record_is_there_and_comes_when_it_is_seen(clerk: Person, shelf: Shelf) -> None:
    shelf.does(fill)
    clerk.presses("Ctrl+F")
    screen = clerk.room.records
    clerk.waits(lambda: screen.table.rowCount() == MANY)
    assert screen.table.line(MANY - 1) is None
    clerk.presses("Down")
    clerk.presses("Ctrl+End")
    clerk.waits(lambda: screen.table.line(MANY - 1) is not None)
    last = screen.table.line(MANY - 1)
    assert last is not None
    assert last.hit.record.serial == "A00000"
    clerk.waits(lambda: screen._hit() == last.hit)
    middle = screen.table.missing(range(SHOWN, SHOWN + 1))
    assert len(middle[SHOWN // BLOCK]) == BLOCK
    screen.asking.serial.setFocus()
    clerk.types("A00001")
    clerk.waits(lambda: 0 < screen.table.rowCount() < BLOCK)
    clerk.presses("Esc")
    clerk.waits(lambda: screen.table.rowCount() == MANY)


def test_the_places_of_all_records_are_the_newest_first(shelf: Shelf) -> None:
    shelf.does(fill)

    def work(session: Session) -> None:
        places = everything.places(session)
        assert len(places) == MANY == records.count(session.store)
        first, *_ = everything.at(session, places[:1])
        assert first.record.serial == f"A{MANY - 1:05d}"
        assert everything.at(session, []) == ()

    shelf.does(work)

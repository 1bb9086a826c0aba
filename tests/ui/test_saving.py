"""What the register refuses is kept in the window and given again; nothing that was typed is lost."""

from __future__ import annotations

import pytest

from desktop.operations.session import Session
from desktop.operations.views import Standing
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf


@pytest.fixture
def at_page(shelf: Shelf, person: Person) -> Person:
    shelf.page()
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    return person


def fills_the_disk(session: Session) -> None:
    """Not one page more than now fits into the register, as on a full disk."""
    pages = session.store.db.execute("pragma page_count").fetchone()[0]
    session.store.db.execute(f"pragma max_page_count = {pages}")


def makes_room(session: Session) -> None:
    session.store.db.execute("pragma max_page_count = 1000000")


def test_a_full_disk_loses_nothing(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.visit.desk.ask(fills_the_disk, lambda _done: None)
    at_page.waits_for_everything()
    at_page.types("0045555" * 200)  # longer than what the last page has room for
    at_page.presses("Return")
    at_page.waits(lambda: at_page.review.saving.unsaved)
    assert at_page.is_told() != ""
    at_page.presses("Up")
    assert at_page.reads().startswith("0045555")
    assert at_page.review.action("save_again").isEnabled()
    assert at_page.room.unsaved() == 1
    at_page.visit.desk.ask(makes_room, lambda _done: None)
    at_page.presses("Ctrl+S")
    at_page.waits_for_everything()
    assert at_page.review.saving.unsaved == {}
    assert shelf.latest(first.cell.id).text.startswith("0045555")
    assert not at_page.review.action("save_again").isEnabled()


def test_an_answer_that_comes_late_does_not_undo_what_was_typed_since(at_page: Person) -> None:
    at_page.types("0045555")
    at_page.presses("Tab")
    at_page.presses("Shift+Tab")
    at_page.presses("Ctrl+A")
    at_page.types("0046666")  # while the first answer is still on its way
    at_page.waits_for_everything()
    assert at_page.reads() == "0046666"
    at_page.presses("Tab")
    at_page.waits_for_everything()
    sheet = at_page.review.checking.sheet
    assert sheet is not None
    assert sheet.rows[0][1].as_written == "0046666"


def test_what_is_said_is_shown_before_the_register_has_answered(at_page: Person) -> None:
    at_page.presses("Return")
    sheet = at_page.review.checking.sheet
    assert sheet is not None
    assert at_page.review.saving.busy()
    assert sheet.rows[0][1].standing is Standing.CHECKED


def test_a_ditto_below_follows_its_source(shelf: Shelf, at_page: Person) -> None:
    at_page.goes_to(1, "Place")
    at_page.presses("Ctrl+A")
    at_page.types("Rack B")
    at_page.presses("Return")
    at_page.waits_for_everything()
    sheet = at_page.review.checking.sheet
    assert sheet is not None
    assert [row[2].text for row in sheet.rows[:3]] == ["Rack B", "Rack B", "Rack B"]

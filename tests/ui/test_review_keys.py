"""Review by keyboard: each key does what the table of keys says, and every field is kept as it is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.model import CellState
from desktop.operations.session import Workplace
from desktop.operations.views import Standing
from desktop.ui.actions import Where
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.dialogs.go_to import GoTo
from tests.engines import ScriptedEngine
from tests.operations.conftest import PASSPHRASE, SwappableTools
from tests.ui.person import Person
from tests.ui.shelf import ROWS, Shelf, shelf_in, unsure

WRONG = (ROWS[0], ("2", "0045198", "do", "1941"), ROWS[2])
SERIAL = "Serial number"


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A register with one page read, of which one serial number was read wrong."""
    shelf = shelf_in(tmp_path_factory.mktemp("read"))
    shelf.page(ROWS, WRONG)
    return shelf


@pytest.fixture
def shelf(read_before: Shelf, workplace: Workplace, tools: SwappableTools, tmp_path: Path) -> Shelf:
    """A copy of it, for one test."""
    return read_before.copied(workplace, tools, tmp_path)


@pytest.fixture
def empty_shelf(founded: Workplace, tools: SwappableTools, tmp_path: Path) -> Shelf:
    """A register without pages."""
    return Shelf(founded, tools, tmp_path)


def serials(person: Person) -> list[str]:
    sheet = person.review.checking.sheet
    assert sheet is not None
    return [view.as_written for row in sheet.rows for view in row if view.column.name == SERIAL]


def test_a_page_opens_at_its_first_cell_to_check(at_page: Person) -> None:
    assert at_page.is_at() is Where.REVIEW
    assert at_page.stands_at() == (1, SERIAL)
    assert at_page.reads() == "0045127"
    assert at_page.focus() is at_page.review.lens.editor()


def test_enter_accepts_saves_and_goes_to_the_next_to_check(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.presses("Return")
    assert at_page.stands_at() == (2, SERIAL)
    at_page.waits_for_everything()
    kept = shelf.latest(first.cell.id)
    assert (kept.text, kept.settled) == ("0045127", True)
    assert kept.reader.startswith("clerk:")


def test_a_wrong_value_is_typed_over_and_kept_as_it_is_left(at_page: Person, shelf: Shelf) -> None:
    at_page.presses("Return")
    wrong = at_page.sees()
    at_page.types("0045128")  # the whole value is chosen: typing replaces it
    at_page.presses("Return")
    at_page.waits_for_everything()
    assert shelf.latest(wrong.cell.id).text == "0045128"
    assert serials(at_page)[:3] == ["0045127", "0045128", "0045129"]


def test_tab_accepts_nothing(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.presses("Tab")
    assert at_page.stands_at() == (1, "Place")
    at_page.presses("Shift+Tab", "Shift+Tab")
    assert at_page.stands_at() == (1, "No.")
    at_page.waits_for_everything()
    assert not shelf.latest(first.cell.id).settled
    assert first.standing is Standing.TO_CHECK


def test_what_was_typed_is_saved_on_tab_and_on_the_arrows_too(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.types("0045199")
    at_page.presses("Down")
    assert at_page.stands_at() == (2, SERIAL)
    at_page.waits_for_everything()
    assert shelf.latest(first.cell.id).text == "0045199"
    at_page.presses("Up")
    assert at_page.stands_at() == (1, SERIAL)


def test_esc_gives_back_the_value_as_it_was(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.types("nonsense")
    at_page.presses("Esc")
    assert at_page.reads() == "0045127"
    at_page.presses("Tab")
    at_page.waits_for_everything()
    assert not shelf.latest(first.cell.id).settled


def test_shift_enter_accepts_and_goes_back(at_page: Person) -> None:
    at_page.presses("Return", "Return")
    assert at_page.stands_at() == (3, SERIAL)
    at_page.presses("Shift+Return")
    assert at_page.stands_at() == (2, SERIAL)
    assert at_page.review.checking.sheet is not None
    assert at_page.review.checking.sheet.to_check() == 0


@pytest.mark.parametrize(
    ("key", "state", "standing"),
    [("F7", CellState.UNREADABLE, Standing.UNREADABLE), ("F8", CellState.BLANK, Standing.CHECKED)],
)
def test_unreadable_and_empty_are_one_key_each(
    at_page: Person, shelf: Shelf, key: str, state: CellState, standing: Standing
) -> None:
    first = at_page.sees()
    at_page.presses(key)
    assert at_page.stands_at() == (2, SERIAL)
    at_page.waits_for_everything()
    kept = shelf.latest(first.cell.id)
    assert (kept.state, kept.text, kept.settled) == (state, "", True)
    at_page.presses("Up")
    assert at_page.sees().standing is standing


def test_undo_takes_back_and_redo_does_it_again(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.types("0045199")
    at_page.presses("Return")
    at_page.waits_for_everything()
    at_page.presses("Ctrl+Z")
    at_page.waits(lambda: at_page.stands_at() == (1, SERIAL) and at_page.reads() == "0045127")
    assert not shelf.latest(first.cell.id).settled
    at_page.presses("Ctrl+Y")
    at_page.waits(lambda: at_page.reads() == "0045199")
    assert shelf.latest(first.cell.id).settled


def test_undo_in_a_field_that_is_being_typed_gives_back_the_field(at_page: Person) -> None:
    at_page.types("xyz")
    at_page.presses("Ctrl+Z")
    assert at_page.reads() == "0045127"
    assert at_page.is_told() == ""


def test_nothing_to_undo_is_said(at_page: Person) -> None:
    at_page.presses("Ctrl+Z")
    at_page.waits(at_page.is_told)
    assert "nothing to take back" in at_page.is_told()


def test_f4_takes_the_next_of_a_run(empty_shelf: Shelf, person: Person) -> None:
    rows = (*ROWS, ("4", "0045130", "do", "1942"))
    empty_shelf.page(rows, (*ROWS, ("4", "", "do", "1942")))
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    person.goes_to(4, SERIAL)
    person.waits(lambda: person.review.lens.editor().placeholderText() == "0045130")  # the ghost
    assert person.reads() == ""
    person.presses("F4")
    person.waits(lambda: person.reads() == "0045130")
    assert person.sees().standing is Standing.TO_CHECK  # it is taken, and still to be accepted
    person.presses("Return")
    person.waits_for_everything()
    assert serials(person)[3] == "0045130"


def test_f9_asks_the_supervisor(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.presses("F9")
    at_page.waits(lambda: at_page.dialog(AskLine) is not None)
    at_page.types("Is the last figure a 7?")
    at_page.presses("Return")
    at_page.waits_for_everything()
    kept = shelf.latest(first.cell.id)
    assert (kept.asked, kept.note) == (True, "Is the last figure a 7?")
    assert at_page.stands_at() == (2, SERIAL)


def test_a_page_with_something_to_check_is_not_finished_and_leads_there(at_page: Person) -> None:
    at_page.presses("Tab", "Tab", "Ctrl+Return")
    at_page.waits(at_page.is_told)
    assert "3 cells of this page still want to be checked" in at_page.is_told()
    assert at_page.stands_at() == (2, SERIAL)


def test_a_finished_page_makes_room_for_the_next(at_page: Person, shelf: Shelf) -> None:
    at_page.presses("Return", "Return", "Return")
    assert "Nothing is left to check" in at_page.is_told()
    at_page.presses("Ctrl+Return")
    at_page.waits(lambda: "New records: 3" in at_page.is_told())
    at_page.waits_for_everything()
    assert at_page.review.checking.sheet is not None
    assert at_page.review.checking.sheet.page.filed


def test_correcting_a_finished_page_asks_why(at_page: Person, shelf: Shelf) -> None:
    at_page.presses("Return", "Return", "Return", "Ctrl+Return")
    at_page.waits(lambda: "New records: 3" in at_page.is_told())
    at_page.waits_for_everything()
    at_page.goes_to(2, SERIAL)
    wrong = at_page.sees()
    at_page.types("0045128")
    at_page.presses("Return")
    at_page.waits(lambda: at_page.dialog(AskLine) is not None)
    at_page.types("0 read as O")
    at_page.presses("Return")
    at_page.waits(lambda: shelf.latest(wrong.cell.id).text == "0045128")
    assert shelf.latest(wrong.cell.id).note == "0 read as O"
    at_page.waits_for_everything()
    at_page.presses("Ctrl+Return")
    at_page.waits(lambda: "corrected: 1" in at_page.is_told())


def test_a_correction_without_a_reason_changes_nothing(at_page: Person, shelf: Shelf) -> None:
    at_page.presses("Return", "Return", "Return", "Ctrl+Return")
    at_page.waits(lambda: "New records: 3" in at_page.is_told())
    at_page.waits_for_everything()
    at_page.goes_to(2, SERIAL)
    wrong = at_page.sees()
    at_page.types("0045128")
    at_page.presses("Tab")
    at_page.waits(lambda: at_page.dialog(AskLine) is not None)
    at_page.presses("Esc")
    at_page.waits_for_everything()
    assert shelf.latest(wrong.cell.id).text == "0045198"
    assert serials(at_page)[1] == "0045198"
    assert at_page.review.saving.unsaved == {}


def test_f6_takes_the_other_reading_of_the_doubtful_character_under_the_caret(
    empty_shelf: Shelf, person: Person
) -> None:
    empty_shelf.page(read=False)
    serial = iter([unsure("OO45127", 1, "0"), unsure("0045128", 4, "S"), unsure("0045129", 0, "O")])
    empty_shelf.tools.swap.engine = ScriptedEngine(
        lambda crop, hint: (
            next(serial, unsure("1", 0, "7")) if hint.kind == "serial_number" else unsure("1", 0, "7")
        )
    )
    person.starts()
    person.unlocks(PASSPHRASE)
    person.waits(lambda: person.review.checking.sheet is not None)
    person.presses("Alt+3")
    person.goes_to(1, SERIAL)
    editor = person.review.lens.editor()
    doubtful = person.sees().doubts
    assert editor.marks() == doubtful != ()
    assert editor.selectedText() == person.reads()[doubtful[0]]  # a wrong character is simply typed over
    before = person.reads()
    assert person.review.lens.readings()
    person.presses("F6")
    assert person.reads() != before
    person.presses("Shift+F6")
    assert person.reads() == before


def test_page_keys_turn_pages_and_save_first(shelf: Shelf, at_page: Person) -> None:
    first = at_page.sees()
    second = shelf.page((("4", "0045130", "Rack B", "1940"),))
    at_page.review.show_page(shelf.pages[0].id)
    at_page.waits_for_everything()
    at_page.types("0045555")
    at_page.presses("PgDown")
    at_page.waits(lambda: at_page.review.page_id() == second.id)
    at_page.waits_for_everything()
    assert shelf.latest(first.cell.id).text == "0045555"
    assert at_page.reads() == "0045130"
    at_page.presses("PgUp")
    at_page.waits(lambda: at_page.review.page_id() == shelf.pages[0].id)


def test_going_to_a_row_by_its_number(at_page: Person) -> None:
    at_page.presses("Ctrl+G")
    at_page.waits(lambda: at_page.dialog(GoTo) is not None)
    asks = at_page.dialog(GoTo)
    assert isinstance(asks, GoTo)
    asks.row.setValue(3)
    at_page.presses("Return")
    at_page.waits(lambda: at_page.stands_at()[0] == 3)


def test_f2_shows_the_surroundings_until_it_is_pressed_again(at_page: Person) -> None:
    peek = at_page.review.peek
    at_page.presses("F2")
    assert peek.isVisible()
    at_page.presses("F2")
    assert not peek.isVisible()


def test_f2_held_shows_them_for_as_long_as_it_is_held(at_page: Person) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    peek = at_page.review.peek
    QTest.keyPress(at_page.focus(), Qt.Key.Key_F2)
    assert peek.isVisible()
    at_page.bot.wait(500)
    QTest.keyRelease(at_page.focus(), Qt.Key.Key_F2)
    assert not peek.isVisible()


def test_moving_on_closes_the_surroundings(at_page: Person) -> None:
    at_page.presses("F2", "Return")
    assert not at_page.review.peek.isVisible()


def test_continue_goes_to_the_same_page_row_and_field_after_a_restart(at_page: Person, shelf: Shelf) -> None:
    at_page.goes_to(3, "Place")
    at_page.waits_for_everything()
    at_page.bot.wait(600)
    at_page.waits_for_everything()
    at_page.presses("F12")
    at_page.waits(lambda: at_page.visit.room is None)
    at_page.waits_for_everything()
    at_page.unlocks(PASSPHRASE)
    at_page.waits_for_everything()
    at_page.opens_review()
    assert at_page.stands_at() == (3, "Place")


def test_text_that_can_be_typed_is_never_taken_by_a_command(at_page: Person) -> None:
    at_page.types("qweRTY 12?*")
    assert at_page.reads() == "qweRTY 12?*"
    QApplication.processEvents()
    assert at_page.stands_at() == (1, SERIAL)

"""My work, by keyboard: second entries typed blind, differences decided by a third, questions, the shelf."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QSpinBox

from db.store import records
from desktop.operations import lot_decisions, lots, people, second_entry, settling, spot_checks
from desktop.operations.lot_views import LotChoice
from desktop.operations.queues import Work
from desktop.operations.session import Session, open_session
from desktop.operations.views import Entry
from desktop.ui.actions import Where
from desktop.ui.checks.screen import TYPE as CHECKS_TYPE
from desktop.ui.dialogs.unlock import UnlockWindow
from desktop.ui.work.asking import AnswerQuestion, StateBook
from desktop.ui.work.racks import OnWeapon
from desktop.ui.work.screen import DECIDE, LIST, TYPE, WorkScreen
from tests.ui.at_checks import OTHER, WRITTEN, does, screen_of, sits_down, takes_a_picture, told_by
from tests.ui.person import Person
from tests.ui.shelf import Shelf

PLANTED = "0046105"
"""What the first person filed of row 5."""


@pytest.fixture
def twice(filed: Shelf) -> Shelf:
    """Every serial number is to be typed twice; nothing else."""
    does(filed, lambda session: second_entry.set_plan(session, "all", "0"))
    return filed


def opens(person: Person, kind: Work) -> WorkScreen:
    person.waits_for_everything()
    person.presses("Alt+8")
    screen = person.room.work
    person.waits_for_everything()
    kinds = [one.kind for one in screen._found]
    for _ in range(kinds.index(kind)):
        person.presses("Down")
    takes_a_picture(person, f"work-{kind.value}")
    person.presses("Return")
    person.waits_for_everything()
    return screen


def held_by(root: object) -> Iterator[str]:
    """Every text that Python can reach from an object of the window within a few steps."""
    seen: set[int] = set()
    edge = [root]
    for _ in range(5):
        following = []
        for one in edge:
            if id(one) in seen or isinstance(one, type) or callable(one):
                continue
            seen.add(id(one))
            if isinstance(one, str):
                yield one
            following += gc.get_referents(one)
        edge = following


def test_what_the_first_person_typed_is_neither_in_the_widgets_nor_in_their_memory(
    twice: Shelf, person: Person
) -> None:
    sits_down(person, "B. Otieno")
    screen = opens(person, Work.SECOND)
    assert screen.step() == TYPE
    first_row = {row: serial for row, (_, serial, *_) in enumerate(WRITTEN, 1)} | {5: PLANTED, 2: "0045712"}
    for _ in range(3):
        item = screen.typing.item
        assert item is not None
        assert item.row_number in first_row
        person.waits(screen.typing.paper.shows)
        takes_a_picture(person, "work-blind")
        filed = first_row[item.row_number]
        assert filed not in told_by(person.visit.window)
        for part in (screen.typing, screen.run):
            assert not any(filed in text for text in held_by(part))
        person.types(WRITTEN[item.row_number - 1][1])
        person.presses("Return")
        person.waits_for_everything()
    assert "third person" in person.is_told() or screen.step() == TYPE
    person.presses("Esc")
    assert screen.step() == LIST
    assert not screen.typing.paper.shows()


def test_a_lock_in_the_middle_of_a_second_entry_enters_nothing_and_loses_nothing(
    twice: Shelf, person: Person
) -> None:
    sits_down(person, "B. Otieno")
    screen = opens(person, Work.SECOND)
    assert screen.typing.item is not None
    (cell,) = (one.cell_id for one in screen.typing.item.cells)
    person.types("00459")
    person.presses("F12")
    person.waits(lambda: person.visit.room is None)
    person.waits_for_everything()
    assert does(twice, second_entry.counts).waits == 8
    asks = person.visit.window
    assert isinstance(asks, UnlockWindow)
    asks.user.setFocus()
    asks.user.clear()
    person.unlocks(OTHER, "B. Otieno")
    screen = opens(person, Work.SECOND)
    assert screen.typing.item is not None
    assert [one.cell_id for one in screen.typing.item.cells] == [cell]
    assert [editor.text() for editor in screen.typing.editors] == ["00459"]
    assert "stands there again" in person.is_told()
    person.presses("Return")
    person.waits_for_everything()
    assert [editor.text() for editor in screen.typing.editors] == [""]
    assert does(twice, second_entry.counts).waits == 7


def dispute(session: Session) -> None:
    """Somebody else typed row 5 as it stands on the paper."""
    people.add_person(session, "C. Wanjiru", "clerk", OTHER)
    second = open_session(session.workplace, session.store.folder, OTHER, "C. Wanjiru")
    try:
        while (item := second_entry.next_item(second)) is not None:
            second_entry.enter(second, item.cell_id, Entry(WRITTEN[item.row_number - 1][1]))
    finally:
        second.close()


def test_a_difference_is_decided_by_one_two_or_three_and_enter_does_nothing(
    twice: Shelf, person: Person
) -> None:
    does(twice, dispute)
    sits_down(person, "B. Otieno")
    screen = opens(person, Work.DISPUTES)
    assert screen.step() == DECIDE
    person.waits(screen.deciding.paper.shows)
    takes_a_picture(person, "work-dispute")
    shown = screen.deciding.dispute
    assert shown is not None
    assert shown.first.text != shown.second.text
    person.presses("Return")
    person.waits_for_everything()
    assert screen.deciding.dispute is shown
    person.presses("2")
    person.waits(lambda: screen.deciding.dispute is not shown)
    again = screen.deciding.dispute
    assert again is not None
    person.presses("3")
    assert screen.deciding.is_retyping()
    person.types("31-A")
    assert screen.deciding.editor.text() == "31-A"  # 1 and 3 are letters of a value now
    person.presses("Return")
    person.waits(lambda: screen.deciding.dispute is not again)
    found = does(twice, second_entry.counts)
    assert found.disputed == 1


def test_what_was_read_on_a_weapon_is_keyed_back_and_one_in_no_book_gets_a_record(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    first = does(filed, lambda session: records.newest(session.store, 1, 0)[0])
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+8")
    person.waits_for_everything()
    person.presses("Ctrl+R")
    person.names_files(str(tmp_path / "racks.pdf"))
    person.waits(lambda: "list was written" in person.is_told())
    assert (tmp_path / "racks.pdf").read_bytes().startswith(b"%PDF")
    person.presses("Ctrl+W")
    person.waits(lambda: person.dialog(OnWeapon) is not None)
    takes_a_picture(person, "work-on-weapon")
    person.types(first.id[:8])
    person.presses("Tab")
    person.types("0099")
    person.presses("Return")
    person.waits(lambda: "0099" in person.is_told())
    person.presses("Ctrl+N")
    person.waits(lambda: person.dialog(OnWeapon) is not None)
    person.types("Rack 12")
    person.presses("Tab")
    person.types("31")
    person.presses("Return")
    person.waits(lambda: "31, revision" in person.is_told())
    newest = does(filed, lambda session: records.newest(session.store, 1, 0)[0])
    assert newest.serial == "31"
    assert does(filed, lambda session: records.record(session.store, first.id)).serial == "0099"


def test_the_supervisor_answers_a_question_and_it_leaves_the_list(shelf: Shelf, clerk: Person) -> None:
    page = shelf.page()

    def ask(session: Session) -> str:
        sql = "select id from cells where column_name = 'Place' order by rowid"
        cell = str(session.store.db.execute(sql).fetchone()[0])
        settling.ask(session, cell, "Rack A or B?")
        return cell

    cell = shelf.does(ask)
    screen = opens(clerk, Work.QUESTIONS)
    clerk.waits(lambda: clerk.dialog(AnswerQuestion) is not None)
    asks = clerk.dialog(AnswerQuestion)
    assert isinstance(asks, AnswerQuestion)
    clerk.waits(asks.paper.shows)
    takes_a_picture(clerk, "work-question")
    clerk.types("Rack B")
    clerk.presses("Return")
    clerk.waits(lambda: all(one.kind is not Work.QUESTIONS for one in screen._found))
    assert shelf.latest(cell).text == "Rack B"
    assert page.position == 1


def test_a_line_leads_to_its_page_and_the_shelf_takes_what_the_book_says(shelf: Shelf, clerk: Person) -> None:
    shelf.page()
    opens(clerk, Work.CHECK)
    assert clerk.is_at() is Where.REVIEW
    clerk.waits_for_everything()
    clerk.presses("Alt+8")
    screen = clerk.room.work
    clerk.waits_for_everything()
    clerk.presses("Ctrl+B")
    asks = clerk.dialog(StateBook)
    assert isinstance(asks, StateBook)
    clerk.types("40")
    clerk.presses("Return")
    clerk.waits(lambda: screen.books.lines() and "40" in screen.books.lines()[0].texts[1])
    assert isinstance(asks.pages, QSpinBox)
    assert all(editor.accessibleName() for editor in screen.typing.findChildren(QLineEdit))


def test_a_refused_lot_stands_in_the_list_and_leads_to_the_next_record_to_check(
    filed: Shelf, person: Person
) -> None:
    def prepare(session: Session) -> None:
        lot = lots.freeze(session, LotChoice("batch"), Fraction(1, 4))
        lots.draw(session, lot.id, bytes)
        other = open_session(session.workplace, session.store.folder, OTHER, "B. Otieno")
        try:
            while item := spot_checks.next_item(other, lot.id):
                typed = {cell.cell_id: Entry("7") for cell in item.cells}
                spot_checks.enter(other, lot.id, item.record_id, typed)
            lot_decisions.decide(other, lot.id)
        finally:
            other.close()

    does(filed, prepare)
    sits_down(person, "B. Otieno")
    opens(person, Work.RECHECK)
    assert person.is_at() is Where.CHECKS
    person.waits(lambda: screen_of(person).step() == CHECKS_TYPE)
    assert screen_of(person).typing.item is not None

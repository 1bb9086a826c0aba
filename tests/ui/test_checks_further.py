"""Checks beyond the first lot: practice rounds, further draws, weeks and days, third looks, pictures elsewhere."""

from __future__ import annotations

from pathlib import Path

from db.store import records
from desktop.operations import lots
from desktop.operations.lot_views import LotState
from desktop.ui.checks.asking import AskChecker, AskHand, AskMore
from desktop.ui.checks.screen import CHOOSE, DECIDE, PRACTISE, TYPE
from tests.ui.at_checks import (
    WRITTEN,
    a_loose_lot,
    agree_on_all,
    does,
    screen_of,
    sits_down,
    state_of,
    takes_a_picture,
    two_see_two_things,
    types_on,
)
from tests.ui.person import Person
from tests.ui.shelf import Shelf


def test_a_practice_round_is_announced_and_judged_by_keyboard(filed: Shelf, person: Person) -> None:
    does(filed, agree_on_all)
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits_for_everything()
    person.presses("Ctrl+P")
    person.waits(lambda: person.dialog(AskChecker) is not None)
    asks = person.dialog(AskChecker)
    assert isinstance(asks, AskChecker)
    asks.who.setCurrentText("B. Otieno")
    takes_a_picture(person, "practice-0-announce")
    person.presses("Return")
    person.waits_for_everything()
    person.presses("Alt+1", "Alt+7")
    person.waits_for_everything()
    person.presses("F4")
    person.waits(lambda: checks.step() == PRACTISE)
    seen = 0
    while (item := checks.practising.item()) is not None:
        person.waits(checks.practising.paper.shows)
        if not seen:
            takes_a_picture(person, "practice-1-value")
        person.presses("Return" if item.shown == WRITTEN[item.row_number - 1][1] else "F6")
        seen += 1
    person.waits(checks.practising.said)
    assert seen == 8
    assert checks.practising.said() == (
        "You caught 3 of 3 planted errors, and took 0 right values of 5 for wrong."
    )
    takes_a_picture(person, "practice-2-result")
    person.presses("Return")
    assert checks.step() == CHOOSE


def test_hands_further_records_and_a_smaller_share_by_keyboard(filed: Shelf, person: Person) -> None:
    does(filed, a_loose_lot)
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.begun.count)
    person.presses("Ctrl+H")
    person.waits(lambda: person.dialog(AskHand) is not None)
    asks = person.dialog(AskHand)
    assert isinstance(asks, AskHand)
    asks.name.setFocus()
    person.types("Sgt. Otieno")
    person.presses("Return")
    person.waits(lambda: "Pages noted: 1" in person.is_told())
    checks.choosing.begun.setFocus()
    person.presses("Down", "Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.PASSED)
    person.waits_for_everything()
    person.presses("Ctrl+D")
    person.waits(lambda: person.dialog(AskMore) is not None)
    more = person.dialog(AskMore)
    assert isinstance(more, AskMore)
    more.by.setCurrentIndex(more.by.findData("hand"))
    assert more.of.currentText().startswith("Sgt. Otieno")
    more.size_wanted.setValue(2)
    takes_a_picture(person, "checks-8-more")
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    assert "2 of 2 further records were checked, 0 wrong" in checks.deciding.said()
    person.presses("Ctrl+L")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    shown = checks.standing()
    assert shown is not None
    assert (shown.state, shown.checked, shown.target) == (LotState.OPEN, 8, 8)
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.PASSED)
    assert "at most 5 % are" in checks.deciding.said()


def test_a_persons_week_and_some_days_are_chosen_by_keyboard(filed: Shelf, person: Person) -> None:
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    person.presses("End")  # the last entry: some days
    person.waits_for_everything()
    assert checks.choosing.choice().kind == "range"
    assert "8" in checks.choosing.plan_said()
    takes_a_picture(person, "checks-1-days")
    person.presses("Up")
    assert checks.choosing.choice().kind == "week"
    checks.choosing.who.setCurrentText("A. Njoroge")
    person.waits_for_everything()
    assert checks.choosing.plan_said().startswith("All 8 records would have to be checked")
    checks.choosing.first.setDate(checks.choosing.first.date().addDays(-60))
    person.waits_for_everything()
    assert checks.choosing.plan_said().startswith("There is no record in this choice.")
    assert person.room.shell.notice.isHidden()


def test_every_field_can_be_typed_blind_and_not_only_the_identity(filed: Shelf, person: Person) -> None:
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    checks.choosing.typed.setFocus()
    person.presses("Down", "Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    person.waits(checks.typing.paper.shows)
    takes_a_picture(person, "checks-2-every-field")
    item = checks.typing.item
    assert item is not None
    assert [cell.column for cell in item.cells] == ["No.", "Serial number", "Place", "Year"]
    for text in WRITTEN[item.row_number - 1]:
        assert checks.typing.compared_said() == ""
        person.types(text)
        person.presses("Return")
    person.waits_for_everything()
    shown = checks.standing()
    assert shown is not None
    assert shown.lot.fields == lots.EVERYTHING
    assert shown.checked + (checks.typing.compared_said() != "") == 1


def test_where_two_people_saw_two_things_the_supervisor_types_what_is_true(
    filed: Shelf, person: Person
) -> None:
    record = does(filed, two_see_two_things)
    sits_down(person, "D. Mwangi")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.begun.count)
    checks.choosing.begun.setFocus()
    person.presses("Down", "Return")
    person.waits(lambda: checks.step() == DECIDE)
    person.waits_for_everything()
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.REFUSED)
    person.waits_for_everything()
    person.presses("Ctrl+R")
    person.waits(lambda: checks.step() == TYPE)
    person.waits(checks.typing.paper.shows)
    assert [editor.text() for editor in checks.typing.editors] == [""]
    takes_a_picture(person, "checks-5-disagreed")
    person.types("0045777")
    person.presses("Return")
    person.waits(lambda: checks.step() == DECIDE)
    person.waits_for_everything()
    assert does(filed, lambda session: records.record(session.store, record).serial) == "0045777"


def test_where_the_pictures_are_on_another_pc_it_is_said_and_what_was_typed_is_kept(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    (book,) = (filed.workplace.places.register / "books").glob("*.pages")
    book.rename(tmp_path / book.name)
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    person.presses("Return")
    person.waits(lambda: "not on this PC" in person.is_told())
    assert checks.step() == CHOOSE
    assert book.name in person.is_told()
    (tmp_path / book.name).rename(book)
    checks.choosing.begun.setFocus()
    person.presses("Down", "Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits(checks.typing.paper.shows)

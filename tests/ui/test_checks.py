"""A lot through the window by keyboard: drawn, typed blind, refused, corrected, checked whole, released, certified."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QWidget

from db.errors import Expected
from db.store import records
from desktop.accuracy.certificate import check_certificate, parse_certificate
from desktop.exchange.manifest import parse_manifest
from desktop.operations import filing, lots, people, review, sealing, settling, spot_checks
from desktop.operations.lot_views import LotChoice, LotState
from desktop.operations.session import Session, open_session
from desktop.operations.views import Entry, Standing
from desktop.ui.actions import Where
from desktop.ui.checks.asking import AskChecker, AskHand, AskMore
from desktop.ui.checks.screen import CHOOSE, DECIDE, PRACTISE, REPORT, TYPE, ChecksScreen
from desktop.ui.dialogs.unlock import UnlockWindow
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf
from tests.ui.test_story_window import seals

WRITTEN = [(str(n), f"00451{n:02d}", "Rack A", "1941") for n in range(1, 9)]
PLANTED = {2: "0045712", 5: "0046105", 7: "0O45107"}
"""What was filed of three rows, and does not stand on the paper."""
MISREAD = {3: "0045108", 4: "0045184", 6: "0045166"}
"""What the machine made of three others; the clerk saw it."""
OTHER = "another four words"
T = TypeVar("T")


@pytest.fixture
def filed(shelf: Shelf) -> Shelf:
    """Eight records of which three have a wrong serial number, filed by one person; another one may check."""
    page = shelf.page(WRITTEN, [(n, MISREAD.get(int(n), serial), *others) for n, serial, *others in WRITTEN])

    def file(session: Session) -> None:
        for row in review.review_page(session, page.id).rows[: len(WRITTEN)]:
            for view in row.cells:
                if view.column.field == "serial_number":
                    written = WRITTEN[row.row.number - 1][1]
                    settling.settle(session, view.cell.id, Entry(PLANTED.get(row.row.number, written)))
                elif view.standing is Standing.TO_CHECK:
                    settling.accept(session, view.cell.id)
        filing.file_page(session, page.id)
        people.add_person(session, "B. Otieno", "supervisor", OTHER)

    shelf.does(file)
    return shelf


def does(shelf: Shelf, work: Callable[[Session], T]) -> T:
    """Does something with the register beside the window, as the one who founded it."""
    session = open_session(shelf.workplace, shelf.workplace.places.register, PASSPHRASE, "A. Njoroge")
    try:
        return work(session)
    finally:
        session.close()


def sits_down(person: Person, name: str) -> None:
    person.starts()
    asks = person.visit.window
    assert isinstance(asks, UnlockWindow)
    asks.user.setFocus()
    person.unlocks(OTHER, name)


def screen_of(person: Person) -> ChecksScreen:
    return person.room.checks


def told_by(window: QWidget) -> str:
    """Every text that any widget of the window holds, shown or not."""
    texts = []
    for widget in window.findChildren(QWidget):
        texts += [widget.accessibleName(), widget.toolTip(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QLineEdit):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(at) for at in range(widget.count())]
        if isinstance(widget, QListWidget):
            texts += [item.text() for at in range(widget.count()) if (item := widget.item(at)) is not None]
    return "\n".join(texts)


def takes_a_picture(person: Person, name: str) -> None:
    """Where somebody wants to look at the screens."""
    if folder := os.environ.get("LEDGERMARK_SCREENS"):
        person.visit.window.resize(1366, 768)
        person.waits_for_everything()
        person.bot.wait(300)
        person.visit.window.grab().save(str(Path(folder) / f"{name}.png"))


def types_the_row(person: Person, checks: ChecksScreen) -> None:
    item = checks.typing.item
    assert item is not None
    person.waits(checks.typing.paper.shows)
    person.types(WRITTEN[item.row_number - 1][1])
    person.presses("Return")
    person.waits_for_everything()


def test_the_filed_value_is_nowhere_in_the_window_while_it_is_typed(filed: Shelf, person: Person) -> None:
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    assert person.is_at() is Where.CHECKS
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    assert "8" in checks.choosing.plan_said()
    takes_a_picture(person, "checks-1-plan")
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    seen = 0
    while checks.step() == TYPE and not checks.typing.compared_said():
        item = checks.typing.item
        assert item is not None
        filed_value = PLANTED.get(item.row_number, WRITTEN[item.row_number - 1][1])
        assert [editor.text() for editor in checks.typing.editors] == [""]
        assert filed_value not in told_by(person.visit.window)
        assert filed_value not in repr(vars(checks.typing))
        if not seen:
            person.waits(checks.typing.paper.shows)
            takes_a_picture(person, "checks-2-blind")
        types_the_row(person, checks)
        seen += 1
    assert "^" in checks.typing.compared_said()
    takes_a_picture(person, "checks-3-difference")


def types_on(person: Person, checks: ChecksScreen, *, until_different: bool = False) -> None:
    """Goes on until the decision is shown."""
    while checks.step() == TYPE:
        if checks.typing.compared_said():
            if until_different:
                return
            person.presses("Return")
            person.waits_for_everything()
        else:
            types_the_row(person, checks)


def begins_a_lot(person: Person) -> ChecksScreen:
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    return checks


def test_a_clerk_types_blind_what_others_keyed_and_neither_plans_nor_decides(
    filed: Shelf, person: Person
) -> None:
    def prepare(session: Session) -> str:
        people.add_person(session, "C. Wanjiru", "clerk", OTHER)
        lot = lots.freeze(session, LotChoice("batch"))
        lots.draw(session, lot.id, os.urandom)
        return lot.id

    lot_id = does(filed, prepare)
    sits_down(person, "C. Wanjiru")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.begun.count)
    assert not checks.choosing.which.isVisible()
    person.presses("Down", "Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    assert checks.step() == DECIDE
    shown = checks.standing()
    assert shown is not None
    assert (shown.lot.id, shown.waiting_for_third) == (lot_id, 3)
    working = {action.property("command") for action in checks.working()}
    assert working == {"check_on", "check_back"}
    person.presses("Return")
    assert checks.step() == CHOOSE


def test_a_lot_with_wrong_serials_is_refused_corrected_released_certified_and_sealed_by_keyboard(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    sits_down(person, "B. Otieno")
    checks = begins_a_lot(person)
    types_on(person, checks)
    assert checks.step() == DECIDE
    takes_a_picture(person, "checks-4-found")
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.REFUSED)
    person.waits_for_everything()
    takes_a_picture(person, "checks-5-refused")
    with pytest.raises(Expected, match="lot_refused_blocks"):
        does(filed, lambda session: sealing.seal(session, tmp_path))
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    assert sorted(found(checks)) == [(row, filed, WRITTEN[row - 1][1]) for row, filed in PLANTED.items()]
    person.presses("Ctrl+R")
    person.waits(lambda: all(one.corrected for one in checks.found_wrong()))
    person.waits_for_everything()
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.RELEASED)
    person.waits_for_everything()
    assert checks.deciding.said() == "All 8 records were checked, 3 were wrong and are corrected."
    takes_a_picture(person, "checks-6-released")
    target = tmp_path / "certificate.json"
    person.presses("Ctrl+S")
    person.names_files(str(target))
    person.waits(target.with_suffix(".pdf").exists)
    person.waits_for_everything()
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    content = parse_certificate(target.read_bytes(), target.name)
    assert check_certificate(content, target.name) == ()
    person.presses("Ctrl+Shift+S")
    person.names_files(str(tmp_path / "sample.xlsx"))
    person.waits((tmp_path / "sample.xlsx").exists)
    person.waits_for_everything()
    folder = seals(person, tmp_path / "stick")
    manifest = parse_manifest((folder / "manifest.json").read_bytes())
    assert manifest.header.certificates == content["certificate"]
    takes_a_picture(person, "checks-7-sealed")


def test_the_report_says_shows_and_writes_how_wrong_everything_is(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    does(filed, agree_on_all)
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits_for_everything()
    person.presses("F3")
    person.waits(checks.reporting.said)
    assert checks.step() == REPORT
    assert "This is the figure to quote." in checks.reporting.said()
    takes_a_picture(person, "report-0-words")
    titles = [chart.id for chart in checks.reporting.charts()]
    assert {"fields", "bands", "reliability", "confusions", "pages_1", "machine_over_time"} <= set(titles)
    for number, chart in enumerate(titles, start=1):
        person.presses("Down")
        shown = checks.reporting.chart()
        assert shown is not None
        assert shown.id == chart
        takes_a_picture(person, f"report-{number}-{chart}")
        assert not is_one_colour(checks.reporting.drawn())
    checks.reporting.names.setCurrentRow(1 + titles.index("confusions"))
    person.presses("Return", "Return")  # into the matrix, then the crops of its commonest confusion
    person.waits(checks.reporting.crops.count)
    person.waits_for_everything()
    takes_a_picture(person, "report-crops")
    person.presses("Ctrl+E")
    person.names_files(str(tmp_path / "confusions.png"))
    person.waits((tmp_path / "confusions.csv").exists)
    assert (tmp_path / "confusions.png").read_bytes().startswith(b"\x89PNG")
    assert "true,read,times" in (tmp_path / "confusions.csv").read_text(encoding="utf-8-sig")
    person.presses("Esc", "Esc")
    assert checks.step() == CHOOSE


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


def mend(session: Session) -> None:
    """Correct the planted ones."""
    (page,) = {one.page_id for one in records.newest(session.store, 8, 0)}
    for row in review.review_page(session, page).rows[: len(WRITTEN)]:
        if row.row.number in PLANTED:
            (cell,) = (one.cell.id for one in row.cells if one.column.field == "serial_number")
            settling.settle(session, cell, Entry(WRITTEN[row.row.number - 1][1], note="seen again"))
    filing.file_page(session, page)


def agree_on_all(session: Session) -> None:
    """Correct the planted ones and have somebody else type all eight, so that two people agree on each."""
    mend(session)
    lot = lots.freeze(session, LotChoice("batch"))
    lots.draw(session, lot.id, os.urandom)
    other = open_session(session.workplace, session.store.folder, OTHER, "B. Otieno")
    try:
        while (item := spot_checks.next_item(other, lot.id)) is not None:
            said = Entry(WRITTEN[item.row_number - 1][1])
            spot_checks.enter(other, lot.id, item.record_id, {one.cell_id: said for one in item.cells})
    finally:
        other.close()


def a_loose_lot(session: Session) -> None:
    """A lot of which a few records are enough."""
    mend(session)
    lots.freeze(session, LotChoice("batch"), Fraction(1, 2))


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
    assert "no record" in person.is_told()
    assert checks.choosing.plan_said() == ""


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


def two_see_two_things(session: Session) -> str:
    """A lot of which one record was typed in two ways by two people; its id."""
    people.add_person(session, "C. Wanjiru", "clerk", OTHER)
    people.add_person(session, "D. Mwangi", "supervisor", OTHER)
    lot = lots.freeze(session, LotChoice("batch"))
    lots.draw(session, lot.id, bytes)
    record_id = ""
    for name, text in (("B. Otieno", "111"), ("C. Wanjiru", "222")):
        other = open_session(session.workplace, session.store.folder, OTHER, name)
        try:
            item = spot_checks.next_item(other, lot.id)
            assert item is not None
            record_id = item.record_id
            spot_checks.enter(other, lot.id, record_id, {one.cell_id: Entry(text) for one in item.cells})
        finally:
            other.close()
        if name == "B. Otieno":
            assert spot_checks.standing(session, lot.id).waiting_for_third == 1
    return record_id


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


def is_one_colour(widget: QWidget | None) -> bool:
    assert widget is not None
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = image.width(), image.height()
    return len({image.pixel(x, y) for x in range(0, width, 3) for y in range(0, height, 3)}) == 1


def found(checks: ChecksScreen) -> list[tuple[int, str, str | None]]:
    """What the screen lists as wrong: row, filed, true."""
    return [(one.row_number, one.cells[0].filed, one.cells[0].truth) for one in checks.found_wrong()]


def state_of(checks: ChecksScreen) -> LotState | None:
    shown = checks.standing()
    return shown.state if shown is not None else None

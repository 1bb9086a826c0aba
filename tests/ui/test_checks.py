"""A lot through the window by keyboard: drawn, typed blind, refused, corrected, checked whole, released, certified."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QWidget

from db.errors import Expected
from desktop.accuracy.certificate import check_certificate, parse_certificate
from desktop.operations import filing, people, review, sealing, settling
from desktop.operations.lot_views import LotState
from desktop.operations.session import Session, open_session
from desktop.operations.views import Entry, Standing
from desktop.ui.actions import Where
from desktop.ui.dialogs.unlock import UnlockWindow
from desktop.ui.screens.checks import CHOOSE, DECIDE, TYPE, ChecksScreen
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

WRITTEN = [(str(n), f"00451{n:02d}", "Rack A", "1941") for n in range(1, 9)]
PLANTED = {2: "0045712", 5: "0046105", 7: "0O45107"}
"""What was filed of three rows, and does not stand on the paper."""
OTHER = "another four words"


@pytest.fixture
def filed(shelf: Shelf) -> Shelf:
    """Eight records of which three have a wrong serial number, filed by one person; another one may check."""
    page = shelf.page(WRITTEN)

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


def sits_down(person: Person, name: str) -> None:
    person.starts()
    asks = person.visit.window
    assert isinstance(asks, UnlockWindow)
    asks.user.setFocus()
    person.unlocks(OTHER, name)


def screen_of(person: Person) -> ChecksScreen:
    assert person.room.checks is not None
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


def test_clerks_have_no_place_for_checks(shelf: Shelf, person: Person) -> None:
    shelf.does(lambda session: people.add_person(session, "C. Wanjiru", "clerk", OTHER))
    sits_down(person, "C. Wanjiru")
    assert person.room.checks is None
    assert person.is_at() is Where.HOME


def test_a_lot_with_wrong_serials_is_refused_corrected_released_and_certified_by_keyboard(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    while checks.step() == TYPE:
        if checks.typing.compared_said():
            person.presses("Return")
            person.waits_for_everything()
        else:
            types_the_row(person, checks)
    assert checks.step() == DECIDE
    takes_a_picture(person, "checks-4-found")
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.REFUSED)
    person.waits_for_everything()
    takes_a_picture(person, "checks-5-refused")
    with pytest.raises(Expected, match="lot_refused_blocks"):
        seal(filed, tmp_path)
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    while checks.step() == TYPE:
        if checks.typing.compared_said():
            person.presses("Return")
            person.waits_for_everything()
        else:
            types_the_row(person, checks)
    assert sorted(found(checks)) == [(row, filed, WRITTEN[row - 1][1]) for row, filed in PLANTED.items()]
    person.presses("Ctrl+R")
    person.waits_for_everything()
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.RELEASED)
    person.waits_for_everything()
    assert checks.deciding.said() == "All 8 records were checked, 3 were wrong and are corrected."
    takes_a_picture(person, "checks-6-released")
    target = tmp_path / "certificate.json"
    checks.write_certificate(target)
    person.waits(target.exists)
    person.waits_for_everything()
    sheet = target.with_suffix(".pdf").read_bytes()
    assert sheet.startswith(b"%PDF-")
    assert check_certificate(parse_certificate(target.read_bytes(), target.name), target.name) == ()
    assert seal(filed, tmp_path) == 8
    person.presses("Esc")
    assert checks.step() == CHOOSE


def found(checks: ChecksScreen) -> list[tuple[int, str, str | None]]:
    """What the screen lists as wrong: row, filed, true."""
    return [(one.row_number, one.cells[0].filed, one.cells[0].truth) for one in checks.found_wrong()]


def seal(filed: Shelf, target: Path) -> int:
    """Seal what waits, beside the window; how many records went."""
    place = filed.workplace
    session = open_session(place, place.places.register, PASSPHRASE, "A. Njoroge")
    try:
        return sealing.seal(session, target).batch.count
    finally:
        session.close()


def state_of(checks: ChecksScreen) -> LotState | None:
    shown = checks.standing()
    return shown.state if shown is not None else None

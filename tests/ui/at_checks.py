"""What a person does at the Checks desk, for the tests of it: a filed page, blind typing, lots."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QWidget

from db.store import records
from desktop.operations import filing, lots, people, review, settling, spot_checks
from desktop.operations.lot_views import LotChoice, LotState
from desktop.operations.session import Session, open_session
from desktop.operations.views import Entry, Standing
from desktop.ui.checks.screen import TYPE, ChecksScreen
from desktop.ui.dialogs.unlock import UnlockWindow
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

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

"""Everything fits 1280 x 650, also with texts 40 % longer, in the largest size, and from right to left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.settings import Settings
from desktop.ui.actions import Where
from desktop.ui.controls import Elided
from desktop.ui.dialogs.first_run import FirstRun
from desktop.ui.visit import SMALLEST
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

LONGER = 0.4
ACCENTS = str.maketrans("aeiouAEIOUnc", "áéíóúÁÉÍÓÚñç")


class LongTongue(QTranslator):
    """Says everything in letters with accents and 40 % longer, braces left alone."""

    def translate(self, context: str, text: str, comment: str | None = None, n: int = -1) -> str:
        if context == "QShortcut":
            return text  # keys stay as they are written on the keyboard
        first, *others = text.split("{")
        said = first.translate(ACCENTS)
        for part in others:
            inside, _, rest = part.partition("}")
            said += f"{{{inside}}}{rest.translate(ACCENTS)}"
        return said + " ~" * max(1, round(len(text) * LONGER / 2))

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def direction(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    """Speak at length, in one direction and the other."""
    tongue = LongTongue(qapp)
    QCoreApplication.installTranslator(tongue)
    qapp.setLayoutDirection(request.param)
    yield request.param
    QCoreApplication.removeTranslator(tongue)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def cut(window: QWidget) -> list[str]:
    """Labels and buttons whose text does not fit, or that lie outside of what holds them."""
    wrong = []
    for widget in window.findChildren(QWidget):
        if (
            not widget.isVisibleTo(window)
            or not isinstance(widget, QLabel | QAbstractButton)
            or isinstance(widget, Elided)  # is cut on purpose, and says the whole as a tool tip
            or not widget.text()
        ):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            fits = widget.height() + 1 >= widget.heightForWidth(widget.width())
        else:
            wanted = widget.sizeHint()
            fits = widget.width() + 1 >= wanted.width() and widget.height() + 1 >= wanted.height() - 4
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if not fits or not (scrolls(widget, window) or window.rect().adjusted(-1, -1, 1, 1).contains(place)):
            wrong.append(
                f"{type(widget).__name__} {widget.text()!r} {place.getRect()} wants {widget.sizeHint()}"
            )
    return wrong


def scrolls(widget: QWidget, window: QWidget) -> bool:
    """Whether it lies in something that scrolls."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if parent.objectName() == "qt_scrollarea_viewport":
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("size", ["small", "large"])
def test_every_screen_fits_with_longer_words_in_both_directions(
    direction: Qt.LayoutDirection, size: str, shelf: Shelf, person: Person, qapp: QApplication
) -> None:
    shelf.page()
    person.visit.settle_in_again(Settings(language="en", text_size=size))
    qapp.setLayoutDirection(direction)
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    found: list[str] = []
    for where in Where:
        if where is Where.EVERYWHERE:
            continue
        person.room.shell.go(where)
        person.waits_for_everything()
        assert person.visit.window.size().toTuple() == SMALLEST
        person.bot.wait(20)  # lays out what was shown just now
        found += [f"{where.value}: {line}" for line in cut(person.visit.window)]
    assert "\n".join(found) == ""


def test_the_set_up_fits_with_longer_words(direction: Qt.LayoutDirection, person: Person) -> None:
    person.starts()
    asks = person.visit.window
    assert isinstance(asks, FirstRun)
    found = cut(asks)
    asks.begin()
    asks.grab()
    found += cut(asks)
    asks.field("passphrase").setText("one")
    asks.create_now()
    asks.sheet.show_code("ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z2345", "Central armoury")
    asks.grab()
    assert found + cut(asks) == []


def test_in_arabic_the_rail_is_on_the_right_and_the_paper_is_not_mirrored(
    shelf: Shelf, person: Person, qapp: QApplication
) -> None:
    shelf.page()
    person.starts()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        person.unlocks(PASSPHRASE)
        person.opens_review()
        strip = person.review.lenses.row.strip
        assert strip.mapTo(person.visit.window, QPoint(0, 0)).x() == 0
        editors = strip.band.editors()
        picture = strip.picture()
        assert picture is not None
        inks = [picture.boxes[view.cell.id].x() for view in person.review.checking.sheet.rows[0]]  # type: ignore[union-attr]
        assert inks == sorted(inks)
        assert [editor.x() for editor in editors] == sorted(editor.x() for editor in editors)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_fields_stand_under_their_ink(shelf: Shelf, person: Person) -> None:
    shelf.page()
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    strip = person.review.lenses.row.strip
    picture = strip.picture()
    assert picture is not None
    sheet = person.review.checking.sheet
    assert sheet is not None
    for editor, view in zip(strip.band.editors(), sheet.rows[0], strict=True):
        ink = picture.boxes[view.cell.id].x() - strip.offset().x()
        assert abs(editor.x() - ink) <= 4


def test_the_picture_does_not_move_while_the_row_stays_in_the_middle_of_the_view(
    shelf: Shelf, person: Person
) -> None:
    rows = tuple((str(number), f"00451{number:02}", "Rack A", "1941") for number in range(1, 25))
    shelf.page(rows, ruled_rows=24)
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    strip = person.review.lenses.row.strip
    moves, before = 0, strip.offset()
    for _ in range(23):
        person.presses("Down")
        view = strip.height()
        top = strip.row_top(person.review.checking.spot.row)
        assert 0 <= top <= view - strip.band.height()
        if strip.offset() != before:
            moves += 1
            before = strip.offset()
    assert 0 < moves <= 6

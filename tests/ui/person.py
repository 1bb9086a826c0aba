"""Somebody who uses the window as people do: presses keys, types, waits until something is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QKeyCombination, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.operations.views import CellView
from desktop.ui.actions import Where
from desktop.ui.dialogs.first_run import FirstRun
from desktop.ui.dialogs.unlock import UnlockWindow
from desktop.ui.review.screen import ReviewScreen
from desktop.ui.visit import Visit
from desktop.ui.work_room import WorkRoom

PATIENCE_MS = 60_000


class Person:
    """Hands and eyes."""

    def __init__(self, qtbot: QtBot, visit: Visit) -> None:
        self.bot = qtbot
        self.visit = visit

    # -- hands ------------------------------------------------------------------------------------------------------

    def starts(self, *, practice: bool = False) -> None:
        """Double-clicks the program and waits for its first window."""
        self.visit.start(practice=practice)
        self.waits(self.visit.shown)
        self.visit.window.resize(1280, 650)

    def presses(self, *keys: str) -> None:
        """Presses keys one after the other where the focus is, as `QKeySequence` names them."""
        for key in keys:
            combination = cast("QKeyCombination", QKeySequence(key)[0])  # type: ignore[index]  # the stubs lack it
            QTest.keyClick(self.focus(), combination.key(), combination.keyboardModifiers())

    def types(self, text: str) -> None:
        """Types a text where the focus is."""
        QTest.keyClicks(self.focus(), text)

    def unlocks(self, passphrase: str, name: str = "") -> None:
        """Answers the unlock window."""
        asks = self.visit.window
        assert isinstance(asks, UnlockWindow)
        if name:
            self.types(name)
        asks.passphrase.setFocus()
        self.types(passphrase)
        self.presses("Return")
        self.waits(lambda: self.visit.room is not None)
        self.visit.window.resize(1280, 650)

    def names_files(self, text: str) -> None:
        """Types names into the file dialog that is open."""
        self.waits(lambda: self.dialog(QFileDialog) is not None)
        asks = self.dialog(QFileDialog)
        assert isinstance(asks, QFileDialog)
        self.waits(asks.isActiveWindow)
        line = asks.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def waits(self, until: Callable[[], object]) -> None:
        """Waits patiently until something is there."""
        self.bot.waitUntil(lambda: bool(until()), timeout=int(os.environ.get("PATIENCE", PATIENCE_MS)))

    def waits_for_everything(self) -> None:
        """Waits until nothing is on its way any more."""
        lanes = (self.visit.desk, self.visit.view, self.visit.jobs, self.visit.scan)
        self.waits(lambda: all(lane.idle() for lane in lanes))

    def goes_away(self) -> None:
        """Closes the program and waits until it is gone; what could not be saved is left behind.

        After a failed test the program may ask whether to go without it, and nobody sits there to answer.
        """
        answers = QTimer(self.visit.window)
        answers.timeout.connect(_leave_without)
        answers.start(50)
        self.visit.leave_now()
        self.visit.put_away()

    # -- eyes -------------------------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """The widget that takes the keys."""
        dialog = QApplication.activeModalWidget()
        window = dialog or self.visit.window
        if QApplication.activeWindow() is not window:
            window.activateWindow()
            self.bot.waitUntil(window.isActiveWindow)
        return window.focusWidget() or window

    def dialog(self, kind: type[QWidget]) -> QWidget | None:
        """An open dialog of a kind."""
        found = [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, kind) and widget.isVisible()
        ]
        return found[-1] if found else None

    @property
    def room(self) -> WorkRoom:
        """The screens of the open register."""
        assert self.visit.room is not None
        return self.visit.room

    @property
    def review(self) -> ReviewScreen:
        """The review screen."""
        return self.room.review

    @property
    def first_run(self) -> FirstRun:
        """The set-up window."""
        assert isinstance(self.visit.window, FirstRun)
        return self.visit.window

    def is_at(self) -> Where:
        """The screen that is shown."""
        return self.room.shell.current().where

    def sees(self) -> CellView:
        """The cell under the cursor."""
        return self.review.checking.view()

    def reads(self) -> str:
        """What stands in the field under the cursor."""
        return self.review.lens.editor().text()

    def is_told(self) -> str:
        """The notice at the top."""
        return self.room.shell.notice.text()

    def opens_review(self) -> None:
        """Goes on from Home to the page that waits, and waits for its picture."""
        self.presses("Return")
        self.waits(lambda: self.review.checking.sheet is not None)
        self.waits(lambda: self.review.lenses.row.strip.picture() is not None)
        self.waits_for_everything()

    def stands_at(self) -> tuple[int, str]:
        """Row and column under the cursor."""
        return self.sees().row_number, self.sees().column.name

    def goes_to(self, row: int, column: str) -> None:
        """Clicks a field."""
        sheet = self.review.checking.sheet
        assert sheet is not None
        self.review.checking.go(sheet.find(row, column))


def _leave_without() -> None:
    """Answers the question whether to leave without what could not be saved."""
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        for button in box.buttons():
            if box.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole:
                button.click()

"""What Settings asks of its parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.operations.rights import may
from desktop.ui.actions import shown_key, with_key
from desktop.ui.seat import Seat


class Part(QWidget):
    """One tab of Settings."""

    told = Signal(str)
    """A sentence that the person should read, no failure."""
    failed = Signal(object)
    """An exception, to be said in words."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def may(self, operation: str) -> bool:
        """Whether whoever sits here may do it; the operation refuses all the same."""
        return may(self.seat.user.role, operation)

    def button(self, text: str, key: str, doing: Callable[[], None]) -> QPushButton:
        """A button with its key on it; the key works while this tab is the one that is shown."""
        return key_button(self, text, key, doing)

    def enter(self) -> None:
        """Shown: ask how things stand."""


def key_button(owner: QWidget, text: str, key: str, doing: Callable[[], None]) -> QPushButton:
    """A button with its key on it, which works while `owner` is shown: Qt leaves hidden widgets' keys alone."""
    made = QPushButton(with_key(text, shown_key(key)))
    made.setAccessibleName(text)
    made.clicked.connect(lambda _checked=False: doing())
    shortcut = QShortcut(QKeySequence(key), owner)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(lambda: made.click() if made.isVisible() else None)
    return made

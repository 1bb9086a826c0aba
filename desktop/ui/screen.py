"""What the frame asks of a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui.actions import Where
from desktop.ui.bindings import Doing, bind
from desktop.ui.seat import Seat


class Screen(QWidget):
    """One of the places of the left rail. Calls go down to it, signals come up from it."""

    where: ClassVar[Where]

    told = Signal(str)
    """A sentence that the person should read, no failure."""
    failed = Signal(object)
    """An exception, to be said in words."""
    titled = Signal(str)
    """What the top bar says: book and page, or the screen's name."""
    keys_changed = Signal()
    """Other commands than before work now."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.seat = seat
        self._actions: dict[str, QAction] = {}

    def can(self, doings: Mapping[str, Doing]) -> dict[str, QAction]:
        """Bind this screen's commands; each gets its key at once."""
        self._actions = bind(self, self.where, self.seat.commands, doings)
        return self._actions

    def action(self, name: str) -> QAction:
        """The action of a command of this screen."""
        return self._actions[name]

    def working(self) -> tuple[QAction, ...]:
        """The commands that work here now, for the key strip and the help."""
        return tuple(action for action in self._actions.values() if action.isEnabled())

    def enable(self, **names: bool) -> None:
        """Switch commands on and off by their ids."""
        changed = False
        for name, on in names.items():
            changed = changed or self._actions[name].isEnabled() != on
            self._actions[name].setEnabled(on)
        if changed:
            self.keys_changed.emit()

    def enter(self) -> None:
        """The screen is shown: look at how things stand, take the focus."""

    def refresh(self) -> None:
        """Something changed elsewhere: look again."""

    def leave(self) -> None:
        """Another screen is going to be shown: save what is in hand."""

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says of the screen beside its keys, in sentences."""
        return ()

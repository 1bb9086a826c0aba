"""What Settings asks of its parts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.operations.rights import may
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

    def enter(self) -> None:
        """Shown: ask how things stand."""

"""Where the cursor rests is kept, so that Continue leads there after a restart or a power cut."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.operations import place
from desktop.ui.lanes import Lane, unheard
from desktop.ui.review.checking import Checking

REST_MS = 400
"""The cursor has rested so long before its place is kept: a held key does not write a row a step."""


class Resting(QObject):
    """Waits until the cursor rests; then keeps its place and looks for what F4 would take there."""

    failed = Signal(object)

    def __init__(self, desk: Lane, checking: Checking, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._checking = checking
        self._page_id = ""
        self._timer = QTimer(self, interval=REST_MS, singleShot=True)
        self._timer.timeout.connect(self._rested)

    def moved(self, page_id: str) -> None:
        """The cursor is in another cell of a page."""
        self._page_id = page_id
        self._timer.start()

    def keep_now(self) -> None:
        """Keep the place that was not kept yet."""
        if self._timer.isActive():
            self._keep()

    def _keep(self) -> None:
        self._timer.stop()
        if self._checking.sheet is None or not self._page_id:
            return
        page_id, view = self._page_id, self._checking.view()
        row, column = view.row_number, view.column.name
        self._desk.ask(
            lambda session: place.remember_place(session, page_id, row, column), unheard, self.failed.emit
        )

    def _rested(self) -> None:
        self._keep()
        self._checking.look_for_ghost()

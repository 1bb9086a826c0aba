"""The lenses of a page, of which one is looked through; the cursor is the same in all of them."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.ui.look import Look
from desktop.ui.review.lens import Lens
from desktop.ui.review.list_lens import ColumnLens, DoubtsLens
from desktop.ui.review.row_lens import RowLens

RESIZE_MS = 150
"""A window that is being drawn to another size asks for its picture once, at the end."""


class Lenses(QStackedWidget):
    """Row, Column, Doubts, one shown at a time."""

    spot_clicked = Signal(object)
    resized = Signal()

    def __init__(self, chosen: Look, keys: frozenset[str]) -> None:
        super().__init__()
        self.row = RowLens(chosen, keys)
        self.column = ColumnLens(chosen, keys)
        self.doubts = DoubtsLens(chosen, keys)
        self._refits = QTimer(self, interval=RESIZE_MS, singleShot=True)
        self._refits.timeout.connect(self.resized)
        for lens in (self.row, self.column, self.doubts):
            self.addWidget(lens)
            lens.spot_clicked.connect(self.spot_clicked)
            lens.resized.connect(self._refits.start)
        self.lens: Lens = self.row

    def show_lens(self, lens: Lens) -> None:
        """Look through another one."""
        self.lens = lens
        self.setCurrentWidget(lens)

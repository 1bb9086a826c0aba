"""What Review asks beside the page: a question for the supervisor, a reason, where to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.model import Page
from desktop.operations.column_defaults import NOTES
from desktop.operations.views import CellView
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.dialogs.go_to import GoTo
from desktop.ui.words import count, translate


class Questions(QObject):
    """Asks without stopping the program; answers come by signal."""

    asked = Signal(str)
    """The question for the supervisor."""
    reasoned = Signal(str)
    """Why a filed value is corrected; "" where it is not after all."""
    chosen = Signal(str, int)
    """A page's id and a row's number."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._asks_reason = False

    def supervisor(self, view: CellView) -> None:
        """What should the supervisor decide?"""
        asks = AskLine(
            self._over,
            translate("Review", "Ask the supervisor"),
            translate("Review", "What should the supervisor decide about {column}, row {row}?").format(
                column=view.column.name, row=count(view.row_number)
            ),
            translate("Review", "Ask"),
            "" if view.note in NOTES.values() else view.note,
        )
        asks.answered.connect(self.asked)
        asks.finished.connect(asks.deleteLater)
        asks.open()

    def reason(self) -> None:
        """Why is a value of a finished page corrected? Asked once, however many values wait for the answer."""
        if self._asks_reason:
            return
        self._asks_reason = True
        asks = AskLine(
            self._over,
            translate("Review", "Why is it corrected?"),
            translate(
                "Review",
                "This page is finished, its rows are records. Why is the value corrected? It is kept with it.",
            ),
            translate("Review", "Correct it"),
        )
        asks.answered.connect(self._reason_answered)
        asks.rejected.connect(lambda: self._reason_answered(""))
        asks.finished.connect(asks.deleteLater)
        asks.open()

    def where_to(self, pages: Sequence[Page], position: int) -> None:
        """Which page and row?"""
        asks = GoTo(self._over, pages, position)
        asks.chosen.connect(self.chosen)
        asks.finished.connect(asks.deleteLater)
        asks.open()

    def _reason_answered(self, reason: str) -> None:
        self._asks_reason = False
        self.reasoned.emit(reason)

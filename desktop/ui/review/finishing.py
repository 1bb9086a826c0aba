"""Finishing a page: its rows become records, and what it taught weighs in the next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.operations import filing
from desktop.operations.views import FiledPage
from desktop.operations.weighing import weigh_next
from desktop.ui.lanes import Lane, unheard


class Finishing(QObject):
    """Gives the page to the desk lane."""

    finished = Signal(object)
    """What became of it, a `FiledPage`."""
    refused = Signal(object)

    def __init__(self, desk: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def finish(self, page_id: str) -> None:
        """File the page."""

        def filed(answer: FiledPage) -> None:
            # What was settled here weighs in the next page before it is shown: a lane does one after another.
            self._desk.ask(lambda session: weigh_next(session, page_id, 1), unheard, self.refused.emit)
            self.finished.emit(answer)

        self._desk.ask(lambda session: filing.file_page(session, page_id), filed, self.refused.emit)

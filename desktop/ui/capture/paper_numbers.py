"""The numbers on the paper: asked for, and what is missing among them said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QWidget

from db.model import Page
from desktop.operations import numbering
from desktop.operations.leafing import BookPages
from desktop.ui.controls import label
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.lanes import Lane
from desktop.ui.words import sentence, translate


class PaperNumbers(QObject):
    """A line over the pages that is there only when a number is missing."""

    numbered = Signal()
    """Pages have other numbers than before."""
    failed = Signal(object)

    def __init__(self, desk: Lane, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.line: QLabel = label("", "problem", wraps=True)
        self.line.hide()

    def show_book(self, book: BookPages | None) -> None:
        """Say which numbers are missing."""
        said = numbering.number_problems(book.pages, book.ledger) if book else ()
        self.line.setVisible(bool(said))
        self.line.setText("\n".join(sentence(problem) for problem in said))

    def ask(self, page: Page) -> None:
        """Ask which number stands on a page."""
        asks = AskLine(
            self._window,
            translate("Capture", "The number on the paper"),
            translate("Capture", "Which number stands on this page? The pages after it count on from there."),
            translate("Capture", "That is its number"),
            page.folio,
        )
        asks.answered.connect(lambda text: self._number(page, text))
        asks.open()

    def _number(self, page: Page, text: str) -> None:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        self._desk.ask(
            lambda session: numbering.number_pages(session, page.id, number),
            lambda _pages: self.numbered.emit(),
            self.failed.emit,
        )

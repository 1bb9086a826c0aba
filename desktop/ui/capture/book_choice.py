"""Beginning a book, and giving one another form: what is asked for both."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.model import Ledger
from desktop.fields.forms import LedgerForm
from desktop.operations import books
from desktop.ui.dialogs.form_choice import FormChoice
from desktop.ui.lanes import Lane


class BookChoice(QObject):
    """Asks for a title and a form."""

    begun = Signal(object)
    """A new `Ledger`."""
    form_changed = Signal(object)
    """A `Ledger` with another form."""
    given_up = Signal()
    failed = Signal(object)

    def __init__(self, desk: Lane, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def new_book(self) -> None:
        """Ask for a new book's title and form."""
        self._desk.ask(books.known_forms, lambda forms: self._ask_form(forms, None), self.failed.emit)

    def change_form(self, ledger: Ledger) -> None:
        """Ask for another form."""
        self._desk.ask(books.known_forms, lambda forms: self._ask_form(forms, ledger), self.failed.emit)

    def _ask_form(self, forms: tuple[tuple[str, LedgerForm], ...], ledger: Ledger | None) -> None:
        asks = FormChoice(self._window, forms, ledger.title if ledger else "", new=ledger is None)
        asks.chosen.connect(lambda title, form: self._chosen(ledger, title, form))
        asks.rejected.connect(self.given_up)
        asks.open()

    def _chosen(self, ledger: Ledger | None, title: str, form: LedgerForm) -> None:
        if ledger is None:
            self._desk.ask(
                lambda session: books.new_book(session, title, form), self.begun.emit, self.failed.emit
            )
        else:
            self._desk.ask(
                lambda session: books.change_form(session, ledger.id, form),
                self.form_changed.emit,
                self.failed.emit,
            )

"""Home: one button that goes on, what waits with its counts, and the books on the shelf."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.model import PageState
from desktop.operations import home
from desktop.operations.views import LedgerOverview, Place, Queues
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import card, footer, label
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate


class HomeScreen(Screen):
    """The first thing on the screen."""

    where = Where.HOME

    wants_place = Signal(object)
    """Go on at a `Place`."""
    wants_page = Signal(str)
    """Show a page, by its id."""
    wants = Signal(object)
    """Show another screen (a `Where`)."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        actions = self.can({"continue": self._go_on})
        self._place: Place | None = None
        self._shelf: tuple[LedgerOverview, ...] = ()
        self._asked = False
        self._warnings = QVBoxLayout()
        self._hero = label("", "title", wraps=True)
        self._hero_more = label("", "muted", wraps=True)
        self._queues = QGridLayout()
        self._books = QListWidget()
        self._books.setAccessibleName(translate("Home", "Books"))
        self._books.itemActivated.connect(self._open_book)
        self._empty = label(translate("Home", "No book has been begun yet."), "empty", wraps=True)
        self._primary = button(actions["continue"], seat.commands, primary=True)
        self._lay_out()

    def enter(self) -> None:
        """Ask how things stand."""
        self.titled.emit(translate("Home", "Home"))
        self.refresh()
        self.setFocus()

    def refresh(self) -> None:
        """Look again: something was read, filed or sent."""
        if self._asked:
            return
        self._asked = True
        self.seat.desk.ask(
            lambda session: (home.queues(session), home.shelf(session)), self._show, self._not_shown
        )

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate("Home", "Enter goes on where you stopped. A line of the shelf opens that book."),
            translate("Home", "The counts say what waits; each has a button that goes there."),
        )

    def _go_on(self) -> None:
        book = self._books.currentItem()
        if book is not None and self._books.hasFocus():
            self._open_book(book)
        elif self._place is not None:
            self.wants_place.emit(self._place)
        elif first := _first_page(self._shelf):
            self.wants_page.emit(first)
        else:
            self.wants.emit(Where.CAPTURE)

    def _not_shown(self, failure: BaseException) -> None:
        self._asked = False
        self.failed.emit(failure)

    def _show(self, answer: tuple[Queues, tuple[LedgerOverview, ...]]) -> None:
        self._asked = False
        queues, self._shelf = answer
        self._place = queues.place
        self._say_hero(queues)
        self._say_warnings(queues)
        self._say_queues(queues)
        self._books.clear()
        for overview in self._shelf:
            item = QListWidgetItem(_book_line(overview))
            item.setData(Qt.ItemDataRole.UserRole, overview.ledger.id)
            self._books.addItem(item)
        self._empty.setVisible(not self._shelf)
        self._books.setVisible(bool(self._shelf))

    def _say_hero(self, queues: Queues) -> None:
        if queues.place is not None:
            place = queues.place
            self._hero.setText(
                translate("Home", "Continue: Book {book}, page {page}, row {row}").format(
                    book=count(place.ledger.number), page=count(place.page.position), row=count(place.row)
                )
            )
            self._hero_more.setText(
                translate(
                    "Home",
                    "{title}, column {column}. Nothing was lost: every field is saved as you leave it.",
                ).format(title=place.ledger.title, column=place.column)
            )
        elif self._shelf:
            self._hero.setText(translate("Home", "Start checking"))
            self._hero_more.setText(
                translate("Home", "The first page that was read opens at its first doubt.")
            )
        else:
            self._hero.setText(translate("Home", "Bring in the first pages"))
            self._hero_more.setText(
                translate(
                    "Home",
                    "Choose scans, photographs or a PDF of a ledger. They are copied into the register, encrypted.",
                )
            )

    def _say_warnings(self, queues: Queues) -> None:
        _clear(self._warnings)
        for warning in queues.warnings:
            self._warnings.addWidget(label(sentence(warning), "failure", wraps=True))

    def _say_queues(self, queues: Queues) -> None:
        _clear(self._queues)
        lines: tuple[tuple[str, int, Where], ...] = (
            (translate("Home", "Pages waiting to be read"), queues.waiting_pages, Where.CAPTURE),
            (translate("Home", "Pages that could not be read"), queues.failed_pages, Where.CAPTURE),
            (translate("Home", "Fields to check"), queues.cells_to_check, Where.REVIEW),
            (translate("Home", "Pages checked, to be finished"), queues.pages_ready, Where.REVIEW),
            (translate("Home", "Questions to the supervisor"), queues.asked, Where.REVIEW),
            (translate("Home", "Records ready to send"), queues.records_unsent, Where.EXCHANGE),
        )
        for row, (text, number, where) in enumerate(lines):
            figure = label(count(number), "number")
            figure.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            self._queues.addWidget(figure, row, 0)
            self._queues.addWidget(label(text, "" if number else "muted"), row, 1)
            go = QPushButton(translate("Home", "Go there"))
            go.setAccessibleName(f"{text}: {count(number)}. {translate('Home', 'Go there')}")
            go.setEnabled(bool(number))
            go.clicked.connect(self._goes(where))
            self._queues.addWidget(go, row, 2)
        self._queues.setColumnStretch(1, 1)

    def _goes(self, where: Where) -> Callable[[], None]:
        return lambda: self.wants.emit(where)

    def _open_book(self, item: QListWidgetItem) -> None:
        chosen = item.data(Qt.ItemDataRole.UserRole)
        overview = next(each for each in self._shelf if each.ledger.id == chosen)
        page = _first_page((overview,))
        if page:
            self.wants_page.emit(page)
        else:
            self.wants.emit(Where.CAPTURE)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 12)
        whole.setSpacing(12)
        whole.addLayout(self._warnings)
        hero, inside = card()
        inside.addWidget(self._hero)
        inside.addWidget(self._hero_more)
        whole.addWidget(hero)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        waits, inside = card()
        inside.addWidget(label(translate("Home", "What waits"), "heading"))
        inside.addLayout(self._queues)
        inside.addStretch(1)
        halves.addWidget(waits, 1)
        shelf, inside = card()
        inside.addWidget(label(translate("Home", "The shelf"), "heading"))
        inside.addWidget(self._empty)
        inside.addWidget(self._books, 1)
        inside.addStretch(0)
        halves.addWidget(shelf, 1)
        whole.addLayout(halves, 1)
        whole.addLayout(footer(primary=self._primary))


def _first_page(shelf: tuple[LedgerOverview, ...]) -> str:
    """The first page that was read and is not filed, else the first that was read; "" when none is."""
    pages = [page for overview in shelf for page in overview.pages]
    for state in (PageState.READ, PageState.FILED):
        found = next((page.id for page in pages if page.state is state), "")
        if found:
            return found
    return ""


def _book_line(overview: LedgerOverview) -> str:
    """One book in two lines."""
    filed = sum(page.state is PageState.FILED for page in overview.pages)
    return translate(
        "Home",
        "Book {number}: {title}\nPages: {pages} · finished: {filed} · fields to check: {check} · records: {records}",
    ).format(
        number=count(overview.ledger.number),
        title=overview.ledger.title,
        pages=count(len(overview.pages)),
        filed=count(filed),
        check=count(overview.to_check),
        records=count(overview.records),
    )


def _clear(layout: QVBoxLayout | QGridLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

"""Home: one button that goes on, what waits with its counts, and the books on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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

from db.model import Page, PageState
from desktop.operations import home, leafing, place
from desktop.operations.leafing import BookPages
from desktop.operations.session import Session
from desktop.operations.views import Place, Queues
from desktop.ui.actions import Where, key_text, with_key
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
        self._shelf: tuple[BookPages, ...] = ()
        self._counting = False
        self._known = False
        self._eager = False
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
        self._say_queues(None)
        self._empty.hide()

    def enter(self) -> None:
        """Ask how things stand."""
        self.titled.emit(translate("Home", "Home"))
        self.refresh()
        self.setFocus()

    def refresh(self) -> None:
        """Look again: something was read, filed or sent.

        Where to go on and the shelf are known at once. The counts weigh every cell that is not filed, so they come by
        the lane that keeps no save waiting.
        """
        self.seat.desk.ask(
            lambda session: (place.place(session), leafing.books_with_pages(session)),
            self._show,
            self.failed.emit,
        )
        if not self._counting:
            self._counting = True
            self.seat.view.ask(home.queues, self._show_queues, self._not_counted)

    def first_page(self, done: Callable[[str], None]) -> None:
        """Find where to begin without a place to go on at: the page last seen, else the first that was read."""

        def work(session: Session) -> str:
            where = place.place(session)
            if where is not None:
                return where.page.id
            return _first_page([page for book in leafing.books_with_pages(session) for page in book.pages])

        self.seat.desk.ask(work, done, self.failed.emit)

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate("Home", "{key} goes on where you stopped. A line of the shelf opens that book.").format(
                key=self.seat.key_names["continue"]
            ),
            translate("Home", "The counts say what waits; each has a button that goes there."),
        )

    def _go_on(self) -> None:
        if not self._known:
            self._eager = True  # Enter came before the answer: it is not lost
            return
        book = self._books.currentItem()
        if book is not None and self._books.hasFocus():
            self._open_book(book)
        elif self._place is not None:
            self.wants_place.emit(self._place)
        elif first := _first_page([page for overview in self._shelf for page in overview.pages]):
            self.wants_page.emit(first)
        else:
            self.wants.emit(Where.CAPTURE)

    def _not_counted(self, failure: BaseException) -> None:
        self._counting = False
        self.failed.emit(failure)

    def _show(self, answer: tuple[Place | None, tuple[BookPages, ...]]) -> None:
        self._place, self._shelf = answer
        self._known = True
        self._say_hero()
        chosen = self._books.currentRow()
        self._books.clear()
        for book in self._shelf:
            self._books.addItem(_book_line(book))
        self._books.setCurrentRow(min(chosen, len(self._shelf) - 1))
        self._empty.setVisible(not self._shelf)
        self._books.setVisible(bool(self._shelf))
        if self._eager:
            self._eager = False
            self._go_on()

    def _show_queues(self, queues: Queues) -> None:
        self._counting = False
        self._say_warnings(queues)
        self._say_queues(queues)

    def _say_hero(self) -> None:
        if self._place is not None:
            where = self._place
            self._hero.setText(
                translate("Home", "Continue: Book {book}, page {page}, row {row}").format(
                    book=count(where.ledger.number), page=count(where.page.position), row=count(where.row)
                )
            )
            self._hero_more.setText(
                translate(
                    "Home",
                    "{title}, column {column}. Nothing was lost: every field is saved as you leave it.",
                ).format(title=where.ledger.title, column=where.column)
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

    def _say_queues(self, queues: Queues | None) -> None:
        """One line a queue; while they are counted there is no figure yet."""
        figures = (
            [None] * 6
            if queues is None
            else [
                queues.waiting_pages, queues.failed_pages, queues.cells_to_check,
                queues.pages_ready, queues.asked, queues.records_unsent,
            ]
        )  # fmt: skip
        lines = (
            (translate("Home", "Pages waiting to be read"), Where.CAPTURE),
            (translate("Home", "Pages that could not be read"), Where.CAPTURE),
            (translate("Home", "Fields to check"), Where.REVIEW),
            (translate("Home", "Pages checked, to be finished"), Where.REVIEW),
            (translate("Home", "Questions to the supervisor"), Where.REVIEW),
            (translate("Home", "Records ready to send"), Where.EXCHANGE),
        )
        _clear(self._queues)
        for row, ((text, where), number) in enumerate(zip(lines, figures, strict=True)):
            figure = label("…" if number is None else count(number), "number" if number else "muted")
            figure.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            figure.setMinimumWidth(64)
            self._queues.addWidget(figure, row, 0)
            self._queues.addWidget(label(text, "" if number else "muted"), row, 1)
            go = QPushButton(with_key(translate("Home", "Go there"), self._key_of(where)))
            go.setAccessibleName(f"{text}: {figure.text()}. {go.text()}")
            go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            go.setEnabled(bool(number))
            go.clicked.connect(self._goes(where))
            self._queues.addWidget(go, row, 2)
        self._queues.setColumnStretch(1, 1)

    def _key_of(self, where: Where) -> str:
        return next(key_text(row) for row in self.seat.commands if row.id == f"go_{where.value}")

    def _goes(self, where: Where) -> Callable[[], None]:
        return lambda: self.wants.emit(where)

    def _open_book(self, item: QListWidgetItem) -> None:
        page = _first_page(self._shelf[self._books.row(item)].pages)
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


def _first_page(pages: Sequence[Page]) -> str:
    """The first page that was read and is not filed, else the first that waits, else the first; "" for none."""
    for states in ({PageState.READ}, {PageState.IMPORTED}, set(PageState)):
        found = next((page.id for page in pages if page.state in states), "")
        if found:
            return found
    return ""


def _book_line(book: BookPages) -> str:
    """One book in two lines."""
    states = [page.state for page in book.pages]
    return translate(
        "Home",
        "Book {number}: {title}\nPages: {pages} · to be read: {waiting} · to check: {check} · finished: {filed}",
    ).format(
        number=count(book.ledger.number),
        title=book.ledger.title,
        pages=count(len(states)),
        waiting=count(states.count(PageState.IMPORTED)),
        check=count(states.count(PageState.READ)),
        filed=count(states.count(PageState.FILED)),
    )


def _clear(layout: QVBoxLayout | QGridLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

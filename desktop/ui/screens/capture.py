"""Capture: which book, and the pictures that come into it from files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.model import Ledger, PageState
from desktop.fields.forms import LedgerForm
from desktop.operations import books, leafing
from desktop.operations.leafing import BookPages
from desktop.operations.reading import problem_of
from desktop.operations.views import Arrival, Outcome
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.bringing_in import BringingIn, Double
from desktop.ui.controls import card, footer, label
from desktop.ui.dialogs.doubles import OWN_PAGE, RESCAN, Doubles
from desktop.ui.dialogs.form_choice import FormChoice
from desktop.ui.screen import Screen
from desktop.ui.screens.page_list import PageList, state_text
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, sentence, translate

LARGE = 250
"""Points of height for the chosen page."""
PICTURES = "*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp *.pdf"


class CaptureScreen(Screen):
    """The pages of one book in order, and what came of the last pictures."""

    where = Where.CAPTURE

    wants_page = Signal(str)
    """Check a page."""
    brought_in = Signal()
    """There are pages that want to be read."""
    moved = Signal(object)
    """A `Progress` of bringing in, or None."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._books: tuple[BookPages, ...] = ()
        self._pending: tuple[Path, ...] = ()
        self._bringing = BringingIn(seat.jobs, self)
        self.can(
            {
                "bring_pictures": self._choose_pictures,
                "bring_folder": self._choose_folder,
                "new_book": self._new_book,
                "change_form": self._change_form,
                "open_page": self._open,
            }
        )
        self.book = QComboBox()
        self.book.setAccessibleName(translate("Capture", "Book"))
        self.book.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.book.activated.connect(lambda _index: self._show_book())
        self.pages = PageList(seat.desk, seat.look)
        self.pages.currentRowChanged.connect(lambda _row: self._describe())
        self.pages.itemActivated.connect(lambda _item: self._open())
        self._empty = label("", "empty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._page = label("", wraps=True)
        self._page.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._picture = label("")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setMinimumHeight(LARGE)
        self._picture.setAccessibleName(translate("Capture", "The chosen page"))
        self.outcomes = QListWidget()
        self.outcomes.setWordWrap(True)
        self.outcomes.hide()
        self.outcomes.setAccessibleName(translate("Capture", "What came of the last pictures"))
        self.setAcceptDrops(True)
        self._lay_out()
        self.pages.pictured.connect(self._describe)
        self._bringing.outcomes.connect(self._show_outcomes)
        self._bringing.doubles.connect(self._ask_doubles)
        self._bringing.moved.connect(self.moved)
        for source in (self._bringing, self.pages):
            source.failed.connect(self.failed)

    def enter(self) -> None:
        """Look at the books again."""
        self.titled.emit(translate("Capture", "Capture"))
        self.refresh()
        self.pages.setFocus()

    def refresh(self) -> None:
        """Something came in or was read."""
        self.seat.desk.ask(leafing.books_with_pages, self._show_books, self.failed.emit)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Bring files and folders into the book; where there is none yet, one is begun first."""
        if not paths:
            return
        book = self._current()
        if book is None:
            self._pending = tuple(paths)
            self._new_book()
            return
        self.outcomes.clear()
        self.outcomes.hide()
        self._bringing.begin(book.ledger.id, paths)

    def stop(self) -> None:
        """Stop bringing in."""
        self._bringing.stop()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate(
                "Capture",
                "Pictures can also be dropped here from a folder. A picture that is in already is said to "
                "be, and never comes in twice.",
            ),
            translate(
                "Capture",
                "Pages are read in the background, in their order; the first can be checked while the others are read.",
            ),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring in what is dropped."""
        self.bring_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- books ------------------------------------------------------------------------------------------------------

    def _current(self) -> BookPages | None:
        at = self.book.currentIndex()
        return self._books[at] if 0 <= at < len(self._books) else None

    def _show_books(self, found: tuple[BookPages, ...]) -> None:
        before = self._current()
        self._books = found
        self.book.clear()
        for each in found:
            self.book.addItem(
                translate("Capture", "Book {number}: {title}").format(
                    number=count(each.ledger.number), title=each.ledger.title
                )
            )
        wanted = before.ledger.id if before else ""
        at = next((at for at, each in enumerate(found) if each.ledger.id == wanted), len(found) - 1)
        self.book.setCurrentIndex(at)
        self._show_book()

    def _show_book(self) -> None:
        book = self._current()
        pages = book.pages if book else ()
        self.pages.show_pages(pages)
        self._stack.setCurrentWidget(self.pages if pages else self._empty)
        self._empty.setText(
            translate(
                "Capture",
                "This book has no pages yet. Choose scans, photographs, a PDF or a folder, or drop them here.",
            )
            if book
            else translate(
                "Capture", "Begin with a book: choose pictures, and you are asked for its title and its form."
            )
        )
        self.enable(change_form=book is not None, open_page=bool(pages))
        self._describe()

    def _describe(self) -> None:
        """What there is to say of the chosen page."""
        page = self.pages.chosen()
        picture = self.pages.picture()
        if not picture.isNull():
            picture = picture.scaledToHeight(LARGE, Qt.TransformationMode.SmoothTransformation)
        self._picture.setPixmap(picture)
        if page is None:
            self._page.setText(translate("Capture", "No page is chosen."))
            return
        lines = [
            translate("Capture", "Page {page}: {state}").format(
                page=count(page.position), state=state_text(page.state)
            ),
            isolated(page.source),
        ]
        if page.dpi:
            lines.append(
                translate("Capture", "{width} × {height} dots, {dpi} per inch").format(
                    width=count(page.width), height=count(page.height), dpi=count(round(page.dpi))
                )
            )
        lines += [sentence(problem_of(text)) for text in page.problems]
        if page.state is PageState.FAILED:
            lines.append(translate("Capture", "Another form for the book has it read again."))
        self._page.setText("\n".join(lines))

    def _new_book(self) -> None:
        self.seat.desk.ask(books.forms, lambda forms: self._ask_form(forms, None), self.failed.emit)

    def _change_form(self) -> None:
        book = self._current()
        if book is not None:
            self.seat.desk.ask(
                books.forms, lambda forms: self._ask_form(forms, book.ledger), self.failed.emit
            )

    def _ask_form(self, forms: tuple[tuple[str, LedgerForm], ...], ledger: Ledger | None) -> None:
        asks = FormChoice(self, forms, ledger.title if ledger else "", new=ledger is None)
        asks.chosen.connect(lambda title, form: self._form_chosen(ledger, title, form))
        asks.rejected.connect(self._no_form)
        asks.open()

    def _no_form(self) -> None:
        self._pending = ()

    def _form_chosen(self, ledger: Ledger | None, title: str, form: LedgerForm) -> None:
        if ledger is None:
            self.seat.desk.ask(
                lambda session: books.new_book(session, title, form), self._begun, self.failed.emit
            )
        else:
            self.seat.desk.ask(
                lambda session: books.change_form(session, ledger.id, form),
                self._form_changed,
                self.failed.emit,
            )

    def _begun(self, ledger: Ledger) -> None:
        self._books = (*self._books, BookPages(ledger, ()))
        self.book.addItem(ledger.title)
        self.book.setCurrentIndex(len(self._books) - 1)
        waiting, self._pending = self._pending, ()
        self.bring_in(waiting)
        self.refresh()

    def _form_changed(self, ledger: Ledger) -> None:
        self.told.emit(
            translate(
                "Capture", "Book {number} has another form now. Pages not read so far are read with it."
            ).format(number=count(ledger.number))
        )
        self.refresh()
        self.brought_in.emit()

    # -- pictures ---------------------------------------------------------------------------------------------------

    def _choose_pictures(self) -> None:
        asks = QFileDialog(self, translate("Capture", "Bring in pictures"))
        asks.setFileMode(QFileDialog.FileMode.ExistingFiles)
        pictures, every = translate("Capture", "Pictures and PDF"), translate("Capture", "All files")
        asks.setNameFilters([f"{pictures} ({PICTURES})", f"{every} (*)"])
        self._ask_files(asks)

    def _choose_folder(self) -> None:
        asks = QFileDialog(self, translate("Capture", "Bring in a folder"))
        asks.setFileMode(QFileDialog.FileMode.Directory)
        asks.setOption(QFileDialog.Option.ShowDirsOnly)
        self._ask_files(asks)

    def _ask_files(self, asks: QFileDialog) -> None:
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.filesSelected.connect(lambda names: self.bring_in([Path(name) for name in names]))
        asks.open()

    def _show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        came_in = sum(outcome.arrival is Arrival.IMPORTED for outcome in outcomes)
        if outcomes:
            self.outcomes.show()
            self.outcomes.insertItem(
                0, translate("Capture", "Brought in: {number}").format(number=count(came_in))
            )
        for outcome in outcomes:
            if outcome.problem is not None:
                self.outcomes.addItem(f"{isolated(outcome.source)}: {sentence(outcome.problem)}")
        self.refresh()
        self.brought_in.emit()

    def _ask_doubles(self, doubles: tuple[Double, ...]) -> None:
        asks = Doubles(self, doubles)
        asks.decided.connect(self._doubles_decided)
        asks.open()

    def _doubles_decided(self, decided: tuple[tuple[Double, str], ...]) -> None:
        book = self._current()
        for double, what in decided:
            if what == RESCAN:
                self._bringing.replace(double)
        own = tuple(dict.fromkeys(double.path for double, what in decided if what == OWN_PAGE))
        if own and book is not None:
            self._bringing.begin(book.ledger.id, own, all_new=True)

    def _open(self) -> None:
        page = self.pages.chosen()
        if page is not None:
            self.wants_page.emit(page.id)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 12)
        whole.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.book, 1)
        rows = self.seat.commands
        top.addWidget(button(self.action("new_book"), rows))
        top.addWidget(button(self.action("change_form"), rows))
        whole.addLayout(top)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self._empty)
        middle.addWidget(self._stack, 3)
        side = QVBoxLayout()
        side.setSpacing(10)
        frame, inside = card()
        inside.addWidget(label(translate("Capture", "The chosen page"), "heading"))
        inside.addWidget(self._picture)
        scrolls = QScrollArea()
        scrolls.setWidgetResizable(True)
        scrolls.setWidget(self._page)
        scrolls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.addWidget(scrolls, 1)
        side.addWidget(frame, 1)
        side.addWidget(self.outcomes, 1)
        middle.addLayout(side, 2)
        whole.addLayout(middle, 1)
        whole.addLayout(
            footer(
                secondary=(button(self.action("open_page"), rows), button(self.action("bring_folder"), rows)),
                primary=button(
                    self.action("bring_pictures"),
                    rows,
                    translate("Capture", "Bring in pictures"),
                    primary=True,
                ),
            )
        )

"""Capture: which book, and the pictures that come into it from a scanner, from files and from a watched folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.model import Ledger, PageState
from desktop.operations import leafing
from desktop.operations.importing import AT_THE_END, Placement
from desktop.operations.leafing import BookPages
from desktop.operations.views import Arrival, Outcome
from desktop.operations.watching import Watched
from desktop.ui.actions import Where, with_key
from desktop.ui.bindings import button
from desktop.ui.bringing_in import BringingIn, Double, doubles
from desktop.ui.capture.book_choice import BookChoice
from desktop.ui.capture.file_dialogs import ask_folder, ask_pictures
from desktop.ui.capture.page_side import PageSide
from desktop.ui.capture.paper_numbers import PaperNumbers
from desktop.ui.capture.scan_desk import ScanDesk
from desktop.ui.capture.watching import Watching
from desktop.ui.controls import SentenceList, footer, label
from desktop.ui.dialogs.doubles import OWN_PAGE, RESCAN, Doubles
from desktop.ui.screen import Screen
from desktop.ui.screens.page_list import PageList
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, sentence, translate


class CaptureScreen(Screen):
    """The pages of one book in order, and what came of the last pictures."""

    where = Where.CAPTURE

    wants_page = Signal(str)
    """Check a page."""
    wants_set_up = Signal(str)
    """Set up a page."""
    brought_in = Signal()
    """There are pages that want to be read."""
    moved = Signal(object)
    """A `Progress` of bringing in, or None."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._books: tuple[BookPages, ...] = ()
        self._pending: tuple[Path, ...] = ()
        self._follows = False
        self._bringing = BringingIn(seat.jobs, self)
        self.desk = ScanDesk(seat, self)
        self.watching = Watching(seat.scan, self)
        self._choice = BookChoice(seat.desk, self)
        self.can(
            {
                "scan": self._scan,
                "keep_page": self.desk.keep,
                "replace_page": self._replace,
                "insert_page": self._insert,
                "page_number": self._ask_number,
                "find_scanners": self.desk.look,
                "watch_folder": self._watch,
                "bring_pictures": self._choose_pictures,
                "bring_folder": self._choose_folder,
                "new_book": self._choice.new_book,
                "change_form": self._change_form,
                "open_page": self._open,
                "set_up_page": lambda: self.wants_set_up.emit(self.pages.chosen_id()),
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
        self.side = PageSide(self.seat.key_names["set_up_page"])
        self.numbers = PaperNumbers(seat.desk, self)
        self.outcomes = SentenceList(translate("Capture", "What came of the last pictures"))
        self.outcomes.hide()
        self.setAcceptDrops(True)
        self._lay_out()
        self._wire()
        self._looked = False

    def enter(self) -> None:
        """Look at the books again; the first time, look for scanners too."""
        self.titled.emit(translate("Capture", "Capture"))
        self.refresh()
        self.pages.setFocus()
        if not self._looked:
            self._looked = True
            self.desk.look()

    def refresh(self) -> None:
        """Something came in or was read."""
        self.seat.desk.ask(leafing.books_with_pages, self._show_books, self.failed.emit)

    def bring_in(self, paths: Sequence[Path], placement: Placement = AT_THE_END) -> None:
        """Bring files and folders into the book; where there is none yet, one is begun first."""
        if not paths:
            return
        book = self._current()
        if book is None:
            self._pending = tuple(paths)
            self._choice.new_book()
            return
        self._no_outcomes()
        self._bringing.begin(book.ledger.id, paths, placement=placement)

    def stop(self) -> None:
        """Stop the scanner, bringing in and watching."""
        self._bringing.stop()
        self.desk.scanning.stop()
        self.watching.end()

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
        self.pages.show_pages(pages, last=self._follows)
        self._follows = False
        self._stack.setCurrentWidget(self.pages if pages else self._empty)
        self._empty.setText(
            translate(
                "Capture",
                "This book has no pages yet. Scan them, choose pictures, a PDF or a folder, or drop them here.",
            )
            if book
            else translate(
                "Capture", "Begin with a book: choose pictures, and you are asked for its title and its form."
            )
        )
        self.numbers.show_book(book)
        self._describe()

    def _describe(self) -> None:
        """What there is to say of the chosen page, and what can be done now."""
        page = self.pages.chosen()
        self.side.show_page(page, self.pages.picture())
        ready = self.desk.bar.ready()
        doubtful = page is not None and page.id == self.desk.doubtful
        self.enable(
            scan=self.desk.can_scan() and self._current() is not None,
            keep_page=doubtful,
            replace_page=page is not None and page.state is not PageState.FILED and not doubtful,
            insert_page=page is not None,
            page_number=page is not None,
            watch_folder=self._current() is not None,
            change_form=self._current() is not None,
            open_page=page is not None,
            set_up_page=page is not None,
        )
        self._scan_button.setVisible(ready)
        self._bring_button.setVisible(not ready)
        words = translate("Capture", "Scan again") if doubtful else translate("Capture", "Scan")
        self._scan_button.setText(with_key(words, self.seat.key_names["scan"]))

    def _change_form(self) -> None:
        book = self._current()
        if book is not None:
            self._choice.change_form(book.ledger)

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

    def _forget_pending(self) -> None:
        self._pending = ()

    # -- the scanner, the watched folder and the numbers ------------------------------------------------------------

    def _scan(self) -> None:
        book = self._current()
        if book is not None:
            self._no_outcomes()
            self.desk.scan(book.ledger.id, self.pages.chosen())

    def _put(self, placement: Placement) -> None:
        """A page in another place than the end: from the scanner, or from a file where there is none."""
        book = self._current()
        if book is not None and self.desk.bar.ready():
            self._no_outcomes()
            self.desk.put(book.ledger.id, placement)
        else:
            self._choose_pictures(placement)

    def _replace(self) -> None:
        self._put(Placement(instead=self.pages.chosen_id()))

    def _insert(self) -> None:
        self._put(Placement(before=self.pages.chosen_id()))

    def _ask_number(self) -> None:
        page = self.pages.chosen()
        if page is not None:
            self.numbers.ask(page)

    def _watch(self) -> None:
        book = self._current()
        if book is not None:
            self.watching.ask(self, book.ledger.id)

    def _watched(self, looked: Watched) -> None:
        if looked.problem is not None:
            self.told.emit(sentence(looked.problem))
        self._show_outcomes(looked.outcomes)
        found = tuple(doubles(looked.outcomes, looked.paths))
        if found:
            self._ask_doubles(found)

    def _page_in(self) -> None:
        self._follows = self.desk.scanning.busy()
        self.refresh()

    def _no_outcomes(self) -> None:
        self.outcomes.clear()
        self.outcomes.hide()

    # -- pictures ---------------------------------------------------------------------------------------------------

    def _choose_pictures(self, placement: Placement = AT_THE_END) -> None:
        ask_pictures(self, lambda paths: self.bring_in(paths, placement), one=bool(placement.instead))

    def _choose_folder(self) -> None:
        ask_folder(self, translate("Capture", "Bring in a folder"), self.bring_in)

    def _show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        came_in = sum(outcome.arrival is Arrival.IMPORTED for outcome in outcomes)
        self._follows = came_in == 1
        if outcomes:
            self.outcomes.show()
            self.outcomes.insertItem(
                0, translate("Capture", "Brought in: {number}").format(number=count(came_in))
            )
        for outcome in outcomes:
            if outcome.problems:
                said = " ".join(sentence(problem) for problem in outcome.problems)
                self.outcomes.addItem(f"{isolated(outcome.source)}: {said}")
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
        self.desk.decided()

    def _open(self) -> None:
        page = self.pages.chosen()
        if page is not None and page.state is PageState.FAILED:
            self.wants_set_up.emit(
                page.id
            )  # there is nothing to check: it does not fit its form, or has no table
        elif page is not None:
            self.wants_page.emit(page.id)

    def _wire(self) -> None:
        self.pages.pictured.connect(self._describe)
        self._bringing.outcomes.connect(self._show_outcomes)
        self._choice.begun.connect(self._begun)
        self._choice.form_changed.connect(self._form_changed)
        self._choice.given_up.connect(self._forget_pending)
        self.desk.outcomes.connect(self._show_outcomes)
        self.desk.page_in.connect(self._page_in)
        self.desk.changed.connect(self._describe)
        self.numbers.numbered.connect(self.refresh)
        self.watching.found.connect(self._watched)
        self.watching.changed.connect(lambda: self.told.emit(self.watching.words()))
        for source in (self._bringing, self.desk):
            source.doubles.connect(self._ask_doubles)
            source.moved.connect(self.moved)
        for failing in (self._bringing, self.pages, self._choice, self.desk, self.watching, self.numbers):
            failing.failed.connect(self.failed)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 12)
        whole.setSpacing(10)
        rows = self.seat.commands
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.book, 1)
        for name in ("new_book", "change_form", "set_up_page"):
            top.addWidget(button(self.action(name), rows))
        whole.addLayout(top)
        scanner = QHBoxLayout()
        scanner.setSpacing(10)
        scanner.addWidget(self.desk.bar, 1)
        scanner.addWidget(button(self.action("watch_folder"), rows))
        whole.addLayout(scanner)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self._empty)
        left = QVBoxLayout()
        left.addWidget(self.numbers.line)
        left.addWidget(self._stack, 1)
        middle.addLayout(left, 3)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self.side, 2)
        side.addWidget(self.outcomes, 1)
        middle.addLayout(side, 2)
        whole.addLayout(middle, 1)
        self._bring_button = button(
            self.action("bring_pictures"), rows, translate("Capture", "Bring in pictures"), primary=True
        )
        self._scan_button = button(self.action("scan"), rows, translate("Capture", "Scan"), primary=True)
        primary = QWidget()
        inside = QHBoxLayout(primary)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._bring_button)
        inside.addWidget(self._scan_button)
        names = ("open_page", "keep_page", "replace_page", "insert_page")
        whole.addLayout(
            footer(secondary=tuple(button(self.action(name), rows) for name in names), primary=primary)
        )

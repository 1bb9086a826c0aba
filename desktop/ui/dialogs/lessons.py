"""What a book has taught its reader, in words, and the question whether it shall begin anew."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.model import Ledger
from desktop.operations import leafing
from desktop.operations.leafing import BookPages
from desktop.operations.lessons import BookLessons, forget_lessons, lessons_of_book
from desktop.operations.session import Session
from desktop.ui.controls import card, label
from desktop.ui.dialogs.buttons import close
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, translate


class Lessons(QDialog):
    """One book at a time. Forgetting is asked about on the spot, and Keep is what Enter takes."""

    failed = Signal(object)

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._books: tuple[Ledger, ...] = ()
        self.setWindowTitle(translate("Lessons", "What books have taught"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 320)
        self.books = QComboBox()
        self.books.setAccessibleName(translate("Lessons", "Book"))
        self.books.setMinimumContentsLength(12)
        self.books.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.books.activated.connect(self._ask)
        self.said = label("", wraps=True)
        self.anew = _plain(translate("Lessons", "Begin anew…"))
        self.anew.clicked.connect(lambda: self._question(asked=True))
        self._sure = label("", wraps=True)
        self.keep = _plain(translate("Lessons", "Keep it"))
        self.keep.clicked.connect(lambda: self._question(asked=False))
        self.forget = _plain(translate("Lessons", "Forget it"))
        self.forget.clicked.connect(self._forget)
        self._asks = self._lay_out()
        self._question(asked=False)
        self._show(None)
        seat.view.ask(leafing.books_with_pages, self._know, self.failed.emit)

    def _know(self, books: tuple[BookPages, ...]) -> None:
        self._books = tuple(one.ledger for one in books)
        for book in self._books:
            self.books.addItem(
                translate("Lessons", "Book {number}: {title}").format(
                    number=count(book.number), title=isolated(book.title)
                )
            )
        self._ask()

    def _book(self) -> Ledger | None:
        at = self.books.currentIndex()
        return self._books[at] if 0 <= at < len(self._books) else None

    def _ask(self) -> None:
        self._question(asked=False)
        book = self._book()
        if book is None:
            self._show(None)
            return
        # By the lane that keeps what was settled, so that nothing that was just said is missing.
        self._seat.desk.ask(lambda session: lessons_of_book(session, book.id), self._show, self.failed.emit)

    def _show(self, found: BookLessons | None) -> None:
        self.books.setEnabled(bool(self._books))
        self.anew.setEnabled(found is not None and found.fields > 0)
        none = translate("Lessons", "No book has been begun yet.")
        self.said.setText("\n".join(lines(found)) if found else none)

    def _question(self, *, asked: bool) -> None:
        book = self._book()
        if book is not None:
            self._sure.setText(
                translate(
                    "Lessons",
                    "Shall Book {number} forget what it has taught its reader? What was settled stays settled, but "
                    "the next pages are read without it.",
                ).format(number=count(book.number))
            )
        self._asks.setVisible(asked)
        self.anew.setVisible(not asked)
        if asked:
            self.keep.setFocus()

    def _forget(self) -> None:
        self._question(asked=False)
        book = self._book()
        if book is None:
            return

        def work(session: Session) -> BookLessons:
            forget_lessons(session, book.id)
            return lessons_of_book(session, book.id)

        self._seat.desk.ask(work, self._show, self.failed.emit)

    def _lay_out(self) -> QFrame:
        """Everything in its place; the frame that holds the question."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self.books)
        whole.addWidget(self.said)
        whole.addWidget(self.anew, 0, Qt.AlignmentFlag.AlignLeading)
        asks, inside = card()
        inside.addWidget(self._sure)
        answers = QHBoxLayout()
        answers.addWidget(self.keep)
        answers.addWidget(self.forget)
        answers.addStretch(1)
        inside.addLayout(answers)
        whole.addWidget(asks)
        whole.addStretch(1)
        whole.addLayout(close(self))
        return asks


def _plain(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    return made


def lines(found: BookLessons) -> list[str]:
    """What a book has taught, in words; the commonest alone."""
    if not found.fields:
        return [translate("Lessons", "Nothing yet. It begins with the first field that somebody settles.")]
    said = [
        translate(
            "Lessons",
            "Settled fields: {fields}. Characters whose looks are known: {characters}, of kinds: {kinds}.",
        ).format(fields=count(found.fields), characters=count(found.characters), kinds=count(found.kinds))
    ]
    if found.misread:
        misread = translate("Lessons", "{stood} read as {read} ({times} of {of})")
        said.append(
            translate("Lessons", "Misread here: {what}").format(
                what=", ".join(
                    misread.format(
                        stood=isolated(one.stood),
                        read=isolated(one.read),
                        times=count(one.times),
                        of=count(one.of),
                    )
                    for one in found.misread
                )
            )
        )
    for title, patterns in (
        (translate("Lessons", "Serials are made like: {what}"), found.patterns),
        (translate("Lessons", "Values that repeat: {what}"), found.values),
    ):
        if patterns:
            named = ", ".join(
                f"{isolated(one.pattern)} ({count(one.times)}/{count(one.of)})" for one in patterns
            )
            said.append(title.format(what=named))
    return said

"""What a column of the page or of the book always is: asked, kept, and proposed in its empty cells from then on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop.operations.column_defaults import BOOK, PAGE, Always
from desktop.operations.saying_always import say_always, sayable
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.lanes import Lane
from desktop.ui.review.checking import Checking
from desktop.ui.screen import Screen
from desktop.ui.words import isolated, translate


class AskAlways(QDialog):
    """What is it, and how far does it hold? Asks without stopping the program."""

    answered = Signal(str, str)
    """The scope and the text."""

    def __init__(self, parent: QWidget, known: Always, text: str, keys: Mapping[str, str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Review", "What this column always is"))
        self.setMinimumWidth(560)
        question = translate("Review", "What is {column} always, unless somebody says otherwise?").format(
            column=isolated(known.column)
        )
        self.line = QLineEdit(known.text or text)
        self.line.setAccessibleName(question)
        self.line.selectAll()
        self.page = QRadioButton(translate("Review", "On this page"))
        self.book = QRadioButton(translate("Review", "In this whole book"))
        (self.page if known.page else self.book).setChecked(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(question, wraps=True))
        whole.addWidget(self.line)
        whole.addWidget(self.page)
        whole.addWidget(self.book)
        whole.addWidget(
            label(
                translate(
                    "Review",
                    "It is proposed in empty cells, where {take_above} takes it, and never put in by itself. "
                    "Leave the line empty to take it away.",
                ).format(**keys),
                "muted", wraps=True,
            )
        )  # fmt: skip
        whole.addLayout(answer_or_cancel(self, translate("Review", "Keep it"))[0])
        self.page.toggled.connect(lambda on: self._show(known.page if on else known.book))
        self.accepted.connect(
            lambda: self.answered.emit(PAGE if self.page.isChecked() else BOOK, self.line.text().strip())
        )
        self.line.setFocus()

    def _show(self, said: str) -> None:
        """What was said of the page alone, or of the book, where anything was."""
        if said:
            self.line.setText(said)


class ColumnAlways(QObject):
    """The key that says it."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, over: Screen, desk: Lane, checking: Checking) -> None:
        super().__init__(over)
        self._over = over
        self._desk = desk
        self._checking = checking

    def ask(self) -> None:
        """Show what is said of the column under the cursor, to be changed or taken away."""
        self._checking.leave_field()
        view = self._checking.view()

        def known(said: Always) -> None:
            asks = AskAlways(self._over, said, view.text, self._over.seat.key_names)
            asks.answered.connect(lambda scope, text: self._keep(view.cell.id, scope, text))
            asks.finished.connect(asks.deleteLater)
            asks.open()

        self._desk.ask(lambda session: sayable(session, view.cell.id), known, self.failed.emit)

    def _keep(self, cell_id: str, scope: str, text: str) -> None:
        def kept(said: Always) -> None:
            if said.text:
                told = translate(
                    "Review", "{value} is proposed in empty cells of {column}. {undo} takes that back."
                )
            else:
                told = translate("Review", "Nothing is proposed in empty cells of {column} any more.")
            self.told.emit(
                told.format(
                    value=isolated(said.text), column=isolated(said.column), **self._over.seat.key_names
                )
            )
            self._checking.look_for_ghost()

        self._desk.ask(lambda session: say_always(session, cell_id, scope, text), kept, self.failed.emit)

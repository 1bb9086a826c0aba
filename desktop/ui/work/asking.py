"""What is asked in dialogs: the answer to a question, what a book states, what is typed twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from db.model_desk import SecondPlan
from desktop.operations.questions import Question
from desktop.operations.shelves import BookProgress
from desktop.ui.checks.paper import PaperView
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.look import Look
from desktop.ui.words import count, translate


class AnswerQuestion(QDialog):
    """A question with its piece of paper; answered with what stands there, or in words alone."""

    answered = Signal(str, str)
    """Words, and what stands on the paper ("" to give the field back)."""

    def __init__(self, parent: QWidget, asked: Question, chosen: Look) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Work", "A question"))
        self.setMinimumWidth(820)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        where = translate("Work", "Book {book}, page {page}, row {row} — {column}").format(
            book=count(asked.book), page=count(asked.page), row=count(asked.row_number), column=asked.column
        )
        whole.addWidget(label(where, "heading"))
        whole.addWidget(label(f"{asked.asked_by}: {asked.question}", wraps=True))
        self.paper = PaperView(chosen)
        self.paper.point_at(asked.cell_id)
        whole.addWidget(self.paper, 1)
        form = QFormLayout()
        self.value, self.words = QLineEdit(), QLineEdit()
        for text, editor in (
            (translate("Work", "What stands on the paper"), self.value),
            (translate("Work", "Your answer"), self.words),
        ):
            editor.setAccessibleName(text)
            form.addRow(text, editor)
        whole.addLayout(form)
        hint = translate(
            "Work", "Without a value the field goes back to be checked, with your answer beside it."
        )
        whole.addWidget(label(hint, "muted", wraps=True))
        whole.addLayout(answer_or_cancel(self, translate("Work", "Answer"))[0])
        self.accepted.connect(lambda: self.answered.emit(self.words.text().strip(), self.value.text()))
        self.value.setFocus()


class StateBook(QDialog):
    """How many pages and entries a book says it has."""

    answered = Signal(int, int)
    """Pages and entries; 0 where the book does not say."""

    def __init__(self, parent: QWidget, book: BookProgress) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Work", "What the book says of itself"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        title = translate("Work", "Book {number}: {title}").format(
            number=count(book.ledger.number), title=book.ledger.title
        )
        whole.addWidget(label(title, "heading"))
        form = QFormLayout()
        self.pages, self.entries = QSpinBox(), QSpinBox()
        for text, box, now in (
            (translate("Work", "Pages"), self.pages, book.stated_pages),
            (translate("Work", "Entries"), self.entries, book.stated_entries),
        ):
            box.setRange(0, 999_999)
            box.setSpecialValueText(translate("Work", "not said"))
            box.setValue(now or 0)
            box.setAccessibleName(text)
            form.addRow(text, box)
        whole.addLayout(form)
        whole.addLayout(answer_or_cancel(self, translate("Work", "Keep"))[0])
        self.accepted.connect(lambda: self.answered.emit(self.pages.value(), self.entries.value()))
        self.pages.setFocus()
        self.pages.selectAll()


class PlanSecond(QDialog):
    """What a second person types blind."""

    answered = Signal(str, str)
    """Whose serial numbers, and the share of the rest."""

    SHARES = ("0", "1/100", "1/50", "1/20", "1/10", "1/4", "1")

    def __init__(self, parent: QWidget, now: SecondPlan) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Work", "What is typed twice"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        said = translate(
            "Work",
            "Another person types these fields blind once the first has settled them. What differs goes to a third.",
        )
        whole.addWidget(label(said, wraps=True))
        self.serials, self.share = QComboBox(), QComboBox()
        for key, text in (
            ("handwritten", translate("Work", "handwritten ones")),
            ("all", translate("Work", "all")),
            ("none", translate("Work", "none")),
        ):
            self.serials.addItem(text, key)
        self.serials.setCurrentIndex(max(0, self.serials.findData(now.serials)))
        shares = self.SHARES if now.share in self.SHARES else (*self.SHARES, now.share)
        for share in shares:
            self.share.addItem(
                {"0": translate("Work", "none"), "1": translate("Work", "all")}.get(share, share), share
            )
        self.share.setCurrentIndex(self.share.findData(now.share))
        form = QFormLayout()
        for text, box in (
            (translate("Work", "Serial numbers"), self.serials),
            (translate("Work", "Share of the other fields"), self.share),
        ):
            box.setAccessibleName(text)
            form.addRow(text, box)
        whole.addLayout(form)
        whole.addLayout(answer_or_cancel(self, translate("Work", "Keep"))[0])
        self.accepted.connect(
            lambda: self.answered.emit(self.serials.currentData(), self.share.currentData())
        )
        self.serials.setFocus()

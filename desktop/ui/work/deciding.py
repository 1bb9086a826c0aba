"""Two entries that differ: the paper, what the one and the other typed, and three keys. Enter does nothing here."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.model import CellState
from desktop.operations.second_views import Dispute, Version
from desktop.ui.checks.paper import PaperView
from desktop.ui.controls import label
from desktop.ui.look import Look
from desktop.ui.words import count, translate


class DecideStep(QWidget):
    """Shows a dispute; `retype` opens the field in which a third reading is typed."""

    def __init__(self, chosen: Look) -> None:
        super().__init__()
        self.dispute: Dispute | None = None
        self.paper = PaperView(chosen)
        mono = QFont(chosen.mono)
        mono.setPointSizeF(chosen.text_pt * 1.5)
        self._where = label("", "heading")
        why = translate(
            "Work",
            "Two people typed this field and saw two things. Look at the paper: which one stands there?",
        )
        self._why = label(why, "problem", wraps=True)
        self.first, self.second = label(""), label("")
        self._names: list[QLabel] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        names = (translate("Work", "1   the first"), translate("Work", "2   the second"))
        for at, (name, text) in enumerate(zip(names, (self.first, self.second), strict=True)):
            text.setFont(mono)
            self._grid.addWidget(label(name), at, 0)
            self._grid.addWidget(text, at, 1)
        self.editor = QLineEdit()
        self.editor.setFont(mono)
        typed = translate("Work", "3   what stands there")
        self.editor.setAccessibleName(typed)
        self._typed = label(typed)
        self._grid.addWidget(self._typed, 2, 0)
        self._grid.addWidget(self.editor, 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._where)
        column.addWidget(self._why)
        column.addWidget(self.paper, 1)
        column.addLayout(self._grid)

    def show_dispute(self, dispute: Dispute) -> None:
        """Ask about one; the characters that differ stand in brackets."""
        self.dispute = dispute
        item = dispute.item
        where = translate("Work", "Book {book}, page {page}, row {row} — {column}").format(
            book=count(item.book), page=count(item.page), row=count(item.row_number), column=item.column
        )
        self._where.setText(where)
        self.first.setText(_shown(dispute.first, dispute.second))
        self.second.setText(_shown(dispute.second, dispute.first))
        self.paper.forget()
        self.paper.point_at(item.cell_id)
        self.editor.clear()
        self.editor.setVisible(False)
        self._typed.setVisible(False)
        self.setFocus()

    def retype(self) -> None:
        """Let what stands there be typed."""
        self.editor.setVisible(True)
        self._typed.setVisible(True)
        self.editor.setFocus()

    def is_retyping(self) -> bool:
        """Whether a third reading is being typed."""
        return not self.editor.isHidden()

    def forget(self) -> None:
        """Let go of both."""
        self.dispute = None
        for widget in (self.first, self.second, self.editor):
            widget.clear()
        self.editor.setVisible(False)
        self.paper.forget()


def _shown(one: Version, other: Version) -> str:
    if one.state is CellState.UNREADABLE:
        return translate("Work", "can't be read")
    if one.state is CellState.BLANK or not one.text:
        return translate("Work", "nothing written there")
    if len(one.text) != len(other.text):
        return one.text  # every place would differ after the one that is missing
    return "".join(
        f"[{mine}]" if mine != its else mine for mine, its in zip_longest(one.text, other.text, fillvalue="")
    )

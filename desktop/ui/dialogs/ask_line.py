"""One question, one line to answer it with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel


class AskLine(QDialog):
    """Asks without stopping the program: the answer comes by signal."""

    answered = Signal(str)

    def __init__(self, parent: QWidget, title: str, question: str, answer: str, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(question, wraps=True))
        self.line = QLineEdit(text)
        self.line.setAccessibleName(question)
        whole.addWidget(self.line)
        whole.addLayout(answer_or_cancel(self, answer)[0])
        self.accepted.connect(lambda: self.answered.emit(self.line.text().strip()))
        self.line.setFocus()

"""One question, one line to answer it with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.controls import label


class AskLine(QDialog):
    """Asks without stopping the program: the answer comes by signal."""

    answered = Signal(str)

    def __init__(self, parent: QWidget, title: str, question: str, text: str = "") -> None:
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
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setProperty("role", "primary")
        ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole.addWidget(buttons)
        self.accepted.connect(lambda: self.answered.emit(self.line.text().strip()))
        self.line.setFocus()

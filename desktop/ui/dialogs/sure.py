"""What can't be taken back is asked once, in a sentence that says what will happen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel


class AskSure(QDialog):
    """Accepted where the person means it."""

    def __init__(self, parent: QWidget, title: str, text: str, answer: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(text, wraps=True))
        whole.addLayout(answer_or_cancel(self, answer)[0])

"""What Review shows where there is no page to check: it is being read, it could not be, or there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.controls import label


class StandingBy(QWidget):
    """One sentence of what is the case, one of what can be done."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "heading", wraps=True)
        self._text = label("", "empty", wraps=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(60, 0, 60, 0)
        whole.addStretch(1)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(part)
        whole.addStretch(2)

    def say(self, title: str, text: str) -> None:
        """Show these words."""
        self._title.setText(title)
        self._text.setText(text)

    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()}\n{self._text.text()}"

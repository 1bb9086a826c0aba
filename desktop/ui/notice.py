"""The line under the top bar that says what went wrong, or well; it waits to be read and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.controls import label, restyle
from desktop.ui.words import translate


class Notice(QWidget):
    """One sentence, with a way to put it aside."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 0)
        self._text = label("", "failure", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QPushButton(translate("Shell", "Read"))
        self._close.setAccessibleName(translate("Shell", "Put this message aside"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.clear)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def fail(self, text: str) -> None:
        """Something went wrong."""
        self._show(text, "failure")

    def tell(self, text: str) -> None:
        """Something went well, or is worth knowing."""
        self._show(text, "good")

    def text(self) -> str:
        """What it says; "" when nothing."""
        return "" if self.isHidden() else self._text.text()

    def clear(self) -> None:
        """Put aside."""
        self.hide()

    def _show(self, text: str, role: str) -> None:
        restyle(self._text, role)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show()

"""What went wrong, or well, in a sentence over the foot of the screen: it waits to be read and moves nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.actions import with_key
from desktop.ui.controls import label, restyle
from desktop.ui.words import translate

GOES_MS = 8000
"""What went well goes by itself after this; what went wrong stays until it is put aside."""
BESIDE = 320
"""Points left free at the line's end: there is the screen's primary button."""


class Notice(QWidget):
    """Lies over the foot of the screen, beside its primary button; `place` says where that is."""

    changed = Signal()
    """It is shown, or says something else."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._text = label("", "failure", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QPushButton(with_key(translate("Shell", "Put aside"), key))
        close.setAccessibleName(translate("Shell", "Put this message aside"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.clear)
        row.addWidget(self._text, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._goes = QTimer(self, interval=GOES_MS, singleShot=True)
        self._goes.timeout.connect(self.clear)
        self.hide()

    def fail(self, text: str) -> None:
        """Something went wrong."""
        self._goes.stop()
        self._show(text, "failure")

    def tell(self, text: str) -> None:
        """Something went well, or is worth knowing."""
        self._goes.start()
        self._show(text, "good")

    def text(self) -> str:
        """What it says; "" when nothing."""
        return "" if self.isHidden() else self._text.text()

    def clear(self) -> None:
        """Put aside."""
        self._goes.stop()
        self.hide()

    def place(self, over: QRect) -> None:
        """Lie over the lower edge of this area."""
        width = over.width() - BESIDE
        height = self.heightForWidth(width)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = over.left() + (BESIDE - 12 if mirrored else 12)
        self.setGeometry(start, over.bottom() - 6 - height, width, height)
        self.raise_()

    def _show(self, text: str, role: str) -> None:
        restyle(self._text, role)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show()
        self.changed.emit()

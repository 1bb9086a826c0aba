"""What is shown while a register is opened or made ready."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.operations.work import Progress
from desktop.ui.controls import card, label, restyle
from desktop.ui.words import sentence, translate


class OpeningWindow(QWidget):
    """Says what is being made ready, and how far."""

    closing = Signal()

    def __init__(self, text: str, practice: str = "") -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(translate("Opening", "Ledgermark"))
        frame, inside = card()
        frame.setFixedWidth(620)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.addWidget(label(text, "title", wraps=True))
        self._step = label("", "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        inside.addWidget(self._step)
        inside.addWidget(self._bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        if practice:
            band = label(practice)
            band.setObjectName("practice")
            band.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(band)
        whole.addStretch(1)
        across = QHBoxLayout()  # an alignment would keep the sentence's height from being asked for
        across.addStretch(1)
        across.addWidget(frame)
        across.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(2)

    def show_progress(self, progress: Progress) -> None:
        """How far it is."""
        self._step.setText(sentence(progress))
        self._bar.setRange(0, max(progress.total, 0))
        self._bar.setValue(progress.done)

    def stopped(self, text: str) -> None:
        """It could not be done; why."""
        restyle(self._step, "failure")
        self._step.setText(text)
        self._bar.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever holds the lanes decides when the window goes."""
        event.ignore()
        self.closing.emit()

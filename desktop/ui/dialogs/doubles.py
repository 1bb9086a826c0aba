"""Pictures that look like pages already in: what is each of them?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.bringing_in import Double
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import sentence, translate

RESCAN, OWN_PAGE, LEAVE_OUT = "rescan", "own_page", "leave_out"


class Doubles(QDialog):
    """One choice a picture; nothing is stored before it is made."""

    decided = Signal(object)
    """A tuple of (`Double`, what it is)."""

    def __init__(self, parent: QWidget, doubles: Sequence[Double]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Doubles", "New pictures of pages already in?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 420)
        self._doubles = tuple(doubles)
        self.boxes: list[QComboBox] = []
        table = QWidget()
        grid = QGridLayout(table)
        grid.setVerticalSpacing(10)
        for row, double in enumerate(self._doubles):
            problem = double.outcome.problem
            text = f"{double.outcome.source}: {sentence(problem) if problem else ''}"
            box = QComboBox()
            box.addItem(translate("Doubles", "A new picture of that page"), RESCAN)
            box.addItem(translate("Doubles", "A page of its own"), OWN_PAGE)
            box.addItem(translate("Doubles", "Leave it out"), LEAVE_OUT)
            box.setAccessibleName(text)
            grid.addWidget(label(text, wraps=True), row, 0)
            grid.addWidget(box, row, 1)
            self.boxes.append(box)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self._doubles), 1)
        scrolls = QScrollArea()
        scrolls.setWidgetResizable(True)
        scrolls.setWidget(table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addWidget(
            label(
                translate(
                    "Doubles",
                    "These pictures look like pages that are in already, and were not stored. A new picture "
                    "of a page takes "
                    "its place: only rows that are new or different on it will be asked about.",
                ),
                wraps=True,
            )
        )
        whole.addWidget(scrolls, 1)
        whole.addLayout(answer_or_cancel(self, translate("Doubles", "Bring them in so"))[0])
        self.accepted.connect(self._decide)

    def _decide(self) -> None:
        self.decided.emit(
            tuple(
                (double, str(box.currentData()))
                for double, box in zip(self._doubles, self.boxes, strict=True)
            )
        )

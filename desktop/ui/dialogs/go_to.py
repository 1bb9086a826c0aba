"""Go to a page, and to a row on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from db.model import Page
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import translate


class GoTo(QDialog):
    """Two numbers; the row may be left at "first to check"."""

    chosen = Signal(str, int)
    """A page's id and a row's number, 0 for the first to check."""

    def __init__(self, parent: QWidget, pages: Sequence[Page], position: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("GoTo", "Go to"))
        self._pages = tuple(pages)
        self.page = QSpinBox()
        self.page.setRange(1, max((page.position for page in pages), default=1))
        self.page.setValue(position)
        self.row = QSpinBox()
        self.row.setRange(0, 999)
        self.row.setSpecialValueText(translate("GoTo", "first to check"))
        form = QFormLayout()
        for text, field in ((translate("GoTo", "Page"), self.page), (translate("GoTo", "Row"), self.row)):
            field.setAccessibleName(text)
            field.setMinimumWidth(180)
            form.addRow(label(text), field)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(form)
        whole.addLayout(answer_or_cancel(self, translate("GoTo", "Go there"))[0])
        self.accepted.connect(self._choose)
        self.page.selectAll()
        self.page.setFocus()

    def _choose(self) -> None:
        found = next((page.id for page in self._pages if page.position == self.page.value()), "")
        if found:
            self.chosen.emit(found, self.row.value())

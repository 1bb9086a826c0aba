"""The line under the page: how far it is, whether everything is saved, a menu, the button that finishes the page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.controls import Elided
from desktop.ui.review import page_words
from desktop.ui.review.loading import Arrived
from desktop.ui.review.sheet import Sheet
from desktop.ui.words import count, translate


class Foot(QWidget):
    """Says how things stand."""

    def __init__(self, more: QPushButton, finish: QPushButton) -> None:
        super().__init__()
        self._state = Elided("", "muted")
        self._progress = Elided("", "heading")
        foot = QHBoxLayout(self)
        foot.setContentsMargins(16, 6, 16, 8)
        foot.setSpacing(16)
        foot.addWidget(self._progress)
        foot.addWidget(self._state, 1)
        foot.addWidget(more)
        foot.addWidget(finish)

    def show_state(self, arrived: Arrived | None, sheet: Sheet | None, unsaved: int, *, busy: bool) -> None:
        """Words as things stand now; `unsaved` is how much the register refused."""
        self._progress.setText(page_words.progress(arrived, sheet))
        if unsaved:
            said = translate("Review", "Not saved yet: {unsaved}").format(unsaved=count(unsaved))
        elif sheet is None:
            said = ""
        else:
            said = translate("Review", "Saving…") if busy else translate("Review", "Everything is saved")
            if more := page_words.to_look_at(arrived):
                said = f"{said}  ·  {more}"
        self._state.setText(said)

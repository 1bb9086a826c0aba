"""The bar at the top: book and page, what goes on in the background, who sits here, the lock."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.operations.work import Progress
from desktop.ui.bindings import button
from desktop.ui.controls import Elided, icon
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate


class TopBar(QWidget):
    """Says where one is; shows background work with its progress and its stop."""

    def __init__(self, seat: Seat, *, lock: QAction, stop: QAction) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 10, 4)
        row.setSpacing(12)
        self._where = Elided()
        self._where.setObjectName("where")
        self._doing = Elided()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName(translate("Shell", "Background work"))
        self._stop = button(stop, seat.commands)
        who = Elided(
            translate("Shell", "{user}, {armoury}").format(user=seat.user.name, armoury=seat.armoury.name)
        )
        who.setObjectName("who")
        locks = button(lock, seat.commands)
        locks.setIcon(icon(seat.resources, "lock", seat.look.colour("ink")))
        row.addWidget(self._where, 1)
        for widget in (self._doing, self._bar, self._stop, who, locks):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_idle()

    def show_where(self, text: str) -> None:
        """Book and page, or the screen's name."""
        self._where.setText(text)

    def where_text(self) -> str:
        """What it says now."""
        return self._where.text()

    def show_progress(self, progress: Progress) -> None:
        """How far the background work is."""
        self._doing.setText(sentence(progress))
        self._bar.setRange(0, max(progress.total, 0))
        self._bar.setValue(progress.done)
        self._bar.setFormat(f"{count(progress.done)} / {count(progress.total)}")
        for widget in (self._doing, self._bar, self._stop):
            widget.show()

    def show_idle(self) -> None:
        """Nothing goes on in the background."""
        for widget in (self._doing, self._bar, self._stop):
            widget.hide()

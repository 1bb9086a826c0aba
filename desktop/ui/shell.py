"""The frame around the screens: rail, top bar, notices, key strip. It shows; it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.operations.work import Progress
from desktop.ui.actions import Where, key_text
from desktop.ui.bindings import Doing, bind
from desktop.ui.controls import label
from desktop.ui.keystrip import KeyStrip
from desktop.ui.notice import Notice
from desktop.ui.rail import Rail
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.topbar import TopBar
from desktop.ui.words import translate

GO: Mapping[Where, str] = {
    Where.HOME: "go_home",
    Where.WORK: "go_work",
    Where.CAPTURE: "go_capture",
    Where.REVIEW: "go_review",
    Where.RECORDS: "go_records",
    Where.CHECKS: "go_checks",
    Where.EXCHANGE: "go_exchange",
    Where.SETTINGS: "go_settings",
}

WITHIN: Mapping[Where, Where] = {Where.SETUP: Where.CAPTURE}
"""Screens that are reached from another one's place of the rail."""


class Shell(QWidget):
    """The main window of an open register."""

    closing = Signal()
    """The person wants to leave."""

    def __init__(self, seat: Seat, screens: Mapping[Where, Screen], doings: Mapping[str, Doing]) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(_title(seat))
        self.seat = seat
        self._screens = dict(screens)
        self._titles: dict[Where, str] = {}
        going: dict[str, Doing] = {GO[where]: self._goes_to(where) for where in screens if where in GO}
        self.notice = Notice(self, key_text(next(row for row in seat.commands if row.id == "put_aside")))
        self.notice.changed.connect(self._place_notice)
        own: dict[str, Doing] = {"put_aside": self.notice.clear}
        self._everywhere = bind(self, Where.EVERYWHERE, seat.commands, {**doings, **going, **own})
        self._bar = TopBar(seat, lock=self._everywhere["lock"], stop=self._everywhere["stop"])
        self._rail = Rail(seat, {where: self._everywhere[GO[where]] for where in screens if where in GO})
        self._strip = KeyStrip(seat.look, seat.commands)
        self._stack = QStackedWidget()
        self._stack.setObjectName("screens")
        self._current: Screen | None = None
        self._band = label("")
        for where, screen in screens.items():
            self._stack.addWidget(screen)
            screen.titled.connect(lambda text, where=where: self._titled(where, text))
            screen.keys_changed.connect(self._show_keys)
            screen.told.connect(self.notice.tell)
        self._lay_out()

    def go(self, where: Where) -> None:
        """Show a screen; the one before saves what it has in hand first."""
        screen = self._screens[where]
        if self._current is not None and self._current is not screen:
            self._current.leave()
        if self._current is not screen:
            self.notice.clear()
        self._current = screen
        self._stack.setCurrentWidget(screen)
        place = WITHIN.get(where, where)
        self._rail.show_current(place)
        self._bar.show_where(self._titles.get(where, self._everywhere[GO[place]].iconText()))
        screen.enter()
        self._show_keys()

    def screen_of(self, where: Where) -> Screen:
        """The screen of a place."""
        return self._screens[where]

    def current(self) -> Screen:
        """The screen that is shown. RuntimeError before the first `go`."""
        if self._current is None:
            raise RuntimeError("no screen was shown yet")
        return self._current

    def show_progress(self, progress: Progress | None) -> None:
        """How far background work is; None when there is none."""
        if progress is None:
            self._bar.show_idle()
        else:
            self._bar.show_progress(progress)
        self._everywhere["stop"].setEnabled(progress is not None)

    def working(self) -> tuple[QAction, ...]:
        """All commands that work now."""
        everywhere = (action for action in self._everywhere.values() if action.isEnabled())
        return (*(self._current.working() if self._current else ()), *everywhere)

    def shown_keys(self) -> tuple[str, ...]:
        """The ids of the commands on the key strip."""
        return self._strip.shown()

    def band_text(self) -> str:
        """What the band under the top bar says where the register is the practice register."""
        return self._band.text() if self._band.isVisibleTo(self) else ""

    def where_text(self) -> str:
        """What the top bar says of book and page."""
        return self._bar.where_text()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever holds the lanes decides when the window goes."""
        event.ignore()
        self.closing.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A notice stays at the foot."""
        super().resizeEvent(event)
        self._place_notice()

    def _place_notice(self) -> None:
        if not self.notice.isHidden():
            self.notice.place(QRect(self._stack.mapTo(self, QPoint(0, 0)), self._stack.size()))

    def _goes_to(self, where: Where) -> Doing:
        return lambda: self.go(where)

    def _titled(self, where: Where, text: str) -> None:
        self._titles[where] = text
        if self._current is self._screens[where]:
            self._bar.show_where(text)

    def _show_keys(self) -> None:
        self._strip.show_keys(self.working())

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        whole.addLayout(column, 1)
        column.addWidget(self._bar)
        if self.seat.armoury.practice:
            self._band = label(translate("Shell", "Practice — nothing here can be sent"))
            self._band.setObjectName("practice")
            self._band.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(self._band)
        column.addWidget(self._stack, 1)
        column.addWidget(self._strip)


def _title(seat: Seat) -> str:
    """The window's title, the practice register marked."""
    if seat.armoury.practice:
        return translate("Shell", "Ledgermark — practice")
    return translate("Shell", "Ledgermark — {armoury}").format(armoury=seat.armoury.name)

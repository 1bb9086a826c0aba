"""The screens of an open register, wired to each other through the shell: signals come up here, calls go down."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.ui.actions import Where
from desktop.ui.background import BackgroundReading
from desktop.ui.failures import Failures
from desktop.ui.look import SIZES
from desktop.ui.screen import Screen
from desktop.ui.screens.home import HomeScreen
from desktop.ui.seat import Seat
from desktop.ui.shell import Shell


class WorkRoom(QObject):
    """What is there while somebody works."""

    lock_wanted = Signal()
    leave_wanted = Signal()
    settings_chosen = Signal(object)
    """Other `Settings` than before."""

    def __init__(self, seat: Seat, failures: Failures) -> None:
        super().__init__()
        self.seat = seat
        self.reading = BackgroundReading(seat.jobs, self)
        self.home = HomeScreen(seat)
        screens: dict[Where, Screen] = {Where.HOME: self.home}
        self.shell = Shell(
            seat,
            screens,
            {
                "lock": self.lock_wanted.emit,
                "quit": self.leave_wanted.emit,
                "stop": self.reading.stop,
                "larger": lambda: self._resize_text(1),
                "smaller": lambda: self._resize_text(-1),
                "fit": lambda: self._resize_text(0),
            },
        )
        for screen in screens.values():
            screen.failed.connect(failures.tell)
        failures.said.connect(self.shell.notice.fail)
        self.reading.failed.connect(failures.tell)
        self.reading.moved.connect(self.shell.show_progress)
        self.shell.closing.connect(self.leave_wanted)

    def begin(self, where: object = None) -> None:
        """Show the first screen and go on reading what waits."""
        self.shell.show_progress(None)
        self.shell.go(where if isinstance(where, Where) else Where.HOME)
        self.reading.begin()

    def where(self) -> Where:
        """The screen that is shown."""
        return self.shell.current().where

    def may_leave(self) -> bool:
        """Whether nothing would be lost."""
        return True

    def leave(self) -> None:
        """Save what is in hand and stop what can be stopped."""
        self.shell.current().leave()
        self.reading.stop()

    def _resize_text(self, step: int) -> None:
        names = list(SIZES)
        now = names.index(self.seat.settings.text_size) if self.seat.settings.text_size in names else 0
        wanted = names[min(max(now + step, 0), len(names) - 1)] if step else names[0]
        if wanted != self.seat.settings.text_size:
            self.settings_chosen.emit(replace(self.seat.settings, text_size=wanted))

"""The screens of an open register, wired to each other through the shell: signals come up here, calls go down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from db.model import Page, PageState
from desktop.operations.views import Place
from desktop.ui.actions import Where
from desktop.ui.background import BackgroundReading
from desktop.ui.checks.screen import ChecksScreen
from desktop.ui.dialogs.commands import AllCommands
from desktop.ui.dialogs.keys import KeysHelp
from desktop.ui.failures import Failures
from desktop.ui.look import SIZES
from desktop.ui.pagesetup.screen import PageSetupScreen
from desktop.ui.review.screen import ReviewScreen
from desktop.ui.screen import Screen
from desktop.ui.screens.capture import CaptureScreen
from desktop.ui.screens.exchange import ExchangeScreen
from desktop.ui.screens.home import HomeScreen
from desktop.ui.screens.records import RecordsScreen
from desktop.ui.screens.settings import SettingsScreen
from desktop.ui.seat import Seat
from desktop.ui.shell import Shell
from desktop.ui.work.screen import WorkScreen


@dataclass(frozen=True, slots=True)
class Here:
    """Where somebody is in the window: kept while it is made anew with other settings."""

    where: Where
    page_id: str
    settings: tuple[int, str]


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
        self.work = WorkScreen(seat)
        self.capture = CaptureScreen(seat)
        self.page_setup = PageSetupScreen(seat)
        self.review = ReviewScreen(seat)
        self.records = RecordsScreen(seat)
        self.exchange = ExchangeScreen(seat)
        self.settings = SettingsScreen(seat)
        self.checks = ChecksScreen(seat)
        self._screens: tuple[Screen, ...] = (
            self.home, self.work, self.capture, self.page_setup, self.review, self.records, self.checks, self.exchange,
            self.settings,
        )  # fmt: skip
        self.shell = Shell(
            seat,
            {screen.where: screen for screen in self._screens},
            {
                "help": self._help,
                "all_commands": self._all_commands,
                "search": self._search,
                "lock": self.lock_wanted.emit,
                "quit": self.leave_wanted.emit,
                "stop": self._stop,
                "larger": lambda: self._resize(1),
                "smaller": lambda: self._resize(-1),
                "fit": lambda: self._resize(0),
            },
        )
        self._wire(failures)

    def begin(self, here: Here | None = None) -> None:
        """Show the first screen, and go on reading what waits. In practice that is Review, at the first doubt."""
        self.shell.show_progress(None)
        self.reading.begin()
        if here is not None and here.page_id:
            self.review.show_page(here.page_id)
        if here is not None:
            self.shell.go(here.where)
            self.settings.go_back_to(here.settings)
        elif self.seat.armoury.practice:
            self.shell.go(Where.REVIEW)
            self.home.first_page(self._practise)
        else:
            self.shell.go(Where.HOME)

    def here(self) -> Here:
        """Where somebody is."""
        return Here(self.shell.current().where, self.review.page_id(), self.settings.place())

    def leave(self) -> None:
        """Save what is in hand, stop what can be stopped, let the page go."""
        self.shell.current().leave()
        self.review.forget()
        self._stop()

    def unsaved(self) -> int:
        """How many entries the register has refused so far."""
        return len(self.review.saving.unsaved)

    def _practise(self, page_id: str) -> None:
        self.shell.go(Where.REVIEW)
        if page_id:
            self.review.show_page(page_id)

    def _go_to_place(self, where: Place) -> None:
        self.shell.go(Where.REVIEW)
        self.review.show_page(where.page.id, where.row, where.column)

    def _go_to_page(self, page_id: str, row: int = 0) -> None:
        self.shell.go(Where.REVIEW)
        self.review.show_page(page_id, row)

    def _go_to_lot(self, lot_id: str) -> None:
        self.shell.go(Where.CHECKS)
        self.checks.choose(lot_id)

    def _set_up(self, page_id: str) -> None:
        self.page_setup.show_page(page_id)
        self.shell.go(Where.SETUP)

    def _page_read(self, page: Page) -> None:
        self.review.page_read(page)
        if self.shell.current() in {self.home, self.capture}:
            self.shell.current().refresh()
        if page.state is PageState.READ and self.shell.current() is self.review and not self.review.page_id():
            self.review.show_page(page.id)

    def _go(self, where: object) -> None:
        if isinstance(where, Where):
            self.shell.go(where)
            if where is Where.REVIEW and not self.review.page_id():
                self.home.first_page(self._practise)

    def _stop(self) -> None:
        self.reading.stop()
        self.capture.stop()
        self.page_setup.stop()
        self.exchange.stop()
        self.records.beside.stop()

    def _search(self) -> None:
        self.shell.go(Where.RECORDS)
        self.records.start_search()

    def _help(self) -> None:
        screen = self.shell.current()
        KeysHelp(self.shell, screen.where, self.seat.commands, screen.help_lines()).open()

    def _all_commands(self) -> None:
        AllCommands(self.shell, self.shell.working(), self.seat.commands).open()

    def _resize(self, step: int) -> None:
        """In Review picture and text change together; the text has three sizes, the picture goes on."""
        names = list(SIZES)
        now = names.index(self.seat.settings.text_size) if self.seat.settings.text_size in names else 0
        wanted = names[min(max(now + step, 0), len(names) - 1)] if step else names[0]
        self.review.zoom(step)
        if wanted != self.seat.settings.text_size:
            self.settings_chosen.emit(replace(self.seat.settings, text_size=wanted))

    def _wire(self, failures: Failures) -> None:
        for screen in self._screens:
            screen.failed.connect(failures.tell)
        failures.said.connect(self.shell.notice.fail)
        self.reading.failed.connect(failures.tell)
        self.reading.moved.connect(self.shell.show_progress)
        self.reading.page_done.connect(self._page_read)
        self.shell.closing.connect(self.leave_wanted)
        self.home.wants_place.connect(self._go_to_place)
        self.home.wants_page.connect(self._go_to_page)
        self.home.wants.connect(self._go)
        self.capture.wants_page.connect(self._go_to_page)
        self.capture.wants_set_up.connect(self._set_up)
        self.page_setup.saved.connect(self.reading.begin)
        self.page_setup.done.connect(lambda: self.shell.go(Where.CAPTURE))
        self.page_setup.moved.connect(self.shell.show_progress)
        self.capture.brought_in.connect(self.reading.begin)
        self.capture.moved.connect(self.shell.show_progress)
        self.review.awaited.connect(self.reading.first)
        self.records.wants_page.connect(self._go_to_page)
        self.records.beside.working.connect(self.shell.show_progress)
        self.work.wants_page.connect(self._go_to_page)
        self.work.wants_lot.connect(self._go_to_lot)
        self.exchange.wants_page.connect(self._go_to_page)
        self.settings.chosen.connect(self.settings_chosen)

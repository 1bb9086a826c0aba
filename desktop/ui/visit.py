"""One run of the program: which window comes when, from set-up or unlocking to the shell, to the lock and out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.errors import Expected
from desktop.operations import drafts
from desktop.operations import register as registers
from desktop.operations.drafts import Draft
from desktop.operations.recovery import recover
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.work import Cancel, Report
from desktop.settings import Settings, save_settings
from desktop.ui.actions import Where, commands
from desktop.ui.ahead import Ahead
from desktop.ui.backing_up import back_up_daily_if_due, back_up_if_due
from desktop.ui.dialogs.first_run import FirstRun
from desktop.ui.dialogs.opening import OpeningWindow
from desktop.ui.dialogs.recover import AskCode
from desktop.ui.dialogs.unlock import UnlockWindow
from desktop.ui.dialogs.unsaved import leaves_unsaved
from desktop.ui.failures import Failures
from desktop.ui.idle import Idle
from desktop.ui.lanes import Lane, unheard
from desktop.ui.look import look, wear
from desktop.ui.own_keys import own_keys
from desktop.ui.restoring import Restoring
from desktop.ui.seat import Seat
from desktop.ui.words import Tongue, languages_there, sentence, translate

if TYPE_CHECKING:
    from desktop.ui.work_room import Here, WorkRoom

GONE = frozenset({"register_damaged", "register_missing", "keys_broken"})
"""What the last backup helps against."""
HOUR_MS = 60 * 60 * 1000
"""So often it is asked whether the day's backup is due."""
SMALLEST = (1280, 650)
"""Everything fits this; a screen of 1366 x 768 leaves it beside the desktop's own bars."""


class Visit(QObject):
    """Holds the lanes for as long as the program runs; shows one window at a time."""

    def __init__(self, application: QApplication, place: Workplace, settings: Settings, folder: Path) -> None:
        super().__init__(application)
        self._application = application
        self.place = place
        self._settings = settings
        self._folder = folder
        self._practice = False
        self._window: QWidget | None = None
        self.room: WorkRoom | None = None
        self.desk = Lane("desk", self)
        self.view = Lane("view", self)
        self.jobs = Lane("jobs", self)
        self.scan = Lane("scan", self)
        self.failures = Failures(self.desk, place.places.reports, self)
        for lane in (self.desk, self.view, self.jobs, self.scan):
            lane.failed.connect(self.failures.tell)
        self._ahead = Ahead(self.jobs, self.failures.tell, self)
        self._tongue = Tongue(application, place.places.resources / "translations")
        self._idle = Idle(application, self)
        self._idle.passed.connect(self.lock_idle)
        self._daily = QTimer(self, interval=HOUR_MS)
        self._daily.timeout.connect(self._back_up_daily)
        self._daily.start()
        self._restoring = Restoring(self.desk, place, self)
        self._restoring.opened.connect(self._restored)
        self._restoring.failed.connect(self.failures.tell)
        self._dress()

    @property
    def window(self) -> QWidget:
        """The window that is shown. RuntimeError before `start`."""
        if self._window is None:
            raise RuntimeError("the program was not started")
        return self._window

    def shown(self) -> bool:
        """Whether there is a window yet."""
        return self._window is not None

    def put_away(self) -> None:
        """Let everything go for good, after `leave`: who starts again in this application finds no trace of it.

        A visit that stayed would look at every event of the next one (0.17 s more for each test of the window).
        """
        if self._window is not None:
            self._window.deleteLater()
            self._window = None
        self.room = None
        self._idle.look_away(self._application)
        self.deleteLater()

    def start(self, *, practice: bool) -> None:
        """The first window."""
        if practice:
            self.open_practice()
        else:
            self.desk.ask_without_session(
                lambda: registers.has_register(self._folder), self._first_window, self.failures.tell
            )

    def open_practice(self) -> None:
        """Open the practice register; the first time it has to be made."""
        self._practice = True
        opening = OpeningWindow(
            translate("Opening", "The practice register is being made ready"),
            translate("Shell", "Practice — nothing here can be sent"),
        )
        self._show(opening)
        opening.closing.connect(self.leave)

        def refused(failure: BaseException) -> None:
            if isinstance(failure, Expected):
                opening.stopped(sentence(failure))
            else:
                self.failures.tell(failure)

        def made(report: Report, cancel: Cancel) -> Session:
            from desktop.operations.practice import open_practice

            return open_practice(self.place, report, cancel)

        def loaded(_nothing: object) -> None:
            self.desk.enter(made, self._opened, refused, opening.show_progress)

        self._ahead.then(loaded)

    def unlock(self) -> None:
        """Ask who it is."""
        self._practice = False
        asks = UnlockWindow(str(self._folder), self._settings.user)
        self._show(asks)
        asks.closing.connect(self.leave)
        asks.practise.connect(self.open_practice)
        asks.recover.connect(lambda: self._ask_code(asks))
        asks.restore.connect(lambda: self._restoring.ask(asks, self._folder, None, asks.user.text().strip()))

        def refused(failure: BaseException) -> None:
            asks.set_busy(busy=False)
            if isinstance(failure, Expected):
                asks.refuse(sentence(failure))
                if failure.key in GONE:
                    asks.offer_backup()
            else:
                self.failures.tell(failure)

        def answered(name: str, passphrase: str) -> None:
            self.desk.enter(
                lambda _report, _cancel: open_session(self.place, self._folder, passphrase, name),
                self._opened,
                refused,
            )

        asks.answered.connect(answered)

    def set_up(self) -> None:
        """Make the armoury's register."""
        languages = languages_there(self.place.places.resources / "translations")
        asks = FirstRun(self.desk, self.place, self._folder, languages, self._settings.language)
        self._show(asks)
        asks.spoken.connect(self._speak_first)
        asks.closing.connect(self.leave)
        asks.practise.connect(self.open_practice)
        asks.failed.connect(self.failures.tell)

        def made(user: str, passphrase: str) -> None:
            self._choose(replace(self._settings, register=str(self._folder), user=user))
            self.desk.enter(
                lambda _report, _cancel: open_session(self.place, self._folder, passphrase, user),
                self._opened,
                self.failures.tell,
            )

        asks.made.connect(made)

    def lock(self) -> None:
        """Save what is in hand, close the register, forget its pictures, ask who it is."""
        self._let_go(self.open_practice if self._practice else self.unlock)

    def lock_idle(self) -> None:
        """Nobody is here any more: keep what was half typed as a draft, and lock.

        Not while the register refuses some entries, which are nowhere but in the window.
        """
        if self.room is None or self._practice or self.room.unsaved():
            return
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()
        draft = self.room.review.put_aside()
        if draft is not None:
            self.desk.ask(lambda session: drafts.keep_draft(session, draft), unheard, self.failures.tell)
        self.lock()

    def settle_in_again(self, settings: Settings) -> None:
        """Other settings: the window is made anew, in the same place."""
        self._choose(settings)
        self._dress()
        if self.room is not None:
            room, self.room = self.room, None
            here = room.here()
            room.leave()
            self._settle_in(room.seat, here)

    def leave(self) -> None:
        """Save the screen's last field, make the backup that is due, and go."""
        if self.room is not None:
            if self.room.unsaved() and not leaves_unsaved(
                self.window, self.room.seat.key_names["save_again"]
            ):
                return
            self.room.leave()
            if not self._practice:
                self.room = None
                self._back_up_and_go()
                return
        self.leave_now()

    def leave_now(self) -> None:
        """Close everything, in order: the screen's last field, the jobs, the lanes, the window."""
        if self.room is not None:
            self.room.leave()
        for lane in (self.scan, self.jobs, self.view, self.desk):
            lane.close()
        if self._window is not None:
            self._window.hide()
        self._application.quit()

    def _back_up_and_go(self) -> None:
        saving = OpeningWindow(translate("Visit", "A backup is made before Ledgermark closes"))
        self._show(saving)
        saving.closing.connect(self.leave_now)

        def refused(failure: BaseException) -> None:
            if isinstance(failure, Expected):
                saving.stopped(sentence(failure))  # until it was read and the window is closed
            else:
                self.failures.tell(failure)

        self.jobs.stop_all()
        self.jobs.start(back_up_if_due, lambda _made: self.leave_now(), refused, saving.show_progress)

    def _back_up_daily(self) -> None:
        if self.room is not None and not self._practice:
            self.jobs.start(back_up_daily_if_due, unheard, self.failures.tell)

    def _ask_code(self, asks: UnlockWindow) -> None:
        dialog = AskCode(asks)

        def refused(failure: BaseException) -> None:
            if isinstance(failure, Expected):
                dialog.refuse(sentence(failure))
            else:
                self.failures.tell(failure)

        def opened(session: Session) -> None:
            dialog.done(QDialog.DialogCode.Accepted)
            self._opened(session)

        dialog.answered.connect(
            lambda code, name, new: self.desk.enter(
                lambda _report, _cancel: recover(self.place, self._folder, code, new, name), opened, refused
            )
        )
        dialog.open()

    def _put_back(self, folder: Path | None) -> None:
        if self.room is not None:
            self._restoring.ask(self.room.shell, self._folder, folder, self._settings.user)

    def _restored(self, folder: Path) -> None:
        """The register is another folder from now on; whoever sits here unlocks it there."""
        self._folder = folder
        self._choose(replace(self._settings, register=str(folder)))
        self._let_go(self.unlock)

    def _speak_first(self, code: str) -> None:
        self._choose(replace(self._settings, language=code))
        self._dress()
        self.set_up()

    def _first_window(self, there: object) -> None:
        if there:
            self.unlock()
        else:
            self.set_up()
        self._ahead.begin()

    def _opened(self, session: Session) -> None:
        seat = Seat(
            desk=self.desk,
            view=self.view,
            jobs=self.jobs,
            scan=self.scan,
            armoury=session.armoury,
            user=session.user,
            look=self._look,
            commands=commands(own_keys(self._settings.keys)),
            settings=self._settings,
            resources=self.place.places.resources,
            register=self.place.places.practice if self._practice else self._folder,
        )
        for lane, done in (
            (self.view, unheard),
            (self.scan, unheard),
            (self.jobs, lambda _own: self._ahead.then(lambda _nothing: self._settle_in(seat))),
        ):
            lane.enter(lambda _report, _cancel: session.again(), done, self.failures.tell)
        if not self._practice and seat.user.name != self._settings.user:
            self._choose(replace(self._settings, user=seat.user.name))

    def _settle_in(self, seat: Seat, here: Here | None = None) -> None:
        from desktop.ui.work_room import WorkRoom

        rows = commands(own_keys(self._settings.keys))
        now = replace(seat, look=self._look, settings=self._settings, commands=rows)
        self.room = WorkRoom(now, self.failures)
        self.room.lock_wanted.connect(self.lock)
        self.room.leave_wanted.connect(self.leave)
        self.room.settings_chosen.connect(self.settle_in_again)
        self.room.settings.restore_wanted.connect(self._put_back)
        self._idle.watch(self._settings.idle_minutes)
        self._show(self.room.shell)
        self.room.begin(here)
        if here is None:
            self.desk.ask(drafts.take_draft, self._go_on_with, self.failures.tell)

    def _go_on_with(self, draft: Draft | None) -> None:
        """What was half typed when the register was locked stands in its field again, and is not saved by that."""
        if draft is not None and self.room is not None:
            self.room.shell.go(Where.REVIEW)
            self.room.review.take_up(draft)

    def _let_go(self, then: Callable[[], None]) -> None:
        if self.room is not None:
            if self.room.unsaved() and not leaves_unsaved(
                self.window, self.room.seat.key_names["save_again"]
            ):
                return
            self.room.leave()
            self.room = None
        self.scan.stop_all()
        self.jobs.stop_all()
        self.scan.leave(lambda: self._leave_jobs(then))

    def _leave_jobs(self, then: Callable[[], None]) -> None:
        self.jobs.leave(lambda: self._leave_view(then))

    def _leave_view(self, then: Callable[[], None]) -> None:
        self.view.leave(lambda: self._leave_desk(then))

    def _leave_desk(self, then: Callable[[], None]) -> None:
        self.desk.leave(then)

    def _choose(self, settings: Settings) -> None:
        self._settings = settings
        config = self.place.places.config
        self.desk.ask_without_session(lambda: save_settings(config, settings), unheard, self._not_kept)

    def _not_kept(self, failure: BaseException) -> None:
        if isinstance(failure, OSError):
            self.failures.said.emit(
                translate(
                    "Failures",
                    "The settings could not be saved on this disk. They hold until Ledgermark is closed.",
                )
            )
        else:
            self.failures.tell(failure)

    def _dress(self) -> None:
        self._look = look(self._settings.contrast, self._settings.text_size)
        wear(self._application, self._look, self.place.places.resources)
        self._tongue.speak(self._settings.language)

    def _show(self, window: QWidget) -> None:
        before, self._window = self._window, window
        window.setMinimumSize(*SMALLEST)
        if before is not None:
            window.setGeometry(before.geometry())
            if before.windowState() & Qt.WindowState.WindowMaximized:
                window.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            window.setWindowState(Qt.WindowState.WindowMaximized)
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()

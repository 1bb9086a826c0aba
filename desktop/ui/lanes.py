"""Lanes: one thread each, with its own session; work goes in, answers come home to the GUI thread.

The window has four: *desk* for saves and quick lookups, *view* for what takes longer to be shown (a cleaned page,
Home's counts), *jobs* for import, reading and sealing, *scan* for the scanner and a watched folder. So a field is saved
while a page is read, and no save waits for a picture: cleaning one takes half a second alone, and three while a page is
read on the same two cores. Threads of our own, because an SQLite connection may not change threads and Qt's pool lets
idle threads die.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report

T = TypeVar("T")
Work = Callable[[Session, Report, Cancel], T]
Failed = Callable[[BaseException], None]


class Job:
    """Work that was given to a lane: can be stopped between its steps."""

    def __init__(self, *, stoppable: bool) -> None:
        self._stop = threading.Event()
        self.stoppable = stoppable

    def cancel(self) -> None:
        """Ask it to stop; what it has done so far stays."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()


class Lane(QObject):
    """One thread and its session. Everything is called from the GUI thread; answers arrive there, in order."""

    failed = Signal(object)
    """An exception that nobody asked to hear of by themselves."""

    _home = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: set[Job] = set()
        self._closed = False
        self._session: Session | None = None  # only ever touched in the lane's thread
        self._home.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def enter(
        self,
        make: Callable[[Report, Cancel], Session],
        done: Callable[[Session], None],
        failed: Failed | None = None,
        report: Report | None = None,
    ) -> Job:
        """Make the session in the lane's own thread; a former one is closed first."""

        def work(tell: Report, cancel: Cancel) -> Session:
            self._leave()
            self._session = make(tell, cancel)
            return self._session

        return self.start_without_session(work, done, failed, report)

    def leave(self, done: Callable[[], None] | None = None) -> Job:
        """Close the session after the work that was already given, and forget it."""
        return self.ask_without_session(self._leave, lambda _nothing: done() if done else None)

    def ask(
        self, work: Callable[[Session], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> Job:
        """A save or a lookup: is done even when the window closes meanwhile."""
        return self._give(Job(stoppable=False), lambda: work(self._at_work()), done, failed)

    def start(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        report: Report | None = None,
    ) -> Job:
        """Work that says how far it is and can be stopped."""
        job = Job(stoppable=True)
        heard = _Latest(self._home.emit, report) if report else None
        tell = heard.tell if heard else _unheard
        return self._give(job, lambda: work(self._at_work(), tell, job.cancelled), done, failed)

    def ask_without_session(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> Job:
        """What comes before there is a session: settings, set-up, unlocking."""
        return self._give(Job(stoppable=False), work, done, failed)

    def start_without_session(
        self,
        work: Callable[[Report, Cancel], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        report: Report | None = None,
    ) -> Job:
        """As `start`, before there is a session."""
        job = Job(stoppable=True)
        heard = _Latest(self._home.emit, report) if report else None
        tell = heard.tell if heard else _unheard
        return self._give(job, lambda: work(tell, job.cancelled), done, failed)

    def stop_all(self) -> None:
        """Ask all stoppable work to stop."""
        for job in self._waiting:
            if job.stoppable:
                job.cancel()

    def idle(self) -> bool:
        """Whether nothing waits and nothing is being done."""
        return not self._waiting

    def close(self) -> None:
        """On leaving: stop what can be stopped, finish every save, close the session, end the thread."""
        if self._closed:
            return
        self._closed = True
        self.stop_all()
        self._executor.submit(self._leave)
        self._executor.shutdown(wait=True)
        self._waiting.clear()

    def _give(self, job: Job, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None) -> Job:
        if self._closed:
            job.cancel()
            return job
        self._waiting.add(job)
        future = self._executor.submit(work)
        future.add_done_callback(
            lambda finished: self._home.emit(partial(self._settle, job, finished, done, failed))
        )
        return job

    def _settle(
        self, job: Job, finished: Future[T], done: Callable[[T], None], failed: Failed | None
    ) -> None:
        self._waiting.discard(job)
        try:
            failure = finished.exception()
        except CancelledError:
            return
        if failure is None:
            _deliver(done, finished.result())
        elif failed is not None:
            _deliver(failed, failure)
        else:
            self.failed.emit(failure)

    @Slot(object)
    def _arrive(self, answer: Callable[[], None]) -> None:
        if not self._closed:
            answer()

    def _at_work(self) -> Session:
        if self._session is None:
            raise RuntimeError("the lane has no session: `enter` it first")
        return self._session

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


class _Latest:
    """Reports on their way home: only the newest matters, so a fast worker cannot flood the window."""

    def __init__(self, send: Callable[[object], None], report: Report) -> None:
        self._send = send
        self._report = report
        self._lock = threading.Lock()
        self._newest: Progress | None = None

    def tell(self, progress: Progress) -> None:
        """Called in the lane's thread."""
        with self._lock:
            on_its_way = self._newest is not None
            self._newest = progress
        if not on_its_way:
            self._send(self._hand_over)

    def _hand_over(self) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is not None:
            _deliver(self._report, newest)


def _unheard(progress: Progress) -> None:
    """A report that nobody listens to."""


def _deliver(answer: Callable[[T], None], value: T) -> None:
    """Call home, unless the widget that asked is gone."""
    owner = getattr(answer, "__self__", None)
    if isinstance(owner, QObject) and not isValid(owner):
        return
    answer(value)


def unheard(_answer: object) -> None:
    """For work whose answer nobody waits for."""

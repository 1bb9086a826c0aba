"""Pages read themselves: one after another on the jobs lane, in page order, while others are being checked."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal

from db.errors import Cancelled
from db.model import Page
from desktop.operations import reading
from desktop.operations.work import Progress
from desktop.ui.lanes import Job, Lane


class BackgroundReading(QObject):
    """Reads what waits. Each page is kept whole before the next begins; stopping leaves the rest waiting."""

    page_done = Signal(object)
    """A `Page` that was read, or could not be."""
    moved = Signal(object)
    """A `Progress`, or None when nothing is being read any more."""
    failed = Signal(object)

    def __init__(self, jobs: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._queue: deque[Page] = deque()
        self._job: Job | None = None

    def begin(self) -> None:
        """Read every page that waits; may be called again at any time, when more were brought in."""
        self._jobs.ask(reading.waiting, self._queued, self.failed.emit)

    def first(self, page_id: str) -> None:
        """Somebody looks at this page: it is next."""
        chosen = [page for page in self._queue if page.id == page_id]
        rest = [page for page in self._queue if page.id != page_id]
        self._queue = deque(chosen + rest)

    def stop(self) -> None:
        """Stop after the step that is being done."""
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()

    def reads(self) -> bool:
        """Whether a page is being read now."""
        return self._job is not None

    def _queued(self, pages: tuple[Page, ...]) -> None:
        known = {page.id for page in self._queue}
        self._queue.extend(page for page in pages if page.id not in known)
        if self._job is None:
            self._next()

    def _next(self) -> None:
        if not self._queue:
            self._job = None
            self.moved.emit(None)
            return
        page = self._queue.popleft()
        self._job = self._jobs.start(
            lambda session, report, cancel: reading.read_page(session, page.id, report, cancel),
            self._done,
            self._not_done,
            self._moved,
        )

    def _moved(self, progress: Progress) -> None:
        if self._job is not None:
            self.moved.emit(progress)

    def _done(self, page: Page) -> None:
        self.page_done.emit(page)
        self._next()

    def _not_done(self, failure: BaseException) -> None:
        self._queue.clear()
        self._job = None
        self.moved.emit(None)
        if not isinstance(failure, Cancelled):
            self.failed.emit(failure)

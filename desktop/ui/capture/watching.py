"""A watched folder while Ledgermark is open: looked into every two seconds, on the scan lane."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from db.errors import Cancelled
from desktop.capture.watch import Seen
from desktop.operations import watching
from desktop.operations.watching import POLL_SECONDS, Watched
from desktop.ui.capture.file_dialogs import ask_folder
from desktop.ui.lanes import Job, Lane
from desktop.ui.words import isolated, translate


class Watching(QObject):
    """One folder for one book; goes on when the folder vanishes, and when another screen is shown."""

    found = Signal(object)
    """What a look found, where there is something to tell (`Watched`)."""
    changed = Signal()
    """It watches, or no more."""
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._ledger_id = ""
        self._seen = Seen()
        self.folder: Path | None = None
        self._timer = QTimer(self, interval=round(POLL_SECONDS * 1000), singleShot=True)
        self._timer.timeout.connect(self._look)

    def begin(self, ledger_id: str, folder: Path) -> None:
        """Watch a folder for a book, from now on instead of another one."""
        self.end()
        self._ledger_id, self.folder, self._seen = ledger_id, folder, Seen()
        self.changed.emit()
        self._look()

    def ask(self, window: QWidget, ledger_id: str) -> None:
        """Ask which folder to watch for a book; where one is watched, watch no more."""
        if self.folder is not None:
            self.end()
            return
        title = translate("Capture", "The folder into which a phone or a scanner saves")
        ask_folder(window, title, lambda paths: self.begin(ledger_id, paths[0]))

    def words(self) -> str:
        """Whether a folder is watched."""
        if self.folder is None:
            return translate("Capture", "No folder is watched any more.")
        return translate(
            "Capture", "Pictures that are saved in {name} come into this book now. They stay where they are."
        ).format(name=isolated(str(self.folder)))

    def end(self) -> None:
        """Watch no more."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
        if self.folder is not None:
            self.folder = None
            self.changed.emit()

    def _look(self) -> None:
        folder, ledger_id, seen = self.folder, self._ledger_id, self._seen
        if folder is None:
            return
        self._job = self._lane.start(
            lambda session, report, cancel: watching.watch(session, ledger_id, folder, seen, report, cancel),
            lambda looked: self._looked(folder, looked),
            lambda failure: self._not_looked(folder, failure),
        )

    def _looked(self, folder: Path, looked: Watched) -> None:
        self._job = None
        if folder != self.folder:
            return
        self._seen = looked.seen
        if looked.outcomes or looked.problem is not None:
            self.found.emit(looked)
        self._timer.start()

    def _not_looked(self, folder: Path, failure: BaseException) -> None:
        """A full disk and the like: said, and watching ends, since the next look would say it again."""
        self._job = None
        if folder == self.folder and not isinstance(failure, Cancelled):
            self.end()
            self.failed.emit(failure)

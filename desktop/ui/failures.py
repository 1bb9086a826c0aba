"""What becomes of an exception in the window: the world's is a sentence, ours is a saved report and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from db.errors import Cancelled, Expected
from desktop.log import save_report
from desktop.ui.lanes import Lane
from desktop.ui.words import said, sentence

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class Failures(QObject):
    """Gathers exceptions from lanes, screens and slots."""

    said = Signal(str)
    """A sentence to show."""

    def __init__(self, lane: Lane, reports: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._reports = reports

    def tell(self, failure: BaseException) -> None:
        """Say it in words; our own are saved as a report first, off the GUI thread."""
        if isinstance(failure, Cancelled):
            return  # the person stopped it and knows
        if isinstance(failure, Expected):
            self.said.emit(sentence(failure))
            return
        at = datetime.now(UTC)
        self._lane.ask_without_session(
            lambda: save_report(self._reports, failure, at), self._saved, self._unsaved
        )

    def hook(self, before: Hook) -> Hook:
        """A `sys.excepthook` that tells, and hands on to the one before, which prints."""

        def excepthook(
            kind: type[BaseException], failure: BaseException, trace: TracebackType | None
        ) -> object:
            if issubclass(kind, Exception):
                self.tell(failure)
            return before(kind, failure, trace)

        return excepthook

    def _saved(self, path: Path | None) -> None:
        self.said.emit(said("our_fault_unsaved", {}) if path is None else said("our_fault", {"report": path}))

    def _unsaved(self, _reason: BaseException) -> None:
        self._saved(None)

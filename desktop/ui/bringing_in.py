"""Pictures on their way into a book, on the jobs lane; what became of each, and what a person then says of doubles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.operations import importing
from desktop.operations.importing import AT_THE_END, Placement
from desktop.operations.views import Outcome
from desktop.ui.lanes import Job, Lane


@dataclass(frozen=True, slots=True)
class Double:
    """A picture that looks like a page already in: nothing of it is stored yet."""

    outcome: Outcome
    path: Path


class BringingIn(QObject):
    """One import at a time; what was brought in before a stop stays."""

    outcomes = Signal(object)
    """What became of the pictures (a tuple of `Outcome`)."""
    doubles = Signal(object)
    """Pictures about which a person has to say something (a tuple of `Double`)."""
    moved = Signal(object)
    """A `Progress`, or None at the end."""
    failed = Signal(object)

    def __init__(self, jobs: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None

    def begin(
        self,
        ledger_id: str,
        paths: Sequence[Path],
        *,
        all_new: bool = False,
        placement: Placement = AT_THE_END,
    ) -> None:
        """Bring these files and folders in; `all_new` takes look-alikes for pages of their own."""

        def done(outcomes: tuple[Outcome, ...]) -> None:
            self._end()
            self.outcomes.emit(outcomes)
            found = tuple(doubles(outcomes, paths))
            if found:
                self.doubles.emit(found)

        self._job = self._jobs.start(
            lambda session, report, cancel: importing.import_pictures(
                session, ledger_id, paths, report, cancel, all_new=all_new, placement=placement
            ),
            done,
            self._not_done,
            self.moved.emit,
        )

    def replace(self, double: Double) -> None:
        """A person says that it is a new picture of the page that it looks like."""

        def done(outcome: Outcome) -> None:
            self._end()
            self.outcomes.emit((outcome,))

        outcome = double.outcome
        self._job = self._jobs.start(
            lambda session, _report, _cancel: importing.import_new_picture(
                session, outcome.page_id, double.path, outcome.frame
            ),
            done,
            self._not_done,
        )

    def stop(self) -> None:
        """Stop after the picture that is being brought in."""
        if self._job is not None:
            self._job.cancel()

    def busy(self) -> bool:
        """Whether pictures are being brought in."""
        return self._job is not None

    def _end(self) -> None:
        self._job = None
        self.moved.emit(None)

    def _not_done(self, failure: BaseException) -> None:
        self._end()
        self.outcomes.emit(())
        self.failed.emit(failure)


def doubles(outcomes: Iterable[Outcome], paths: Iterable[Path]) -> Iterable[Double]:
    """The look-alikes among outcomes, each with the file that it came from."""
    from desktop.operations.views import Arrival

    chosen = tuple(paths)
    for outcome in outcomes:
        if outcome.arrival is Arrival.LOOKS_LIKE:
            path = _path_of(outcome.source, chosen)
            if path is not None:
                yield Double(outcome, path)


def _path_of(source: str, chosen: Sequence[Path]) -> Path | None:
    """The file that a picture's name stands for: one that was chosen, or one inside a chosen folder."""
    name = source.rsplit("#", 1)[0] if source.rsplit("#", 1)[-1].isdigit() else source
    for wanted in (source, name):
        for path in chosen:
            if path.name == wanted:
                return path
            if (path / wanted).exists():
                return path / wanted
    return None

"""Scans on their way into a book, on a lane of their own: a page that is being read keeps no scanner waiting."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.capture.scanners.scanner import Capabilities, Device, Wanted
from desktop.operations import piles, scanning
from desktop.operations.importing import Placement
from desktop.operations.scanning import Scanned
from desktop.operations.work import Progress
from desktop.ui.lanes import Job, Lane


class Scanning(QObject):
    """One scan at a time; what came before a stop stays."""

    devices = Signal(object)
    """The scanners (a tuple of `Device`)."""
    capabilities = Signal(object)
    """What the asked scanner can do (`Capabilities`)."""
    not_reached = Signal(object)
    """The scanner does not say what it can do (an exception)."""
    page_in = Signal()
    """One more page is in the book."""
    came = Signal(object)
    """What came of a scan (`Scanned`)."""
    moved = Signal(object)
    """A `Progress`, or None at the end."""
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._pages = 0

    def look(self) -> None:
        """Look for scanners."""
        self._lane.start(
            lambda session, _report, cancel: scanning.scanners(session, cancel), self._found, self._none_found
        )

    def ask(self, device_id: str) -> None:
        """Ask a scanner what it can do."""

        def heard(can: Capabilities) -> None:
            self.capabilities.emit(can)

        self._lane.start(
            lambda session, _report, cancel: scanning.capabilities(session, device_id, cancel),
            heard,
            self.not_reached.emit,
        )

    def begin(
        self, ledger_id: str, device_id: str, wanted: Wanted, placement: Placement, *, all_new: bool = False
    ) -> None:
        """Scan into the book."""
        self._pages = 0
        self._job = self._lane.start(
            lambda session, report, cancel: scanning.scan_pages(
                session, ledger_id, device_id, wanted, report, cancel, placement=placement, all_new=all_new
            ),
            self._done,
            self._not_done,
            self._moved,
        )

    def interleave(self, fronts: tuple[str, ...], backs: tuple[str, ...]) -> None:
        """Put the backs of a pile between its fronts."""
        self._lane.start(
            lambda session, _report, _cancel: piles.interleave(session, fronts, backs),
            lambda _nothing: self.page_in.emit(),
            self.failed.emit,
        )

    def stop(self) -> None:
        """Stop the scanner."""
        if self._job is not None:
            self._job.cancel()

    def busy(self) -> bool:
        """Whether it scans."""
        return self._job is not None

    def _found(self, devices: tuple[Device, ...]) -> None:
        self.devices.emit(devices)

    def _none_found(self, failure: BaseException) -> None:
        self.devices.emit(())
        self.failed.emit(failure)

    def _moved(self, progress: Progress) -> None:
        if self._job is None:
            return
        self.moved.emit(progress)
        if progress.done > self._pages:
            self._pages = progress.done
            self.page_in.emit()

    def _done(self, scanned: Scanned) -> None:
        self._job = None
        self.moved.emit(None)
        self.came.emit(scanned)

    def _not_done(self, failure: BaseException) -> None:
        self._job = None
        self.moved.emit(None)
        self.page_in.emit()
        self.failed.emit(failure)

"""The lists beside the records found, and what a person does in them: join, judge, answer, print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop.operations import (
    duplicates,
    finding,
    histories,
    judgements,
    quantities,
    readiness,
    tracing,
    whole_books,
)
from desktop.operations.duplicates import Duplicate
from desktop.operations.session import Session
from desktop.operations.tracing import Asked
from desktop.operations.views import RecordHit
from desktop.operations.work import Cancel, Progress, Report
from desktop.ui.lanes import Job
from desktop.ui.records import lists
from desktop.ui.records.crops import Crops
from desktop.ui.records.listing import Listing
from desktop.ui.records.lists import Shown, Target
from desktop.ui.records.side_by_side import SideBySide
from desktop.ui.records.trace_dialogs import Done, NewTrace, TraceStepDialog
from desktop.ui.seat import Seat
from desktop.ui.trace_sheet import write_trace_sheet
from desktop.ui.words import translate

NOWHERE = Target()
_Found = TypeVar("_Found")


class Beside(QWidget):
    """One of the lists at a time; `kind`: history, pairs, findings, readiness, record, quantities, traces."""

    came = Signal()
    """A list is there."""
    moved = Signal()
    """Another line than before."""
    working = Signal(object)
    """A `Progress`, or None when the whole register is not being gone through any more."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, seat: Seat, crops: Crops) -> None:
        super().__init__()
        self._seat = seat
        self._crops = crops
        self.kind = ""
        self.listing = Listing(seat.look, crops)
        self.side = SideBySide(crops)
        self._shown: Shown | None = None
        self._pairs: tuple[Duplicate, ...] = ()
        self._job: Job | None = None  # what goes through the whole register
        self._again: Callable[[], None] = self._nothing
        self._looked_at: tuple[str, ...] = ()  # entries of the weapon that was looked at last
        self.listing.chosen.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.listing, 1)
        layout.addWidget(self.side)

    def target(self) -> Target:
        """Where the line under the cursor leads."""
        at = self.listing.current()
        return self._shown.targets[at] if self._shown is not None and at >= 0 else NOWHERE

    def show_history(self, record_id: str) -> None:
        """The weapon of a record."""

        def work(session: Session) -> histories.History:
            return histories.history(session, record_id, finding.confusions(session))

        def done(whole: histories.History) -> None:
            self._looked_at = tuple(one.hit.record.id for one in whole.entries)
            self._crops.want(
                [one.hit.record for one in whole.entries] + [one.other.record for one in whole.others]
            )
            self._show("history", lists.history(whole), partial(self.show_history, record_id))

        self._seat.desk.ask(work, done, self.failed.emit)

    def show_pairs(self) -> None:
        """Every pair that nobody judged."""

        def work(session: Session, report: Report, cancel: Cancel) -> tuple[Duplicate, ...]:
            return duplicates.of_register(session, finding.confusions(session), report, cancel)

        def done(found: tuple[Duplicate, ...]) -> None:
            self._pairs = found
            self._show("pairs", lists.pairs(found), self.show_pairs)

        self._go_through(work, done)

    def show_findings(self, book: int) -> None:
        """What a whole book shows."""
        self._seat.view.ask(
            lambda session: whole_books.of_book(session, book),
            lambda found: self._show(
                "findings", lists.findings(book, found), partial(self.show_findings, book)
            ),
            self.failed.emit,
        )

    def show_readiness(self) -> None:
        """How far the records are from every profile."""

        def work(session: Session, report: Report, cancel: Cancel) -> tuple[readiness.Readiness, ...]:
            wanted = tuple(readiness.profiles(session).values())
            return readiness.of_profiles(session, wanted, report=report, cancel=cancel)

        self._go_through(
            work, lambda found: self._show("readiness", lists.readiness(found), self.show_readiness)
        )

    def show_lacking(self, record_id: str, hit: RecordHit | None = None) -> None:
        """What every profile still asks of one record."""
        self._seat.view.ask(
            lambda session: readiness.of_record(session, record_id),
            lambda asked: self._show(
                "record", lists.lacking(record_id, hit, asked), partial(self.show_lacking, record_id, hit)
            ),
            self.failed.emit,
        )

    def show_quantities(self) -> None:
        """How much of each item and lot came and went."""
        self._seat.view.ask(
            quantities.totals,
            lambda found: self._show("quantities", lists.quantities(found), self.show_quantities),
            self.failed.emit,
        )

    def show_traces(self) -> None:
        """Tracing requests."""
        self._seat.desk.ask(
            lambda session: (tracing.requests(session), tracing.years(session)),
            lambda both: self._show("traces", lists.requests(*both), self.show_traces),
            self.failed.emit,
        )

    def stop(self) -> None:
        """Go no further through the register; what was found so far is shown."""
        if self._job is not None:
            self._job.cancel()

    def judge(self, verdict: str) -> None:
        """Say of the two records of this line what they are to each other."""
        target = self.target()
        if target.other_id:
            self._do(lambda session: judgements.judge(session, target.record_id, target.other_id, verdict))

    def take_back(self) -> None:
        """Take back what was said of this line: in a history, that the entry belongs to the weapon."""
        target = self.target()
        if self.kind == "history" and target.record_id in self._looked_at:
            self._do(lambda session: histories.take_apart(session, target.record_id))
        else:
            self.judge("open")

    def new_trace(self, serial: str = "") -> None:
        """Ask what a request says, and keep it."""
        asks = NewTrace(self, serial)
        asks.answered.connect(self._receive)
        _open(asks)

    def trace_step(self) -> None:
        """Ask what was done about the request of this line."""
        number = self.target().number
        if self.kind == "traces" and number:
            asks = TraceStepDialog(self, number, len(self._looked_at))
            asks.answered.connect(partial(self._step, number))
            _open(asks)

    def ask_sheet(self, record_id: str, request: int = 0) -> None:
        """Ask where to write the trace sheet of a weapon."""
        asks = QFileDialog(self, translate("Records", "Write the trace sheet"))
        asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asks.selectFile("trace.pdf")
        asks.fileSelected.connect(lambda name: self.write_sheet(record_id, Path(name), request))
        _open(asks)

    def write_sheet(self, record_id: str, target: Path, request: int = 0) -> None:
        """Write the trace sheet there."""

        def work(session: Session) -> str:
            sheet = histories.trace_sheet(session, record_id, request)
            write_trace_sheet(sheet, target.with_suffix(".pdf"))
            return translate("Records", "The trace sheet was written: {name}").format(
                name=target.with_suffix(".pdf")
            )

        self._seat.view.ask(work, self.told.emit, self.failed.emit)

    def _receive(self, asked: Asked) -> None:
        self._do(lambda session: tracing.receive(session, asked))

    def _step(self, number: int, done: Done) -> None:
        entries = self._looked_at if done.kind == "answered" else ()
        self._do(
            lambda session: tracing.do(
                session, number, done.kind, text=done.note, ground=done.ground, entries=entries
            )
        )

    def _do(self, work: Callable[[Session], object]) -> None:
        """Do something, then show the list as it is now."""
        self._seat.desk.ask(work, lambda _done: self._again(), self.failed.emit)

    def _go_through(
        self, work: Callable[[Session, Report, Cancel], _Found], show: Callable[[_Found], None]
    ) -> None:
        """The whole register, which may take a minute: how far it is can be seen, and it can be stopped."""
        if self._job is not None:
            return

        def ended() -> None:
            self._job = None
            self.working.emit(None)

        def done(found: _Found) -> None:
            stopped = self._job is not None and self._job.cancelled()
            ended()
            show(found)
            if stopped:
                self.told.emit(
                    translate("Records", "Stopped: the rest of the register was not gone through.")
                )

        def failed(failure: BaseException) -> None:
            ended()
            self.failed.emit(failure)

        def moved(progress: Progress) -> None:
            if self._job is not None:
                self.working.emit(progress)

        self._job = self._seat.view.start(work, done, failed, moved)

    def _show(self, kind: str, shown: Shown, again: Callable[[], None]) -> None:
        at = self.listing.current() if kind == self.kind else 0
        self.kind, self._shown, self._again = kind, shown, again
        self.listing.show_lines(shown.title, shown.heads, shown.lines, max(at, 0), shown.empty)
        self.came.emit()

    def _moved(self) -> None:
        at = self.listing.current()
        self.side.show_pair(self._pairs[at] if self.kind == "pairs" and 0 <= at < len(self._pairs) else None)
        self.moved.emit()

    def _nothing(self) -> None:
        """Before any list there is nothing to show again."""


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

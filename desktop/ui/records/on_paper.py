"""The register on paper or handed over: what is wanted, where it goes, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import Cancelled
from db.model import Ledger
from desktop.operations import archiving, figures
from desktop.operations.bound_book import bound_book
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report
from desktop.printing.bound_book import write_bound_book
from desktop.printing.figures import write_figures
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.lanes import Job, Lane
from desktop.ui.words import count, isolated, sentence, translate

_WIDTH = 620
Write = Callable[[Session, Path, Report, Cancel], str]


class OnPaper(QDialog):
    """Asks, writes, shows how far it is. Nothing is left of what is stopped."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QWidget, jobs: Lane, shelf: Sequence[Ledger]) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self.setWindowTitle(translate("Records", "Print the register, or hand it over"))
        self.setMinimumWidth(_WIDTH)
        self.book = QRadioButton(translate("Records", "The bound book: every entry in order, as a PDF"))
        self.figures = QRadioButton(translate("Records", "The record-keeping figures on one page, as a PDF"))
        self.archive = QRadioButton(
            translate("Records", "Everything as an open folder, for handing over on closure")
        )
        self._group = QButtonGroup(self)
        self.which = QComboBox()
        self.which.setAccessibleName(translate("Records", "Which book"))
        self.which.addItem(translate("Records", "All books"), 0)
        for ledger in shelf:
            named = translate("Records", "Book {number}: {title}")
            self.which.addItem(
                named.format(number=count(ledger.number), title=isolated(ledger.title)), ledger.number
            )
        self.progress = QProgressBar()
        self.progress.setAccessibleName(translate("Records", "How far it is"))
        self.progress.hide()
        self._says = label(
            translate(
                "Records",
                "What is written is not encrypted. Keep it as the register is kept; the journal tells of it.",
            ),
            "muted",
            wraps=True,
        )
        self._lay_out()

    def accept(self) -> None:
        """Ask where it is to go."""
        if self._job is not None:
            return
        asks = QFileDialog(self, translate("Records", "Where is it to be written?"))
        if self.archive.isChecked():
            asks.setFileMode(QFileDialog.FileMode.Directory)
        else:
            asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            asks.selectFile("figures.pdf" if self.figures.isChecked() else "book.pdf")
        asks.fileSelected.connect(lambda name: self.write(Path(name)))
        asks.open()

    def reject(self) -> None:
        """Stop what is being written; else close."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def write(self, target: Path) -> None:
        """Write what is chosen there."""
        work = self._chosen()
        for each in (*self._group.buttons(), self.which, self._primary):
            each.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._jobs.start(
            lambda session, report, cancel: work(session, target, report, cancel),
            self._done,
            self._stopped,
            self._moved,
        )

    def _chosen(self) -> Write:
        if self.archive.isChecked():
            return _write_archive
        if self.figures.isChecked():
            return _write_figures
        number = int(self.which.currentData())
        return lambda session, target, report, cancel: _write_book(session, number, target, report, cancel)

    def _moved(self, progress: Progress) -> None:
        # Qt counts to 2^31; a share is enough to see by.
        self.progress.setRange(0, 1000)
        self.progress.setValue(1000 * progress.done // max(progress.total, 1))
        self._says.setText(sentence(progress))

    def _done(self, said: str) -> None:
        self._job = None
        self.told.emit(said)
        super().accept()

    def _stopped(self, failure: BaseException) -> None:
        self._job = None
        if not isinstance(failure, Cancelled):
            self.failed.emit(failure)
        super().reject()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        for each in (self.book, self.figures, self.archive):
            self._group.addButton(each)
            whole.addWidget(each)
            if each is self.book:
                whole.addWidget(self.which)
        self.book.toggled.connect(self.which.setEnabled)
        self.book.setChecked(True)
        whole.addSpacing(6)
        whole.addWidget(self._says)
        whole.addWidget(self.progress)
        foot, self._primary = answer_or_cancel(self, translate("Records", "Choose where"))
        whole.addLayout(foot)
        self.book.setFocus()


def _write_book(session: Session, number: int, target: Path, report: Report, cancel: Cancel) -> str:
    target = target.with_suffix(".pdf")
    with bound_book(session, [number] if number else []) as bound:
        pages = write_bound_book(bound, target, report, cancel)
    return translate("Records", "Printed to {name}. Pages: {pages}, entries: {entries}.").format(
        name=isolated(str(target)), pages=count(pages), entries=count(bound.entries)
    )


def _write_figures(session: Session, target: Path, report: Report, cancel: Cancel) -> str:
    target = target.with_suffix(".pdf")
    write_figures(figures.figures(session, report, cancel), target)
    return translate("Records", "Printed to {name}.").format(name=isolated(str(target)))


def _write_archive(session: Session, target: Path, report: Report, cancel: Cancel) -> str:
    done = archiving.write_archive(session, target, report, cancel)
    lost = translate("Records", " Pictures that are not on this PC: {lost}.").format(lost=count(done.lost))
    said = translate(
        "Records", "Written and read back: {name}. Entries: {entries}, pictures: {pictures}."
    ).format(name=isolated(str(done.folder)), entries=count(done.entries), pictures=count(done.pictures))
    return said + (lost if done.lost else "")

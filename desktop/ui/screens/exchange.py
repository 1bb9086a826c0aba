"""Exchange: what goes and what not and why, where to, writing it, the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.model import Batch
from desktop.operations import sealing
from desktop.operations.session import Session
from desktop.operations.views import BatchPreview, SealedBatch
from desktop.operations.work import Progress
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import card, footer, label
from desktop.ui.lanes import Job
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, sentence, translate

WHAT, CHECK, WRITE, RECEIPT = range(4)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What there is to send, and what was sealed before."""

    preview: BatchPreview
    batches: tuple[Batch, ...]


class ExchangeScreen(Screen):
    """Four steps, one after another; Enter goes on, Esc goes back."""

    where = Where.EXCHANGE

    sealed = Signal()
    """A batch was sealed."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._waiting: Waiting | None = None
        self._again: Batch | None = None
        self._target: Path | None = None
        self._job: Job | None = None
        self.can(
            {
                "exchange_on": self._on,
                "exchange_back": self._back,
                "choose_target": self._choose_target,
                "write_again": self._write_again,
            }
        )
        self._steps = QStackedWidget()
        self._heads: list[QLabel] = []
        self._goes = label("", "heading", wraps=True)
        self._goes_more = label("", "muted", wraps=True)
        self.left_out = QListWidget()
        self.left_out.setAccessibleName(translate("Exchange", "What does not go, and why"))
        self.left_out.setWordWrap(True)
        self.earlier = QListWidget()
        self.earlier.setAccessibleName(translate("Exchange", "Batches sealed before"))
        self._check_text = label("", wraps=True)
        self._target_text = label("", "heading", wraps=True)
        self._doing = label("", "heading", wraps=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(translate("Exchange", "Writing the batch"))
        self._receipt = label("", "good", wraps=True)
        self._receipt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._files = label("", wraps=True)
        self._primary = button(self.action("exchange_on"), seat.commands, primary=True)
        self._lay_out()
        self._show_step(WHAT)

    def enter(self) -> None:
        """Look at what waits."""
        self.titled.emit(translate("Exchange", "Exchange"))
        if self._steps.currentIndex() in {WHAT, CHECK}:
            self._look()
        self.setFocus()

    def stop(self) -> None:
        """Stop writing."""
        if self._job is not None:
            self._job.cancel()

    def choose(self, target: Path) -> None:
        """Write there."""
        self._target = target
        self._show_step(CHECK)

    def target(self) -> Path | None:
        """Where it will be written; None as long as nobody said."""
        return self._target

    def step(self) -> int:
        """Which step is shown."""
        return self._steps.currentIndex()

    def receipt(self) -> str:
        """What the receipt says."""
        return self._receipt.text()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate(
                "Exchange",
                "A sealed batch never changes. Written again, to another stick, it is the same batch.",
            ),
            translate("Exchange", "What is written is read back and compared before the receipt is shown."),
        )

    # -- steps ------------------------------------------------------------------------------------------------------

    def _on(self) -> None:
        step = self._steps.currentIndex()
        if step == WHAT:
            self._again = None
            self._show_step(CHECK)
        elif step == CHECK:
            if self._target is None:
                self._choose_target()
            else:
                self._write(self._target)
        elif step == RECEIPT:
            self._show_step(WHAT)
            self._look()

    def _back(self) -> None:
        step = self._steps.currentIndex()
        if step == CHECK:
            self._show_step(WHAT)
        elif step == RECEIPT:
            self._show_step(WHAT)
            self._look()

    def _look(self) -> None:
        def work(session: Session) -> Waiting:
            return Waiting(sealing.preview(session), sealing.batches(session))

        self.seat.desk.ask(work, self._show_waiting, self.failed.emit)

    def _show_waiting(self, waiting: Waiting) -> None:
        self._waiting = waiting
        number = len(waiting.preview.records)
        self._goes.setText(
            translate("Exchange", "Records ready to send: {number}").format(number=count(number))
        )
        if self.seat.armoury.practice:
            self._goes_more.setText(
                translate(
                    "Exchange",
                    "This is the practice register. Nothing in it can ever be sent: here you only see how it is done.",
                )
            )
        elif number:
            self._goes_more.setText(
                translate("Exchange", "They become batch {batch}, in a folder called {folder}.").format(
                    batch=count(waiting.preview.number), folder=isolated(waiting.preview.folder)
                )
            )
        else:
            self._goes_more.setText(
                translate(
                    "Exchange",
                    "Every filed record is in a batch already. Finish pages in Review, and their rows wait here.",
                )
            )
        self.left_out.clear()
        for place, problem in waiting.preview.left_out:
            book, _, page = place.partition("/")
            self.left_out.addItem(
                translate("Exchange", "Book {book}, page {page}: {why}").format(
                    book=book, page=page, why=sentence(problem)
                )
            )
        if not waiting.preview.left_out:
            self.left_out.addItem(translate("Exchange", "Nothing is left out."))
        self.earlier.clear()
        for batch in waiting.batches:
            item = QListWidgetItem(
                translate("Exchange", "Batch {number}: {records} records, sealed {day}").format(
                    number=count(batch.number), records=count(batch.count), day=batch.sealed_at[:10]
                )
            )
            item.setData(Qt.ItemDataRole.UserRole, batch)
            self.earlier.addItem(item)
        if waiting.batches:
            self.earlier.setCurrentRow(0)
        else:
            self.earlier.addItem(translate("Exchange", "No batch was sealed yet."))
        self._renew()

    def _choose_target(self) -> None:
        asks = QFileDialog(self, translate("Exchange", "Where to write the batch"))
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.setFileMode(QFileDialog.FileMode.Directory)
        asks.setOption(QFileDialog.Option.ShowDirsOnly)
        asks.fileSelected.connect(lambda name: self.choose(Path(name)))
        asks.open()

    def _write_again(self) -> None:
        item = self.earlier.currentItem()
        batch = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(batch, Batch):
            self._again = batch
            self._show_step(CHECK)

    def _write(self, target: Path) -> None:
        again = self._again
        self._moved(Progress(0, 0, "progress_sealing"))
        self._show_step(WRITE)
        self._job = self.seat.jobs.start(
            lambda session, report, cancel: (
                sealing.write_again(session, again.id, target, report, cancel)
                if again
                else sealing.seal(session, target, report, cancel)
            ),
            self._written,
            self._not_written,
            self._moved,
        )

    def _moved(self, progress: Progress) -> None:
        self._doing.setText(sentence(progress))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _written(self, sealed: SealedBatch) -> None:
        self._job = None
        self._receipt.setText(
            translate(
                "Exchange",
                "Batch {number} is written, read back and found equal. Records: {records}. It is safe to "
                "remove the stick.\n{path}",
            ).format(
                number=count(sealed.batch.number),
                records=count(sealed.batch.count),
                path=isolated(sealed.path),
            )
        )
        self._files.setText(
            "\n".join(f"{name}\n    SHA-256 {_grouped(digest)}" for name, digest in sealed.files)
        )
        self._target = None
        self._show_step(RECEIPT)
        self.sealed.emit()

    def _not_written(self, failure: BaseException) -> None:
        self._job = None
        self._show_step(CHECK)
        self._target = None
        self._renew()
        self.failed.emit(failure)
        self._look()

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        for at, head in enumerate(self._heads):
            head.setProperty("role", "heading" if at == step else "muted")
            head.style().unpolish(head)
            head.style().polish(head)
        self._renew()

    def _renew(self) -> None:
        """Words and keys of the step that is shown."""
        step = self._steps.currentIndex()
        number = len(self._waiting.preview.records) if self._waiting else 0
        may = not self.seat.armoury.practice
        if self._again is not None:
            self._check_text.setText(
                translate(
                    "Exchange",
                    "Batch {number} with its {records} records is written once more, byte for byte the same.",
                ).format(number=count(self._again.number), records=count(self._again.count))
            )
        else:
            self._check_text.setText(
                translate(
                    "Exchange",
                    "Records that go: {number}. Sealing makes the batch: it never changes afterwards, and "
                    "its records are "
                    "marked as sent. A later correction goes with a later batch.",
                ).format(number=count(number))
            )
        self._target_text.setText(
            translate("Exchange", "It is written to {target}").format(target=isolated(str(self._target)))
            if self._target
            else translate("Exchange", "Choose the stick or folder that it is written to.")
        )
        texts = {
            WHAT: translate("Exchange", "Go on"),
            CHECK: translate("Exchange", "Seal and write")
            if self._target
            else translate("Exchange", "Choose where"),
            WRITE: translate("Exchange", "Go on"),
            RECEIPT: translate("Exchange", "Done"),
        }
        self._primary.setText(f"{texts[step]}   {self._key}")
        batch = (
            self.earlier.currentItem().data(Qt.ItemDataRole.UserRole) if self.earlier.currentItem() else None
        )
        self.enable(
            exchange_on=may and ((step == WHAT and number > 0) or step in {CHECK, RECEIPT}),
            exchange_back=step in {CHECK, RECEIPT},
            choose_target=may and step == CHECK,
            write_again=may and step == WHAT and isinstance(batch, Batch),
        )

    # -- construction -----------------------------------------------------------------------------------------------

    @property
    def _key(self) -> str:
        return self._primary.property("key") or ""

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 12)
        whole.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(28)
        names = (
            translate("Exchange", "1  What goes"),
            translate("Exchange", "2  Check"),
            translate("Exchange", "3  Write"),
            translate("Exchange", "4  Receipt"),
        )
        for name in names:
            head = label(name, "muted")
            self._heads.append(head)
            top.addWidget(head)
        top.addStretch(1)
        whole.addLayout(top)
        for made in (self._what(), self._check(), self._writing(), self._receipt_step()):
            self._steps.addWidget(made)
        whole.addWidget(self._steps, 1)
        rows = self.seat.commands
        self._primary.setProperty("key", self._primary.text().rsplit("   ", 1)[-1])
        whole.addLayout(
            footer(
                secondary=(
                    button(self.action("exchange_back"), rows),
                    button(self.action("write_again"), rows),
                ),
                primary=self._primary,
            )
        )

    def _what(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card()
        inside.addWidget(self._goes)
        inside.addWidget(self._goes_more)
        column.addWidget(frame)
        halves = QHBoxLayout()
        for name, part in (
            (translate("Exchange", "What does not go, and why"), self.left_out),
            (translate("Exchange", "Batches sealed before"), self.earlier),
        ):
            half = QVBoxLayout()
            half.addWidget(label(name, "heading"))
            half.addWidget(part, 1)
            halves.addLayout(half, 1)
        column.addLayout(halves, 1)
        return step

    def _check(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card()
        inside.setSpacing(14)
        inside.addWidget(self._check_text)
        inside.addWidget(self._target_text)
        row = QHBoxLayout()
        row.addWidget(
            button(
                self.action("choose_target"), self.seat.commands, translate("Exchange", "Choose the folder")
            )
        )
        row.addStretch(1)
        inside.addLayout(row)
        column.addWidget(frame)
        column.addStretch(1)
        return step

    def _writing(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card()
        inside.addWidget(self._doing)
        inside.addWidget(self._bar)
        inside.addWidget(
            label(translate("Exchange", "Leave the stick where it is. Shift+Esc stops."), "muted", wraps=True)
        )
        column.addWidget(frame)
        column.addStretch(1)
        return step

    def _receipt_step(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._receipt)
        column.addWidget(self._files)
        column.addStretch(1)
        return step


def _grouped(digest: str) -> str:
    """A digest in groups of eight, to be read out."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))

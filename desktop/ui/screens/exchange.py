"""Exchange: what goes and what not and why, where to, writing it, the receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.model import Batch
from desktop.operations import sealing
from desktop.operations.session import Session
from desktop.operations.views import BatchPreview, SealedBatch
from desktop.operations.work import Progress
from desktop.ui.actions import Where, key_text, with_key
from desktop.ui.bindings import button
from desktop.ui.controls import footer, label, restyle
from desktop.ui.lanes import Job
from desktop.ui.screen import Screen
from desktop.ui.screens.exchange_steps import CheckStep, ReceiptStep, WhatStep, WriteStep
from desktop.ui.seat import Seat
from desktop.ui.words import translate

WHAT, CHECK, WRITE, RECEIPT = range(4)


class ExchangeScreen(Screen):
    """Four steps, one after another; Enter goes on, Esc goes back."""

    where = Where.EXCHANGE

    sealed = Signal()
    """A batch was written."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._preview: BatchPreview | None = None
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
        rows = seat.commands
        self.what = WhatStep(practice=seat.armoury.practice)
        self.what.earlier.currentRowChanged.connect(lambda _row: self._renew())
        choose = button(self.action("choose_target"), rows, translate("Exchange", "Choose the folder"))
        self._check = CheckStep(choose)
        self._writing = WriteStep()
        self._receipt = ReceiptStep()
        self._steps = QStackedWidget()
        self._heads: list[QLabel] = []
        self._primary = button(self.action("exchange_on"), rows, primary=True)
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

    def receipt(self) -> str:
        """What the receipt says; "" before there is one."""
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

    def _on(self) -> None:
        step = self._steps.currentIndex()
        if step == WHAT:
            self._again = None
            self._show_step(CHECK)
        elif step == CHECK and self._target is None:
            self._choose_target()
        elif step == CHECK and self._target is not None:
            self._write(self._target)
        elif step == RECEIPT:
            self._begin_again()

    def _back(self) -> None:
        if self._steps.currentIndex() in {CHECK, RECEIPT}:
            self._begin_again()

    def _begin_again(self) -> None:
        self._again = None
        self._show_step(WHAT)
        self._look()

    def _look(self) -> None:
        def work(session: Session) -> tuple[BatchPreview, tuple[Batch, ...]]:
            return sealing.preview(session), sealing.batches(session)

        self.seat.desk.ask(work, self._show_waiting, self.failed.emit)

    def _show_waiting(self, answer: tuple[BatchPreview, tuple[Batch, ...]]) -> None:
        self._preview = answer[0]
        self.what.show_waiting(*answer)
        self._renew()

    def _choose_target(self) -> None:
        asks = QFileDialog(self, translate("Exchange", "Where to write the batch"))
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.setFileMode(QFileDialog.FileMode.Directory)
        asks.setOption(QFileDialog.Option.ShowDirsOnly)
        asks.fileSelected.connect(lambda name: self.choose(Path(name)))
        asks.open()

    def _write_again(self) -> None:
        self._again = self.what.chosen()
        if self._again is not None:
            self._show_step(CHECK)

    def _write(self, target: Path) -> None:
        again = self._again
        self._writing.show_progress(Progress(0, 0, "progress_sealing"))
        self._show_step(WRITE)
        self._job = self.seat.jobs.start(
            lambda session, report, cancel: (
                sealing.write_again(session, again.id, target, report, cancel)
                if again
                else sealing.seal(session, target, report, cancel)
            ),
            self._written,
            self._not_written,
            self._writing.show_progress,
        )

    def _written(self, sealed: SealedBatch) -> None:
        self._job = None
        self._target = None
        self._receipt.show_sealed(sealed)
        self._show_step(RECEIPT)
        self.sealed.emit()

    def _not_written(self, failure: BaseException) -> None:
        self._job = None
        self._target = None
        self._show_step(WHAT)
        self._look()
        self.failed.emit(failure)

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        for at, head in enumerate(self._heads):
            restyle(head, "heading" if at == step else "muted")
        self._renew()
        if self.isVisible():
            self.setFocus()

    def _renew(self) -> None:
        """Words and keys of the step that is shown."""
        step = self._steps.currentIndex()
        number = len(self._preview.records) if self._preview else 0
        may = not self.seat.armoury.practice
        self._check.show_plan(number, self._again, self._target)
        texts = {
            WHAT: translate("Exchange", "Go on"),
            CHECK: translate("Exchange", "Write it")
            if self._again
            else translate("Exchange", "Seal and write"),
            WRITE: translate("Exchange", "Go on"),
            RECEIPT: translate("Exchange", "Done"),
        }
        text = (
            translate("Exchange", "Choose where") if step == CHECK and self._target is None else texts[step]
        )
        key = next(key_text(row) for row in self.seat.commands if row.id == "exchange_on")
        self._primary.setText(with_key(text, key))
        self.enable(
            exchange_on=may and ((step == WHAT and number > 0) or step in {CHECK, RECEIPT}),
            exchange_back=step in {CHECK, RECEIPT},
            choose_target=may and step == CHECK,
            write_again=may and step == WHAT and self.what.chosen() is not None,
        )

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 12)
        whole.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(28)
        for name in (
            translate("Exchange", "1  What goes"),
            translate("Exchange", "2  Check"),
            translate("Exchange", "3  Write"),
            translate("Exchange", "4  Receipt"),
        ):
            head = label(name, "muted")
            self._heads.append(head)
            top.addWidget(head)
        top.addStretch(1)
        whole.addLayout(top)
        for made in (self.what, self._check, self._writing, self._receipt):
            self._steps.addWidget(made)
        whole.addWidget(self._steps, 1)
        rows = self.seat.commands
        whole.addLayout(
            footer(
                secondary=(
                    button(self.action("exchange_back"), rows),
                    button(self.action("write_again"), rows),
                ),
                primary=self._primary,
            )
        )

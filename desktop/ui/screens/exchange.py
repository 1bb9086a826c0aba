"""Exchange: what goes and what not and why, where to, writing it, the receipt; and what comes back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.model import Batch
from desktop.operations import answered, sealing
from desktop.operations.answer_views import BatchStanding
from desktop.operations.session import Session
from desktop.operations.views import BatchPreview, SealedBatch
from desktop.operations.work import Progress
from desktop.ui.actions import Where, key_text, with_key
from desktop.ui.bindings import button
from desktop.ui.controls import footer, label, restyle
from desktop.ui.dialogs.moved_books import MovedBooks
from desktop.ui.lanes import Job
from desktop.ui.screen import Screen
from desktop.ui.screens.exchange_answers import AnswerPage, KeysPage, SentBackPage
from desktop.ui.screens.exchange_desk import ExchangeDesk, Further
from desktop.ui.screens.exchange_steps import CheckStep, ReceiptStep, WhatStep, WriteStep
from desktop.ui.seat import Seat
from desktop.ui.words import translate

WHAT, CHECK, WRITE, RECEIPT, ANSWER, SENT_BACK, KEYS = range(7)
_FURTHER = {Further.ANSWER: ANSWER, Further.SENT_BACK: SENT_BACK, Further.KEYS: KEYS}


class ExchangeScreen(Screen):
    """Four steps out, one after another, and the pages of what comes back; Enter goes on, Esc goes back."""

    where = Where.EXCHANGE

    sealed = Signal()
    """A batch was written."""
    wants_page = Signal(str, int)
    """Show a page, the cursor in a row."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._preview: BatchPreview | None = None
        self._again: Batch | None = None
        self._target: Path | None = None
        self._job: Job | None = None
        self._written_batch: Batch | None = None
        self.answer, self.back, self.keys = AnswerPage(), SentBackPage(), KeysPage()
        self.moved = MovedBooks(seat, self)
        self.desk = ExchangeDesk(seat, self, self.answer, self.back, self.keys)
        self.can(
            {
                "exchange_on": self._on,
                "exchange_back": self._back,
                "choose_target": self._choose_target,
                "write_again": self._write_again,
                "bring_answer": self.desk.bring_answer,
                "sent_back": self._show_back,
                "show_keys": self._show_keys,
                "moved_books": self.moved.enter,
                "save_receipt": self._save_receipt,
                "send_again": self.desk.send_again,
                "leave_answer": self.desk.leave,
                "write_keys": self.desk.write_keys,
                "bring_keys": self.desk.bring_keys,
                "set_password": self.desk.set_password,
            }
        )
        rows = seat.commands
        self.keys.offer(self._buttons("write_keys"), self._buttons("bring_keys", "set_password"))
        self._hear()
        self.what = WhatStep(
            self._buttons("bring_answer", "sent_back", "show_keys"), practice=seat.armoury.practice
        )
        self.what.earlier.currentRowChanged.connect(lambda _row: self._renew())
        choose = button(self.action("choose_target"), rows, translate("Exchange", "Choose the folder"))
        self._check = CheckStep(choose)
        self._writing = WriteStep(self.seat.key_names["stop"])
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
        elif self._steps.currentIndex() == SENT_BACK:
            self.desk.look_back()
        self._take_focus()

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
            translate(
                "Exchange", "An answer is shown list by list. Nothing of it is taken before you say so."
            ),
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
        elif step == ANSWER and self.desk.takes():
            self.desk.take()
        elif step == SENT_BACK and self.back.current() is not None:
            self.desk.open_current()
        else:
            self._begin_again()

    def _back(self) -> None:
        if self._steps.currentIndex() != WRITE:
            self._begin_again()

    def _show_back(self) -> None:
        self._show_step(SENT_BACK)
        self.desk.look_back()

    def _show_keys(self) -> None:
        self._show_step(KEYS)
        self.desk.look_at_keys()

    def _show_further(self, further: object) -> None:
        if isinstance(further, Further):
            self._show_step(_FURTHER[further])
        else:
            self._begin_again()

    def _save_receipt(self) -> None:
        shown = self._steps.currentIndex() == RECEIPT
        batch = self._written_batch if shown else self.what.chosen()
        if batch is not None:
            self.desk.save_receipt(batch)

    def _hear(self) -> None:
        self.moved.failed.connect(self.failed)
        self.moved.moved.connect(self._look)
        self.desk.wants.connect(self._show_further)
        self.desk.told.connect(self.told)
        self.desk.failed.connect(self.failed)
        self.desk.wants_page.connect(self.wants_page)
        self.desk.sent_back_counted.connect(lambda _number: self._renew())
        self.back.chosen.connect(self._renew)

    def _buttons(self, *names: str) -> tuple[QPushButton, ...]:
        return tuple(button(self.action(name), self.seat.commands) for name in names)

    def _begin_again(self) -> None:
        self._again = None
        self._show_step(WHAT)
        self._look()

    def _look(self) -> None:
        def work(session: Session) -> tuple[BatchPreview, tuple[BatchStanding, ...]]:
            return sealing.preview(session), answered.standings(session)

        self.seat.desk.ask(work, self._show_waiting, self.failed.emit)

    def _show_waiting(self, answer: tuple[BatchPreview, tuple[BatchStanding, ...]]) -> None:
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
        self._written_batch = sealed.batch
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
            head.setVisible(step <= RECEIPT)
            restyle(head, "heading" if at == step else "muted")
        self._renew()
        if self.isVisible():
            self._take_focus()

    def _take_focus(self) -> None:
        """The list that the arrows go through, where the page has one."""
        lists = {ANSWER: self.answer.kinds, SENT_BACK: self.back.list}
        lists.get(self._steps.currentIndex(), self).setFocus()

    def _renew(self) -> None:
        """Words and keys of the step that is shown."""
        step = self._steps.currentIndex()
        number = len(self._preview.records) if self._preview else 0
        may = not self.seat.armoury.practice
        self._check.show_plan(number, self._again, self._target)
        key = next(key_text(row) for row in self.seat.commands if row.id == "exchange_on")
        self._primary.setText(with_key(self._primary_text(step), key))
        chosen = self.what.chosen() is not None
        back = step == SENT_BACK and self.back.current() is not None
        self.enable(
            exchange_on=(may and step == WHAT and number > 0) or step not in {WHAT, WRITE},
            exchange_back=step not in {WHAT, WRITE},
            choose_target=may and step == CHECK,
            write_again=may and step == WHAT and chosen,
            bring_answer=may and step == WHAT,
            sent_back=may and step == WHAT,
            show_keys=may and step == WHAT,
            moved_books=may and step == WHAT,
            save_receipt=may and (step == RECEIPT or (step == WHAT and chosen)),
            send_again=back,
            leave_answer=back,
            write_keys=may and step == KEYS,
            bring_keys=may and step == KEYS,
            set_password=may and step == KEYS,
        )

    def _primary_text(self, step: int) -> str:
        if step == CHECK and self._target is None:
            return translate("Exchange", "Choose where")
        if step == CHECK:
            return (
                translate("Exchange", "Write it") if self._again else translate("Exchange", "Seal and write")
            )
        if step == ANSWER and self.desk.takes():
            return translate("Exchange", "Take the answer")
        if step == SENT_BACK and self.back.current() is not None:
            return translate("Exchange", "Show page")
        return translate("Exchange", "Go on") if step in {WHAT, WRITE} else translate("Exchange", "Done")

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
        for made in (self.what, self._check, self._writing, self._receipt, self.answer, self.back, self.keys):
            self._steps.addWidget(made)
        whole.addWidget(self._steps, 1)
        rows = self.seat.commands
        whole.addLayout(
            footer(
                secondary=(
                    button(self.action("exchange_back"), rows),
                    *self._buttons(
                        "moved_books", "write_again", "save_receipt", "send_again", "leave_answer"
                    ),
                ),
                primary=self._primary,
            )
        )

"""What is done on Exchange's further pages: an answer taken, what was sent back seen to, keys exchanged, receipts."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.errors import Exit, Expected
from db.model import Batch, Registry
from desktop.exchange.public_keys import PublicKeys
from desktop.operations import answered, answering, exchange_keys, sealing
from desktop.operations.answer_views import AnswerPreview, AnswerTaken, SentBack
from desktop.operations.session import Session
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.receipt_sheet import write_receipt
from desktop.ui.screens.exchange_answers import AnswerPage, KeysPage, SentBackPage, list_name
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, translate

Chosen = Callable[[Path], None]
LAST_LETTERS = 8
"""So much of a fingerprint is typed when keys are brought in: who reads it out cannot be skipped."""


class Further(Enum):
    """A page beside the four steps."""

    ANSWER = auto()
    SENT_BACK = auto()
    KEYS = auto()


class ExchangeDesk(QObject):
    """Asks the lanes and fills the pages; the screen decides what is shown."""

    wants = Signal(object)
    """Show a page (`Further`), or the first step (None)."""
    told = Signal(str)
    failed = Signal(object)
    sent_back_counted = Signal(int)
    wants_page = Signal(str, int)

    def __init__(
        self, seat: Seat, window: QWidget, answer: AnswerPage, back: SentBackPage, keys: KeysPage
    ) -> None:
        super().__init__(window)
        self._seat = seat
        self._window = window
        self._answer, self._back, self._keys = answer, back, keys
        self._preview: AnswerPreview | None = None

    # -- the registry's answer --------------------------------------------------------------------------------------

    def bring_answer(self) -> None:
        """Ask which file it is."""
        title = translate("Exchange", "Bring in the registry's answer")
        names = translate("Exchange", "Answers (*.xlsx *.csv *.age);;All files (*)")
        self._ask_file(title, self.look_at, names)

    def look_at(self, path: Path) -> None:
        """Show what an answer would do."""
        self._seat.jobs.start(
            lambda session, _report, _cancel: answering.look_at_answer(session, path),
            self._show_preview,
            self.failed.emit,
        )

    def takes(self) -> int:
        """How many rows the answer that is shown would change."""
        return self._preview.takes if self._preview is not None else 0

    def take(self) -> None:
        """Take it."""
        preview = self._preview
        if preview is not None:
            self._seat.jobs.start(
                lambda session, _report, _cancel: answering.take_answer(session, preview),
                self._taken,
                self.failed.emit,
            )

    def _show_preview(self, preview: AnswerPreview) -> None:
        self._preview = preview
        self._answer.show_preview(preview)
        self.wants.emit(Further.ANSWER)

    def _taken(self, taken: AnswerTaken) -> None:
        self._preview = None
        said = ", ".join(f"{list_name(kind)}: {count(number)}" for kind, number in taken.counts if number)
        self.told.emit(translate("Exchange", "Taken. {said}").format(said=said or "0"))
        self.wants.emit(Further.SENT_BACK if self._is_work(taken) else None)
        self.look_back()

    @staticmethod
    def _is_work(taken: AnswerTaken) -> bool:
        return any(number for kind, number in taken.counts if kind.value != "accepted")

    # -- what was sent back -----------------------------------------------------------------------------------------

    def look_back(self) -> None:
        """Ask what waits."""
        self._seat.desk.ask(answered.sent_back, self._show_back, self.failed.emit)

    def open_current(self) -> None:
        """Show the chosen record on its page."""
        if (one := self._back.current()) is not None:
            self.wants_page.emit(one.hit.record.page_id, one.hit.row_number)

    def send_again(self) -> None:
        """Send the chosen record again as it is, with a word."""
        self._see_to(
            translate("Exchange", "Send it again"),
            translate(
                "Exchange", "What the registry should know, in a few words. It goes with the next batch."
            ),
            answered.answer_back,
        )

    def leave(self) -> None:
        """Nothing more is to be done about the chosen one."""
        self._see_to(
            translate("Exchange", "Leave it as it is"),
            translate("Exchange", "Why nothing more is to be done about it, in a few words."),
            answered.put_aside,
        )

    def _see_to(self, title: str, question: str, does: Callable[[Session, str, str], object]) -> None:
        one = self._back.current()
        if one is None:
            return
        record_id = one.hit.record.id
        asks = AskLine(self._window, title, question, title)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.answered.connect(
            lambda word: self._seat.desk.ask(
                lambda session: does(session, record_id, word),
                lambda _done: self.look_back(),
                self.failed.emit,
            )
        )
        asks.open()

    def _show_back(self, waiting: tuple[SentBack, ...]) -> None:
        self._back.show_waiting(waiting)
        self.sent_back_counted.emit(len(waiting))

    # -- keys -------------------------------------------------------------------------------------------------------

    def look_at_keys(self) -> None:
        """Ask how things stand."""

        def work(session: Session) -> tuple[PublicKeys, Registry | None]:
            return exchange_keys.own_keys(session), exchange_keys.registry(session)

        self._seat.desk.ask(work, self._show_keys, self.failed.emit)

    def write_keys(self) -> None:
        """Ask where the public keys go, and write them."""
        asks = QFileDialog(self._window, translate("Exchange", "Where to write the keys"))
        asks.setFileMode(QFileDialog.FileMode.Directory)
        asks.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(asks, self.write_keys_to)

    def write_keys_to(self, folder: Path) -> None:
        """Write the public keys there."""
        self._seat.desk.ask(
            lambda session: exchange_keys.write_own_keys(session, folder),
            lambda path: self.told.emit(
                translate("Exchange", "Written: {path}").format(path=isolated(str(path)))
            ),
            self.failed.emit,
        )

    def bring_keys(self) -> None:
        """Ask for the registry's file."""
        names = translate("Exchange", "Keys (*.json);;All files (*)")
        self._ask_file(translate("Exchange", "Bring in the registry's keys"), self.bring_keys_from, names)

    def bring_keys_from(self, path: Path) -> None:
        """Have the fingerprint typed as it was read out, then trust the keys."""
        self._seat.desk.ask(
            lambda _session: exchange_keys.read_registry_keys(path), self._compare, self.failed.emit
        )

    def _compare(self, keys: PublicKeys) -> None:
        asks = AskLine(
            self._window,
            translate("Exchange", "The registry's keys"),
            translate(
                "Exchange",
                "{name}. Call the registry, have the fingerprint of its keys read out, and type its last two groups.",
            ).format(name=isolated(keys.name)),
            translate("Exchange", "Trust these keys"),
        )
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.answered.connect(partial(self._enrol, keys))
        asks.open()

    def _enrol(self, keys: PublicKeys, typed: str) -> None:
        if typed.replace(" ", "").upper() != keys.fingerprint.replace(" ", "")[-LAST_LETTERS:]:
            self.failed.emit(Expected("fingerprint_not_theirs", Exit.REFUSED, name=keys.name))
            return
        self._seat.desk.ask(
            lambda session: exchange_keys.enrol_registry(session, keys),
            lambda _set: self.look_at_keys(),
            self.failed.emit,
        )

    def set_password(self) -> None:
        """Ask for the password that workbooks are locked with; an empty one is none."""
        asks = AskLine(
            self._window,
            translate("Exchange", "The workbooks' password"),
            translate(
                "Exchange",
                "Only where the registry has no key of its own: the password that you agreed on with it. Leave it "
                "empty for none.",
            ),
            translate("Exchange", "Set it"),
        )
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.answered.connect(
            lambda password: self._seat.desk.ask(
                lambda session: exchange_keys.set_workbook_password(session, password),
                lambda _set: self.look_at_keys(),
                self.failed.emit,
            )
        )
        asks.open()

    def _show_keys(self, answer: tuple[PublicKeys, Registry | None]) -> None:
        self._keys.show_keys(*answer)

    # -- receipts ---------------------------------------------------------------------------------------------------

    def save_receipt(self, batch: Batch) -> None:
        """Ask where the receipt goes, and write it."""
        asks = QFileDialog(self._window, translate("Exchange", "Where to write the receipt"))
        asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asks.setDefaultSuffix("pdf")
        asks.selectFile(f"{batch.folder}.pdf")
        self._open(asks, partial(self.save_receipt_to, batch))

    def save_receipt_to(self, batch: Batch, path: Path) -> None:
        """Write the receipt as a PDF."""
        self._seat.view.ask(
            lambda session: write_receipt(sealing.receipt(session, batch.id), path),
            lambda _none: self.told.emit(
                translate("Exchange", "Written: {path}").format(path=isolated(str(path)))
            ),
            self.failed.emit,
        )

    def _ask_file(self, title: str, chosen: Chosen, names: str) -> None:
        asks = QFileDialog(self._window, title)
        asks.setFileMode(QFileDialog.FileMode.ExistingFile)
        asks.setNameFilter(names)
        self._open(asks, chosen)

    @staticmethod
    def _open(asks: QFileDialog, chosen: Chosen) -> None:
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.fileSelected.connect(lambda name: chosen(Path(name)))
        asks.open()

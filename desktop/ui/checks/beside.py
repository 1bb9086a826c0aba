"""What is done beside a check, each by its dialog: further records, whose hand, practice rounds, files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.errors import Exit, Expected
from db.model import Ledger, User
from desktop.accuracy.certificate import certificate_text, parse_certificate
from desktop.operations import certifying, informing, leafing, people, practice_rounds, sample_out
from desktop.operations.informing import KINDS, Group
from desktop.operations.session import Session
from desktop.printing.certificate_sheet import write_sheet
from desktop.ui.checks.asking import AskChecker, AskHand, AskMore
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate


class Beside(QObject):
    """Asks, has it done in a lane, and tells."""

    failed = Signal(object)
    told = Signal(str)
    drawn = Signal()
    """Further records were drawn."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._window = parent

    def ask_more(self, lot_id: str) -> None:
        """Draw further records of a lot."""

        def work(session: Session) -> Mapping[str, Sequence[Group]]:
            return {kind: informing.groups(session, lot_id, kind) for kind in KINDS}

        def show(groups: Mapping[str, Sequence[Group]]) -> None:
            if not any(groups.values()):
                self.failed.emit(Expected("informing_empty", Exit.REFUSED))
                return
            asks = AskMore(self._window, groups)
            asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            asks.chosen.connect(lambda group, size: self._draw(lot_id, group, size))
            asks.open()

        self._seat.desk.ask(work, show, self.failed.emit)

    def ask_hand(self) -> None:
        """Say whose hand wrote some pages."""

        def show(books: Sequence[Ledger]) -> None:
            asks = AskHand(self._window, books)
            asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            asks.chosen.connect(self._say_hand)
            asks.open()

        self._seat.desk.ask(
            lambda session: [book.ledger for book in leafing.books_with_pages(session)],
            show,
            self.failed.emit,
        )

    def ask_checker(self) -> None:
        """Announce a practice round."""

        def show(everybody: Sequence[User]) -> None:
            asks = AskChecker(self._window, everybody)
            asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            asks.chosen.connect(self._announce)
            asks.open()

        self._seat.desk.ask(people.everybody, show, self.failed.emit)

    def ask_file(self, title: str, name: str, write: Callable[[Path], None]) -> None:
        """Ask where to write something."""
        asks = QFileDialog(self._window, title)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asks.selectFile(name)
        asks.fileSelected.connect(lambda chosen: write(Path(chosen)))
        asks.open()

    def write_certificate(self, lot_id: str, target: Path) -> None:
        """Write the lot's certificate there, and beside it the sheet to be printed."""

        def work(session: Session) -> str:
            content = certifying.certificate(session, lot_id, sentence)
            text = certificate_text(content)
            target.write_text(text, encoding="ascii")
            write_sheet(parse_certificate(text.encode("ascii"), target.name), target.with_suffix(".pdf"))
            return translate("Checks", "The certificate was written: {name}").format(name=target)

        self._seat.desk.ask(work, self.told.emit, self._not_written)

    def write_sample(self, lot_id: str, target: Path) -> None:
        """Write the lot's sample as a workbook."""

        def work(session: Session) -> str:
            written = sample_out.write_sample(session, lot_id, target.with_suffix(".xlsx"), sentence)
            return translate("Checks", "The sample was written, {records} records: {name}").format(
                records=count(written), name=target.with_suffix(".xlsx")
            )

        self._seat.desk.ask(work, self.told.emit, self._not_written)

    def _draw(self, lot_id: str, group: Group, size: int) -> None:
        self._seat.desk.ask(
            lambda session: informing.draw_more(session, lot_id, group.kind, group.value, size),
            lambda _made: self.drawn.emit(),
            self.failed.emit,
        )

    def _say_hand(self, book: int, first: int, last: int, name: str) -> None:
        def show(pages: int) -> None:
            self.told.emit(translate("Checks", "Pages noted: {pages}").format(pages=count(pages)))

        self._seat.desk.ask(
            lambda session: informing.say_hand(session, book, first, last, name), show, self.failed.emit
        )

    def _announce(self, checker_id: str, items: int) -> None:
        self._seat.desk.ask(
            lambda session: practice_rounds.announce(session, checker_id, os.urandom, items),
            lambda _made: self.told.emit(translate("Checks", "The practice round is announced.")),
            self.failed.emit,
        )

    def _not_written(self, failure: BaseException) -> None:
        if isinstance(failure, OSError):
            reason = failure.strerror or str(failure)
            failure = Expected("out_not_writable", Exit.DISK, name=str(failure.filename), reason=reason)
        self.failed.emit(failure)

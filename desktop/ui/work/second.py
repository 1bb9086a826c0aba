"""Second entry: one cell after the other, typed blind; and disputes, one after the other, decided."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.operations import drafts, second_entry, spot_checks
from desktop.operations.lot_views import CheckCell, CheckItem
from desktop.operations.second_views import Dispute, SecondItem
from desktop.operations.session import Session
from desktop.operations.views import Entry, PagePicture
from desktop.ui.checks.keying import TypeStep
from desktop.ui.checks.paper import PaperView
from desktop.ui.lanes import unheard
from desktop.ui.seat import Seat
from desktop.ui.words import count, translate
from desktop.ui.work.deciding import DecideStep


class SecondRun(QObject):
    """Asks the lanes for what comes next and shows it in the two steps."""

    failed = Signal(object)
    told = Signal(str)
    typing_wanted = Signal()
    deciding_wanted = Signal()
    ended = Signal()
    """Nothing is left, or nobody here can go on."""

    def __init__(self, seat: Seat, typing: TypeStep, deciding: DecideStep) -> None:
        super().__init__()
        self.seat = seat
        self.typing = typing
        self.deciding = deciding
        self._pages: tuple[str, PagePicture] | None = None

    def next(self) -> None:
        """Ask for the next cell to be typed blind."""
        self.seat.desk.ask(_next, self._show_item, self._stopped)

    def keep(self) -> None:
        """The register is going to be locked: what is half typed waits for the same person, and is no entry."""
        if self.typing.item is None:
            return
        ((cell_id, entry),) = self.typing.entries().items()
        if entry.text:
            self.seat.desk.ask(
                lambda session: drafts.keep_typed(session, cell_id, entry.text), unheard, self.failed.emit
            )

    def enter(self) -> None:
        """Keep what was typed; nothing is said of what the first person typed but that it differs."""
        item = self.typing.item
        if item is None:
            return
        ((cell_id, entry),) = self.typing.entries().items()
        self.seat.desk.ask(
            lambda session: second_entry.enter(session, cell_id, entry), self._entered, self.failed.emit
        )

    def next_dispute(self) -> None:
        """Ask for the next two entries that differ."""
        self.seat.desk.ask(second_entry.disputes, self._show_disputes, self._stopped)

    def decide(self, chosen: str) -> None:
        """Say which of the two stands there, or what was typed as the third."""
        dispute = self.deciding.dispute
        if dispute is None:
            return
        entry = Entry(self.deciding.editor.text()) if chosen == "retyped" else None
        self.seat.desk.ask(
            lambda session: second_entry.decide(session, dispute, chosen, entry),
            lambda _none: self.next_dispute(),
            self._not_decided,
        )

    def forget(self) -> None:
        """Let go of what is shown, the picture too."""
        self._pages = None
        self.typing.forget()
        self.deciding.forget()

    def _show_item(self, found: tuple[SecondItem | None, str]) -> None:
        item, typed = found
        if item is None:
            self.told.emit(translate("Work", "Nothing more is to be typed blind by you."))
            self.ended.emit()
            return
        where = translate("Work", "Book {book}, page {page}, row {row}").format(
            book=count(item.book), page=count(item.page), row=count(item.row_number)
        )
        cell = CheckCell(item.cell_id, item.field, item.column)
        self.typing_wanted.emit()
        self.typing.show_item(
            CheckItem("", "", item.page_id, item.row_number, (cell,), third=False), where,
            translate("Work", "Second entry, blind"),
        )  # fmt: skip
        if typed:
            self.typing.editors[0].setText(typed)
            self.told.emit(translate("Work", "What you had typed before the lock stands there again."))
        self._paper(self.typing.paper, item.page_id, item.cell_id)

    def _entered(self, same: object) -> None:
        if not same:
            self.told.emit(translate("Work", "The first entry differs. A third person decides."))
        self.next()

    def _show_disputes(self, found: tuple[Dispute, ...]) -> None:
        if not found:
            self.told.emit(translate("Work", "Nothing is left to decide."))
            self.ended.emit()
            return
        self.deciding.show_dispute(found[0])
        self.deciding_wanted.emit()
        self._paper(self.deciding.paper, found[0].item.page_id, found[0].item.cell_id)

    def _paper(self, paper: PaperView, page_id: str, cell_id: str) -> None:
        if self._pages is not None and self._pages[0] == page_id:
            paper.show_row(self._pages[1], [cell_id])
            return

        def work(session: Session) -> tuple[str, PagePicture]:
            return page_id, spot_checks.check_picture(session, page_id)

        def show(answer: tuple[str, PagePicture]) -> None:
            self._pages = answer
            paper.show_row(answer[1], [cell_id])

        self.seat.view.ask(work, show, self._stopped)

    def _not_decided(self, failure: BaseException) -> None:
        self.failed.emit(failure)
        self.next_dispute()

    def _stopped(self, failure: BaseException) -> None:
        self.ended.emit()
        self.failed.emit(failure)


def _next(session: Session) -> tuple[SecondItem | None, str]:
    """The next cell to be typed blind, and what this person had half typed of it."""
    item = second_entry.next_item(session)
    return item, drafts.take_typed(session, item.cell_id) if item is not None else ""

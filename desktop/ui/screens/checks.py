"""Checks: how wrong are the records? Choose a lot, type its sample blind, decide."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from db.errors import Expected
from db.model import CellState, Ledger, Lot
from desktop.accuracy.certificate import certificate_text, parse_certificate
from desktop.operations import leafing, lot_decisions, lots, review, spot_checks
from desktop.operations.lot_views import CheckItem, Compared, Finding, LotPlan, LotStanding, LotState
from desktop.operations.session import Session
from desktop.operations.views import PagePicture
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.certificate_sheet import write_sheet
from desktop.ui.controls import footer
from desktop.ui.screen import Screen
from desktop.ui.screens.checks_steps import ChooseStep, DecideStep, TypeStep
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate

CHOOSE, TYPE, DECIDE = range(3)

MAY_CHECK = lots.MAY_DECIDE
"""Whose rail has this place."""


class ChecksScreen(Screen):
    """Three steps; Enter goes on, Esc goes back."""

    where = Where.CHECKS

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._lot_id = ""
        self._pages: tuple[str, PagePicture] | None = None
        self._standing: LotStanding | None = None
        self._wrong: tuple[Finding, ...] = ()
        self._plan_there = False
        self.can(
            {
                "check_on": self._on,
                "check_back": self._back,
                "check_unreadable": lambda: self.typing.mark(CellState.UNREADABLE),
                "check_empty": lambda: self.typing.mark(CellState.BLANK),
                "correct_found": self._correct,
                "save_certificate": self._ask_certificate,
            }
        )
        self.choosing = ChooseStep()
        self.choosing.changed.connect(self._plan)
        self.choosing.begun.itemActivated.connect(lambda _item: self._on())
        self.typing = TypeStep(seat.look)
        self.deciding = DecideStep()
        self._steps = QStackedWidget()
        for step in (self.choosing, self.typing, self.deciding):
            self._steps.addWidget(step)
        rows = seat.commands
        secondary = tuple(
            button(self.action(name), rows)
            for name in ("check_unreadable", "check_empty", "correct_found", "save_certificate")
        )
        self._primary = button(self.action("check_on"), rows, primary=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 12)
        whole.setSpacing(10)
        whole.addWidget(self._steps, 1)
        whole.addLayout(footer(secondary=secondary, primary=self._primary))
        self._show_step(CHOOSE)

    def enter(self) -> None:
        """Look at what there is; a record that is being typed stays."""
        self.titled.emit(translate("Checks", "Checks"))
        if self._steps.currentIndex() == CHOOSE:
            self._look()
            self.choosing.which.setFocus()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate("Checks", "Type what you see on the picture. What was filed is shown only after that."),
            translate("Checks", "You can stop at any time and go on later: choose the lot in the list."),
        )

    def choose(self, lot_id: str) -> None:
        """Go on with a lot."""
        self._lot_id = lot_id
        self._next()

    def standing(self) -> LotStanding | None:
        """The lot as it was last looked at."""
        return self._standing

    def found_wrong(self) -> tuple[Finding, ...]:
        """What the decision lists as wrong."""
        return self._wrong

    def step(self) -> int:
        """Which of the steps is shown."""
        return self._steps.currentIndex()

    def write_certificate(self, target: Path) -> None:
        """Write the lot's certificate there, and beside it the sheet to be printed."""
        lot_id = self._lot_id

        def work(session: Session) -> str:
            content = lot_decisions.certificate(session, lot_id, sentence)
            text = certificate_text(content)
            target.write_text(text, encoding="ascii")
            write_sheet(parse_certificate(text.encode("ascii"), target.name), target.with_suffix(".pdf"))
            return str(target)

        self.seat.desk.ask(work, self._written, self._not_written)

    def _written(self, name: str) -> None:
        self.told.emit(translate("Checks", "The certificate was written: {name}").format(name=name))

    def _not_written(self, failure: BaseException) -> None:
        if isinstance(failure, OSError):
            reason = failure.strerror or str(failure)
            failure = Expected("out_not_writable", name=str(failure.filename), reason=reason)
        self.failed.emit(failure)

    # -- choose -----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        def work(session: Session) -> tuple[list[Ledger], list[tuple[Lot, LotState | None]]]:
            books = [book.ledger for book in leafing.books_with_pages(session)]
            return books, [(lot, spot_checks.state_of(session, lot.id)) for lot in lots.lots(session)]

        self.seat.desk.ask(work, self._show_books, self.failed.emit)

    def _show_books(self, answer: tuple[Sequence[Ledger], Sequence[tuple[Lot, LotState | None]]]) -> None:
        self.choosing.show_books(*answer)
        self._plan()

    def _plan(self) -> None:
        choice, limit = self.choosing.choice(), self.choosing.limit()
        self.seat.desk.ask(
            lambda session: lots.plan_lot(session, choice, limit), self._show_plan, self._not_planned
        )

    def _show_plan(self, plan: LotPlan) -> None:
        self._plan_there = True
        self.choosing.show_plan(plan.words)
        self._renew()

    def _not_planned(self, failure: BaseException) -> None:
        self._plan_there = False
        self.choosing.show_plan(())
        self._renew()
        self.failed.emit(failure)

    def _begin(self) -> None:
        if lot_id := self.choosing.lot_id():
            self.choose(lot_id)
            return
        choice, limit = self.choosing.choice(), self.choosing.limit()

        def work(session: Session) -> str:
            lot = lots.freeze(session, choice, limit)
            lots.draw(session, lot.id, os.urandom)
            return lot.id

        self.seat.desk.ask(work, self.choose, self.failed.emit)

    # -- type -------------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        lot_id = self._lot_id

        def work(session: Session) -> tuple[LotStanding, CheckItem | None, tuple[int, int], Expected | None]:
            lots.draw(session, lot_id, os.urandom)
            shown = spot_checks.standing(session, lot_id)
            try:
                item = spot_checks.next_item(session, lot_id)
            except Expected as ended:  # only somebody else can go on: said beside what is known so far
                return shown, None, (0, 0), ended
            place = spot_checks.place_of(session, item.page_id) if item is not None else (0, 0)
            return shown, item, place, None

        self.seat.desk.ask(work, self._show_next, self.failed.emit)

    def _show_next(
        self, answer: tuple[LotStanding, CheckItem | None, tuple[int, int], Expected | None]
    ) -> None:
        shown, item, place, ended = answer
        self._standing = shown
        if item is None or (shown.wrong and shown.state is LotState.OPEN):
            self._to_decision()
            if ended is not None:
                self.failed.emit(ended)
            return
        where = translate("Checks", "Book {book}, page {page}, row {row}").format(
            book=count(place[0]), page=count(place[1]), row=count(item.row_number)
        )
        progress = translate("Checks", "Checked: {checked} of {target}").format(
            checked=count(shown.checked), target=count(shown.target)
        )
        self._show_step(TYPE)
        self.typing.show_item(item, where, progress)
        cells = [cell.cell_id for cell in item.cells]
        if self._pages is not None and self._pages[0] == item.page_id:
            self.typing.paper.show_row(self._pages[1], cells)
            return
        page_id = item.page_id
        self.seat.view.ask(
            lambda session: (page_id, review.page_picture(session, page_id)),
            self._show_page,
            self.failed.emit,
        )

    def _show_page(self, answer: tuple[str, PagePicture]) -> None:
        self._pages = answer
        item = self.typing.item
        if item is not None and item.page_id == answer[0]:
            self.typing.paper.show_row(answer[1], [cell.cell_id for cell in item.cells])

    def _enter(self) -> None:
        item, entries, lot_id = self.typing.item, self.typing.entries(), self._lot_id
        if item is None:
            return
        self.seat.desk.ask(
            lambda session: spot_checks.enter(session, lot_id, item.record_id, entries),
            self._show_compared,
            self.failed.emit,
        )

    def _show_compared(self, compared: tuple[Compared, ...]) -> None:
        if all(one.same for one in compared):
            self._next()
        else:
            self.typing.show_compared(compared)
            self._renew()

    # -- decide -----------------------------------------------------------------------------------------------------

    def _to_decision(self) -> None:
        lot_id = self._lot_id
        self.typing.forget()
        self.seat.desk.ask(
            lambda session: (spot_checks.standing(session, lot_id), lot_decisions.findings(session, lot_id)),
            self._show_standing,
            self.failed.emit,
        )

    def _show_standing(self, answer: tuple[LotStanding, tuple[Finding, ...]]) -> None:
        self._standing, self._wrong = answer
        self.deciding.show_standing(*answer)
        self._show_step(DECIDE)

    def _decide(self) -> None:
        lot_id = self._lot_id
        refused = self._standing is not None and self._standing.state is LotState.REFUSED
        if refused and self._standing is not None and self._standing.checked < self._standing.target:
            self._next()
            return

        def work(session: Session) -> None:
            lot_decisions.decide(session, lot_id)

        self.seat.desk.ask(work, lambda _nothing: self._to_decision(), self.failed.emit)

    def _correct(self) -> None:
        lot_id = self._lot_id
        waiting = [one.record_id for one in self._wrong if not one.corrected]

        def work(session: Session) -> None:
            for record_id in waiting:
                lot_decisions.correct(session, lot_id, record_id)

        self.seat.desk.ask(work, lambda _nothing: self._to_decision(), self.failed.emit)

    def _ask_certificate(self) -> None:
        asks = QFileDialog(self, translate("Checks", "Where to write the certificate"))
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asks.selectFile("certificate.json")
        asks.fileSelected.connect(lambda name: self.write_certificate(Path(name)))
        asks.open()

    # -- steps ------------------------------------------------------------------------------------------------------

    def _on(self) -> None:
        step = self._steps.currentIndex()
        if step == CHOOSE:
            self._begin()
        elif step == TYPE and self.typing.compared_said():
            self._next()
        elif step == TYPE:
            if not self.typing.on():
                self._enter()
        elif self._standing is not None and self._standing.state in {LotState.PASSED, LotState.RELEASED}:
            self._back()
        else:
            self._decide()

    def _back(self) -> None:
        self.typing.forget()
        self._show_step(CHOOSE)
        self._look()
        self.choosing.which.setFocus()

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._renew()

    def _renew(self) -> None:
        step = self._steps.currentIndex()
        typing = step == TYPE and not self.typing.compared_said()
        state = self._standing.state if self._standing is not None else None
        done = state in {LotState.PASSED, LotState.RELEASED}
        self.enable(
            check_on=step != CHOOSE or self._plan_there or bool(self.choosing.begun.count()),
            check_back=step != CHOOSE,
            check_unreadable=typing,
            check_empty=typing,
            correct_found=step == DECIDE
            and state is LotState.REFUSED
            and any(not one.corrected for one in self._wrong),
            save_certificate=step == DECIDE and done,
        )

"""Checks: how wrong are the records? Choose a lot, type its sample blind, decide; look at the report; practise."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.errors import Expected
from db.model import CellState, Ledger, Lot, PracticeRound, User
from desktop.operations import leafing, lots, people, practice_rounds, spot_checks
from desktop.operations.lot_views import Finding, LotPlan, LotStanding, LotState
from desktop.operations.practice_rounds import PracticeItem
from desktop.operations.rights import may
from desktop.operations.session import Session
from desktop.ui.actions import Where, key_text, with_key
from desktop.ui.bindings import button
from desktop.ui.checks.beside import Beside
from desktop.ui.checks.choosing import ChooseStep
from desktop.ui.checks.deciding import DecideStep
from desktop.ui.checks.keying import TypeStep
from desktop.ui.checks.practising import PractiseStep
from desktop.ui.checks.reporting import ReportStep
from desktop.ui.checks.running import DONE, LotRun
from desktop.ui.controls import footer
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import sentence, translate

CHOOSE, TYPE, DECIDE, REPORT, PRACTISE = range(5)


@dataclass(frozen=True, slots=True)
class _There:
    """What there is to choose from."""

    books: Sequence[Ledger]
    people: Sequence[User]
    lots: Sequence[tuple[Lot, LotState | None]]
    today: str
    practice: PracticeRound | None


class ChecksScreen(Screen):
    """Steps; Enter goes on, Esc goes back."""

    where = Where.CHECKS

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._decides = may(seat.user.role, "decide_lot")
        self._plan_there = False
        self._round: PracticeRound | None = None
        self.beside = Beside(seat, self)
        self.choosing = ChooseStep(decides=self._decides)
        self.typing = TypeStep(seat.look)
        self.deciding = DecideStep()
        self.run = LotRun(seat, self.typing, self.deciding, decides=self._decides)
        self.reporting = ReportStep(seat)
        self.practising = PractiseStep(seat)
        self._bind()
        self._steps = QStackedWidget()
        for step in (self.choosing, self.typing, self.deciding, self.reporting, self.practising):
            self._steps.addWidget(step)
        rows = seat.commands
        shown = ("check_unreadable", "check_empty", "value_wrong", "practise", "show_report", "correct_found",
                 "save_certificate", "save_sample", "draw_more", "export_chart")  # fmt: skip
        secondary = tuple(button(self.action(name), rows) for name in shown)
        self._primary = button(self.action("check_on"), rows, primary=True)
        self._on_key = key_text(next(row for row in rows if row.id == "check_on"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 12)
        whole.setSpacing(10)
        whole.addWidget(self._steps, 1)
        whole.addLayout(footer(secondary=secondary, primary=self._primary))
        self._wire()
        self._show_step(CHOOSE)

    def enter(self) -> None:
        """Look at what there is; a record that is being typed stays."""
        self.titled.emit(translate("Checks", "Checks"))
        if self._steps.currentIndex() == CHOOSE:
            self._look()
            self._focus_choice()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate("Checks", "Type what you see on the picture. What was filed is shown only after that."),
            translate("Checks", "You can stop at any time and go on later: choose the lot in the list."),
        )

    def choose(self, lot_id: str) -> None:
        """Go on with a lot."""
        self.run.choose(lot_id)

    def standing(self) -> LotStanding | None:
        """The lot as it was last looked at."""
        return self.run.standing

    def found_wrong(self) -> tuple[Finding, ...]:
        """What the decision lists as wrong."""
        return self.run.wrong

    def step(self) -> int:
        """Which of the steps is shown."""
        return self._steps.currentIndex()

    # -- choose -----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        def work(session: Session) -> _There:
            return _There(
                [book.ledger for book in leafing.books_with_pages(session)], people.everybody(session),
                [(lot, spot_checks.state_of(session, lot.id)) for lot in lots.lots(session)], session.now()[:10],
                practice_rounds.waiting(session),
            )  # fmt: skip

        self.seat.desk.ask(work, self._show_there, self.failed.emit)

    def _show_there(self, there: _There) -> None:
        self._round = there.practice
        self.choosing.show_books(there.books, there.people, there.lots, there.today)
        self._renew()
        self._plan()

    def _focus_choice(self) -> None:
        (self.choosing.which if self._decides else self.choosing.begun).setFocus()

    def _plan(self) -> None:
        if not self._decides:
            return
        choice, limit, risk = self.choosing.choice(), self.choosing.limit(), self.choosing.risk()
        self.seat.desk.ask(
            lambda session: lots.plan_lot(session, choice, limit, risk), self._show_plan, self._not_planned
        )

    def _show_plan(self, plan: LotPlan) -> None:
        self._plan_there = True
        self.choosing.show_plan(plan.words)
        self._renew()

    def _not_planned(self, failure: BaseException) -> None:
        self._plan_there = False
        self.choosing.show_plan(())
        self._renew()
        if isinstance(failure, Expected) and failure.key == "lot_empty":
            self.choosing.show_nothing(
                sentence(failure)
            )  # a register in which nothing is filed yet is no fault
            return
        self.failed.emit(failure)

    def _begin(self) -> None:
        if lot_id := self.choosing.lot_id():
            self.choose(lot_id)
            return
        if not self._plan_there:
            return
        choice, limit, risk = self.choosing.choice(), self.choosing.limit(), self.choosing.risk()
        fields = self.choosing.fields()

        def work(session: Session) -> str:
            lot = lots.freeze(session, choice, limit, risk, fields)
            lots.draw(session, lot.id, os.urandom)
            return lot.id

        self.seat.desk.ask(work, self.choose, self.failed.emit)

    # -- report, practice -------------------------------------------------------------------------------------------

    def _report(self) -> None:
        lot_id = self.run.lot_id if self._steps.currentIndex() == DECIDE else ""
        self._show_step(REPORT)
        self.reporting.look(lot_id)

    def _practise(self) -> None:
        announced = self._round
        if announced is None:
            return

        def show(items: tuple[PracticeItem, ...]) -> None:
            self._show_step(PRACTISE)
            self.practising.begin(announced.id, items)

        self.seat.desk.ask(
            lambda session: practice_rounds.begin(session, announced.id), show, self.failed.emit
        )

    # -- steps ------------------------------------------------------------------------------------------------------

    def _on(self) -> None:
        step = self._steps.currentIndex()
        if step == CHOOSE:
            self._begin()
        elif step == TYPE and self.typing.compared_said():
            self.run.next()
        elif step == TYPE:
            if not self.typing.on():
                self.run.enter()
        elif step == REPORT:
            self.reporting.on()
        elif step == PRACTISE and not self.practising.finished():
            self.practising.judge(right=True)
        elif step == PRACTISE or not self._decides or self.run.is_done():
            self._back()
        else:
            self.run.decide()

    def _back(self) -> None:
        if self._steps.currentIndex() == REPORT and self.reporting.back():
            return
        self.run.forget()
        self._show_step(CHOOSE)
        self._look()
        self._focus_choice()

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._renew()

    def _renew(self) -> None:
        step, state = (
            self._steps.currentIndex(),
            self.run.standing.state if self.run.standing is not None else None,
        )
        typing = step == TYPE and not self.typing.compared_said()
        deciding = step == DECIDE and self._decides
        choosing = step == CHOOSE
        self._primary.setText(with_key(self._next_named(), self._on_key))
        self.enable(
            check_on=not choosing or self._plan_there or bool(self.choosing.begun.count()),
            check_back=not choosing,
            check_unreadable=typing,
            check_empty=typing,
            value_wrong=step == PRACTISE and not self.practising.finished(),
            practise=choosing and self._round is not None,
            announce_practice=choosing and self._decides,
            name_hand=choosing and self._decides,
            show_report=(choosing and self._decides) or deciding,
            export_chart=step == REPORT and self.reporting.chart() is not None,
            correct_found=deciding
            and state is not LotState.OPEN
            and any(not one.corrected for one in self.run.wrong),
            check_longer=deciding and self.run.smaller() is not None,
            draw_more=deciding,
            save_sample=deciding,
            save_certificate=deciding and state in DONE,
        )

    def _next_named(self) -> str:
        """What Enter does now, by name where it is more than going on."""
        step, named = self._steps.currentIndex(), ""
        if step == PRACTISE and not self.practising.finished():
            named = translate("Checks", "Right")
        elif step == DECIDE and self._decides:
            named = self.run.next_named()
        return named or self.action("check_on").iconText()

    def _bind(self) -> None:
        files = self.beside
        self.can(
            {
                "check_on": self._on,
                "check_back": self._back,
                "check_unreadable": lambda: self.typing.mark(CellState.UNREADABLE),
                "check_empty": lambda: self.typing.mark(CellState.BLANK),
                "value_wrong": lambda: self.practising.judge(right=False),
                "practise": self._practise,
                "announce_practice": files.ask_checker,
                "name_hand": files.ask_hand,
                "show_report": self._report,
                "export_chart": lambda: files.ask_file(
                    translate("Checks", "Where to write the chart"), "chart.png", self.reporting.export
                ),
                "correct_found": self.run.correct,
                "check_longer": self.run.longer,
                "draw_more": lambda: files.ask_more(self.run.lot_id),
                "save_sample": lambda: files.ask_file(
                    translate("Checks", "Where to write the sample"), "sample.xlsx",
                    lambda target: files.write_sample(self.run.lot_id, target),
                ),
                "save_certificate": lambda: files.ask_file(
                    translate("Checks", "Where to write the certificate"), "certificate.json",
                    lambda target: files.write_certificate(self.run.lot_id, target),
                ),
            }
        )  # fmt: skip

    def _wire(self) -> None:
        self.choosing.changed.connect(self._plan)
        self.choosing.begun.itemActivated.connect(lambda _item: self._on())
        self.beside.drawn.connect(self.run.next)
        self.run.typing_wanted.connect(lambda: self._show_step(TYPE))
        self.run.deciding_wanted.connect(lambda: self._show_step(DECIDE))
        self.run.ended.connect(self._back)
        self.run.changed.connect(self._renew)
        for part in (self.beside, self.run, self.reporting, self.practising):
            part.failed.connect(self.failed)
        for part in (self.beside, self.reporting):
            part.told.connect(self.told)
        self.reporting.shown.connect(self._renew)
        self.practising.changed.connect(self._renew)

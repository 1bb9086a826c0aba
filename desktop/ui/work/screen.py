"""My work: what is next for whoever sits here, across books; and the shelf."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from db.model import CellState
from db.model_desk import SecondPlan
from desktop.operations import questions, queues, second_entry, shelves, spot_checks
from desktop.operations.questions import Question
from desktop.operations.queues import Waiting, Work
from desktop.operations.rights import may
from desktop.operations.session import Session
from desktop.operations.shelves import Shelf
from desktop.operations.views import Entry
from desktop.ui.actions import Where, key_text, with_key
from desktop.ui.bindings import button
from desktop.ui.checks.keying import TypeStep
from desktop.ui.controls import footer
from desktop.ui.records.crops import Crops
from desktop.ui.records.listing import Heads, Line, Listing
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import translate
from desktop.ui.work import lists
from desktop.ui.work.asking import AnswerQuestion, PlanSecond, StateBook
from desktop.ui.work.deciding import DecideStep
from desktop.ui.work.racks import Racks
from desktop.ui.work.second import SecondRun

LIST, TYPE, DECIDE = range(3)


class WorkScreen(Screen):
    """Two lists, and the two steps that are done here; the rest is done where it belongs."""

    where = Where.WORK

    wants_page = Signal(str, int)
    """Show a page, the cursor in a row."""
    wants_lot = Signal(str)
    """Go on with a lot, in Checks."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._found: tuple[Waiting, ...] = ()
        self._shelf = Shelf((), None)
        crops = Crops(seat.view, self)  # no line has paper here
        self.waiting, self.books = Listing(seat.look, crops), Listing(seat.look, crops)
        self.typing, self.deciding = TypeStep(seat.look), DecideStep(seat.look)
        self.racks = Racks(seat, self)
        self.run = SecondRun(seat, self.typing, self.deciding)
        actions = self.can(
            {
                "work_on": self._on,
                "work_back": self._back,
                "second_unreadable": partial(self.typing.mark, CellState.UNREADABLE),
                "second_empty": partial(self.typing.mark, CellState.BLANK),
                "take_first": partial(self.run.decide, "first"),
                "take_second": partial(self.run.decide, "second"),
                "take_third": self._retype,
                "rack_list": self.racks.ask_list,
                "key_back": self.racks.key_back,
                "in_no_book": self.racks.in_no_book,
                "state_book": self._state_book,
                "plan_second": self._plan_second,
            }
        )
        both = QWidget()
        two = QVBoxLayout(both)
        two.setContentsMargins(0, 0, 0, 0)
        two.setSpacing(12)
        two.addWidget(self.waiting, 3)
        two.addWidget(self.books, 4)
        self._steps = QStackedWidget()
        for step in (both, self.typing, self.deciding):
            self._steps.addWidget(step)
        self._primary = button(actions["work_on"], seat.commands, primary=True)
        at_racks = tuple(
            button(actions[name], seat.commands) for name in ("rack_list", "key_back", "in_no_book")
        )
        others = tuple(
            button(actions[name], seat.commands)
            for name in (
                *("take_first", "take_second", "take_third", "second_unreadable", "second_empty"),
                *("state_book", "plan_second"),
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 12)
        whole.setSpacing(10)
        whole.addWidget(self._steps, 1)
        whole.addLayout(footer(secondary=at_racks))
        whole.addLayout(footer(secondary=others, primary=self._primary))
        self._on_key = key_text(next(row for row in seat.commands if row.id == "work_on"))
        self._wire()
        self._show_step(LIST)

    def enter(self) -> None:
        """Look at how things stand; what is being typed stays."""
        self.titled.emit(translate("Work", "My work"))
        if self.step() == LIST:
            self.refresh()
            self.waiting.setFocus()

    def leave(self) -> None:
        """What is half typed blind is kept for the same person."""
        if self.step() == TYPE:
            self.run.keep()

    def refresh(self) -> None:
        """Look again."""
        self.seat.view.ask(queues.next_for, self._show_waiting, self.failed.emit)
        self.seat.view.ask(shelves.shelf, self._show_shelf, self.failed.emit)

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        keys = self.seat.key_names
        return (
            translate(
                "Work", "The first line is what should be done first. {work_on} opens the chosen line."
            ).format(**keys),
            translate(
                "Work",
                "A second entry is typed blind: what the first person typed is not on this screen. Where two entries "
                "differ, somebody who typed neither looks at the paper and presses {take_first}, {take_second} or "
                "{take_third}.",
            ).format(**keys),
        )

    def step(self) -> int:
        """Which step is shown."""
        return self._steps.currentIndex()

    def _show_waiting(self, found: tuple[Waiting, ...]) -> None:
        self._found = found
        heads, lines = lists.waiting(found)
        title = (
            translate("Work", "What is next for you") if found else translate("Work", "Nothing waits for you")
        )
        self._fill(self.waiting, title, heads, lines)

    def _show_shelf(self, found: Shelf) -> None:
        self._shelf = found
        heads, lines = lists.shelf(found)
        self._fill(self.books, lists.pace_text(found), heads, lines)

    def _fill(self, listing: Listing, title: str, heads: Heads, lines: tuple[Line, ...]) -> None:
        listing.show_lines(title, heads, lines, max(listing.current(), 0))
        self._renew()

    def _on(self) -> None:
        step = self.step()
        if step == TYPE:
            self.run.enter()
        elif step == DECIDE and self.deciding.is_retyping():
            self.run.decide("retyped")
        elif step == LIST:
            self._open()

    def _open(self) -> None:
        at = self.waiting.current()
        if not 0 <= at < len(self._found):
            return
        one = self._found[at]
        if one.kind is Work.SECOND:
            self.run.next()
        elif one.kind is Work.DISPUTES:
            self.run.next_dispute()
        elif one.kind is Work.QUESTIONS:
            self._answer(one.cell_id)
        elif one.lot is not None:
            self.wants_lot.emit(one.lot.id)
        else:
            if one.kind is Work.REPLIES:
                self.seat.desk.ask(
                    lambda session: questions.seen(session, one.cell_id), lambda _none: None, self.failed.emit
                )
            self.wants_page.emit(one.page_id, one.row)

    def _back(self) -> None:
        self.run.forget()
        self._show_step(LIST)
        self.refresh()
        self.waiting.setFocus()

    def _retype(self) -> None:
        self.deciding.retype()
        self._renew()

    def _answer(self, cell_id: str) -> None:
        def work(session: Session) -> Question | None:
            return next((one for one in questions.waiting(session) if one.cell_id == cell_id), None)

        def show(asked: Question | None) -> None:
            if asked is None:
                self.refresh()
                return
            asks = AnswerQuestion(self, asked, self.seat.look)
            asks.answered.connect(partial(self._reply, cell_id))
            self.seat.view.ask(
                lambda session: spot_checks.check_picture(session, asked.page_id),
                lambda picture: asks.paper.show_row(picture, [cell_id]),
                self.failed.emit,
            )
            _open(asks)

        self.seat.desk.ask(work, show, self.failed.emit)

    def _reply(self, cell_id: str, words: str, value: str) -> None:
        entry = Entry(value) if value.strip() else None
        self.seat.desk.ask(
            lambda session: questions.answer(session, cell_id, words, entry),
            lambda _none: self.refresh(),
            self.failed.emit,
        )

    def _state_book(self) -> None:
        at = self.books.current()
        if not 0 <= at < len(self._shelf.books):
            return
        book = self._shelf.books[at]

        def keep(pages: int, entries: int) -> None:
            self.seat.desk.ask(
                lambda session: shelves.state(session, book.ledger.number, pages or None, entries or None),
                lambda _kept: self.refresh(),
                self.failed.emit,
            )

        asks = StateBook(self, book)
        asks.answered.connect(keep)
        _open(asks)

    def _plan_second(self) -> None:
        def show(now: SecondPlan) -> None:
            asks = PlanSecond(self, now)
            asks.answered.connect(keep)
            _open(asks)

        def keep(serials: str, share: str) -> None:
            self.seat.desk.ask(
                lambda session: second_entry.set_plan(session, serials, share),
                lambda _kept: self.refresh(),
                self.failed.emit,
            )

        self.seat.desk.ask(second_entry.plan, show, self.failed.emit)

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._renew()

    def _renew(self) -> None:
        step = self.step()
        deciding = step == DECIDE and not self.deciding.is_retyping()
        role = self.seat.user.role
        text = {LIST: translate("Work", "Open"), TYPE: translate("Work", "Keep")}.get(
            step, translate("Work", "Keep")
        )
        self._primary.setText(with_key(text, self._on_key))
        self.enable(
            work_on=(step == LIST and bool(self._found)) or step == TYPE or (step == DECIDE and not deciding),
            work_back=step != LIST,
            second_unreadable=step == TYPE,
            second_empty=step == TYPE,
            take_first=deciding,
            take_second=deciding,
            take_third=deciding,
            rack_list=step == LIST,
            key_back=step == LIST and may(role, "amend"),
            in_no_book=step == LIST and may(role, "amend"),
            state_book=step == LIST and bool(self._shelf.books) and may(role, "state_of_book"),
            plan_second=step == LIST and may(role, "plan_second_entry"),
        )

    def _wire(self) -> None:
        self.waiting.opened.connect(self._open)
        self.books.opened.connect(self._state_book)
        self.racks.failed.connect(self.failed)
        self.racks.told.connect(self.told)
        self.racks.changed.connect(self.refresh)
        self.run.failed.connect(self.failed)
        self.run.told.connect(self.told)
        self.run.ended.connect(self._back)
        self.run.typing_wanted.connect(lambda: self._show_step(TYPE))
        self.run.deciding_wanted.connect(lambda: self._show_step(DECIDE))


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

"""The keys that make rows what they are on the paper, and those that have a cell read again and tell its history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from db.errors import Expected
from desktop.operations import joining, rereading, shaping
from desktop.operations.cell_history import cell_history
from desktop.operations.rereading import ReadAgain
from desktop.operations.session import Session
from desktop.operations.views import CellView, StepTaken
from desktop.ui.actions import key_text
from desktop.ui.bindings import Doing
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.dialogs.cell_history import CellHistory
from desktop.ui.lanes import Lane
from desktop.ui.review.checking import Checking
from desktop.ui.screen import Screen
from desktop.ui.words import count, isolated, translate


class ShapingRows(QObject):
    """Saves what is half typed, has it done, says what came of it."""

    told = Signal(str)
    failed = Signal(object)
    shaped = Signal(object)
    """The `StepTaken`: rows came, went or were struck."""

    def __init__(self, over: Screen, desk: Lane, view: Lane, checking: Checking) -> None:
        super().__init__(over)
        self._keys = {row.id: key_text(row) for row in over.seat.commands}
        self._over = over
        self._desk = desk
        self._view = view
        self._checking = checking

    def doings(self) -> dict[str, Doing]:
        """What each of the keys does."""
        return {
            "join_row": self._join,
            "part_row": self._part,
            "add_row": self._add,
            "strike_row": lambda: self._strike(on_paper=False),
            "struck_on_paper": lambda: self._strike(on_paper=True),
            "read_again": self._read_again,
            "cell_history": self._history,
        }

    def _left(self) -> CellView | None:
        """The cell under the cursor, once what is typed there is on its way to the register."""
        if self._checking.sheet is None:
            return None
        self._checking.leave_field()
        return self._checking.view()

    def _do(self, lane: Lane, work: Callable[[Session], StepTaken], said: Callable[[StepTaken], str]) -> None:
        def done(step: StepTaken) -> None:
            self.shaped.emit(step)
            self.told.emit(said(step))

        lane.ask(work, done, self.failed.emit)

    def _join(self) -> None:
        view = self._left()
        if view is None:
            return
        row_id = view.cell.row_id

        def work(session: Session) -> StepTaken:
            page_id = joining.page_of_row(session, row_id)
            return StepTaken(page_id, joining.join_rows(session, row_id), view.row_number)

        self._do(
            self._desk, work, lambda _step: self._taken_back(translate("Review", "The two rows are one now."))
        )

    def _part(self) -> None:
        view = self._left()
        if view is None:
            return
        row_id = view.cell.row_id
        self.told.emit(
            translate("Review", "Row {row} is being parted and read…").format(row=count(view.row_number))
        )

        def saved(_nothing: None) -> None:
            self._do(
                self._view,
                lambda session: shaping.part_row(session, row_id),
                lambda _step: self._taken_back(translate("Review", "The row is two rows now; look at both.")),
            )

        # Behind what is being saved, and beside what is saved while the picture is cleaned.
        self._desk.ask(lambda _session: None, saved, self.failed.emit)

    def _add(self) -> None:
        view = self._left()
        if view is None:
            return
        row_id = view.cell.row_id
        self._do(
            self._desk,
            lambda session: shaping.add_row(session, row_id),
            lambda step: self._taken_back(
                translate("Review", "Row {row} is added; type what the paper says.").format(
                    row=count(step.row)
                )
            ),
        )

    def _strike(self, *, on_paper: bool, why: str = "") -> None:
        view = self._left()
        if view is None:
            return
        row_id, reason = view.cell.row_id, why or self._checking.reason

        def said(step: StepTaken) -> str:
            row = count(step.row)
            if view.struck and not (on_paper and view.left_out):
                text = translate("Review", "Row {row} is not struck any more.").format(row=row)
            elif on_paper:
                text = translate("Review", "Row {row} is struck on the paper: it is filed as struck.").format(
                    row=row
                )
            else:
                text = translate("Review", "Row {row} is struck: it is kept and makes no record.").format(
                    row=row
                )
            return text if reason else self._taken_back(text)

        def refused(failure: BaseException) -> None:
            if isinstance(failure, Expected) and failure.key == "reason_needed" and not why:
                self._ask_why(on_paper=on_paper)
            else:
                self.failed.emit(failure)

        def done(step: StepTaken) -> None:
            self.shaped.emit(step)
            self.told.emit(said(step))

        self._desk.ask(
            lambda session: shaping.strike_row(session, row_id, reason, on_paper=on_paper), done, refused
        )

    def _ask_why(self, *, on_paper: bool) -> None:
        asks = AskLine(
            self._over,
            translate("Review", "Why is it struck?"),
            translate(
                "Review",
                "This page is finished. Why is this row struck, or not any more? It is kept with it.",
            ),
            translate("Review", "Go on"),
        )
        asks.answered.connect(lambda why: self._strike(on_paper=on_paper, why=why) if why else None)
        asks.finished.connect(asks.deleteLater)
        asks.open()

    def _read_again(self) -> None:
        view = self._left()
        if view is None:
            return
        cell_id = view.cell.id
        self.told.emit(translate("Review", "The cell is being read again…"))

        def done(again: ReadAgain) -> None:
            self._checking.put(again.changed or (again.cell,))
            self.told.emit(self._said_again(again))

        def saved(_nothing: None) -> None:
            self._view.ask(
                lambda session: rereading.read_cell_again(session, cell_id), done, self.failed.emit
            )

        self._desk.ask(lambda _session: None, saved, self.failed.emit)

    def _history(self) -> None:
        view = self._left()
        if view is None:
            return
        about = translate("Review", "{column}, row {row}").format(
            column=view.column.name, row=count(view.row_number)
        )
        # On the desk lane, so that what was just typed is in it.
        self._desk.ask(
            lambda session: cell_history(session, view.cell.id),
            lambda lines: CellHistory(self._over, about, lines).open(),
            self.failed.emit,
        )

    def _said_again(self, again: ReadAgain) -> str:
        value = isolated(again.read) if again.read else translate("Review", "empty")
        if again.same:
            return translate("Review", "It reads as before: {value}.").format(value=value)
        if again.kept:
            return self._taken_back(translate("Review", "It reads {value} now.").format(value=value))
        return translate(
            "Review", "It reads {value}; what a person said stays. {key} takes the reading."
        ).format(value=value, key=self._keys["next_reading"])

    def _taken_back(self, text: str) -> str:
        """What was done, and by which key it can be taken back."""
        return translate("Review", "{done} {key} takes it back.").format(done=text, key=self._keys["undo"])

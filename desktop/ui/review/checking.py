"""What each key does on a page: the cursor goes on, and what is said of a cell is saved the moment it is left."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from db.model import CellState
from desktop.operations import column_defaults, review
from desktop.operations.drafts import Draft
from desktop.operations.views import CellView, Entry, Standing
from desktop.ui.lanes import Lane
from desktop.ui.review.lens import Lens
from desktop.ui.review.saving import Said, Saving
from desktop.ui.review.sheet import Sheet, Spot, Way


class Checking(QObject):
    """One sheet, one cursor, one lens. Says what happened; whoever holds the screen puts it in words."""

    moved = Signal()
    """The cursor is in another cell, or the cell is different."""
    nothing_left = Signal()
    """Enter found no other cell to check."""
    nothing_there = Signal()
    """There is no other reading, no doubt, nothing above."""
    failed = Signal(object)

    def __init__(self, lens: Lens, saving: Saving, desk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lens = lens
        self._saving = saving
        self._desk = desk
        self.sheet: Sheet | None = None
        self.spot = Spot(0, 0)
        self.reason = ""  # why values of a filed page are corrected, once it was asked

    def begin(self, sheet: Sheet, spot: Spot) -> None:
        """Another page, the cursor in a cell; what is typed on the one before is saved first."""
        self.leave_field()
        self.sheet = sheet
        self.reason = ""
        self._lens.show_sheet(sheet)
        self._stand(spot)

    def end(self) -> None:
        """No page: save what is typed and let it go."""
        self.leave_field()
        self.sheet = None
        self._lens.clear()

    def use(self, lens: Lens) -> None:
        """Go on through another lens, the cursor where it is."""
        self.leave_field()
        self._lens.clear()
        self._lens = lens
        if self.sheet is not None:
            lens.show_sheet(self.sheet)
            self._stand(self.spot)

    def view(self) -> CellView:
        """The cell under the cursor. RuntimeError where there is no page."""
        if self.sheet is None:
            raise RuntimeError("no page is shown")
        return self.sheet.cell(self.spot)

    def column(self) -> str:
        """The name of the column under the cursor; "" where there is no page."""
        return "" if self.sheet is None else self.view().column.name

    def go(self, spot: Spot | None) -> bool:
        """Leave this field and go to another; False where there is none: what was typed is saved all the same."""
        if self.sheet is None:
            return False
        self.leave_field()
        if spot is None:
            return False
        self._stand(spot)
        return True

    def leave_field(self) -> None:
        """What was typed over is saved; what was not is not accepted by this."""
        if self.sheet is None:
            return
        editor = self._lens.editor()
        view = editor.view()
        if view is not None and editor.changed():
            self.say(Said(view, Entry(editor.text()), note=self.reason))

    def put_aside(self, page_id: str) -> Draft | None:
        """What is half typed: the field gets its value back, and the text is handed over."""
        editor = self._lens.editor() if self.sheet is not None else None
        if editor is None or not editor.changed():
            return None
        view, text = self.view(), editor.text()
        self.give_back()
        return Draft(page_id, view.row_number, view.column.name, text)

    def say(self, said: Said) -> None:
        """Show it as said and tell the register."""
        self.put((said.at_once(),))
        self._saving.save(said)

    def put(self, cells: Iterable[CellView]) -> None:
        """Show cells as they are now."""
        if self.sheet is not None:
            self._lens.renew(self.sheet.put(cells))
            self.moved.emit()

    # -- the keys ---------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Accept, go to the next to check."""
        if self.sheet is None:
            return
        self._agree()
        if not self.go(self.sheet.next_to_check(self.spot, self._lens.way)):
            self.nothing_left.emit()

    def accept_back(self) -> None:
        """Accept, go back to the one to check before."""
        if self.sheet is None:
            return
        self._agree()
        if not self.go(self.sheet.back_to_check(self.spot, self._lens.way)):
            self.nothing_there.emit()

    def step(self, by: int) -> None:
        """Next or previous field, nothing accepted."""
        if self.sheet is not None and not self.go(self.sheet.step(self.spot, by, self._lens.way)):
            self.nothing_there.emit()

    def down(self, by: int) -> None:
        """Same column, next or previous row; among doubts the next or previous one."""
        if self.sheet is None:
            return
        if self._lens.way is Way.DOUBTS:
            self.step(by)
        else:
            self.go(self.sheet.down(self.spot, by))

    def doubt(self, *, backwards: bool) -> None:
        """Next or previous doubt."""
        if self.sheet is not None and not self.go(self.sheet.next_doubt(self.spot, backwards=backwards)):
            self.nothing_there.emit()

    def give_back(self) -> None:
        """The value as it was before anything was typed."""
        if self.sheet is not None:
            self._lens.editor().give_back()
            self.moved.emit()

    def turn(self, by: int) -> None:
        """Next or previous reading of what stands under the caret."""
        if self.sheet is not None and not self._lens.turn(by):
            self.nothing_there.emit()

    def mark(self, state: CellState) -> None:
        """Unreadable, or empty on the paper; then on to the next to check."""
        if self.sheet is None:
            return
        self._lens.editor().give_back()
        self.say(Said(self.view(), Entry("", state), note=self.reason))
        if not self.go(self.sheet.next_to_check(self.spot, self._lens.way)):
            self.nothing_left.emit()

    def ask(self, question: str) -> None:
        """Put the cell to the supervisor; then on to the next to check."""
        if self.sheet is None or not question:
            return
        self.say(Said(self.view(), question=question))
        self.go(self.sheet.next_to_check(self.spot, self._lens.way))

    def take_above(self) -> None:
        """Type in what the ghost proposes: the next of a run, or the value above."""
        if self.sheet is None:
            return
        cell_id = self.view().cell.id

        def taken(text: str) -> None:
            if self.sheet is None or self.view().cell.id != cell_id:
                return
            if text:
                self._lens.editor().take(text)
                self.moved.emit()
            else:
                self.nothing_there.emit()

        self._desk.ask(lambda session: review.ghost(session, cell_id), taken, self.failed.emit)

    def look_for_ghost(self) -> None:
        """Ask what F4 would take, where nothing is written yet that it would cover."""
        if self.sheet is None or self._lens.editor().text():
            return
        waits, cell_id = self.view().standing is Standing.TO_CHECK, self.view().cell.id

        def offered(text: str) -> None:
            if text and self.sheet is not None and self.view().cell.id == cell_id:
                self._lens.offer(text)

        # A cell that is said to be empty, or passes as such, is offered what a person said of its column, nothing else.
        ghost = review.ghost if waits else column_defaults.proposed
        self._desk.ask(lambda session: ghost(session, cell_id), offered, self.failed.emit)

    def _stand(self, spot: Spot) -> None:
        self.spot = spot
        self._lens.go(spot)
        self.moved.emit()

    def _agree(self) -> None:
        """Save what is typed, or that what was read is right."""
        view = self.view()
        if self._lens.editor().changed():
            self.leave_field()
        elif view.standing in {Standing.TO_CHECK, Standing.PASSED, Standing.ASKED}:
            self.say(Said(view, note=self.reason))

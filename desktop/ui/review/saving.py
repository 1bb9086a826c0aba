"""What a person says of cells on its way to the register: shown at once, kept until the register has it.

Nothing that was typed is lost when the disk refuses: it waits here and is given again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from db.errors import Expected
from db.model import CellState
from desktop.operations import settling
from desktop.operations.review import with_their_rows
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry, Standing
from desktop.ui.lanes import Lane


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of one cell. `entry` None: agreed with as it is. `question`: put to the supervisor."""

    view: CellView  # as it was
    entry: Entry | None = None
    question: str = ""
    note: str = ""  # why, on a filed page

    def at_once(self) -> CellView:
        """The cell as it will most likely come back."""
        before = replace(
            self.view, doubts=(), characters=(), problems=(), alternatives=self.view.alternatives
        )
        if self.question:
            return replace(before, standing=Standing.ASKED, note=self.question)
        if self.entry is None:
            unreadable = before.state is CellState.UNREADABLE
            return replace(before, standing=Standing.UNREADABLE if unreadable else Standing.CHECKED)
        if self.entry.state is CellState.UNREADABLE:
            return replace(
                before, text="", as_written="", state=CellState.UNREADABLE, standing=Standing.UNREADABLE
            )
        text = self.entry.text
        state = CellState.READ if text else CellState.BLANK
        return replace(before, text=text, as_written=text, state=state, standing=Standing.CHECKED)

    def work(self, session: Session) -> tuple[CellView, ...]:
        """Tell the register; the cells that changed, and the others of their rows."""
        return with_their_rows(session, self._said(session))

    def _said(self, session: Session) -> tuple[CellView, ...]:
        cell_id = self.view.cell.id
        if self.question:
            return settling.ask(session, cell_id, self.question)
        if self.entry is None:
            # What was on the screen is agreed with, whatever was chosen since from what the book has taught.
            return settling.settle(session, cell_id, Entry(self.view.as_written, self.view.state, self.note))
        return settling.settle(session, cell_id, replace(self.entry, note=self.note))


class Saving(QObject):
    """Gives what is said to the desk lane, in order."""

    answered = Signal(object)
    """The cells as the register has them now (a tuple)."""
    refused = Signal(object, object)
    """What was `Said`, and the failure; it is kept in `unsaved`."""

    def __init__(self, desk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._on_the_way: Counter[str] = Counter()
        self.unsaved: dict[str, Said] = {}

    def save(self, said: Said) -> None:
        """Tell the register; the answer comes by signal."""
        cell_id = said.view.cell.id
        self._on_the_way[cell_id] += 1
        self.unsaved.pop(cell_id, None)
        self._desk.ask(said.work, self._answers(cell_id), self._refuses(said))

    def again(self, note: str = "") -> None:
        """Give once more what was refused, with a reason where one was wanted."""
        for said in list(self.unsaved.values()):
            self.save(replace(said, note=note or said.note))

    def drop(self) -> None:
        """Let go what was refused: the register stays as it is."""
        self.unsaved.clear()

    def busy(self) -> bool:
        """Whether something is on its way."""
        return self._on_the_way.total() > 0

    def _answers(self, cell_id: str) -> Callable[[tuple[CellView, ...]], None]:
        def answer(cells: tuple[CellView, ...]) -> None:
            self._on_the_way[cell_id] -= 1
            # An older answer must not undo on the screen what was typed since.
            self.answered.emit(tuple(view for view in cells if not self._on_the_way[view.cell.id]))

        return answer

    def _refuses(self, said: Said) -> Callable[[BaseException], None]:
        def refuse(failure: BaseException) -> None:
            cell_id = said.view.cell.id
            self._on_the_way[cell_id] -= 1
            if not self._on_the_way[cell_id]:
                self.unsaved[cell_id] = said
            self.refused.emit(said, failure)

        return refuse


def wants_reason(failure: BaseException) -> bool:
    """Whether the register only wants to know why a filed value is corrected."""
    return isinstance(failure, Expected) and failure.key == "reason_needed"

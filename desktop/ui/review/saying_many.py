"""The two keys that say one thing of many cells: all that say the same, and the empty lines below."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.operations import bulk
from desktop.operations.bulk import Proposed
from desktop.operations.views import StepTaken
from desktop.ui.actions import key_text
from desktop.ui.lanes import Lane
from desktop.ui.look import Look
from desktop.ui.review.checking import Checking
from desktop.ui.review.many import ManyCells
from desktop.ui.screen import Screen
from desktop.ui.words import count, isolated, translate


class SayingMany(QObject):
    """Proposes, asks, keeps."""

    told = Signal(str)
    failed = Signal(object)
    kept = Signal(object)
    """The `StepTaken`."""

    def __init__(self, over: Screen, look: Look, desk: Lane, view: Lane, checking: Checking) -> None:
        super().__init__(over)
        self._over = over
        self._undo_key = next(key_text(row) for row in over.seat.commands if row.id == "undo")
        self._look = look
        self._desk = desk
        self._view = view
        self._checking = checking

    def alike(self) -> None:
        """All cells of the column that say what this one says: change to…"""
        self._checking.leave_field()
        cell_id = self._checking.view().cell.id

        def found(cells: tuple[Proposed, ...]) -> None:
            if not cells:
                self.told.emit(translate("Review", "Nothing was read here that other cells could say too."))
                return
            said = translate("Review", "All {number} cells that say {value}: change to").format(
                number=count(len(cells)), value=isolated(cells[0].text)
            )
            title = translate("Review", "Change all that say the same")
            self._ask(title, said, translate("Review", "Change all"), cells, types=True)

        self._desk.ask(lambda session: bulk.alike(session, cell_id), found, self.failed.emit)

    def below(self) -> None:
        """Fill down: a value, a run or a range into the empty lines below."""
        self._checking.leave_field()
        view = self._checking.view()
        cell_id, text = view.cell.id, view.text

        def found(cells: tuple[Proposed, ...]) -> None:
            if not cells or not text:
                self.told.emit(
                    translate("Review", "There are no empty lines below that this value can be filled into.")
                )
                return
            said = translate("Review", "Compare each line with its paper. Space leaves one out.")
            title = translate("Review", "Fill down")
            self._ask(title, said, translate("Review", "Fill in"), cells, types=False)

        self._desk.ask(lambda session: bulk.below(session, cell_id, text), found, self.failed.emit)

    def _ask(self, title: str, said: str, answer: str, cells: tuple[Proposed, ...], *, types: bool) -> None:
        asks = ManyCells(self._over, title, said, answer, cells, self._look, types=types)
        asks.answered.connect(self._keep)
        asks.ask_crops(self._view)
        asks.open()

    def _keep(self, said: list[tuple[str, str]]) -> None:
        reason = self._checking.reason

        def kept(step: StepTaken | None) -> None:
            if step is not None:
                self.kept.emit(step)
                said = translate("Review", "Changed. {key} takes all of it back in one step.")
                self.told.emit(said.format(key=self._undo_key))

        self._desk.ask(lambda session: bulk.say_all(session, said, reason), kept, self.failed.emit)

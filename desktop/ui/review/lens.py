"""What every lens is: it shows a sheet with one cursor and one band of fields, and says what the person does there.

It saves nothing. The fields are the band's; the readings that F6 goes through are the same in every lens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.review.band import Band
from desktop.ui.review.editor import CellEditor
from desktop.ui.review.other_readings import Choice, Ring, choices
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.sheet import Sheet, Spot, Way
from desktop.ui.review.why import why_text


class Lens(QWidget):
    """Shows one sheet. `way` is the order in which the cursor goes on."""

    way: ClassVar[Way] = Way.ROWS

    spot_clicked = Signal(object)
    """Somebody clicked a cell (a `Spot`): on the paper or its field."""
    resized = Signal()
    """The picture is wanted at another width."""

    band: Band

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._spot = Spot(0, 0)
        self._ring: Ring | None = None
        self._turning = False

    def hold(self, band: Band) -> None:
        """The band with the fields; given once, by the lens itself."""
        self.band = band
        band.typed.connect(self._typed)
        band.taken.connect(self._take)

    # -- what each lens does its own way ----------------------------------------------------------------------------

    def show_sheet(self, sheet: Sheet) -> None:
        """Another page; its picture comes later."""
        self._sheet = sheet
        self._ring = None

    def show_picture(self, picture: StripPicture) -> None:
        """The page's picture."""
        raise NotImplementedError

    def view_width(self) -> int:
        """Points that the page's table should be wide at zoom 1."""
        raise NotImplementedError

    def clear(self) -> None:
        """Show nothing: the register is going to be locked."""
        self._sheet = None
        self._ring = None

    def go(self, spot: Spot) -> None:
        """Put the cursor into a cell: caret on the first doubt."""
        raise NotImplementedError

    def renew(self, spots: Iterable[Spot]) -> None:
        """These cells are different now; what is being typed stays."""
        raise NotImplementedError

    # -- the field that has the cursor ------------------------------------------------------------------------------

    def editor(self) -> CellEditor:
        """The field that has the cursor."""
        return self.band.editor()

    def offer(self, text: str) -> None:
        """Show a ghost in the current field."""
        self.editor().offer(text)

    def turn(self, by: int) -> bool:
        """Put in the next (1) or previous (-1) reading; False where there is no other."""
        editor = self.editor()
        view = editor.view()
        if view is None:
            return False
        if self._ring is None:
            others = choices(view, editor.text(), editor.caret())
            if not others:
                return False
            self._ring = Ring(editor.text(), editor.caret(), others)
        self._put(self._ring.turn(by))
        return True

    def readings(self) -> tuple[str, ...]:
        """What is offered under the caret."""
        return self.band.readings()

    def show_hints(self) -> None:
        """Other readings under the caret, and what is known of the cell."""
        editor = self.editor()
        view = editor.view()
        if view is None:
            return
        if self._ring is not None:
            now = self._ring.now()
            self.band.show_readings([(choice, choice is now) for choice in self._ring.all()])
        else:
            found = choices(view, editor.text(), editor.caret())
            self.band.show_readings([(choice, False) for choice in found])
        self.band.show_why(why_text(view))

    def _at(self, spot: Spot) -> None:
        self._spot = spot
        self._ring = None

    def _take(self, index: int) -> None:
        editor = self.editor()
        view = editor.view()
        if view is None:
            return
        if self._ring is None:
            self._ring = Ring(editor.text(), editor.caret(), choices(view, editor.text(), editor.caret()))
            index += 1
        self._put(self._ring.jump(index))

    def _put(self, choice: Choice) -> None:
        editor = self.editor()
        self._turning = True
        editor.setText(choice.text)
        if len(choice.shown) == 1:
            editor.setSelection(choice.at, 1)
        else:
            editor.selectAll()
        self._turning = False
        self.show_hints()

    def _typed(self) -> None:
        if self._turning:
            return
        self._ring = None
        self.show_hints()

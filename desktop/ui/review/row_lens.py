"""The Row lens: the strip of the page, the fields under the ink, the other readings under the caret.

A lens shows a sheet with one cursor and says what the person does with it; it saves nothing. The other lenses of the
design (Column, Characters, Doubts) will stand beside this one with the same calls and signals.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.model import CellState
from desktop.operations.views import CellView, Standing
from desktop.ui.look import Look
from desktop.ui.review.editor import CellEditor, shown_text, standing_text
from desktop.ui.review.other_readings import Choice, Ring, choices
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.sheet import Sheet, Spot
from desktop.ui.review.strip import PageStrip
from desktop.ui.words import count, isolated, sentence, translate


class RowLens(QWidget):
    """One row at a time, on the paper that it came from."""

    spot_clicked = Signal(object)
    """Somebody clicked a cell (a `Spot`): on the paper or its field."""
    resized = Signal()
    """The picture is wanted at another width."""

    def __init__(self, chosen: Look, keys: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = PageStrip(chosen, keys)
        self._sheet: Sheet | None = None
        self._spot = Spot(0, 0)
        self._ring: Ring | None = None
        self._turning = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.strip)
        band = self.strip.band
        band.chosen.connect(lambda index: self.spot_clicked.emit(Spot(self._spot.row, index)))
        band.typed.connect(self._typed)
        band.taken.connect(self._take)
        self.strip.spot_clicked.connect(self.spot_clicked)
        self.strip.resized.connect(self.resized)

    def show_sheet(self, sheet: Sheet) -> None:
        """Another page; its picture comes later."""
        self._sheet = sheet
        self._ring = None
        self.strip.show_sheet(sheet)

    def show_picture(self, picture: StripPicture) -> None:
        """The page's picture."""
        self.strip.show_picture(picture)
        if self._sheet:
            self.strip.band.go(self._spot.column)

    def clear(self) -> None:
        """Show nothing: the register is going to be locked."""
        self._sheet = None
        self.strip.show_sheet(None)

    def go(self, spot: Spot) -> None:
        """Put the cursor into a cell: caret on the first doubt."""
        if self._sheet is None:
            return
        self._spot = spot
        self._ring = None
        band = self.strip.band
        band.put(self._sheet.rows[spot.row])
        self.strip.go(spot)
        editor = band.go(spot.column)
        editor.ready()
        self._show_hints()

    def renew(self, spots: Iterable[Spot]) -> None:
        """These cells are different now; what is being typed stays."""
        if self._sheet is None:
            return
        rows = {spot.row for spot in spots}
        if self._spot.row in rows:
            for editor, view in zip(
                self.strip.band.editors(), self._sheet.rows[self._spot.row], strict=False
            ):
                editor.renew(view)
            self._show_hints()
        self.strip.renew_marks(rows)

    def editor(self) -> CellEditor:
        """The field that has the cursor."""
        return self.strip.band.editor()

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
        return self.strip.band.readings()

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
        self._show_hints()

    def _typed(self) -> None:
        if self._turning:
            return
        self._ring = None
        self._show_hints()

    def _show_hints(self) -> None:
        editor = self.editor()
        view = editor.view()
        if view is None:
            return
        if self._ring is not None:
            now = self._ring.now()
            self.strip.band.show_readings([(choice, choice is now) for choice in self._ring.all()])
        else:
            found = choices(view, editor.text(), editor.caret())
            self.strip.band.show_readings([(choice, False) for choice in found])
        self.strip.band.show_why(why_text(view))


def why_text(view: CellView) -> str:
    """What is known of a cell, in words: how it stands, why, and what it means."""
    parts = [standing_text(view), *(sentence(problem) for problem in view.problems)]
    if view.doubts:
        parts.append(translate("Review", "The marked characters are doubtful."))
    elif view.standing is Standing.TO_CHECK and not view.problems:
        parts.append(translate("Review", "Compare it with the paper."))
    if view.state is CellState.DITTO:
        if view.source_row:
            parts.append(
                translate("Review", "The paper says {mark}, the same as row {row}.").format(
                    mark=isolated(view.as_written), row=count(view.source_row)
                )
            )
        else:
            parts.append(translate("Review", "The paper says {mark}.").format(mark=isolated(view.as_written)))
    elif view.text and view.text != shown_text(view):
        parts.append(translate("Review", "Means {value}.").format(value=isolated(view.text)))
    if view.note:
        parts.append(translate("Review", "Note: {note}").format(note=isolated(view.note)))
    return "  ·  ".join(parts)

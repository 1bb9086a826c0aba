"""The Row lens: the strip of the page, the fields under the ink, the other readings under the caret."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.look import Look
from desktop.ui.review.lens import Lens
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.sheet import Sheet, Spot
from desktop.ui.review.strip import PageStrip


class RowLens(Lens):
    """One row at a time, on the paper that it came from."""

    def __init__(self, chosen: Look, keys: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = PageStrip(chosen, keys)
        self.hold(self.strip.band)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.strip)
        self.band.chosen.connect(lambda index: self.spot_clicked.emit(Spot(self._spot.row, index)))
        self.strip.spot_clicked.connect(self.spot_clicked)
        self.strip.resized.connect(self.resized)

    def show_sheet(self, sheet: Sheet) -> None:
        """Another page; its picture comes later."""
        super().show_sheet(sheet)
        self.strip.show_sheet(sheet)

    def show_picture(self, picture: StripPicture) -> None:
        """The page's picture."""
        self.strip.show_picture(picture)
        if self._sheet:
            self.band.go(self._spot.column)

    def view_width(self) -> int:
        """Points there are for the table."""
        return self.strip.view_width()

    def clear(self) -> None:
        """Show nothing: the register is going to be locked."""
        super().clear()
        self.strip.show_sheet(None)

    def go(self, spot: Spot) -> None:
        """Put the cursor into a cell: caret on the first doubt."""
        if self._sheet is None:
            return
        self._at(spot)
        self.band.put(self._sheet.rows[spot.row])
        self.strip.go(spot)
        self.band.go(spot.column).ready()
        self.show_hints()

    def renew(self, spots: Iterable[Spot]) -> None:
        """These cells are different now; what is being typed stays."""
        if self._sheet is None:
            return
        rows = {spot.row for spot in spots}
        if self._spot.row in rows:
            for editor, view in zip(self.band.editors(), self._sheet.rows[self._spot.row], strict=False):
                editor.renew(view)
            self.show_hints()
        self.strip.renew_marks(rows)

"""The lenses that show cells one under the other: Column, one column's; Doubts, only what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.controls import Elided
from desktop.ui.look import Look
from desktop.ui.review.band import Band
from desktop.ui.review.lens import Lens
from desktop.ui.review.paper_list import PaperDelegate, PaperList, PaperModel
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.sheet import Sheet, Spot, Way
from desktop.ui.words import count, translate

LARGER = 1.5
"""The paper is shown so much larger than in the Row lens: there is room for one column instead of all."""
MIDDLE = (0.2, 0.8)
"""The current line may move in the middle 60 % of the view before the others do."""


class ListLens(Lens):
    """Lines of paper and value; the open field lies over the current one."""

    names: ClassVar[bool] = False
    """Whether each line says its column."""

    def __init__(self, chosen: Look, keys: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PaperModel(self)
        self._delegate = PaperDelegate(chosen, names=self.names, parent=self)
        self.lines = PaperList(self.model, self._delegate, self.title())
        self.hold(Band(chosen, keys, self.lines.viewport()))
        self._delegate.band_height = self.band.height()
        self._head = Elided("", "heading")
        self._head.setContentsMargins(16, 6, 16, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self.lines, 1)
        self.lines.pressed.connect(self._clicked)  # also by the right button, before its menu
        self.lines.verticalScrollBar().valueChanged.connect(self._place_band)

    def title(self) -> str:
        """What the lens is called."""
        raise NotImplementedError

    def spots_at(self, sheet: Sheet, spot: Spot) -> tuple[Spot, ...]:
        """The cells to be shown when the cursor is in one of them."""
        raise NotImplementedError

    def heading(self, sheet: Sheet, spot: Spot) -> str:
        """What stands above the lines."""
        raise NotImplementedError

    def show_sheet(self, sheet: Sheet) -> None:
        """Another page; its picture comes later."""
        super().show_sheet(sheet)
        self._delegate.show_picture(None)
        self.model.show_spots(sheet, ())

    def show_picture(self, picture: StripPicture) -> None:
        """The page's picture."""
        self._delegate.show_picture(picture)
        self._measure()
        self._settle(fresh=True)

    def view_width(self) -> int:
        """Points that the page's table should be wide at zoom 1."""
        return round(self.lines.viewport().width() * LARGER)

    def clear(self) -> None:
        """Show nothing."""
        super().clear()
        self.model.show_spots(None, ())
        self._delegate.show_picture(None)
        self.band.hide()

    def go(self, spot: Spot) -> None:
        """Put the cursor into a cell: caret on the first doubt."""
        if self._sheet is None:
            return
        self._at(spot)
        fresh = spot not in self.model.spots
        if fresh:
            self.model.show_spots(self._sheet, self.spots_at(self._sheet, spot))
            self._measure()
        self._head.setText(self.heading(self._sheet, spot))
        before, self._delegate.current = self._delegate.current, self.model.spots.index(spot)
        for row in {before, self._delegate.current} & set(range(len(self.model.spots))):
            self._delegate.sizeHintChanged.emit(self.model.index(row))
        self.band.put([self._sheet.cell(spot)])
        self.band.show()
        self._settle(fresh=fresh)
        self.band.go(0).ready()
        self.show_hints()
        self.lines.viewport().update()

    def renew(self, spots: Iterable[Spot]) -> None:
        """These cells are different now; what is being typed stays."""
        if self._sheet is None:
            return
        if self._spot in set(spots):
            self.editor().renew(self._sheet.cell(self._spot))
            self.show_hints()
        self._head.setText(self.heading(self._sheet, self._spot))
        self.model.renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants the picture at another scale."""
        super().resizeEvent(event)
        self._measure()
        self._settle(fresh=False)
        self.resized.emit()

    def _measure(self) -> None:
        views = [self.model.view(row) for row in range(len(self.model.spots))]
        self._delegate.measure(views, self.lines.viewport().width())
        self.lines.scheduleDelayedItemsLayout()

    def _settle(self, *, fresh: bool) -> None:
        """Move the lines if the current one has left the middle of the view; lay its field over it."""
        if not self.model.spots:
            return
        line = self.lines.visualRect(self.model.index(self._delegate.current))
        view = self.lines.viewport().height()
        middle = line.center().y()
        if fresh or not MIDDLE[0] * view <= middle <= MIDDLE[1] * view:
            bar = self.lines.verticalScrollBar()
            lands = 0.3 if fresh or middle > view / 2 else 0.7
            bar.setValue(bar.value() + round(middle - lands * view))
        self._place_band()

    def _place_band(self) -> None:
        if not self.model.spots or self._delegate.current < 0:
            return
        line = self.lines.visualRect(self.model.index(self._delegate.current))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        place = self._delegate.band_place(line, mirrored=mirrored)
        self.band.setGeometry(place)
        self.band.place([QRectF(0, 0, min(place.width(), 320), self.band.editor_height)])

    def _clicked(self, index: QModelIndex) -> None:
        self.spot_clicked.emit(self.model.spots[index.row()])


class ColumnLens(ListLens):
    """One column's cells, top to bottom: the fastest for serial numbers."""

    way = Way.COLUMNS

    def title(self) -> str:
        """What the lens is called."""
        return translate("Review", "Column")

    def spots_at(self, sheet: Sheet, spot: Spot) -> tuple[Spot, ...]:
        """The whole column."""
        return sheet.column_of(spot)

    def heading(self, sheet: Sheet, spot: Spot) -> str:
        """The column's name, and how many of it are to be checked."""
        left = sum(sheet.to_check_at(each) for each in sheet.column_of(spot))
        return translate("Review", "{column} · to check: {left}").format(
            column=sheet.cell(spot).column.name, left=count(left)
        )


class DoubtsLens(ListLens):
    """Only what breaks a rule or lies under the threshold, in page order."""

    way = Way.DOUBTS
    names = True

    def title(self) -> str:
        """What the lens is called."""
        return translate("Review", "Doubts")

    def spots_at(self, sheet: Sheet, spot: Spot) -> tuple[Spot, ...]:
        """What is doubtful now or was when it was last looked at, and where the cursor is.

        What is decided keeps its line: nothing moves away under a person's eye.
        """
        return tuple(sorted({*sheet.doubts(), *self.model.spots, spot}))

    def heading(self, sheet: Sheet, spot: Spot) -> str:  # noqa: ARG002 - the lenses share it
        """How many doubts are left."""
        left = len(sheet.doubts())
        if not left:
            return translate("Review", "No doubts are left on this page")
        return translate("Review", "Doubts on this page: {left}").format(left=count(left))

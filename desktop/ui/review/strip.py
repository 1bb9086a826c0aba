"""The strip of the real page: the current row bright, its neighbours dim, the band of fields open beneath it.

The page opens under the current row as under a thumb: what is above stays where it is, what is below lies beneath the
band, and nothing is hidden. The picture is moved only when the row would leave the middle 60 % of the view.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.operations.views import Standing
from desktop.ui import marks
from desktop.ui.look import Look
from desktop.ui.review.band import Band
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.sheet import Sheet, Spot
from desktop.ui.words import count, isolated, translate

GUTTER = 46
DIM = 0.42
"""How much of a neighbour's ink is left: it can be read, and does not call."""
MIDDLE = (0.2, 0.8)
"""The row may move in the middle 60 % of the view before the picture does."""
LANDS_AT = {1: 0.25, -1: 0.7}
"""Where the row comes to lie when the picture has to move: with room in the way it is going."""


class PageStrip(QWidget):
    """Paints the page and keeps the band in its place."""

    spot_clicked = Signal(object)
    resized = Signal()

    def __init__(self, chosen: Look, keys: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = chosen
        self.band = Band(chosen, keys, self)
        self._picture: StripPicture | None = None
        self._pixmap = QPixmap()
        self._sheet: Sheet | None = None
        self._boxes: list[list[QRectF]] = []
        self._spans: list[tuple[float, float]] = []
        self._spot = Spot(0, 0)
        self._offset = QPointF(0, 0)
        self._fresh = True
        self.setMinimumHeight(240)
        self.setAccessibleName(translate("Review", "The page"))

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Another page, whose picture comes later."""
        self._sheet = sheet
        self._picture = None
        self._pixmap = QPixmap()
        self._fresh = True
        self._spot = Spot(0, 0)
        self._measure()
        self.band.setVisible(bool(sheet))
        self.update()

    def show_picture(self, picture: StripPicture) -> None:
        """The page's picture, at the scale at which it stays."""
        self._picture = picture
        self._pixmap = QPixmap.fromImage(picture.image)
        self._fresh = True
        self._measure()
        self.settle_view(1)

    def picture(self) -> StripPicture | None:
        """The picture that is shown."""
        return self._picture

    def go(self, spot: Spot) -> None:
        """Make a row and a cell the current ones."""
        way = 1 if spot.row >= self._spot.row else -1
        same_row = spot.row == self._spot.row and not self._fresh
        before, self._spot = QPointF(self._offset), spot
        self.settle_view(way, whole=not same_row)
        if same_row and before == self._offset:
            self._update_row()
        elif same_row:
            self.update()

    def renew_marks(self, rows: Iterable[int]) -> None:
        """The marks of these rows in the gutter may be different now."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for row in rows:
            top, bottom = self._spans[row]
            start = self.width() - GUTTER if mirrored else 0
            self.update(start, round(self.row_top(row)) - 1, GUTTER, round(bottom - top) + 2)

    def view_width(self) -> int:
        """Points there are for the table."""
        return self.width() - GUTTER

    def offset(self) -> QPointF:
        """What of the page lies at the view's corner."""
        return QPointF(self._offset)

    def row_top(self, row: int) -> float:
        """Where a row begins in this widget: those below the current one lie beneath the band."""
        shift = self.band.height() if row > self._spot.row else 0
        return self._head() + self._spans[row][0] - self._offset.y() + shift

    # -- the view ---------------------------------------------------------------------------------------------------

    def settle_view(self, way: int, *, whole: bool = True) -> None:
        """Move the picture if the row has left the middle of the view; put the band beneath the row."""
        if not self._sheet:
            return
        self._settle_down(way)
        self._settle_across()
        _, bottom = self._spans[self._spot.row]
        start, width = self._picture_span()
        self.band.setGeometry(
            start, round(self._head() + bottom - self._offset.y()), width, self.band.height()
        )
        self.band.place([box.translated(-self._offset.x(), 0) for box in self._boxes[self._spot.row]])
        if whole:
            self.update()

    def _update_row(self) -> None:
        """Paint again what a step inside a row changes: its frames and the names of the columns."""
        top, bottom = self._spans[self._spot.row]
        self.update(0, 0, self.width(), self._head())
        self.update(0, round(self.row_top(self._spot.row)) - 4, self.width(), round(bottom - top) + 6)

    def _settle_down(self, way: int) -> None:
        view = self.height() - self._head()
        top, bottom = self._spans[self._spot.row]
        middle = (top + bottom) / 2 - self._offset.y()
        lowest = min(MIDDLE[1] * view, view - self.band.height() - (bottom - top) / 2 - 6)
        if self._fresh or not MIDDLE[0] * view <= middle <= lowest:
            lands = min(LANDS_AT[-1 if way < 0 else 1] * view, lowest)
            self._offset.setY((top + bottom) / 2 - lands)
            self._fresh = False
        whole = (self._picture.height if self._picture else bottom) + self.band.height()
        self._offset.setY(min(max(self._offset.y(), 0.0), max(whole - view, 0.0)))

    def _settle_across(self) -> None:
        _, view = self._picture_span()
        whole = self._picture.width if self._picture else float(view)
        box = self._boxes[self._spot.row][self._spot.column]
        if box.left() < self._offset.x() or box.right() > self._offset.x() + view:
            self._offset.setX(box.center().x() - view / 2)
        self._offset.setX(min(max(self._offset.x(), 0.0), max(whole - view, 0.0)))

    def _picture_span(self) -> tuple[int, int]:
        """Where the picture begins and how wide it is: the gutter is where reading starts."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return (0 if mirrored else GUTTER), self.view_width()

    def _head(self) -> int:
        return self.fontMetrics().height() + 10

    def _measure(self) -> None:
        """Where every cell and row is: on the picture, or in even shares while there is none."""
        rows = self._sheet.rows if self._sheet else []
        if self._picture is not None:
            placed = self._picture.boxes
            self._boxes = [[placed[view.cell.id] for view in cells] for cells in rows]
        else:
            high = self.fontMetrics().height() * 2.0
            shares = [self.view_width() / max(len(cells), 1) for cells in rows]
            self._boxes = [
                [QRectF(at * share, row * high, share, high) for at in range(len(cells))]
                for row, (cells, share) in enumerate(zip(rows, shares, strict=True))
            ]
        self._spans = [
            (
                min((box.top() for box in boxes), default=0.0),
                max((box.bottom() for box in boxes), default=0.0),
            )
            for boxes in self._boxes
        ]

    # -- events -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants the picture at another scale."""
        super().resizeEvent(event)
        if self._picture is None:
            self._measure()
        self.settle_view(1)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Looking around: the picture moves, the row stays the current one."""
        if self._picture is None:
            return
        view = self.height() - self._head()
        whole = self._picture.height + self.band.height()
        self._offset.setY(
            min(max(self._offset.y() - event.angleDelta().y() / 2, 0.0), max(whole - view, 0.0))
        )
        _, bottom = self._spans[self._spot.row]
        self.band.move(self.band.x(), round(self._head() + bottom - self._offset.y()))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the paper chooses the cell there."""
        if not self._sheet or self._picture is None:
            return
        start, _ = self._picture_span()
        for row, boxes in enumerate(self._boxes):
            top = self.row_top(row) - self._spans[row][0]
            for column, box in enumerate(boxes):
                if box.translated(start - self._offset.x(), top).contains(event.position()):
                    self.spot_clicked.emit(Spot(row, column))
                    return

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """The page in two parts around the band, the gutter with its row numbers, the names of the columns."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("card"))
        if self._sheet:
            self._paint_page(painter)
            self._paint_gutter(painter, self._sheet)
            self._paint_names(painter, self._sheet)
        painter.end()

    def _paint_page(self, painter: QPainter) -> None:
        start, width = self._picture_span()
        head = self._head()
        if self._picture is None:
            painter.setPen(self._look.colour("muted"))
            place = QRectF(start, self.band.geometry().bottom() + 20, width, 40)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignCenter, translate("Review", "The picture is being prepared…")
            )
            return
        top, bottom = self._spans[self._spot.row]
        painter.save()
        painter.setClipRect(QRectF(start, head, width, self.height() - head))
        across = start - self._offset.x()
        above = head - self._offset.y()
        below = above + self.band.height()
        ratio = self._pixmap.devicePixelRatio()

        def part(first: float, last: float, shift: float) -> None:
            source = QRectF(0, first * ratio, self._pixmap.width(), (last - first) * ratio)
            painter.drawPixmap(
                QRectF(across, first + shift, self._picture_width(), last - first), self._pixmap, source
            )

        painter.setOpacity(DIM)
        part(0, top, above)
        part(bottom, self._picture.height, below)
        painter.setOpacity(1.0)
        part(top, bottom, above)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_strikes(painter, start - self._offset.x())
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(
            self._boxes[self._spot.row][self._spot.column].translated(across, above).adjusted(-1, 1, 1, -1),
            3,
            3,
        )
        painter.restore()

    def _paint_strikes(self, painter: QPainter, across: float) -> None:
        """A line through every struck row, as on paper."""
        painter.setPen(QPen(self._look.colour("muted"), 2))
        for row, cells in enumerate(self._sheet.rows if self._sheet else ()):
            if cells and cells[0].struck and self._boxes[row]:
                first, last = self._boxes[row][0], self._boxes[row][-1]
                middle = self.row_top(row) + (self._spans[row][1] - self._spans[row][0]) / 2
                painter.drawLine(
                    QPointF(across + first.left() + 6, middle), QPointF(across + last.right() - 6, middle)
                )

    def _picture_width(self) -> float:
        return self._picture.width if self._picture else 0.0

    def _paint_gutter(self, painter: QPainter, sheet: Sheet) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = self.width() - GUTTER if mirrored else 0
        painter.fillRect(QRectF(start, 0, GUTTER, self.height()), self._look.colour("stripe"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(start, self._head(), GUTTER, self.height() - self._head()))
        font = painter.font()
        for row, cells in enumerate(sheet.rows):
            y, high = self.row_top(row), self._spans[row][1] - self._spans[row][0]
            if not cells or y + high < 0 or y > self.height():
                continue
            current = row == self._spot.row
            if current:
                painter.fillRect(
                    QRectF(start, y, GUTTER, high + self.band.height()), self._look.colour("band")
                )
            font.setBold(current)
            font.setStrikeOut(cells[0].struck)
            painter.setFont(font)
            painter.setPen(self._look.colour("ink" if current else "muted"))
            number = QRectF(start + (2 if mirrored else 18), y, GUTTER - 20, high)
            painter.drawText(number, Qt.AlignmentFlag.AlignCenter, count(cells[0].row_number))
            mark = QPointF(start + (GUTTER - 10 if mirrored else 10), y + high / 2)
            if cells[0].left_out:
                marks.cross(painter, mark, self._look.colour("muted"))
            elif sheet.to_check_in_row(row):
                marks.ring(painter, mark, self._look.colour("warn"))
            elif any(view.standing is not Standing.PASSED for view in cells):
                marks.tick(painter, mark, self._look.colour("good"))
        painter.restore()

    def _paint_names(self, painter: QPainter, sheet: Sheet) -> None:
        start, width = self._picture_span()
        head = self._head()
        painter.fillRect(QRectF(0, 0, self.width(), head), self._look.colour("stripe"))
        painter.setPen(self._look.colour("edge_strong"))
        painter.drawLine(0, head - 1, self.width(), head - 1)
        painter.save()
        painter.setClipRect(QRectF(start, 0, width, head))
        font = painter.font()
        for at, (view, box) in enumerate(
            zip(sheet.rows[self._spot.row], self._boxes[self._spot.row], strict=True)
        ):
            font.setBold(at == self._spot.column)
            painter.setFont(font)
            painter.setPen(self._look.colour("ink" if at == self._spot.column else "muted"))
            place = QRectF(box.x() + start - self._offset.x() + 4, 0, box.width() - 8, head)
            name = painter.fontMetrics().elidedText(
                view.column.name, Qt.TextElideMode.ElideRight, round(place.width())
            )
            aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(place, aligned, isolated(name))
        painter.restore()

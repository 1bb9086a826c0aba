"""Cells one under the other: the piece of paper, and beside it what it was read as. A model, a delegate, a view.

One field is open, the current one's: its band is laid over its line by the lens. All others are only painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.operations.views import CellView, Standing
from desktop.ui import marks
from desktop.ui.look import Look
from desktop.ui.review.editor import shown_text, standing_text
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.sheet import Sheet, Spot
from desktop.ui.words import count, isolated, translate

Index = QModelIndex | QPersistentModelIndex

PAD = 6
AROUND = 4
"""Points of paper shown around a cell: writing leaves its box."""
GUTTER = 46
PAPER_SHARE = 0.48
"""So much of the width may the paper take; the widest cell decides, and all are shown at one scale."""


class PaperModel(QAbstractListModel):
    """The cells at some spots of a sheet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.spots: tuple[Spot, ...] = ()
        self._sheet: Sheet | None = None

    def show_spots(self, sheet: Sheet | None, spots: Sequence[Spot]) -> None:
        """Show other cells."""
        self.beginResetModel()
        self._sheet, self.spots = sheet, tuple(spots)
        self.endResetModel()

    def view(self, row: int) -> CellView:
        """The cell of a line. IndexError beyond the last."""
        spot = self.spots[row]
        if self._sheet is None:
            raise IndexError(row)
        return self._sheet.cell(spot)

    def renew(self) -> None:
        """The cells may be different now."""
        if self.spots:
            self.dataChanged.emit(self.index(0), self.index(len(self.spots) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One line a cell."""
        return 0 if parent.isValid() else len(self.spots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a screen reader says of a line; the delegate draws it."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        view = self.view(index.row())
        return translate("Review", "{column}, row {row}: {value}. {standing}").format(
            column=view.column.name,
            row=count(view.row_number),
            value=isolated(shown_text(view)),
            standing=standing_text(view),
        )


class PaperDelegate(QStyledItemDelegate):
    """Draws a line: row, mark of its standing, paper, value with its doubts."""

    def __init__(self, chosen: Look, *, names: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = chosen
        self.band_height = 0
        self._names = names
        self._pixmap = QPixmap()
        self._picture: StripPicture | None = None
        self._scale = 1.0
        self.current = -1
        self.paper_width = 0.0
        self._font = QFont(chosen.mono)
        self._font.setPointSizeF(chosen.cell_pt)
        self._metrics = QFontMetricsF(self._font)
        self._sans = QFont(chosen.sans)
        self._sans.setPointSizeF(chosen.text_pt)
        names_wide = round(QFontMetricsF(self._sans).averageCharWidth() * 16) if names else 0
        self.gutter = GUTTER + names_wide

    def show_picture(self, picture: StripPicture | None) -> None:
        """The page's picture, at the scale at which it stays."""
        self._picture = picture
        self._pixmap = QPixmap.fromImage(picture.image) if picture else QPixmap()

    def measure(self, views: Sequence[CellView], width: int) -> None:
        """One scale for all lines: the widest cell fits its share of the view."""
        room = max(PAPER_SHARE * (width - self.gutter), 60.0)
        boxes = [box for view in views if (box := self._box(view)) is not None]
        widest = max((box.width() for box in boxes), default=room)
        self._scale = min(1.0, room / widest)
        self.paper_width = min(widest * self._scale, room) if self._picture else room

    def band_place(self, line: QRect, *, mirrored: bool) -> QRect:
        """Where the open field lies in its line."""
        start = round(self.gutter + self.paper_width + 2 * PAD)
        width = line.width() - start - PAD
        left = line.left() + PAD if mirrored else line.left() + start
        return QRect(left, line.top() + 2, width, self.band_height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt hands it in
        """As high as its paper was found to be; the current one as high as its field too."""
        model = index.model()
        box = self._box(model.view(index.row())) if isinstance(model, PaperModel) else None
        paper = box.height() * self._scale if box is not None else 0.0
        high = max(paper + 2 * PAD, self._metrics.height() + 2 * PAD)
        if index.row() == self.current:
            high = max(high, self.band_height + 4)
        return QSize(self.gutter + round(self.paper_width) + 200, round(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The line; of the current one everything but the value, which is in its field."""
        model = index.model()
        if not isinstance(model, PaperModel):
            return
        view = model.view(index.row())
        line: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack the option's members
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]  # as above
        current = index.row() == self.current
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(line, self._look.colour("band" if current else "card"))
        painter.setPen(self._look.colour("edge"))
        painter.drawLine(line.bottomLeft(), line.bottomRight())

        def across(start: float, width: float) -> QRectF:
            left = line.right() + 1 - start - width if mirrored else line.left() + start
            return QRectF(left, line.top(), width, line.height())

        self._paint_gutter(painter, view, across, current=current)
        self._paint_paper(painter, view, across(self.gutter, self.paper_width), current=current)
        if not current:
            start = self.gutter + self.paper_width + 2 * PAD
            self._paint_value(painter, view, across(start, line.width() - start - PAD), mirrored=mirrored)
        painter.restore()

    def _paint_gutter(
        self, painter: QPainter, view: CellView, across: Callable[[float, float], QRectF], *, current: bool
    ) -> None:
        font = QFont(self._sans)
        font.setBold(current)
        font.setStrikeOut(view.struck)
        painter.setFont(font)
        painter.setPen(self._look.colour("ink" if current else "muted"))
        painter.drawText(across(18, GUTTER - 20), Qt.AlignmentFlag.AlignCenter, count(view.row_number))
        font.setStrikeOut(False)
        painter.setFont(font)
        if self._names:
            place = across(GUTTER, self.gutter - GUTTER - PAD)
            name = painter.fontMetrics().elidedText(
                view.column.name, Qt.TextElideMode.ElideRight, round(place.width())
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, name)
        middle = across(4, 12).center()
        paint_standing(painter, view.standing, middle, self._look)

    def _paint_paper(self, painter: QPainter, view: CellView, place: QRectF, *, current: bool) -> None:
        box = self._box(view)
        if box is None or self._picture is None:
            return
        ratio = self._pixmap.devicePixelRatio()
        source = QRectF(box.x() * ratio, box.y() * ratio, box.width() * ratio, box.height() * ratio)
        size = (box.width() * self._scale, box.height() * self._scale)
        target = QRectF(place.left(), place.center().y() - size[1] / 2, *size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, self._pixmap, source)
        if current:
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(target.adjusted(1, 1, -1, -1), 3, 3)

    def _paint_value(self, painter: QPainter, view: CellView, place: QRectF, *, mirrored: bool) -> None:
        text = shown_text(view)
        painter.setFont(self._font)
        painter.setPen(self._look.colour("ink"))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, shown)
        if mirrored or text != view.as_written:
            return
        high = self._metrics.height()
        painter.translate(0, place.center().y() - high / 2 - 4)
        for at in view.doubts:
            left, right = (place.left() + self._metrics.horizontalAdvance(text[:end]) for end in (at, at + 1))
            marks.doubt(painter, left, right, high + 4, self._look.colour("bad"))

    def _box(self, view: CellView) -> QRectF | None:
        """The cell on the picture, with a little paper around it."""
        if self._picture is None:
            return None
        box = self._picture.boxes.get(view.cell.id)
        if box is None:
            return None
        whole = QRectF(0, 0, self._picture.width, self._picture.height)
        return box.adjusted(-AROUND, -AROUND, AROUND, AROUND).intersected(whole)


def paint_standing(painter: QPainter, standing: Standing, at: QPointF, look: Look) -> None:
    """How a cell stands, as a shape."""
    if standing is Standing.TO_CHECK:
        marks.ring(painter, at, look.colour("warn"))
    elif standing is Standing.CHECKED:
        marks.tick(painter, at, look.colour("good"))
    elif standing is not Standing.PASSED:
        painter.setPen(look.colour("ink"))
        place = QRectF(at.x() - 8, at.y() - 10, 16, 20)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "?" if standing is Standing.ASKED else "×")


class PaperList(QListView):
    """The lines; takes no focus, since the open field has it."""

    def __init__(self, model: PaperModel, delegate: PaperDelegate, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)

"""The piece of the page that a checker types from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.operations.views import PagePicture
from desktop.ui.look import Look
from desktop.ui.review.picture import as_image
from desktop.ui.words import translate

ROWS_AROUND = 1.2
"""So many heights of the row are shown above and below it: enough to see what a ditto repeats."""


class PaperView(QWidget):
    """The row's piece of the page, the current cell framed. Paper only: nothing that was read or filed."""

    def __init__(self, chosen: Look) -> None:
        super().__init__()
        self._look = chosen
        self._image = QImage()
        self._boxes: dict[str, tuple[int, int, int, int]] = {}
        self._origin = (0, 0)
        self._current = ""
        self.setMinimumHeight(150)
        self.setAccessibleName(translate("Checks", "Picture of the row"))

    def show_row(self, picture: PagePicture, cell_ids: Sequence[str]) -> None:
        """Cut the page around the cells of a row."""
        boxes = [picture.boxes[cell_id] for cell_id in cell_ids if cell_id in picture.boxes]
        if not boxes:
            self.forget()
            return
        height, width = picture.grey.shape
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        around = round((bottom - top) * ROWS_AROUND)
        top, bottom = max(0, top - around), min(height, bottom + around)
        lefts = [box[0] for box in picture.boxes.values()]
        rights = [box[2] for box in picture.boxes.values()]
        left, right = max(0, min(lefts)), min(width, max(rights))
        piece: NDArray[np.uint8] = picture.grey[top:bottom, left:right]
        self._image = as_image(piece)
        self._boxes = {cell_id: picture.boxes[cell_id] for cell_id in cell_ids if cell_id in picture.boxes}
        self._origin = (left, top)
        self.update()

    def forget(self) -> None:
        """Show nothing."""
        self._image = QImage()
        self._boxes = {}
        self.update()

    def shows(self) -> bool:
        """Whether there is a picture."""
        return not self._image.isNull()

    def point_at(self, cell_id: str) -> None:
        """Frame a cell."""
        self._current = cell_id
        self.update()

    def sizeHint(self) -> QSize:
        """Wide, and as high as three rows."""
        return QSize(900, 220)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The piece as large as it fits, the current cell framed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._look.colour("card"))
        if self._image.isNull():
            return
        scale = min(self.width() / self._image.width(), self.height() / self._image.height())
        size = (self._image.width() * scale, self._image.height() * scale)
        left, top = (self.width() - size[0]) / 2, (self.height() - size[1]) / 2
        painter.drawImage(QRectF(left, top, *size), self._image)
        if (box := self._boxes.get(self._current)) is not None:
            corner = QPointF(
                left + (box[0] - self._origin[0]) * scale, top + (box[1] - self._origin[1]) * scale
            )
            end = QPointF(left + (box[2] - self._origin[0]) * scale, top + (box[3] - self._origin[1]) * scale)
            painter.setPen(QPen(self._look.colour("accent"), 3))
            painter.drawRect(QRectF(corner, end))

"""The cell in its surroundings: a window into the page at its own resolution, over the strip."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look
from desktop.ui.words import translate

HELD_MS = 350
"""F2 pressed for longer than this was held: letting it go closes the view again."""


class Peek(QWidget):
    """Shown by a press of F2 until the next, or for as long as the key is held."""

    def __init__(self, chosen: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = chosen
        self._image = QImage()
        self._cell = QRect()
        self._since = QElapsedTimer()
        self.setAccessibleName(translate("Review", "The cell in its surroundings"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_part(self, image: QImage, cell: QRect, over: QRect) -> None:
        """Show a part of the page in the place `over`, with the cell framed."""
        self._image = image
        self._cell = cell
        self.setGeometry(over)
        self._since.start()
        self.show()
        self.raise_()

    def let_go(self) -> None:
        """The key was let go: close when it was held."""
        if self.isVisible() and self._since.elapsed() >= HELD_MS:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """The paper, framed, the cell marked."""
        painter = QPainter(self)
        frame = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.fillRect(frame, self._look.colour("card"))
        ratio = self._image.devicePixelRatio()
        corner_x = round((self.width() - self._image.width() / ratio) / 2)
        corner_y = round((self.height() - self._image.height() / ratio) / 2)
        painter.drawImage(corner_x, corner_y, self._image)
        painter.setPen(QPen(self._look.colour("accent"), 3))
        painter.drawRect(self._cell.translated(corner_x, corner_y).adjusted(-3, -3, 3, 3))
        painter.setPen(QPen(self._look.colour("ink"), 3))
        painter.drawRect(frame)
        painter.end()

"""A two-sided pile on a one-sided feeder: a drawing of how to turn it between its fronts and its backs."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.look import Look
from desktop.ui.words import count, translate


class TurnedPile(QDialog):
    """Says what to do with the pile; accepted when it lies in the feeder again."""

    def __init__(self, parent: QWidget, look: Look, fronts: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Capture", "Now the backs"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(14)
        whole.addWidget(
            label(
                translate(
                    "Capture",
                    "Fronts brought in: {number}. Take the whole pile as it came out, turn it over like one sheet, and "
                    "put it back into the feeder. Don't change the order of the sheets. Each back is put after its "
                    "front.",
                ).format(number=count(fronts)),
                wraps=True,
            )
        )
        whole.addWidget(Drawing(look), 1)
        whole.addLayout(answer_or_cancel(self, translate("Capture", "Scan the backs"))[0])
        self.resize(640, 420)


class Drawing(QWidget):
    """Fronts 1, 2, 3 on the left, an arrow over to the pile with its last back on top."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._ink = look.colour("ink")
        self._paper = look.colour("card")
        self.setAccessibleName(
            translate("Capture", "The pile is turned over as a whole: its last back lies on top.")
        )
        self.setMinimumSize(QSize(480, 200))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """Draw both piles and the way from one to the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ink, 1.6))
        middle = self.height() * 0.62
        left, right = self.width() * 0.25, self.width() * 0.75
        self._pile(painter, QPointF(left, middle), translate("Capture", "Front 1"))
        self._pile(painter, QPointF(right, middle), translate("Capture", "Last back"))
        path = QPainterPath(QPointF(left, middle - 62))
        path.cubicTo(left + 40, middle - 140, right - 40, middle - 140, right, middle - 62)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.drawLine(QPointF(right, middle - 62), QPointF(right - 16, middle - 70))
        painter.drawLine(QPointF(right, middle - 62), QPointF(right - 2, middle - 80))
        painter.end()

    def _pile(self, painter: QPainter, at: QPointF, text: str) -> None:
        for step in (2, 1, 0):
            sheet = QRectF(at.x() - 74 + 7 * step, at.y() - 48 + 7 * step, 148, 96)
            painter.setBrush(self._paper)
            painter.drawRect(sheet)
            if step == 0:
                painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, text)

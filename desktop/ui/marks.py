"""The marks that say a standing in a shape: a ring to check, a tick when checked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


def ring(painter: QPainter, at: QPointF, colour: QColor) -> None:
    """Something is to be checked."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2))
    painter.drawEllipse(at, 3.5, 3.5)


def tick(painter: QPainter, at: QPointF, colour: QColor) -> None:
    """Checked."""
    pen = QPen(colour, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([at + QPointF(-4, 0), at + QPointF(-1, 3.5), at + QPointF(4.5, -4)]))


def cross(painter: QPainter, at: QPointF, colour: QColor) -> None:
    """Struck: no entry."""
    pen = QPen(colour, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(at + QPointF(-3.5, -3.5), at + QPointF(3.5, 3.5))
    painter.drawLine(at + QPointF(-3.5, 3.5), at + QPointF(3.5, -3.5))


def same(painter: QPainter, at: QPointF, colour: QColor) -> None:
    """The paper says "same as above"."""
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for x in (-3.0, 1.5):
        painter.drawLine(at + QPointF(x + 1.5, -3), at + QPointF(x, 2.5))


def doubt(painter: QPainter, left: float, right: float, under: float, colour: QColor) -> None:
    """A doubtful character: a dotted line under it and a small wedge above it."""
    pen = QPen(colour, 2, Qt.PenStyle.DotLine)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(left + 1, under), QPointF(right - 1, under))
    middle = (left + right) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(middle - 3, 2), QPointF(middle + 3, 2), QPointF(middle, 6)]))

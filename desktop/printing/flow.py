"""Text that flows down pages in columns: lines are measured once, an entry stays together where a page can hold it.

The same flow is walked twice, first without a painter to learn how many pages there are, so that each can say "page x
of y" though no more than an entry is ever in memory.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPdfWriter, QTextLayout, QTextOption

from desktop.printing.paper import MM

_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def shown(text: str) -> str:
    """A value as paper can show it: what has no shape of its own, such as a sign that turns text round, is named."""
    if text.isprintable():
        return text
    return "".join(f"‹U+{ord(c):04X}›" if unicodedata.category(c) in _HIDDEN else c for c in text)


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface at a size on this paper."""

    font: QFont
    metrics: QFontMetricsF

    @property
    def line(self) -> float:
        """From one line to the next, in dots."""
        return self.metrics.height() * 1.08


def face(writer: QPdfWriter, names: Sequence[str], points: float, *, bold: bool = False) -> Face:
    """A typeface as `writer` draws it."""
    font = QFont()
    font.setFamilies(list(names))
    font.setPointSizeF(points)
    font.setBold(bold)
    return Face(font, QFontMetricsF(font, writer))


def wrapped(text: str, chosen: Face, width: float, writer: QPdfWriter) -> tuple[str, ...]:
    """The lines of a text that are no wider than `width`; broken between words, or anywhere where one is too long."""
    if not text:
        return ()
    if chosen.metrics.horizontalAdvance(text) <= width:
        return (text,)
    layout = QTextLayout(text, chosen.font, writer)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one column of an entry, `left` dots from the page's edge."""

    left: float
    face: Face
    lines: tuple[str, ...]


class Flow:
    """Where the next line goes. Without a painter it only counts; `edges` draws what stands on every page."""

    def __init__(
        self, writer: QPdfWriter, painter: QPainter | None, top: float, edges: Callable[[QPainter, int], None]
    ) -> None:
        self._writer = writer
        self._painter = painter
        self._top = top
        self._bottom = writer.height() - 8 * MM
        self._edges = edges
        self._y = top
        self.page = 1
        if painter is not None:
            edges(painter, 1)

    def turn(self) -> None:
        """Begin another page."""
        self.page += 1
        self._y = self._top
        if self._painter is not None:
            self._writer.newPage()
            self._edges(self._painter, self.page)

    def is_fresh(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self._y == self._top

    def room(self, height: float) -> None:
        """Turn the page unless so many dots are left."""
        if self._y + height > self._bottom and not self.is_fresh():
            self.turn()

    def space(self, height: float) -> None:
        """Leave dots free."""
        self._y += height

    def rule(self) -> None:
        """A thin line across the page."""
        if self._painter is not None:
            self._painter.fillRect(QRectF(0, self._y, self._writer.width(), 0.1 * MM), QColor(170, 170, 170))

    def put(self, pieces: Sequence[Piece]) -> None:
        """Columns side by side. What is higher than a page goes on on the next."""
        line = max((piece.face.line for piece in pieces), default=0.0)
        most = max((len(piece.lines) for piece in pieces), default=0)
        self.room(min(most * line, self._bottom - self._top))
        for at in range(most):
            if self._y + line > self._bottom:
                self.turn()
            if self._painter is not None:
                for piece in pieces:
                    if at < len(piece.lines):
                        self._painter.setFont(piece.face.font)
                        baseline = self._y + piece.face.metrics.ascent()
                        self._painter.drawText(QPointF(piece.left, baseline), piece.lines[at])
            self._y += line

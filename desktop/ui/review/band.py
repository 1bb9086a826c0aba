"""The band that opens in the page under the current row: its fields at the ink's own x, other readings, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from desktop.operations.views import CellView
from desktop.ui.controls import label
from desktop.ui.look import Look
from desktop.ui.review.editor import CellEditor
from desktop.ui.review.other_readings import Choice

EDGE = 4
NARROWEST = 30


class Band(QWidget):
    """Holds one editor a cell. Where things go is told to it; it keeps no page."""

    chosen = Signal(int)
    """A field was clicked: its index."""
    typed = Signal()
    """What is typed in the current field, or where its caret is, is different now."""
    taken = Signal(int)
    """Another reading was clicked: its place among those shown."""

    def __init__(self, chosen: Look, keys: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = chosen
        self._keys = keys
        self._places: list[QRectF] = []
        self._editors: list[CellEditor] = []
        self._used = 0
        self._current = -1
        self._chips: tuple[tuple[str, bool], ...] = ()
        self._chip_rects: list[QRectF] = []
        self._chip_font = QFont(chosen.mono)
        self._chip_font.setPointSizeF(chosen.cell_pt)
        self._why: QLabel = label("")
        self._why.setParent(self)
        cell_metrics = QFontMetrics(self._chip_font)
        self.editor_height = cell_metrics.height() + 14
        self._chip_height = cell_metrics.height() + 6
        self._why_height = self.fontMetrics().height() + 6
        self.setFixedHeight(self.editor_height + self._chip_height + self._why_height + 4 * EDGE)

    def put(self, cells: Sequence[CellView]) -> None:
        """Show a row's cells."""
        while len(self._editors) < len(cells):
            made = CellEditor(len(self._editors), self._look, self._keys, self)
            made.chosen.connect(self.chosen)
            made.textEdited.connect(self._is_typed)
            made.cursorPositionChanged.connect(self._caret_moved)
            self._editors.append(made)
        for editor, view in zip(self._editors, cells, strict=False):
            if editor.view() is not view:
                editor.put(view)
        self._used = len(cells)
        for at, editor in enumerate(self._editors):
            editor.setVisible(at < self._used)

    def place(self, places: Sequence[QRectF]) -> None:
        """Where the ink of each cell is, in this widget's x."""
        self._places = list(places)
        for at in range(self._used):
            self._place_editor(at)

    def go(self, index: int) -> CellEditor:
        """Make a field the current one: in front, wide enough for its text, with the focus."""
        before, self._current = self._current, index
        if 0 <= before < len(self._editors) and before != index:
            self._editors[before].set_current(current=False)
            self._place_editor(before)
        editor = self._editors[index]
        editor.set_current(current=True)
        self._place_editor(index)
        editor.raise_()
        if editor.isVisible():
            # A picture that comes after another screen was gone to takes nobody's keys away.
            editor.setFocus()
        return editor

    def editor(self) -> CellEditor:
        """The current field."""
        return self._editors[self._current]

    def editors(self) -> tuple[CellEditor, ...]:
        """The fields that are shown."""
        return tuple(self._editors[: self._used])

    def show_readings(self, chips: Sequence[tuple[Choice, bool]]) -> None:
        """Other readings under the caret; the flag marks the one that stands there now."""
        self._chips = tuple((choice.shown, now) for choice, now in chips)
        self.update()

    def readings(self) -> tuple[str, ...]:
        """What is offered under the caret."""
        return tuple(text for text, _ in self._chips)

    def show_why(self, text: str) -> None:
        """What is known of the cell, in words."""
        self._why.setToolTip(text)
        self._why.setAccessibleName(text)
        width = max(self.width() - 4 * EDGE, 50)
        self._why.setText(self._why.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width))
        self._why.setGeometry(
            2 * EDGE, self.editor_height + self._chip_height + 3 * EDGE - 1, width, self._why_height
        )

    def why(self) -> str:
        """The whole of what is said there."""
        return self._why.toolTip()

    def showEvent(self, event: QShowEvent) -> None:
        """A field that was gone to before it could be seen has the keys now, with its caret where it was put."""
        super().showEvent(event)
        if (current := self._current_or_none()) is not None:
            current.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is known of the cell takes the width that there is."""
        super().resizeEvent(event)
        self.show_why(self.why())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on another reading takes it."""
        for at, rect in enumerate(self._chip_rects):
            if rect.contains(event.position()):
                self.taken.emit(at)
                return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The other readings, each in its own frame, starting under the caret."""
        super().paintEvent(event)
        self._chip_rects = []
        if not self._chips or self._current < 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._chip_font)
        metrics = QFontMetrics(self._chip_font)
        widths = [metrics.horizontalAdvance(text) + 14 for text, _ in self._chips]
        editor = self._editors[self._current]
        x = max(editor.x() + editor.caret_x() - 7, EDGE)
        while len(widths) > 2 and x + sum(widths) + 6 * len(widths) > self.width():
            widths.pop()  # under the caret comes first; F6 reaches the others all the same
        x = min(x, max(self.width() - sum(widths) - 6 * len(widths), EDGE))
        for (text, now), width in zip(self._chips, widths, strict=False):
            rect = QRectF(x, self.editor_height + 2 * EDGE, width, self._chip_height - 2)
            painter.setPen(QPen(self._look.colour("accent" if now else "edge_strong"), 2 if now else 1))
            painter.setBrush(self._look.colour("card"))
            painter.drawRoundedRect(rect, 4, 4)
            painter.setPen(self._look.colour("ink"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
            self._chip_rects.append(rect)
            x += width + 6

    def _place_editor(self, at: int) -> None:
        if at >= len(self._places):
            return
        place = self._places[at]
        editor = self._editors[at]
        x, width = place.x() + 2, max(place.width() - 4, NARROWEST)
        if at == self._current:
            wanted = min(max(width, editor.wanted_width()), self.width() - 2 * EDGE)
            x = min(x, self.width() - EDGE - wanted)
            width = wanted
        editor.setGeometry(round(max(x, 0)), EDGE, round(width), self.editor_height)

    def _is_typed(self) -> None:
        if self.sender() is self._current_or_none():
            self._place_editor(self._current)
            self.typed.emit()

    def _caret_moved(self) -> None:
        if self.sender() is self._current_or_none():
            self.typed.emit()

    def _current_or_none(self) -> CellEditor | None:
        return self._editors[self._current] if 0 <= self._current < self._used else None

"""One field: what was read, with doubt marked on the character, its standing drawn as a border and a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from db.model import CellState
from desktop.fields.definitions import Kind, definition
from desktop.operations.views import CellView, Standing
from desktop.ui import marks
from desktop.ui.bindings import leaves_to_commands
from desktop.ui.look import Look
from desktop.ui.review.other_readings import doubts_after
from desktop.ui.words import count, translate

PAD = 6
MARK_PX = 14

_BORDERS = {
    Standing.TO_CHECK: ("warn_ground", "warn", Qt.PenStyle.DotLine, 2.0),
    Standing.PASSED: ("card", "edge", Qt.PenStyle.SolidLine, 1.0),
    Standing.CHECKED: ("good_ground", "good", Qt.PenStyle.SolidLine, 1.0),
    Standing.UNREADABLE: ("stripe", "muted", Qt.PenStyle.DashLine, 1.0),
    Standing.ASKED: ("card", "accent", Qt.PenStyle.DashLine, 2.0),
}


class CellEditor(QLineEdit):
    """Shows one cell and lets it be typed over. It saves nothing; it says what is typed."""

    chosen = Signal(int)
    """Clicked with the mouse: the index in its row."""

    def __init__(self, index: int, chosen: Look, keys: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.index = index
        self._look = chosen
        self._keys = keys
        self._view: CellView | None = None
        self._shown = ""
        self._current = False
        self.setFrame(False)
        self.setProperty("role", "cell")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._mono = QFont(chosen.mono)
        self._mono.setPointSizeF(chosen.cell_pt)
        self._sans = QFont(chosen.sans)
        self._sans.setPointSizeF(chosen.cell_pt)

    def put(self, view: CellView) -> None:
        """Show a cell as the register has it; what was typed before is dropped."""
        self._view = view
        self._shown = shown_text(view)
        font = self._sans if _is_prose(view) else self._mono
        if font != self.font():
            self.setFont(font)
        self.setPlaceholderText(_placeholder(view))
        marked = MARK_PX + 2 if view.standing is not Standing.PASSED or self._is_ditto() else PAD
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(*((marked, 0, PAD, 0) if mirrored else (PAD, 0, marked, 0)))
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.setAccessibleName(
            translate("Review", "{column}, row {row}").format(
                column=view.column.name, row=count(view.row_number)
            )
        )
        self.setAccessibleDescription(standing_text(view))
        self.update()

    def renew(self, view: CellView) -> None:
        """The register has the cell differently now; what is being typed into it stays."""
        if view is self._view:
            return
        if self.changed() and self.text() != shown_text(view):
            self._view = view
            self.update()
            return
        position, selected, length = self.cursorPosition(), self.selectionStart(), len(self.selectedText())
        same = shown_text(view) == self._shown
        self.put(view)
        if same and selected >= 0:
            self.setSelection(selected, length)
        elif same:
            self.setCursorPosition(position)
        elif self._current:
            self.ready()

    def set_current(self, *, current: bool) -> None:
        """Whether this is the field that the cursor is in, also while another window has the keyboard."""
        self._current = current
        if not current:
            self.setCursorPosition(0)  # the beginning of a long value is what is looked for
        self.update()

    def view(self) -> CellView | None:
        """The cell that is shown."""
        return self._view

    def changed(self) -> bool:
        """Whether something else is typed than what is shown."""
        return self.text() != self._shown

    def give_back(self) -> None:
        """The value as it was."""
        self.setText(self._shown)
        self.ready()

    def take(self, text: str) -> None:
        """Type a proposal in; the person still has to accept it."""
        self.setText(text)
        self.selectAll()

    def offer(self, text: str) -> None:
        """A grey proposal that only a key takes; shown where nothing is written."""
        if not self.text():
            self.setPlaceholderText(text)

    def ready(self) -> None:
        """Put the caret where it is wanted: on the first doubtful character, else over the whole value."""
        marks = self.marks()
        if marks:
            self.setSelection(marks[0], 1)
        else:
            self.selectAll()

    def caret(self) -> int:
        """Which character the caret is at: the first selected one, else the one behind it."""
        start = self.selectionStart()
        return start if start >= 0 else self.cursorPosition()

    def marks(self) -> tuple[int, ...]:
        """Doubtful characters in what is typed now."""
        if self._view is None or self._shown != self._view.as_written:
            return ()
        return doubts_after(self._shown, self._view.doubts, self.text())

    def caret_x(self) -> float:
        """Where the caret's character begins, in this widget."""
        return self._places_of([min(self.caret(), len(self.text()))])[0]

    def wanted_width(self) -> int:
        """How wide it would have to be for the whole text to be seen."""
        text = self.text() or self.placeholderText()
        return self.fontMetrics().horizontalAdvance(text) + 2 * PAD + MARK_PX + 12

    def event(self, event: QEvent) -> bool:
        """Keys that are commands are left to them: a text field would take Ctrl+Z for itself."""
        if leaves_to_commands(event, self._keys):
            event.ignore()
            return False
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Left to the screen: cutting and pasting have their keys everywhere, what can be done with a cell has not."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses this field before it places the caret."""
        if not self.hasFocus():
            self.chosen.emit(self.index)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would select everything on Tab; where the caret stands is ours."""
        selected, position = self.selectionStart(), self.cursorPosition()
        length = len(self.selectedText())
        super().focusInEvent(event)
        if selected >= 0:
            self.setSelection(selected, length)
        else:
            self.setCursorPosition(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Border and ground by standing, then the text, then the marks of doubt and of standing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        standing = self._view.standing if self._view else Standing.PASSED
        ground, edge, style, width = _BORDERS[standing]
        if self._current:
            ground, edge, style, width = "card", "accent", Qt.PenStyle.SolidLine, 2.0
        painter.setBrush(self._look.colour(ground))
        painter.setPen(QPen(self._look.colour(edge), width, style))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_doubts(painter)
        self._draw_standing(painter, standing)
        painter.end()

    def _draw_doubts(self, painter: QPainter) -> None:
        marked = self.marks()
        if not marked:
            return
        places = self._places_of([place for at in marked for place in (at, at + 1)])
        under = (self.height() + self.fontMetrics().height()) / 2 - 1
        for one, other in zip(places[::2], places[1::2], strict=True):
            marks.doubt(painter, min(one, other), max(one, other), under, self._look.colour("bad"))

    def _draw_standing(self, painter: QPainter, standing: Standing) -> None:
        """A tick, a question mark, a cross: what the border says, in a shape; or that the paper says *same*."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        middle = QPointF(MARK_PX / 2 + 3 if mirrored else self.width() - MARK_PX / 2 - 3, self.height() / 2)
        if standing is Standing.CHECKED:
            marks.tick(painter, middle, self._look.colour("good"))
        elif standing is Standing.TO_CHECK:
            marks.ring(painter, middle, self._look.colour("warn"))
        elif standing in {Standing.UNREADABLE, Standing.ASKED}:
            painter.setPen(self._look.colour("ink"))
            sign = "?" if standing is Standing.ASKED else "×"
            painter.drawText(QRectF(middle.x() - 8, 0, 16, self.height()), Qt.AlignmentFlag.AlignCenter, sign)
        elif self._is_ditto():
            marks.same(painter, middle, self._look.colour("muted"))

    def _is_ditto(self) -> bool:
        return self._view is not None and self._view.state is CellState.DITTO

    def _places_of(self, characters: Sequence[int]) -> list[float]:
        """Where characters begin in this widget: laid out as the field lays them out, by the caret that it shows."""
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        layout.createLine().setLineWidth(100_000)
        layout.endLayout()
        line = layout.lineAt(0)
        shift = self.cursorRect().center().x() + 0.5 - _x(line, self.cursorPosition())
        return [shift + _x(line, at) for at in characters]


def _x(line: QTextLine, character: int) -> float:
    """Qt gives the place and the character that it was moved to, where that one stands inside a cluster."""
    x, _ = cast("tuple[float, int]", line.cursorToX(character))
    return x


def shown_text(view: CellView) -> str:
    """What stands in the field: a ditto shows what it stands for, everything else what is written."""
    if view.state is CellState.DITTO and view.text:
        return view.text
    return view.as_written if view.state in {CellState.READ, CellState.DITTO} else ""


def standing_text(view: CellView) -> str:
    """A cell's standing in words."""
    return {
        Standing.TO_CHECK: translate("Review", "To check"),
        Standing.PASSED: _passed(view),
        Standing.CHECKED: translate("Review", "Checked"),
        Standing.UNREADABLE: translate("Review", "Unreadable"),
        Standing.ASKED: translate("Review", "Waits for the supervisor"),
    }[view.standing]


def _passed(view: CellView) -> str:
    """Why nobody has to look at a cell, in words."""
    if view.left_out:
        return translate("Review", "Nothing to check")  # the row says that it is struck
    if view.unread:
        return translate("Review", "Nothing was read or typed here yet")
    if view.column.field == "ignore":
        return translate("Review", "This column is not kept")
    if view.state is CellState.BLANK:
        return translate("Review", "Read as empty")
    if view.struck:
        return translate("Review", "Nobody has to check it: its row is struck")
    return translate("Review", "Read without doubt, and no rule speaks against it")


def _placeholder(view: CellView) -> str:
    if view.state is CellState.UNREADABLE:
        return translate("Review", "unreadable")
    if view.state is CellState.BLANK:
        return translate("Review", "empty")
    return ""


def _is_prose(view: CellView) -> bool:
    """Words are easier in a proportional face; numbers and codes want one that tells 0 from O."""
    return definition(view.column.field).kind is Kind.TEXT

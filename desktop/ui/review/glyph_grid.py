"""The grid of characters: a model of those that were read alike, a delegate that draws each with its paper, a view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.operations.cells import DOUBT_BELOW
from desktop.operations.glyphs import Glyph
from desktop.ui import marks
from desktop.ui.bindings import leaves_to_commands
from desktop.ui.look import Look
from desktop.ui.words import count, isolated, translate

Index = QModelIndex | QPersistentModelIndex

DOUBTED = ""
"""What is said of a character that is doubted."""
_WIDE_OF_TEXT = 4.6
_HIGH_OF_TEXT = 4.2
"""A place's size, in heights of the text: larger text makes larger pictures."""


class GlyphModel(QAbstractTableModel):
    """Characters in lines of as many as fit; `said` holds what the person typed of some."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.glyphs: list[Glyph] = []
        self.said: dict[Glyph, str] = {}
        self.seen: set[str] = set()
        self._across = 1

    def show_glyphs(self, glyphs: Sequence[Glyph]) -> None:
        """Show other characters; what was said of those before is let go."""
        self.beginResetModel()
        self.glyphs = list(glyphs)
        self.said = {}
        self.endResetModel()

    def set_across(self, across: int) -> None:
        """How many stand in a line."""
        if across != self._across:
            self.beginResetModel()
            self._across = max(across, 1)
            self.endResetModel()

    def place(self, number: int) -> QModelIndex:
        """Where the character of a number stands."""
        return self.index(number // self._across, number % self._across)

    def number(self, index: Index) -> int:
        """Which character stands at a place; may lie beyond the last."""
        return index.row() * self._across + index.column()

    def glyph(self, index: Index) -> Glyph | None:
        """The character there; None beyond the last."""
        at = self.number(index)
        return self.glyphs[at] if index.isValid() and at < len(self.glyphs) else None

    def say(self, index: Index, sign: str | None) -> None:
        """What the person says of the character there; None takes it back."""
        glyph = self.glyph(index)
        if glyph is None:
            return
        if sign is None or sign == glyph.sign:
            self.said.pop(glyph, None)
        else:
            self.said[glyph] = sign
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Lines that are needed."""
        return 0 if parent.isValid() else -(-len(self.glyphs) // self._across)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as fit."""
        return 0 if parent.isValid() else self._across

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Places beyond the last character cannot be chosen."""
        return super().flags(index) if self.glyph(index) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a screen reader says of a character; the delegate draws it."""
        glyph = self.glyph(index)
        if glyph is None or role not in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        said = self.said.get(glyph)
        if said is None:
            state = translate("Review", "{percent} % sure").format(percent=count(round(100 * glyph.sure)))
        elif said == DOUBTED:
            state = translate("Review", "doubted")
        else:
            state = translate("Review", "typed: {sign}").format(sign=isolated(said))
        return translate("Review", "{sign} in {value}, {column}, row {row}: {state}").format(
            sign=isolated(glyph.sign), value=isolated(glyph.written), column=glyph.column,
            row=count(glyph.row_number), state=state,
        )  # fmt: skip


class GlyphDelegate(QStyledItemDelegate):
    """Draws one character: its paper, what is said of it, whether it is doubtful."""

    def __init__(self, chosen: Look, picture: Callable[[Glyph], QPixmap | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = chosen
        self._picture = picture
        self._font = QFont(chosen.mono)
        self._font.setPointSizeF(chosen.cell_pt)
        self._bold = QFont(self._font)
        self._bold.setBold(True)
        self._high = QFontMetricsF(self._font).height()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The character; the current one in a frame, one that was typed over with its new value in bold."""
        model = index.model()
        glyph = model.glyph(index) if isinstance(model, GlyphModel) else None
        if glyph is None or not isinstance(model, GlyphModel):
            return
        place = QRectF(option.rect).adjusted(3, 3, -3, -3)  # type: ignore[attr-defined]  # the stubs lack it
        view = option.widget  # type: ignore[attr-defined]  # as above
        current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        said = model.said.get(glyph)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width = ("accent", 3) if current else ("warn", 2) if said is not None else ("edge", 1)
        painter.setPen(QPen(self._look.colour(edge), width))
        painter.setBrush(self._look.colour("card" if said is None else "warn_ground"))
        painter.drawRoundedRect(place, 4, 4)
        paper = place.adjusted(5, 5, -5, -self._high - 4)
        picture = self._picture(glyph)
        if picture is not None:
            ratio = picture.devicePixelRatio()
            wide, high = picture.width() / ratio, picture.height() / ratio
            painter.drawPixmap(paper.center() - QPointF(wide / 2, high / 2), picture)
        self._paint_words(painter, glyph, said, place, seen=glyph.cell_id in model.seen)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, glyph: Glyph, said: str | None, place: QRectF, *, seen: bool
    ) -> None:
        foot = QRectF(place.left(), place.bottom() - self._high - 2, place.width(), self._high)
        painter.setFont(self._bold if said else self._font)
        painter.setPen(self._look.colour("ink" if said is not None else "muted"))
        text = glyph.sign if said is None else "?" if said == DOUBTED else f"{glyph.sign} → {said}"
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, text)
        if said is None and glyph.sure < DOUBT_BELOW:
            middle = foot.center().x()
            painter.translate(0, foot.top() - 6)
            marks.doubt(painter, middle - 8, middle + 8, self._high + 4, self._look.colour("bad"))
            painter.translate(0, 6 - foot.top())
        if seen:
            marks.tick(painter, QPointF(place.right() - 10, place.top() + 10), self._look.colour("good"))


class GlyphGrid(QTableView):
    """The view: arrows move, a character that is typed is said of the one under the cursor, Space doubts it."""

    typed = Signal(str)
    """A character, "" for a doubt."""

    def __init__(
        self, model: GlyphModel, delegate: GlyphDelegate, keys: frozenset[str], chosen: Look
    ) -> None:
        super().__init__()
        self._keys = keys
        self._glyphs = model
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(translate("Review", "Characters that were read alike"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        font = QFont(chosen.mono)
        font.setPointSizeF(chosen.cell_pt)
        high = QFontMetricsF(font).height()
        self._wide = round(_WIDE_OF_TEXT * high)
        for header, size in (
            (self.horizontalHeader(), self._wide),
            (self.verticalHeader(), round(_HIGH_OF_TEXT * high)),
        ):
            header.hide()
            header.setMinimumSectionSize(10)
            header.setDefaultSectionSize(size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width holds another number; the cursor stays on its character."""
        at = self._glyphs.number(self.currentIndex()) if self.currentIndex().isValid() else 0
        self._glyphs.set_across(max(self.viewport().width() // self._wide, 1))
        super().resizeEvent(event)
        if self._glyphs.glyphs and not self.currentIndex().isValid():
            self.setCurrentIndex(self._glyphs.place(min(at, len(self._glyphs.glyphs) - 1)))

    def paper_size(self) -> QSize:
        """Points for a character's picture. It is scaled once: scaling 70 of them at every step took 40 ms."""
        line = self.verticalHeader().defaultSectionSize()
        return QSize(self._wide - 16, max(line - self.fontMetrics().height() - 20, 8))

    def in_sight(self) -> list[Glyph]:
        """The characters that can be seen whole now."""
        view: QRect = self.viewport().rect()
        first = max(self.rowAt(0), 0)
        found = []
        for row in range(first, self._glyphs.rowCount()):
            line = self.visualRect(self._glyphs.index(row, 0))
            if line.bottom() > view.bottom() and row > first:
                break
            indexes = (self._glyphs.index(row, column) for column in range(self._glyphs.columnCount()))
            found += [glyph for index in indexes if (glyph := self._glyphs.glyph(index))]
        return found

    def event(self, event: object) -> bool:
        """Keys that are commands are left to them."""
        if leaves_to_commands(event, self._keys):  # type: ignore[arg-type]  # Qt hands in a QEvent
            event.ignore()  # type: ignore[attr-defined]  # as above
            return False
        return super().event(event)  # type: ignore[arg-type]  # as above

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A printable character says what stands there; arrows are Qt's own."""
        text = event.text()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if plain and len(text) == 1 and text.isprintable():
            self.typed.emit(DOUBTED if text == " " else text)
        else:
            super().keyPressEvent(event)

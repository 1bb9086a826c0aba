"""The three steps of Checks: the lot and its plan, typing blind, the decision. Each shows what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from db.model import CellState, Ledger, Lot
from desktop.fields.problems import Problem
from desktop.operations.lot_views import CheckItem, Compared, Finding, LotChoice, LotStanding, LotState
from desktop.operations.lots import LIMITS, percent
from desktop.operations.views import Entry, PagePicture
from desktop.ui.controls import card, label
from desktop.ui.look import Look
from desktop.ui.review.picture import as_image
from desktop.ui.words import count, isolated, sentence, translate

ROWS_AROUND = 1.2
"""So many heights of the row are shown above and below it: enough to see what a ditto repeats."""


class ChooseStep(QWidget):
    """Which records, which share, the plan in words; and the lots that were begun."""

    changed = Signal()
    """Another lot or share is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.which = QComboBox()
        self.which.setAccessibleName(translate("Checks", "Which records"))
        self.share = QSlider(Qt.Orientation.Horizontal)
        self.share.setRange(0, len(LIMITS) - 1)
        self.share.setValue(LIMITS.index(Fraction(1, 100)))
        self.share.setPageStep(1)
        self.share.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.share.setAccessibleName(translate("Checks", "At most so many may be wrong"))
        self._share_said = label("", "heading")
        self._plan = label("", wraps=True)
        self.begun = QListWidget()
        self.begun.setAccessibleName(translate("Checks", "Lots that were begun"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        lines = QGridLayout()
        lines.setHorizontalSpacing(16)
        lines.addWidget(label(self.which.accessibleName()), 0, 0)
        lines.addWidget(self.which, 0, 1, 1, 2)
        lines.addWidget(label(self.share.accessibleName()), 1, 0)
        lines.addWidget(self.share, 1, 1)
        lines.addWidget(self._share_said, 1, 2)
        lines.setColumnStretch(1, 1)
        inside.addLayout(lines)
        inside.addWidget(self._plan)
        column.addWidget(frame)
        column.addWidget(label(self.begun.accessibleName(), "heading"))
        column.addWidget(self.begun, 1)
        self.which.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.share.valueChanged.connect(lambda _value: self.changed.emit())

    def show_books(self, books: Sequence[Ledger], lots: Sequence[tuple[Lot, LotState | None]]) -> None:
        """Offer the batch to be and each book; list the lots."""
        chosen = self.which.currentIndex()
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.addItem(translate("Checks", "Filed and not yet sent"), LotChoice("batch"))
            for book in books:
                name = translate("Checks", "Book {number}: {title}").format(
                    number=count(book.number), title=isolated(book.title)
                )
                self.which.addItem(name, LotChoice("book", ledger_id=book.id))
            self.which.setCurrentIndex(max(0, min(chosen, self.which.count() - 1)))
        self.begun.clear()
        for lot, state in lots:
            item = QListWidgetItem(f"{lot.frozen_at[:10]}   {lot_name(lot)}   {_state_name(state)}")
            item.setData(Qt.ItemDataRole.UserRole, lot.id)
            self.begun.addItem(item)

    def choice(self) -> LotChoice:
        """The records that are wanted."""
        chosen = self.which.currentData()
        return chosen if isinstance(chosen, LotChoice) else LotChoice("batch")

    def limit(self) -> Fraction:
        """The share that is wanted."""
        return LIMITS[self.share.value()]

    def show_plan(self, words: Sequence[Problem]) -> None:
        """Say what it takes."""
        self._share_said.setText(translate("Checks", "{share} %").format(share=percent(self.limit())))
        self._plan.setText(" ".join(sentence(one) for one in words))

    def plan_said(self) -> str:
        """The plan as it is shown."""
        return self._plan.text()

    def lot_id(self) -> str:
        """The lot that is chosen in the list; "" for none."""
        item = self.begun.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None and self.begun.hasFocus() else ""


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


class TypeStep(QWidget):
    """The paper above, empty fields beneath it; after the entry what differs."""

    def __init__(self, chosen: Look) -> None:
        super().__init__()
        self.paper = PaperView(chosen)
        self._mono = QFont(chosen.mono)
        self._mono.setPointSizeF(chosen.text_pt * 1.3)
        self._where = label("", "heading")
        self._progress = label("", "muted")
        self._fields = QGridLayout()
        self._fields.setHorizontalSpacing(16)
        self._difference = label("")
        self._difference.setFont(self._mono)
        self.editors: list[QLineEdit] = []
        self._states: list[CellState] = []
        self.item: CheckItem | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._where, 1)
        top.addWidget(self._progress)
        column.addLayout(top)
        column.addWidget(self.paper, 1)
        column.addLayout(self._fields)
        column.addWidget(self._difference)

    def show_item(self, item: CheckItem, where: str, progress: str) -> None:
        """Ask for another record: fields that hold nothing."""
        self.item = item
        self.paper.forget()
        self._where.setText(where)
        self._progress.setText(progress)
        self._difference.setText("")
        while self._fields.count():
            taken = self._fields.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.editors, self._states = [], []
        for at, cell in enumerate(item.cells):
            name = label(cell.column)
            editor = QLineEdit()
            editor.setAccessibleName(cell.column)
            editor.setFont(self._mono)
            editor.textEdited.connect(lambda _text, at=at: self._typed(at))
            self._fields.addWidget(name, at, 0)
            self._fields.addWidget(editor, at, 1)
            editor.show()  # at once: what is typed before Qt lays it out would be lost
            self.editors.append(editor)
            self._states.append(CellState.READ)
        self._go(0)

    def current(self) -> int:
        """The field with the focus."""
        return next((at for at, editor in enumerate(self.editors) if editor.hasFocus()), 0)

    def on(self) -> bool:
        """Go to the next field; False where this was the last."""
        at = self.current() + 1
        if at >= len(self.editors):
            return False
        self._go(at)
        return True

    def mark(self, state: CellState) -> None:
        """Say of the current field that it can't be read, or that nothing stands there."""
        at = self.current()
        self.editors[at].clear()
        self._states[at] = state
        told = {
            CellState.UNREADABLE: translate("Checks", "can't be read"),
            CellState.BLANK: translate("Checks", "nothing written there"),
        }
        self.editors[at].setPlaceholderText(told.get(state, ""))

    def entries(self) -> dict[str, Entry]:
        """What was typed, by cell."""
        if self.item is None:
            return {}
        return {
            cell.cell_id: Entry(editor.text() if state is CellState.READ else "", state)
            for cell, editor, state in zip(self.item.cells, self.editors, self._states, strict=True)
        }

    def show_compared(self, compared: Sequence[Compared]) -> None:
        """Say what differs, character under character, marked by signs and not by colour."""
        lines = []
        for one in compared:
            if one.same:
                lines.append(
                    translate("Checks", "{column}: the same").format(column=isolated(one.cell.column))
                )
                continue
            typed = "".join(pair[0] or "·" for pair in one.characters)
            filed = "".join(pair[1] or "·" for pair in one.characters)
            signs = "".join("^" if pair[0] != pair[1] else " " for pair in one.characters)
            heads = (translate("Checks", "typed"), translate("Checks", "filed"))
            wide = max(map(len, heads))
            lines.append(one.cell.column)
            lines += [
                f"  {heads[0]:{wide}}  {typed}",
                f"  {heads[1]:{wide}}  {filed}",
                f"  {'':{wide}}  {signs}",
            ]
        self._difference.setText("\n".join(lines))
        for editor in self.editors:
            editor.setReadOnly(True)

    def compared_said(self) -> str:
        """What is shown of the difference; "" while the record is typed."""
        return self._difference.text()

    def forget(self) -> None:
        """Let go of the record."""
        self.item = None
        self.paper.forget()
        self._difference.setText("")
        for editor in self.editors:
            editor.clear()

    def _typed(self, at: int) -> None:
        self._states[at] = CellState.READ
        self.editors[at].setPlaceholderText("")

    def _go(self, at: int) -> None:
        self.editors[at].setFocus()
        if self.item is not None:
            self.paper.point_at(self.item.cells[at].cell_id)


class DecideStep(QWidget):
    """What can be said of the lot, and what was found wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title", wraps=True)
        self._said = label("", "heading", wraps=True)
        self._wrong = QListWidget()
        self._wrong.setAccessibleName(translate("Checks", "Found wrong"))
        self._wrong_head = label(self._wrong.accessibleName(), "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        inside.addWidget(self._title)
        inside.addWidget(self._said)
        column.addWidget(frame)
        column.addWidget(self._wrong_head)
        column.addWidget(self._wrong, 1)
        column.addStretch(0)

    def show_standing(self, shown: LotStanding, wrong: Sequence[Finding]) -> None:
        """Say how the lot stands."""
        self._title.setText(f"{lot_name(shown.lot)} — {_state_name(shown.state)}")
        self._said.setText(" ".join(sentence(one) for one in shown.words))
        self._wrong.clear()
        for one in wrong:
            state = (
                translate("Checks", "corrected")
                if one.corrected
                else translate("Checks", "not corrected yet")
            )
            cells = "; ".join(
                f"{cell.cell.column}: {cell.filed or '—'} → {'?' if cell.truth is None else cell.truth or '—'}"
                for cell in one.cells
            )
            row = translate("Checks", "Row {row}").format(row=count(one.row_number))
            self._wrong.addItem(f"{row}   {cells}   ({state})")
        self._wrong.setVisible(bool(wrong))
        self._wrong_head.setVisible(bool(wrong))

    def said(self) -> str:
        """The sentences."""
        return self._said.text()


def lot_name(lot: Lot) -> str:
    """A lot by what it is made of."""
    names = {
        "batch": translate("Checks", "Filed and not yet sent"),
        "book": translate("Checks", "Book {title}"),
        "week": translate("Checks", "Week of {title}"),
        "range": translate("Checks", "Filed {title}"),
    }
    return names.get(lot.kind, "").format(title=isolated(lot.title))


def _state_name(state: LotState | None) -> str:
    if state is None:
        return translate("Checks", "not drawn yet")
    return {
        LotState.OPEN: translate("Checks", "being checked"),
        LotState.PASSED: translate("Checks", "passed"),
        LotState.REFUSED: translate("Checks", "refused: all records are to be checked"),
        LotState.RELEASED: translate("Checks", "checked whole, corrected and released"),
    }[state]

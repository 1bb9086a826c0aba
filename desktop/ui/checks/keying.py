"""Typing blind: the paper above, empty fields beneath it; after the entry what differs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from db.model import CellState
from desktop.operations.lot_views import CheckItem, Compared
from desktop.operations.views import Entry
from desktop.ui.checks.paper import PaperView
from desktop.ui.controls import label
from desktop.ui.look import Look
from desktop.ui.words import isolated, translate

FIELDS_BELOW_ONE_ANOTHER = 4
"""More fields than this stand side by side, so that the paper keeps its room."""
MOST_DIFFERENCE = 170


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
        self._why = label("", "problem", wraps=True)
        self._difference = label("")
        self._difference.setFont(self._mono)
        self._differences = QScrollArea()  # of a row of twenty fields many may differ
        self._differences.setWidgetResizable(True)
        self._differences.setFrameShape(QFrame.Shape.NoFrame)
        self._differences.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._differences.setAccessibleName(translate("Checks", "What differs"))
        self._differences.setWidget(self._difference)
        self._differences.setVisible(False)
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
        column.addWidget(self._why)
        column.addWidget(self.paper, 1)
        column.addLayout(self._fields)
        column.addWidget(self._differences)

    def show_item(self, item: CheckItem, where: str, progress: str, why: str = "") -> None:
        """Ask for another record: fields that hold nothing. `why` says what is asked where that is not plain."""
        self.item = item
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.paper.forget()
        self._where.setText(where)
        self._progress.setText(progress)
        self._difference.setText("")
        self._differences.setVisible(False)
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
            side, row = divmod(at, -(-len(item.cells) // _sides(len(item.cells))))
            self._fields.addWidget(name, row, 2 * side)
            self._fields.addWidget(editor, row, 2 * side + 1)
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
            if one.same and len(compared) <= FIELDS_BELOW_ONE_ANOTHER:
                lines.append(
                    translate("Checks", "{column}: the same").format(column=isolated(one.cell.column))
                )
            if one.same:
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
        self._differences.setVisible(True)
        self._differences.setFixedHeight(min(MOST_DIFFERENCE, self._difference.sizeHint().height() + 4))
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
        self._differences.setVisible(False)
        for editor in self.editors:
            editor.clear()

    def _typed(self, at: int) -> None:
        self._states[at] = CellState.READ
        self.editors[at].setPlaceholderText("")

    def _go(self, at: int) -> None:
        self.editors[at].setFocus()
        if self.item is not None:
            self.paper.point_at(self.item.cells[at].cell_id)


def _sides(fields: int) -> int:
    """How many columns of fields: on a small screen a row of twenty takes three of seven."""
    return 1 if fields <= FIELDS_BELOW_ONE_ANOTHER else 2 if fields <= 2 * FIELDS_BELOW_ONE_ANOTHER else 3

"""A list of lines with words in columns, one of them chosen: what the screen shows besides the records found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop.ui.controls import label
from desktop.ui.look import Look
from desktop.ui.records.crops import HEIGHT, Crops

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `cell_id` names the cell whose piece of paper stands in the column `paper` of the list."""

    texts: tuple[str, ...]
    cell_id: str = ""
    mono: tuple[int, ...] = ()  # columns in the face that tells 0 from O


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns' names. `paper` is the column of the pictures, `wide` the one that takes the room that is left."""

    names: tuple[str, ...]
    wide: int
    paper: int = -1


class _Model(QAbstractTableModel):
    def __init__(self, chosen: Look, crops: Crops) -> None:
        super().__init__()
        self.heads = Heads((), 0)
        self.lines: Sequence[Line] = ()
        self._crops = crops
        self._mono = QFont(chosen.mono)
        self._mono.setPointSizeF(chosen.text_pt)
        crops.came.connect(self.layoutChanged)

    def show(self, heads: Heads, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.heads, self.lines = heads, lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.heads.names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.heads.names[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == self.heads.paper:
            return self._crops.piece(line.cell_id)
        if role == Qt.ItemDataRole.FontRole and index.column() in line.mono:
            return self._mono
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return line.texts[index.column()]
        return None


class Listing(QWidget):
    """What the list is, what it says when it is empty, and the list."""

    chosen = Signal()
    """Another line than before, or none."""
    opened = Signal()
    """A line was clicked twice."""

    def __init__(self, look: Look, crops: Crops) -> None:
        super().__init__()
        self._model = _Model(look, crops)
        self._title = label("", "heading", wraps=True)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setAlternatingRowColors(True)
        self._view.setShowGrid(False)
        self._view.setTabKeyNavigation(False)
        self._view.setIconSize(QSize(8 * HEIGHT, HEIGHT))
        self._view.verticalHeader().hide()
        self._view.verticalHeader().setDefaultSectionSize(
            max(self._view.fontMetrics().height() + 14, HEIGHT + 8)
        )
        head = self._view.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._view.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())
        self._view.doubleClicked.connect(lambda _index: self.opened.emit())
        self.setFocusProxy(self._view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._empty = label("", "muted", wraps=True)
        layout.addWidget(self._title)
        layout.addWidget(self._empty)
        layout.addWidget(self._view, 1)

    def show_lines(
        self, title: str, heads: Heads, lines: Sequence[Line], at: int = 0, empty: str = ""
    ) -> None:
        """Show other lines, the cursor on one of them; where there is none, what that means."""
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not lines)
        self._title.setText(title)
        self._view.setAccessibleName(title)
        self._model.show(heads, lines)
        header = self._view.horizontalHeader()
        for column in range(len(heads.names)):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(
                column, mode.Stretch if column == heads.wide else mode.ResizeToContents
            )
        if lines:
            # Not `selectRow`: from right to left it looks for a column beyond the edge, and chooses nothing.
            self._view.setCurrentIndex(self._model.index(min(at, len(lines) - 1), 0))
        self.chosen.emit()

    def title(self) -> str:
        """What it says above the list."""
        return self._title.text()

    def lines(self) -> Sequence[Line]:
        """What is shown."""
        return self._model.lines

    def current(self) -> int:
        """The line under the cursor, -1 for none."""
        row = self._view.currentIndex().row()
        return row if 0 <= row < len(self._model.lines) else -1

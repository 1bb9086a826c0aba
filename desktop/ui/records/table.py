"""Records found, one a line: the number, the piece of paper that it was read from, why it was found, the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from db.model import Record, SerialState
from desktop.operations.finding import Found, How
from desktop.operations.round_trip import state_of
from desktop.operations.views import RecordHit
from desktop.ui.look import Look
from desktop.ui.records.crops import HEIGHT, Crops, serial_cell
from desktop.ui.words import count, sentence, translate

BLOCK = 100
"""Lines that are asked for at once where every record is shown."""
_MOST_BLOCKS = 40
PAPER = 1
WHY = 2
_NARROW = (0, WHY, 5, 6, 7, 8)
_PAPER_WIDTH = 190
Index = QModelIndex | QPersistentModelIndex


class RecordsTable(QAbstractTableModel):
    """The records found."""

    def __init__(self, chosen: Look, crops: Crops, parent: QWidget) -> None:
        super().__init__(parent)
        self.found: tuple[Found, ...] = ()
        self._places: Sequence[int] = ()  # of every record, where all are shown
        self._blocks: dict[int, tuple[Found, ...]] = {}
        self._crops = crops
        self._mono = QFont(chosen.mono)
        self._mono.setPointSizeF(chosen.text_pt)
        self._names = (
            translate("Records", "Serial number"),
            translate("Records", "On paper"),
            translate("Records", "Why it is here"),
            translate("Records", "Make"),
            translate("Records", "Model"),
            translate("Records", "Calibre"),
            translate("Records", "Book, page, row"),
            translate("Records", "Filed"),
            translate("Records", "Registry"),
        )
        crops.came.connect(self._paper_came)

    def show_found(self, found: tuple[Found, ...]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.found = found
        self._places, self._blocks = (), {}
        self.endResetModel()

    def show_all(self, places: Sequence[int]) -> None:
        """Go on below what is shown with every record of the register; their lines come when they come into sight."""
        if len(places) > len(self.found) and not self._places:
            self.beginInsertRows(QModelIndex(), len(self.found), len(places) - 1)
            self._places = places
            self.endInsertRows()

    def show_block(self, block: int, found: tuple[Found, ...]) -> None:
        """Lines that were missing. The ones that came first are let go where there are many."""
        if not self._places:
            return
        while len(self._blocks) >= _MOST_BLOCKS:
            del self._blocks[next(iter(self._blocks))]
        self._blocks[block] = found
        last = min((block + 1) * BLOCK, len(self._places)) - 1
        self.dataChanged.emit(self.index(block * BLOCK, 0), self.index(last, len(self._names) - 1))

    def missing(self, rows: range) -> dict[int, Sequence[int]]:
        """The blocks that these lines are in and that are not here: the places of their records."""
        if not self._places:
            return {}
        blocks = sorted({row // BLOCK for row in rows if row >= len(self.found)} - self._blocks.keys())
        return {block: self._places[block * BLOCK : (block + 1) * BLOCK] for block in blocks}

    def line(self, row: int) -> Found | None:
        """What stands in a line; None where it has not come yet."""
        if 0 <= row < len(self.found):
            return self.found[row]
        block = self._blocks.get(row // BLOCK, ())
        return block[row % BLOCK] if row >= 0 and row % BLOCK < len(block) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One line a record."""
        return 0 if parent.isValid() else max(len(self.found), len(self._places))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as there are names."""
        return 0 if parent.isValid() else len(self._names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._names[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A value as text; the serial number in the face that tells 0 from O; the paper as a picture."""
        one = self.line(index.row())
        if one is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == Qt.ItemDataRole.DecorationRole and index.column() == PAPER:
            return self._crops.piece(serial_cell(one.hit.record))
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return self._mono
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        return _line(one)[index.column()]

    def _paper_came(self) -> None:
        if self.found:
            last = self.index(self.rowCount() - 1, PAPER)
            self.dataChanged.emit(self.index(0, PAPER), last, [Qt.ItemDataRole.DecorationRole])


class RecordsView(QTableView):
    """The table as it is shown; knows which lines are in sight."""

    def __init__(self, model: RecordsTable) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(translate("Records", "Records found"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(8 * HEIGHT, HEIGHT))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + 14, HEIGHT + 8))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 6)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for narrow in _NARROW:
            header.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(PAPER, QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(PAPER, _PAPER_WIDTH)

    def rows_in_sight(self) -> range:
        """The lines that can be seen now."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        whole = self.model().rowCount()
        if first < 0:
            return range(0)
        return range(first, whole if last < 0 else last + 1)


def where_text(hit: RecordHit) -> str:
    """Book, page and row."""
    return (
        f"{count(hit.ledger.number)} / {hit.page.folio or count(hit.page.position)} / {count(hit.row_number)}"
    )


def serial_text(record: Record) -> str:
    """The serial number, or which of the four absences it is."""
    return record.serial or {
        SerialState.NONE_MARKED: translate("Records", "(none marked)"),
        SerialState.OBLITERATED: translate("Records", "(obliterated)"),
        SerialState.ILLEGIBLE: translate("Records", "(illegible on paper)"),
        SerialState.NOT_RECORDED: translate("Records", "(not recorded)"),
    }.get(record.serial_state, "")


def field_text(record: Record, name: str) -> str:
    """A field's value, "" where it has none."""
    return next((field.text for field in record.fields if field.name == name), "")


def _line(one: Found) -> tuple[str, ...]:
    record = one.hit.record
    return (
        serial_text(record),
        "",
        "" if one.how is How.CHOSEN else sentence(one.why),
        field_text(record, "make") or field_text(record, "item"),
        field_text(record, "model"),
        field_text(record, "calibre"),
        where_text(one.hit),
        record.filed_at[:10],
        sentence(state_of(one.hit)),
    )

"""Records found, one a line: the number, the piece of paper that it was read from, why it was found, the rest."""

from __future__ import annotations

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
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One line a record."""
        return 0 if parent.isValid() else len(self.found)

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
        one = self.found[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == PAPER:
            return self._crops.piece(serial_cell(one.hit.record))
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return self._mono
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        return _line(one)[index.column()]

    def _paper_came(self) -> None:
        if self.found:
            last = self.index(len(self.found) - 1, PAPER)
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

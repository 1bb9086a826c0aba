"""Records: every weapon and event that was filed, found by a part of its serial number."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.model import Record, SerialState
from desktop.operations import searching
from desktop.operations.session import Session
from desktop.operations.views import RecordHit
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import footer, label
from desktop.ui.look import Look
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import count, translate

SHOWN = 500
"""More than these nobody reads through; a few letters of the serial narrow them down."""
TYPED_MS = 150
Index = QModelIndex | QPersistentModelIndex


class RecordsTable(QAbstractTableModel):
    """The records found, one a line."""

    def __init__(self, chosen: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits: tuple[RecordHit, ...] = ()
        self._mono = QFont(chosen.mono)
        self._mono.setPointSizeF(chosen.text_pt)
        self._names = (
            translate("Records", "Serial number"),
            translate("Records", "Type"),
            translate("Records", "Make"),
            translate("Records", "Model"),
            translate("Records", "Calibre"),
            translate("Records", "Book, page, row"),
            translate("Records", "Filed"),
            translate("Records", "Sent"),
        )

    def show_hits(self, hits: tuple[RecordHit, ...]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One line a record."""
        return 0 if parent.isValid() else len(self.hits)

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
        """A value as text; the serial number in the face that tells 0 from O."""
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return self._mono
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        return _line(self.hits[index.row()])[index.column()]


class RecordsScreen(Screen):
    """A box to type into, and what is found."""

    where = Where.RECORDS

    wants_page = Signal(str, int)
    """Show a page, the cursor in a row."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        actions = self.can({"open_record": self._open, "clear_search": self._clear})
        self.line = QLineEdit()
        self.line.setPlaceholderText(translate("Records", "Part of a serial number"))
        self.line.setAccessibleName(translate("Records", "Part of a serial number"))
        self.line.setClearButtonEnabled(True)
        self._typed = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._typed.timeout.connect(self._ask)
        self.line.textChanged.connect(self._typed.start)
        self._how_many = label("", "muted")
        self.table = RecordsTable(seat.look, self)
        self._view = _table_view(self.table)
        self._view.doubleClicked.connect(self._open)
        self._empty = label("", "empty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._primary = button(actions["open_record"], seat.commands, primary=True)
        self._lay_out()

    def enter(self) -> None:
        """Look again, with what is typed."""
        self.titled.emit(translate("Records", "Records"))
        self._ask()
        self.line.setFocus()

    def start_search(self) -> None:
        """Begin to type."""
        self.line.selectAll()
        self.line.setFocus()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate(
                "Records",
                "Type a part of a serial number; punctuation and capitals do not matter. Down goes into the list.",
            ),
            translate("Records", "Enter shows the record on the page that it came from."),
        )

    def _ask(self) -> None:
        text = self.line.text().strip()

        def work(session: Session) -> tuple[str, tuple[RecordHit, ...], int]:
            found = searching.search(session, text, SHOWN) if text else searching.newest(session, SHOWN)
            return text, found, searching.count(session)

        self.seat.desk.ask(work, self._show, self.failed.emit)

    def _show(self, answer: tuple[str, tuple[RecordHit, ...], int]) -> None:
        text, hits, whole = answer
        if text != self.line.text().strip():
            return  # more was typed meanwhile; its answer is on the way
        self.table.show_hits(hits)
        if hits:
            self._view.selectRow(0)
            self._stack.setCurrentWidget(self._view)
        else:
            self._empty.setText(
                translate("Records", "No serial number holds “{text}”.").format(text=text)
                if text
                else translate(
                    "Records",
                    "Nothing is filed yet. A page's rows become records when it is finished in Review.",
                )
            )
            self._stack.setCurrentWidget(self._empty)
        self._how_many.setText(
            translate("Records", "Shown: {shown} of {whole}").format(
                shown=count(len(hits)), whole=count(whole)
            )
        )
        self.enable(open_record=bool(hits), clear_search=bool(text))

    def _clear(self) -> None:
        self.line.clear()
        self.line.setFocus()

    def _open(self, _index: object = None) -> None:
        row = self._view.currentIndex().row()
        if 0 <= row < len(self.table.hits):
            hit = self.table.hits[row]
            self.wants_page.emit(hit.record.page_id, hit.row_number)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 12)
        whole.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.line, 1)
        top.addWidget(self._how_many)
        whole.addLayout(top)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        whole.addWidget(self._stack, 1)
        whole.addLayout(footer(primary=self._primary))
        self.setTabOrder(self.line, self._view)


def _table_view(model: RecordsTable) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(translate("Records", "Records found"))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 14)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for narrow in (5, 6, 7):
        header.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
    return view


def _line(hit: RecordHit) -> tuple[str, ...]:
    """One record as the table says it."""
    record = hit.record
    return (
        _serial(record),
        _value(record, "weapon_type") or _value(record, "item"),
        _value(record, "make"),
        _value(record, "model"),
        _value(record, "calibre"),
        f"{count(hit.ledger.number)} / {hit.page.folio or count(hit.page.position)} / {count(hit.row_number)}",
        record.filed_at[:10],
        translate("Records", "sent") if hit.sent else translate("Records", "not yet"),
    )


def _serial(record: Record) -> str:
    """The serial number, or which of the four absences it is."""
    return record.serial or {
        SerialState.NONE_MARKED: translate("Records", "(none marked)"),
        SerialState.OBLITERATED: translate("Records", "(obliterated)"),
        SerialState.ILLEGIBLE: translate("Records", "(illegible on paper)"),
        SerialState.NOT_RECORDED: translate("Records", "(not recorded)"),
    }.get(record.serial_state, "")


def _value(record: Record, name: str) -> str:
    return next((field.text for field in record.fields if field.name == name), "")

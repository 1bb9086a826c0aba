"""Everything that was ever said of a cell, or of the cells of a record: who, when, what and why, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from db.model import CellState
from desktop.operations.cell_history import Did, HistoryLine
from desktop.operations.row_history import RowDid
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import close
from desktop.ui.origins import from_default
from desktop.ui.words import count, isolated, translate

WIDEST = 30
"""So many letters wide is a column at most."""


class CellHistory(QDialog):
    """Shows; nothing is changed here."""

    def __init__(
        self, parent: QWidget, about: str, lines: Sequence[HistoryLine], *, columns: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("History", "What was said of it"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(1240, parent.window().width() - 60), 520)
        heads = [
            translate("History", "Time (UTC)"),
            translate("History", "Who"),
            *([translate("History", "Column")] if columns else []),
            translate("History", "What"),
            translate("History", "As written"),
            translate("History", "Value"),
            translate("History", "Why"),
        ]
        self.table = QTableWidget(len(lines), len(heads))
        self.table.setAccessibleName(about)
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        # A long value goes on in another line: the reason stands last and is what the dialog is opened for.
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * WIDEST)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        for row, line in enumerate(reversed(lines)):
            texts = (
                line.at.replace("T", " ").removesuffix("Z"),
                line.who or translate("History", "the program"),
                *([line.column or translate("History", "whole row")] if columns else []),
                _did(line),
                isolated(line.as_written),
                isolated(line.text) if line.text != line.as_written else "",
                from_default(line.why) or isolated(line.why),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.setCurrentCell(0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        whole.addWidget(label(about, "heading", wraps=True))
        whole.addWidget(self.table, 1)
        whole.addLayout(close(self))
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are as high as their widths make them."""
        super().resizeEvent(event)
        self.table.resizeRowsToContents()


def _did(line: HistoryLine) -> str:
    """What happened, in words."""
    said: dict[Did | RowDid, str] = {
        Did.READ: translate("History", "read by machine"),
        Did.CHOSEN: translate("History", "chosen of what was read"),
        Did.PROPOSED: translate("History", "proposed"),
        Did.SETTLED: translate("History", "settled"),
        Did.ASKED: translate("History", "put to the supervisor"),
        Did.UNDONE: translate("History", "taken back to this"),
        Did.REDONE: translate("History", "done again"),
        Did.FILED: translate("History", "filed, revision {number}").format(number=count(line.revision)),
        RowDid.ADDED: translate("History", "row added"),
        RowDid.PARTED: translate("History", "row parted: the upper of two"),
        RowDid.PARTED_OFF: translate("History", "row parted: the lower of two"),
        RowDid.JOINED: translate("History", "row joined with the one below"),
        RowDid.JOINED_ABOVE: translate("History", "row joined to the one above"),
        RowDid.STRUCK: translate("History", "row struck: no record"),
        RowDid.STRUCK_ON_PAPER: translate("History", "row struck on the paper"),
        RowDid.NOT_STRUCK: translate("History", "row not struck any more"),
    }
    if line.step == "undo":
        return translate("History", "taken back: {did}").format(did=said[line.did])
    if line.step == "redo":
        return translate("History", "done again: {did}").format(did=said[line.did])
    state = {
        CellState.UNREADABLE: translate("History", "unreadable"),
        CellState.DITTO: translate("History", "same as above"),
        CellState.BLANK: translate("History", "empty"),
        CellState.READ: "",
    }[line.state]
    if not state:
        return said[line.did]
    return translate("History", "{did}: {state}").format(did=said[line.did], state=state)

"""The confusion matrix: what stood on the paper against what was read; a cell is chosen by click or by Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.accuracy.errors import Errors, Pair
from desktop.ui.charts.chart import Chart
from desktop.ui.look import Look
from desktop.ui.words import count, translate

MOST_CHARACTERS = 18
"""Rows and columns that fit the screen; rarer confusions are in the data."""
NOTHING = "∅"


class ConfusionMatrix(QTableWidget):
    """Counts, darker where there are more, the count in every cell: the shade alone says nothing new."""

    chosen = Signal(object)
    """A `Pair` whose crops are wanted."""

    def __init__(self, chart: Chart, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(chart.title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self._true: tuple[str, ...] = ()
        self._read: tuple[str, ...] = ()
        if chart.errors is not None:
            self._fill(chart.errors)
        self.itemClicked.connect(lambda _item: self.choose())

    def choose(self) -> None:
        """Ask for the crops behind the current cell."""
        item = self.currentItem()
        if item is not None and item.text():
            pair: Pair = (self._true[item.row()], self._read[item.column()])
            self.chosen.emit(pair)

    def _fill(self, errors: Errors) -> None:
        shown = _commonest(errors)
        self._true = tuple(sorted({true for true, _ in shown}))
        self._read = tuple(sorted({read for _, read in shown}))
        self.setRowCount(len(self._true))
        self.setColumnCount(len(self._read))
        self.setVerticalHeaderLabels([_named(true) for true in self._true])
        self.setHorizontalHeaderLabels([_named(read) for read in self._read])
        most = max(shown.values(), default=1)
        for row, true in enumerate(self._true):
            for column, read in enumerate(self._read):
                self.setItem(row, column, self._cell((true, read), shown.get((true, read), 0), most))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultSectionSize(round(self._look.text_pt * 3.4))
            header.setMinimumSectionSize(20)
        if shown:
            first = max(shown, key=lambda pair: shown[pair])
            self.setCurrentCell(self._true.index(first[0]), self._read.index(first[1]))

    def _cell(self, pair: Pair, times: int, most: int) -> QTableWidgetItem:
        made = QTableWidgetItem(count(times) if times else "")
        made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        if times:
            share = times / most
            made.setBackground(QColor.fromHslF(0.0, 0.0, 0.92 - 0.72 * share))
            made.setForeground(QColor("#ffffff" if share > 0.45 else "#000000"))
            said = translate("Charts", "{true} read as {read}: {times}")
            made.setToolTip(said.format(true=_named(pair[0]), read=_named(pair[1]), times=count(times)))
        return made


def _commonest(errors: Errors) -> dict[Pair, int]:
    """The commonest confusions that fit."""
    shown: dict[Pair, int] = {}
    true: set[str] = set()
    read: set[str] = set()
    for pair, times in errors.confusions:
        if len(true | {pair[0]}) > MOST_CHARACTERS or len(read | {pair[1]}) > MOST_CHARACTERS:
            continue
        true.add(pair[0])
        read.add(pair[1])
        shown[pair] = times
    return shown


def _named(character: str) -> str:
    if not character:
        return NOTHING
    return "␣" if character == " " else character

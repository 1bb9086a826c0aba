"""Two records side by side: the paper of each, and where their numbers and fields differ."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.fields.identity import FIELDS
from desktop.operations.duplicates import Duplicate
from desktop.ui.controls import Elided, label
from desktop.ui.records.crops import Crops, serial_cell
from desktop.ui.records.lists import marked
from desktop.ui.records.table import field_text, where_text
from desktop.ui.words import translate


class SideBySide(QWidget):
    """One pair. Differing characters stand in brackets, differing fields behind a sign."""

    def __init__(self, crops: Crops) -> None:
        super().__init__()
        self._crops = crops
        self._pair: Duplicate | None = None
        self._papers = (QLabel(), QLabel())
        self._texts: dict[str, tuple[Elided, Elided]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, paper in enumerate(self._papers, 1):
            grid.addWidget(paper, 0, column)
        names = {
            "serial": translate("Records", "Serial number"),
            "make": translate("Records", "Make"),
            "model": translate("Records", "Model"),
            "calibre": translate("Records", "Calibre"),
            "year": translate("Records", "Year"),
            "where": translate("Records", "Book, page, row"),
        }
        for row, (name, text) in enumerate(names.items(), 1):
            grid.addWidget(label(text, "muted"), row, 0)
            self._texts[name] = (Elided(), Elided())
            for column, shown in enumerate(self._texts[name], 1):
                grid.addWidget(shown, row, column)
        crops.came.connect(self._show_paper)
        self.hide()

    def show_pair(self, pair: Duplicate | None) -> None:
        """Show a pair, or nothing."""
        self._pair = pair
        self.setVisible(pair is not None)
        if pair is None:
            return
        self._crops.want((pair.one.record, pair.other.record))
        self._show_paper()
        for side, hit in enumerate((pair.one, pair.other)):
            self._texts["serial"][side].setText(marked(hit.record.serial, pair.marks[side]))
            self._texts["where"][side].setText(where_text(hit))
            for name in FIELDS:
                text = field_text(hit.record, name) or "—"
                self._texts[name][side].setText(f"≠ {text}" if name in pair.pair.differ else text)

    def texts(self, name: str) -> tuple[str, str]:
        """What the two sides say."""
        one, other = self._texts[name]
        return one.text(), other.text()

    def _show_paper(self) -> None:
        if self._pair is None:
            return
        for paper, hit in zip(self._papers, (self._pair.one, self._pair.other), strict=True):
            piece = self._crops.piece(serial_cell(hit.record))
            if piece is not None:
                paper.setPixmap(piece)
            else:
                paper.clear()

"""One thing said of many cells: each is shown with its paper first, and any can be left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QPixmap
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.operations import cell_crops
from desktop.operations.bulk import Proposed
from desktop.operations.session import Session
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.lanes import Lane
from desktop.ui.look import Look
from desktop.ui.review.picture import as_image
from desktop.ui.words import count, isolated, translate


class ManyCells(QDialog):
    """Asks without stopping the program. With a line to type into, one value is said of all."""

    answered = Signal(object)
    """A list of (cell id, text)."""

    def __init__(
        self, parent: QWidget, title: str, said: str, answer: str, cells: Sequence[Proposed], look: Look,
        *, types: bool,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self._cells = tuple(cells)
        self.line = QLineEdit(cells[0].text if types else "")
        self.line.setAccessibleName(said)
        self.line.selectAll()
        self.line.setVisible(types)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Review", "The cells; Space leaves one out"))
        high = round(self.fontMetrics().height() * 2.2)
        self.list.setIconSize(QSize(high * 7, high))
        mono = QFont(look.mono)
        mono.setPointSizeF(look.cell_pt)
        for one in cells:
            item = QListWidgetItem(
                translate("Review", "Page {page}, row {row}: {value}").format(
                    page=count(one.page), row=count(one.view.row_number), value=isolated(one.text)
                )
            )
            item.setFont(mono)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        whole.addWidget(label(said, wraps=True))
        whole.addWidget(self.line)
        whole.addWidget(self.list, 1)
        whole.addLayout(answer_or_cancel(self, answer)[0])
        self.accepted.connect(self._answer)
        (self.line if types else self.list).setFocus()

    def ask_crops(self, view: Lane) -> None:
        """Bring the paper of each cell, page by page."""
        for page_id in dict.fromkeys(one.page_id for one in self._cells):
            wanted = [one.view.cell.id for one in self._cells if one.page_id == page_id]
            view.ask(_crops_of(page_id, wanted), self._crops_came, _without_paper)

    def chosen(self) -> list[tuple[str, str]]:
        """What is said of the cells that were not left out."""
        return [
            (one.view.cell.id, self.line.text() if self.line.isVisibleTo(self) else one.text)
            for at, one in enumerate(self._cells)
            if self.list.item(at).checkState() == Qt.CheckState.Checked
        ]

    def _answer(self) -> None:
        self.answered.emit(self.chosen())

    def _crops_came(self, crops: dict[str, NDArray[np.uint8]]) -> None:
        for at, one in enumerate(self._cells):
            grey = crops.get(one.view.cell.id)
            if grey is not None:
                self.list.item(at).setIcon(QIcon(QPixmap.fromImage(as_image(grey))))


def _crops_of(page_id: str, cell_ids: list[str]) -> Callable[[Session], dict[str, NDArray[np.uint8]]]:
    return lambda session: cell_crops.crops(session, page_id, cell_ids)


def _without_paper(_failure: BaseException) -> None:
    """A picture that is lost is told where its page is opened; the values can be read all the same."""

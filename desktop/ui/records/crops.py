"""The piece of paper beside each record: cut from its page when its line comes into sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap

from db.errors import Expected
from db.model import Record
from desktop.operations import cell_crops
from desktop.operations.session import Session
from desktop.ui.lanes import Lane
from desktop.ui.review.picture import as_image

HEIGHT = 38
"""Pixels; a line of writing is read well at this height."""
_MOST = 2000
"""Pieces kept, some 20 KB each, however many lines somebody leafs through."""
Pieces = Mapping[str, NDArray[np.uint8]]


class Crops(QObject):
    """Pieces by their cell's id; asks for those that are missing, one page at a time."""

    came = Signal()
    """More pieces are there."""

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._there: dict[str, QPixmap] = {}
        self._asked: set[str] = set()

    def piece(self, cell_id: str) -> QPixmap | None:
        """The piece, where it is there already."""
        return self._there.get(cell_id)

    def want(self, records: Iterable[Record]) -> None:
        """Cut the serial numbers of these records."""
        by_page: dict[str, list[str]] = defaultdict(list)
        for record in records:
            cell_id = serial_cell(record)
            if cell_id and cell_id not in self._asked:
                self._asked.add(cell_id)
                by_page[record.page_id].append(cell_id)
        for page_id, cell_ids in by_page.items():
            self._lane.ask(partial(_cut, page_id=page_id, cell_ids=cell_ids), self._arrived)

    def _arrived(self, pieces: Pieces) -> None:
        while len(self._there) + len(pieces) > _MOST and self._there:
            gone = next(iter(self._there))
            del self._there[gone]
            self._asked.discard(gone)
        for cell_id, grey in pieces.items():
            made = QPixmap.fromImage(as_image(grey))
            self._there[cell_id] = made.scaledToHeight(HEIGHT, Qt.TransformationMode.SmoothTransformation)
        self.came.emit()


def _cut(session: Session, page_id: str, cell_ids: Sequence[str]) -> Pieces:
    try:
        return cell_crops.crops(session, page_id, cell_ids)
    except Expected:
        # A page whose picture is lost is told where the page is opened; its records are found all the same.
        return {}


def serial_cell(record: Record) -> str:
    """The cell that the serial number was read in; "" where it stands in none."""
    return next((field.cell_id for field in record.fields if field.name == "serial_number"), "")

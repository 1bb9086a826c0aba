"""What the other cells of a column say of one cell: shapes of serials, values that repeat, the number that is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from db.model import CellState
from desktop.fields.definitions import Kind
from desktop.recognition.combine import CellReading
from desktop.recognition.knowledge import Knowledge, Learnt
from desktop.recognition.shapes import learn

_BELIEVED: Final = 0.5  # what is less likely teaches nothing
_RUNNING: Final = "number_in_book"
_LEAST_RUN: Final = 3  # cells that agree on where a run of numbers began,
_MOST_OF: Final = 0.6  # and what share of all that can be read they have to be


def learnt_without(readings: Sequence[CellReading], place: int, known: Knowledge) -> Learnt:
    """What every cell but the one at `place` teaches; a cell is no evidence for itself."""
    believed = [
        (other, reading)
        for other, reading in enumerate(readings)
        if other != place and reading.state is CellState.READ and reading.confidence >= _BELIEVED
    ]
    if known.kind is Kind.SERIAL_NUMBER:
        return Learnt(learn((reading.as_written, reading.confidence) for _, reading in believed))
    if known.column.field == _RUNNING:
        return Learnt(due=_due(place, [(other, reading.as_written) for other, reading in believed]))
    if known.kind in {Kind.TEXT, Kind.CALIBRE}:
        words: dict[str, float] = {}
        for _, reading in believed:
            words[reading.as_written] = words.get(reading.as_written, 0.0) + reading.confidence
        return Learnt(words=words)
    return Learnt()


def _due(place: int, others: Sequence[tuple[int, str]]) -> str:
    """The number that stands here if the numbers run from row to row, "" when they do not."""
    starts = Counter(int(text) - other for other, text in others if text.isascii() and text.isdecimal())
    if not starts:
        return ""
    start, count = starts.most_common(1)[0]
    runs = count >= _LEAST_RUN and count >= _MOST_OF * len(others) and start + place >= 0
    return str(start + place) if runs else ""

"""What the other cells of a column say of one cell: shapes of serials, values that repeat, the number that is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from db.model import CellState
from desktop.fields.definitions import Kind
from desktop.recognition.combine import CellReading
from desktop.recognition.dating import learn_dates
from desktop.recognition.knowledge import NOTHING_LEARNT, Knowledge, Learnt
from desktop.recognition.sequence import Readings, run_on
from desktop.recognition.shapes import learn

_BELIEVED: Final = 0.5  # what is less likely teaches nothing
_RUNNING: Final = "number_in_book"
_LEAST_RUN: Final = 3  # cells that agree on where a run of numbers began,
_MOST_OF: Final = 0.6  # and what share of all that can be read they have to be


def learnt(readings: Sequence[CellReading], known: Knowledge, settled: Sequence[str] = ()) -> list[Learnt]:
    """For each cell what all the others teach, and what people `settled` in this column of the book before.

    A cell is no evidence for itself.
    """
    others = _values(readings, known, settled)
    marks: dict[str, float] = {}
    for reading in readings:
        if reading.state is CellState.DITTO and any(map(str.isalpha, reading.as_written)):
            marks[reading.as_written] = marks.get(reading.as_written, 0.0) + reading.confidence
    if not marks:
        return others
    written = sum(reading.state is not CellState.BLANK for reading in readings)
    return [replace(one, marks=marks, written=written) for one in others]


def _values(readings: Sequence[CellReading], known: Knowledge, settled: Sequence[str]) -> list[Learnt]:
    beliefs = [
        reading.confidence if reading.state is CellState.READ and reading.confidence >= _BELIEVED else 0.0
        for reading in readings
    ]
    texts = [reading.as_written for reading in readings]
    believed = [(text, belief) for text, belief in zip(texts, beliefs, strict=True) if belief]
    believed += [(text, 1.0) for text in settled]
    if known.kind is Kind.SERIAL_NUMBER:
        shapes = learn(believed)
        runs = run_on([_possible(reading) for reading in readings])
        return [
            Learnt(shapes.without(text, belief) if belief else shapes, run=run)
            for text, belief, run in zip(texts, beliefs, runs, strict=True)
        ]
    if known.column.field == _RUNNING:
        numbers = [text if belief else "" for text, belief in zip(texts, beliefs, strict=True)]
        return [Learnt(due=due) for due in _due(numbers)]
    if known.kind is Kind.DATE:
        languages = known.form.languages
        dates = learn_dates(believed, languages)
        return [
            Learnt(dates=dates.without(text, belief, languages) if belief else dates)
            for text, belief in zip(texts, beliefs, strict=True)
        ]
    if known.kind in {Kind.TEXT, Kind.CALIBRE}:
        words: dict[str, float] = {}
        for text, belief in believed:
            words[text] = words.get(text, 0.0) + belief
        return [Learnt(words=_less(words, text, belief)) for text, belief in zip(texts, beliefs, strict=True)]
    return [NOTHING_LEARNT] * len(readings)


def _possible(reading: CellReading) -> Readings:
    """What a cell may hold."""
    if reading.state is not CellState.READ:
        return ()
    others = [(other.text, other.confidence) for other in reading.alternatives if other.confidence > 0]
    return [(reading.as_written, reading.confidence), *others]


def _less(words: Mapping[str, float], text: str, belief: float) -> Mapping[str, float]:
    if not belief:
        return words
    left = words[text] - belief
    return {**words, text: left} if left > 0.01 else {word: n for word, n in words.items() if word != text}


def _due(numbers: Sequence[str]) -> list[str]:
    """For each row the number that stands there if the numbers of the others run from row to row, else ""."""
    begun = [
        int(text) - place if text.isascii() and text.isdecimal() else None
        for place, text in enumerate(numbers)
    ]
    starts = Counter(start for start in begun if start is not None)
    due = []
    for place, own in enumerate(begun):
        others = starts - Counter([own] if own is not None else [])
        start, count = others.most_common(1)[0] if others else (0, 0)
        runs = count >= _LEAST_RUN and count >= _MOST_OF * others.total() and start + place >= 0
        due.append(str(start + place) if runs else "")
    return due

"""A page teaches itself the figures of its hand, though nobody settled anything on it.

Running numbers confirm one another, and so do the dates of a column: those that are sure show how this hand writes its
figures. What has taught is not weighed again: nothing confirms itself. Names that a list holds were tried as teachers
of letters: they gained nothing on calibration hands and lost on others, since a page shows few of its hand's letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from db.model import CellState
from desktop.fields.definitions import Kind, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.column import weigh
from desktop.recognition.combine import CellReading
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, taught
from desktop.recognition.reading import Seen
from desktop.recognition.reliability import UNWEIGHED, Reliability

_RUNNING: Final = "number_in_book"
# A number or a date that the others of its column confirm is hardly ever less sure; where half of a column is, it may
# be wrong as a whole (a hand whose 6 is another's 8), and teaches nothing.
_PROVED: Final = 0.9
_DOUBTED: Final = 0.98  # what is surer is not weighed a second time


def weigh_page(
    columns: Sequence[Column],
    seen: Iterable[Seen],
    form: LedgerForm,
    vocabularies: Vocabularies,
    memory: Memory = NOTHING_REMEMBERED,
    *,
    reliability: Reliability = UNWEIGHED,
) -> list[list[CellReading]]:
    """The readings of `columns` in their order, `seen` column by column.

    Running numbers are weighed first and teach all others (columns that stand before them wait); then sure numbers
    and dates together teach what is still in doubt.
    """
    teacher = next((place for place, column in enumerate(columns) if column.field == _RUNNING), -1)
    teachers = [_teaches(column) for column in columns]
    parts: list[Seen] = []
    first: dict[int, list[CellReading]] = {}
    now = memory
    for place, part in enumerate(seen):
        parts.append(part)
        if place == teacher:
            first[place] = weigh(part, form, vocabularies, memory, reliability=reliability)
            now = _with(memory, _sure(part, first[place]))
        if place >= teacher:
            for waiting in range(place + 1):
                if waiting not in first:
                    first[waiting] = weigh(parts[waiting], form, vocabularies, now, reliability=reliability)
    lessons = [
        lesson for place, part in enumerate(parts) if teachers[place] for lesson in _sure(part, first[place])
    ]
    if not lessons:
        return [first[place] for place in range(len(parts))]
    more = _with(memory, lessons)
    return [
        _again(
            part,
            first[place],
            form,
            vocabularies,
            more,
            reliability,
            most=_PROVED if teachers[place] else _DOUBTED,
        )
        for place, part in enumerate(parts)
    ]


def _again(
    part: Seen,
    before: list[CellReading],
    form: LedgerForm,
    vocabularies: Vocabularies,
    memory: Memory,
    reliability: Reliability,
    *,
    most: float,
) -> list[CellReading]:
    """The column, with what is less sure than `most` weighed once more."""
    standing = [
        None if reading.state is CellState.READ and reading.confidence < most else reading
        for reading in before
    ]
    if None not in standing:
        return before
    return weigh(part, form, vocabularies, memory, reliability=reliability, standing=standing)


def _teaches(column: Column) -> bool:
    return column.field == _RUNNING or definition(column.field).kind is Kind.DATE


def _sure(part: Seen, readings: Sequence[CellReading]) -> list[Lesson]:
    """What a column of numbers or dates shows of its hand; nothing where it is not sure as a whole."""
    read = [reading.confidence for reading in readings if reading.state is CellState.READ]
    if not read or median(read) < _PROVED:
        return []
    return [
        Lesson(part.column.name, reading.as_written, guesses)
        for reading, guesses in zip(readings, part.by_cell(), strict=True)
        if reading.state is CellState.READ and reading.confidence >= _PROVED
    ]


def _with(memory: Memory, lessons: Sequence[Lesson]) -> Memory:
    """The memory with the looks of their figures and what was misread: values of a column speak for themselves."""
    return replace(taught(memory, lessons, only=str.isdecimal), settled=memory.settled)

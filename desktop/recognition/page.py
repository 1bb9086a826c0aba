"""The room's door: the crops of a page, column by column, become readings."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from db.model import CellState
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import CellReading, asked, decide
from desktop.recognition.engine import Engine
from desktop.recognition.knowledge import NOTHING_LEARNT, Learnt, knowledge_of
from desktop.recognition.learning import learnt
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, misread, taught
from desktop.recognition.reading import ColumnCrops, Seen, ask
from desktop.recognition.reliability import UNWEIGHED, Reliability, reliability_of
from desktop.recognition.voting import voted

__all__ = ["ColumnCrops", "Seen", "lessons", "read_columns", "reliability_of", "teach", "weigh", "weigh_page"]

_RUNNING: Final = "number_in_book"
_PROVED: Final = 0.9  # a running number that the others of its column confirm is hardly ever less sure
_SURE: Final = 0.995  # nothing that other cells teach makes a reading surer


def _unkept(seen: Seen) -> None:
    """Nobody keeps what the engines saw."""


def read_columns(
    columns: Sequence[ColumnCrops],
    engines: Sequence[Engine],
    form: LedgerForm,
    vocabularies: Vocabularies,
    report: Callable[[int, int], None],
    cancel: Callable[[], bool],
    *,
    apart: bool = False,
    memory: Memory = NOTHING_REMEMBERED,
    keep: Callable[[Seen], None] = _unkept,
) -> list[list[CellReading]]:
    """Read every cell: one list a column, one reading a crop, in the given order.

    `report(done, total)` counts cells. Cells that are `apart` say nothing of one another: they are not of one book.
    `memory` is what this book has taught so far; `keep` is given each column as it was seen, so that it can be weighed
    again when the book has taught more. Raises Cancelled, and Expected when an engine misses a part.
    """
    total = sum(len(column.crops) for column in columns)
    measured = reliability_of(engines)

    def seen() -> Iterator[Seen]:
        for part, said in zip(columns, ask(columns, engines, form, cancel), strict=True):
            one = Seen(part.column, part.evidence, said)
            keep(one)
            yield one

    if apart:
        weighed = (weigh(one, form, vocabularies, memory, apart=True, reliability=measured) for one in seen())
    else:
        fields = [part.column for part in columns]
        weighed = weigh_page(fields, seen(), form, vocabularies, memory, reliability=measured)
    done = 0
    answers: list[list[CellReading]] = []
    for part, readings in zip(columns, weighed, strict=True):
        answers.append(readings)
        done += len(part.crops)
        report(done, total)
    return answers


def weigh_page(
    columns: Sequence[Column],
    seen: Iterable[Seen],
    form: LedgerForm,
    vocabularies: Vocabularies,
    memory: Memory = NOTHING_REMEMBERED,
    *,
    reliability: Reliability = UNWEIGHED,
) -> Generator[list[CellReading], None, None]:
    """The readings of `columns` in their order, `seen` column by column.

    Running numbers confirm one another, so those that are sure are figures of this page's hand that nobody had to
    settle: they are weighed first and teach the rest. Columns that stand before them wait.
    """
    teacher = next((place for place, column in enumerate(columns) if column.field == _RUNNING), -1)
    waiting: list[Seen] = []
    for place, one in enumerate(seen):
        if place < teacher:
            waiting.append(one)
            continue
        readings = weigh(one, form, vocabularies, memory, reliability=reliability)
        if place == teacher:
            memory = taught(memory, proved(one, readings))
        for before in waiting:
            yield weigh(before, form, vocabularies, memory, reliability=reliability)
        waiting.clear()
        yield readings


def weigh(
    seen: Seen,
    form: LedgerForm,
    vocabularies: Vocabularies,
    memory: Memory = NOTHING_REMEMBERED,
    *,
    apart: bool = False,
    reliability: Reliability = UNWEIGHED,
) -> list[CellReading]:
    """Each cell of a column by itself, and then once more with what the others of its column teach.

    `reliability` is what was measured of the engines (`reliability_of` them).
    """
    heard = replace(seen, said={name: voted(guesses, memory) for name, guesses in seen.said.items()})
    cells = heard.by_cell()
    known = knowledge_of(seen.column, form, vocabularies)
    wrongs = {name: misread(memory, name) for name in seen.said} if memory.confusions else {}
    asks = [
        asked(cell, known, evidence, reliability, wrongs)
        for cell, evidence in zip(cells, seen.evidence, strict=True)
    ]
    alone = [decide(cell, known, vocabularies) for cell in asks]
    if apart:
        return alone
    taught_here = learnt(alone, known, memory.settled.get(seen.column.name, ()))
    return [
        decide(cell, known, vocabularies, more) if _may_gain(reading, more) else reading
        for cell, reading, more in zip(asks, alone, taught_here, strict=True)
    ]


def lessons(seen: Seen, settled: Sequence[str]) -> list[Lesson]:
    """What people `settled` in a column (as_written of each cell, "" where there is nothing to learn from)."""
    return [
        Lesson(seen.column.name, text, guesses)
        for text, guesses in zip(settled, seen.by_cell(), strict=True)
        if text
    ]


def teach(
    memory: Memory,
    columns: Sequence[ColumnCrops],
    settled: Sequence[Sequence[str]],
    engines: Sequence[Engine],
    form: LedgerForm,
    cancel: Callable[[], bool],
) -> Memory:
    """The memory with what people `settled` in crops that are read for it. Raises as `read_columns` does."""
    every: list[Lesson] = []
    for part, texts, said in zip(columns, settled, ask(columns, engines, form, cancel), strict=True):
        every += lessons(Seen(part.column, part.evidence, said), texts)
    return taught(memory, every)


def proved(seen: Seen, readings: Sequence[CellReading]) -> list[Lesson]:
    """What a column of running numbers teaches of its page's hand."""
    return [
        Lesson(seen.column.name, reading.as_written, guesses)
        for reading, guesses in zip(readings, seen.by_cell(), strict=True)
        if reading.state is CellState.READ and reading.confidence >= _PROVED
    ]


def _may_gain(reading: CellReading, more: Learnt) -> bool:
    """Whether what other cells teach can change a reading: not one that is blank, a ditto or as sure as can be."""
    if reading.state is not CellState.READ or more == NOTHING_LEARNT:
        return False
    return reading.confidence < _SURE or more.due not in {"", reading.as_written}

"""The room's door: the crops of a page, column by column, become readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from db.model import CellState
from desktop.fields.forms import LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import CellReading, choose
from desktop.recognition.engine import Engine, Guess
from desktop.recognition.knowledge import NOTHING_LEARNT, Learnt, knowledge_of
from desktop.recognition.learning import learnt
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, misread, taught
from desktop.recognition.reading import ColumnCrops, Said, ask
from desktop.recognition.voting import voted

__all__ = ["ColumnCrops", "read_columns", "teach"]

_SURE: Final = 0.995  # nothing that other cells teach makes a reading surer


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
) -> list[list[CellReading]]:
    """Read every cell: one list a column, one reading a crop, in the given order.

    `report(done, total)` counts cells. Cells that are `apart` say nothing of one another: they are not of one book.
    `memory` is what this book has taught so far. Raises Cancelled, and Expected when an engine misses a part.
    """
    total = sum(len(column.crops) for column in columns)
    done = 0
    answers: list[list[CellReading]] = []
    for part, said in zip(columns, ask(columns, engines, form, cancel), strict=True):
        cells = _cells({name: voted(guesses, memory) for name, guesses in said.items()}, len(part.crops))
        answers.append(_choose(cells, part, form, vocabularies, memory, apart=apart))
        done += len(part.crops)
        report(done, total)
    return answers


def teach(
    memory: Memory,
    columns: Sequence[ColumnCrops],
    settled: Sequence[Sequence[str]],
    engines: Sequence[Engine],
    form: LedgerForm,
    cancel: Callable[[], bool],
) -> Memory:
    """The memory with what people `settled`: as_written of each crop, "" where there is nothing to learn from.

    The engines see the crops once more, for what they saw is not kept. Raises as `read_columns` does.
    """
    lessons = [
        Lesson(part.column.name, text, guesses)
        for part, texts, said in zip(columns, settled, ask(columns, engines, form, cancel), strict=True)
        for text, guesses in zip(texts, _cells(said, len(part.crops)), strict=True)
    ]
    return taught(memory, lessons)


def _cells(said: Said, count: int) -> list[dict[str, Guess]]:
    """The same by cell: what the engines that were shown it said."""
    return [
        {name: guess for name, guesses in said.items() if (guess := guesses[place]) is not None}
        for place in range(count)
    ]


def _choose(
    cells: Sequence[Mapping[str, Guess]],
    part: ColumnCrops,
    form: LedgerForm,
    vocabularies: Vocabularies,
    memory: Memory,
    *,
    apart: bool,
) -> list[CellReading]:
    """Each cell by itself, and then once more with what the others of its column teach."""
    known = knowledge_of(part.column, form, vocabularies)
    wrongs = {name: misread(memory, name) for cell in cells for name in cell} if memory.confusions else {}
    alone = [
        choose(cell, known, vocabularies, seen, misread=wrongs)
        for cell, seen in zip(cells, part.evidence, strict=True)
    ]
    if apart:
        return alone
    taught_here = learnt(alone, known, memory.settled.get(part.column.name, ()))
    return [
        choose(cell, known, vocabularies, seen, more, wrongs) if _may_gain(reading, more) else reading
        for cell, reading, seen, more in zip(cells, alone, part.evidence, taught_here, strict=True)
    ]


def _may_gain(reading: CellReading, more: Learnt) -> bool:
    """Whether what other cells teach can change a reading: not one that is blank, a ditto or as sure as can be."""
    if reading.state is not CellState.READ or more == NOTHING_LEARNT:
        return False
    return reading.confidence < _SURE or more.due not in {"", reading.as_written}

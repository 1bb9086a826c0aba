"""The room's door: the crops of a page, column by column, become readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from db.errors import Cancelled
from db.model import CellState
from desktop.fields.definitions import alphabet_of, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import CellReading, Evidence, choose
from desktop.recognition.engine import NOTHING_WRITTEN, Cancel, Crop, Engine, Guess, Hint
from desktop.recognition.knowledge import NOTHING_LEARNT, Learnt, knowledge_of
from desktop.recognition.learning import learnt
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, misread, taught
from desktop.recognition.voting import voted

_AT_ONCE: Final = (
    2  # columns; Tesseract is a process and onnxruntime leaves Python's lock, so both cores of a PC work
)
_SURE: Final = 0.995
_SURELY_BLANK: Final = 0.9  # what the picture says is blank for certain is shown to no reader


@dataclass(frozen=True, slots=True)
class ColumnCrops:
    """The cells of one column, top to bottom; `evidence` has one value a crop."""

    column: Column
    crops: tuple[Crop, ...]
    evidence: tuple[Evidence, ...]


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
    for part, guesses in zip(columns, _guesses(columns, engines, form, cancel), strict=True):
        weighed = {engine.name: voted(read, memory) for engine, read in zip(engines, guesses, strict=True)}
        cells = [{name: read[place] for name, read in weighed.items()} for place in range(len(part.crops))]
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
        Lesson(
            part.column.name,
            text,
            {engine.name: read[place] for engine, read in zip(engines, guesses, strict=True)},
        )
        for part, texts, guesses in zip(
            columns, settled, _guesses(columns, engines, form, cancel), strict=True
        )
        for place, text in enumerate(texts)
    ]
    return taught(memory, lessons)


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
    wrongs = {name: misread(memory, name) for name in (cells[0] if cells else ())}
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


def _guesses(
    columns: Sequence[ColumnCrops], engines: Sequence[Engine], form: LedgerForm, cancel: Cancel
) -> Iterator[list[list[Guess]]]:
    """For each column, in order, what each engine said of each crop."""
    with ThreadPoolExecutor(_AT_ONCE, "reading") as pool:
        waiting = [[pool.submit(_read, engine, part, form, cancel) for engine in engines] for part in columns]
        try:
            for tasks in waiting:
                yield [task.result() for task in tasks]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _read(engine: Engine, part: ColumnCrops, form: LedgerForm, cancel: Cancel) -> list[Guess]:
    if cancel():
        raise Cancelled
    kind = definition(part.column.field).kind
    hint = Hint(kind, form.languages, alphabet_of(kind), form.script)
    written = [place for place, seen in enumerate(part.evidence) if seen.blank < _SURELY_BLANK]
    guesses = [NOTHING_WRITTEN] * len(part.crops)
    for place, guess in zip(
        written, engine.read([part.crops[p] for p in written], hint, cancel), strict=True
    ):
        guesses[place] = guess
    return guesses

"""The room's door: the crops of a page, column by column, become readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from desktop.fields.forms import LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.column import weigh
from desktop.recognition.combine import CellReading
from desktop.recognition.engine import Engine
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, taught
from desktop.recognition.reading import ColumnCrops, Seen, ask
from desktop.recognition.reliability import reliability_of
from desktop.recognition.self_taught import weigh_page

__all__ = ["ColumnCrops", "Seen", "lessons", "read_columns", "reliability_of", "teach", "weigh", "weigh_page"]


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
        done = 0
        for part, said in zip(columns, ask(columns, engines, form, cancel), strict=True):
            one = Seen(part.column, part.evidence, said)
            keep(one)
            yield one
            done += len(part.crops)
            report(done, total)

    if apart:
        return [weigh(one, form, vocabularies, memory, apart=True, reliability=measured) for one in seen()]
    fields = [part.column for part in columns]
    return weigh_page(fields, seen(), form, vocabularies, memory, reliability=measured)


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

"""The room's door: the crops of a page, column by column, become readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.errors import Cancelled
from desktop.fields.forms import Column, LedgerForm
from desktop.recognition.combine import CellReading, Evidence, combine
from desktop.recognition.engine import Crop, Engine, Hint


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
    vocabularies: object,
    report: Callable[[int, int], None],
    cancel: Callable[[], bool],
) -> list[list[CellReading]]:
    """Read every cell: one list a column, one reading a crop, in the given order.

    `report(done, total)` counts cells. Raises Cancelled, and Expected when an engine misses a part.
    """
    total = sum(len(column.crops) for column in columns)
    done = 0
    answers: list[list[CellReading]] = []
    for part in columns:
        if cancel():
            raise Cancelled
        hint = Hint(part.column.field, form.languages, "", form.script)
        guesses = {engine.name: engine.read(part.crops, hint) for engine in engines}
        answers.append(
            [
                combine(
                    {name: read[place] for name, read in guesses.items()},
                    part.column,
                    form,
                    vocabularies,
                    part.evidence[place],
                )
                for place in range(len(part.crops))
            ]
        )
        done += len(part.crops)
        report(done, total)
    return answers

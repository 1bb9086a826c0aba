"""One column of a page is weighed: each cell by itself, and then with what the others say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from db.model import CellState
from desktop.fields.forms import LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import CellReading, asked, decide
from desktop.recognition.knowledge import NOTHING_LEARNT, Learnt, knowledge_of
from desktop.recognition.learning import learnt
from desktop.recognition.memory import NOTHING_REMEMBERED, Memory, misread
from desktop.recognition.reading import Seen
from desktop.recognition.reliability import UNWEIGHED, Reliability
from desktop.recognition.voting import voted

_SURE: Final = 0.995  # nothing that other cells teach makes a reading surer


def weigh(
    seen: Seen,
    form: LedgerForm,
    vocabularies: Vocabularies,
    memory: Memory = NOTHING_REMEMBERED,
    *,
    apart: bool = False,
    reliability: Reliability = UNWEIGHED,
    standing: Sequence[CellReading | None] = (),
) -> list[CellReading]:
    """The reading of each cell of a column. Cells that are `apart` say nothing of one another.

    `reliability` is what was measured of the engines (`reliability_of` them). A cell that has a reading in `standing`,
    one entry a cell, keeps it and speaks to the others.
    """
    stands = standing or [None] * len(seen.evidence)
    said = {
        name: voted([None if old else guess for guess, old in zip(guesses, stands, strict=True)], memory)
        for name, guesses in seen.said.items()
    }
    cells = replace(seen, said=said).by_cell()
    known = knowledge_of(seen.column, form, vocabularies)
    wrongs = {name: misread(memory, name) for name in seen.said} if memory.confusions else {}
    asks = {
        place: asked(cells[place], known, seen.evidence[place], reliability, wrongs)
        for place, stand in enumerate(stands)
        if stand is None
    }
    alone = [stand or decide(asks[place], known, vocabularies) for place, stand in enumerate(stands)]
    if apart:
        return alone
    taught_here = learnt(alone, known, memory.settled.get(seen.column.name, ()))
    return [
        decide(asks[place], known, vocabularies, more)
        if place in asks and _may_gain(alone[place], more)
        else alone[place]
        for place, more in enumerate(taught_here)
    ]


def _may_gain(reading: CellReading, more: Learnt) -> bool:
    """Whether what other cells teach can change a reading: not one that is blank, a ditto or as sure as can be."""
    if reading.state is not CellState.READ or more == NOTHING_LEARNT:
        return False
    return reading.confidence < _SURE or more.due not in {"", reading.as_written}

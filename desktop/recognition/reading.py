"""Engines are asked: columns that an engine reads alike in one call, two calls at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from db.errors import Cancelled
from desktop.fields.definitions import Kind, alphabet_of, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.recognition.combine import Evidence
from desktop.recognition.engine import NOTHING_WRITTEN, Cancel, Crop, Engine, Guess, Hint

_AT_ONCE: Final = 2  # Tesseract is a process and onnxruntime leaves Python's lock, so both cores of a PC work
_SURELY_BLANK: Final = (
    0.9  # what the picture says is blank, or in a column of words a ditto, is shown to no engine:
)
_SURELY_DITTO: Final = 0.9  # two cells in five of a page
_WORDS: Final = frozenset({Kind.TEXT, Kind.CALIBRE})


@dataclass(frozen=True, slots=True)
class ColumnCrops:
    """The cells of one column, top to bottom; `evidence` has one value a crop."""

    column: Column
    crops: tuple[Crop, ...]
    evidence: tuple[Evidence, ...]


Said = Mapping[str, Sequence[Guess | None]]
"""What each engine, by its name, said of each crop of a column; None of a crop that it was not shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One column as the picture and the engines told of it, before anything was chosen; one entry a cell."""

    column: Column
    evidence: tuple[Evidence, ...]
    said: Said

    def by_cell(self) -> list[dict[str, Guess]]:
        """What the engines that were shown a cell said of it, cell by cell."""
        return [
            {name: guess for name, guesses in self.said.items() if (guess := guesses[place]) is not None}
            for place in range(len(self.evidence))
        ]


def ask(
    columns: Sequence[ColumnCrops], engines: Sequence[Engine], form: LedgerForm, cancel: Cancel
) -> Iterator[Said]:
    """For each column, in order, what each engine said. Raises Cancelled, and whatever an engine raises."""
    hints = [_hint(part.column, form) for part in columns]
    shown = [_shown(part) for part in columns]
    with ThreadPoolExecutor(_AT_ONCE, "reading") as pool:
        waiting: dict[tuple[str, Hint], Future[dict[tuple[int, int], Guess]]] = {}
        # The largest first (Graham 1969), else one core has nothing to do while the last call reads half a page.
        for engine, hint, places in sorted(_calls(engines, hints, shown), key=lambda call: -len(call[2])):
            crops = [columns[number].crops[place] for number, place in places]
            waiting[engine.name, hint] = pool.submit(_read, engine, places, crops, hint, cancel)
        try:
            for number, part in enumerate(columns):
                answers = {
                    engine.name: waiting[engine.name, engine.heeded(hints[number])].result()
                    for engine in engines
                }
                yield {
                    name: [
                        NOTHING_WRITTEN
                        if part.evidence[place].blank >= _SURELY_BLANK
                        else said.get((number, place))
                        for place in range(len(part.crops))
                    ]
                    for name, said in answers.items()
                }
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _calls(
    engines: Sequence[Engine], hints: Sequence[Hint], shown: Sequence[Sequence[int]]
) -> Iterator[tuple[Engine, Hint, list[tuple[int, int]]]]:
    """Each engine with what it reads in one call: the hint that it heeds, and the cells (column, place)."""
    for engine in engines:
        groups: dict[Hint, list[int]] = {}
        for number, hint in enumerate(hints):
            groups.setdefault(engine.heeded(hint), []).append(number)
        for hint, numbers in groups.items():
            yield engine, hint, [(number, place) for number in numbers for place in shown[number]]


def _hint(column: Column, form: LedgerForm) -> Hint:
    kind = definition(column.field).kind
    return Hint(kind, form.languages, alphabet_of(kind), form.script)


def _shown(part: ColumnCrops) -> list[int]:
    """Places of the crops that engines are shown. A 11 looks like a ditto, so figures are always read."""
    words = part.column.ditto and definition(part.column.field).kind in _WORDS
    return [
        place
        for place, seen in enumerate(part.evidence)
        if seen.blank < _SURELY_BLANK and not (words and seen.ditto >= _SURELY_DITTO)
    ]


def _read(
    engine: Engine, places: Sequence[tuple[int, int]], crops: Sequence[Crop], hint: Hint, cancel: Cancel
) -> dict[tuple[int, int], Guess]:
    if cancel():
        raise Cancelled
    return dict(zip(places, engine.read(crops, hint, cancel), strict=True)) if crops else {}

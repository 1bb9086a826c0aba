"""From what the engines said of one cell, and what the field knows, to one reading with its probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.model import Alternative, CellState
from desktop.fields.forms import Column, LedgerForm
from desktop.recognition.engine import Guess


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the picture alone says of a cell, as probabilities, before anything is read."""

    blank: float = 0.0  # nothing is written there
    ditto: float = 0.0  # a mark for "same as above"


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell, read. `characters` has one probability a character of `as_written`; `doubts` are positions in it.

    `text` is the value that counts; it is "" for a ditto (whoever knows the rows puts the value in), a blank and an
    unreadable cell. `readers` is what each engine said by itself.
    """

    text: str
    as_written: str
    state: CellState
    confidence: float
    characters: tuple[float, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    readers: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[int, ...] = ()


def combine(
    guesses: Mapping[str, Guess],
    column: Column,  # noqa: ARG001
    form: LedgerForm,  # noqa: ARG001
    vocabularies: object,  # noqa: ARG001
    evidence: Evidence = Evidence(),
) -> CellReading:
    """Choose the reading of one cell. `guesses` by the engine's name."""
    readers = {name: guess.text for name, guess in guesses.items()}
    if evidence.blank >= 0.5 or (guesses and all(guess.blank for guess in guesses.values())):
        return CellReading("", "", CellState.BLANK, max(evidence.blank, 0.5), readers=readers)
    if evidence.ditto >= 0.5:
        return CellReading("", '"', CellState.DITTO, evidence.ditto, (evidence.ditto,), readers=readers)
    best = max(guesses.values(), key=lambda guess: guess.confidence)
    if not best.text:
        return CellReading("", "", CellState.UNREADABLE, 0.0, readers=readers)
    return CellReading(
        best.text, best.text, CellState.READ, best.confidence, best.characters, best.alternatives, readers
    )

"""How far each engine is to be believed, by kind of field and by how the book is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from desktop.fields.definitions import Kind
from desktop.recognition.channel import Channel
from desktop.recognition.engine import Guess

_WORDS: Final = frozenset({Kind.TEXT, Kind.CALIBRE})

# Share of characters wrong on books that the engines had not seen (design, "Reading cells": Tesseract's character
# error rate by hand, the field reader's first trials).
_TYPED: Final[Mapping[str, Channel]] = {
    "tesseract": Channel(slip=0.01, speck=0.01, softness=1.5, weight=0.8),
    "field-reader": Channel(slip=0.01, twins=0.04),
}
_BY_HAND: Final[Mapping[str, Channel]] = {
    "tesseract": Channel(slip=0.3, softness=3.0, weight=0.4),
    "field-reader": Channel(slip=0.01, twins=0.04),
}
_TYPED_WORDS: Final[Mapping[str, Channel]] = {
    "tesseract": Channel(slip=0.01, speck=0.04, softness=1.5),
    "field-reader": Channel(slip=0.04, softness=1.5, weight=0.6),
}
_TYPED_SURETY: Final = 0.9
_UNKNOWN: Final = Channel(slip=0.02)


def channel(engine: str, kind: Kind, script: str, guess: Guess) -> Channel:
    """How `engine` errs on fields of `kind` in a book that is typed, handwritten or mixed."""
    if script == "mixed":
        # Which it is in this cell, Tesseract's own certainty tells: of handwriting it is seldom certain.
        script = "typed" if engine != "tesseract" or _surety(guess) > _TYPED_SURETY else "handwritten"
    if script != "typed":
        return _BY_HAND.get(engine, _UNKNOWN)
    return (_TYPED_WORDS if kind in _WORDS else _TYPED).get(engine, _UNKNOWN)


def _surety(guess: Guess) -> float:
    """Geometric mean of the characters' figures."""
    logs = [math.log(max(figure, 1e-6)) for figure in guess.characters or (guess.confidence,)]
    return math.exp(sum(logs) / len(logs))

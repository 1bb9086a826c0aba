"""How far each engine is to be believed, by kind of field and by how the book is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop.fields.definitions import Kind
from desktop.recognition.channel import Channel
from desktop.recognition.engine import Guess

_WORDS: Final = frozenset({Kind.TEXT, Kind.CALIBRE})

# Share of characters wrong on books that the engines had not seen (design, "Reading cells": Tesseract's character
# error rate by hand, the field reader's first trials).
_TYPED: Final[Mapping[str, Channel]] = {
    "tesseract": Channel(slip=0.01, speck=0.01, softness=1.5, weight=0.8),
    "field-reader": Channel(slip=0.01, twins=0.02),
}
_BY_HAND: Final[Mapping[str, Channel]] = {
    "tesseract": Channel(slip=0.3, softness=3.0, weight=0.4),
    "field-reader": Channel(slip=0.01, twins=0.02),
}
_TYPED_WORDS: Final[Mapping[str, Channel]] = {
    "tesseract": Channel(slip=0.01, speck=0.04, softness=1.5),
    "field-reader": Channel(slip=0.02, space=0.1, softness=1.2, weight=0.8),
}
_TYPED_SURETY: Final = 0.9
_CERTAIN: Final = 0.95
_DOUBT_SLIP: Final = 0.6  # how fast the slip grows as it gets less certain than that
_LONE_SLIP: Final = 0.1  # one character alone gives it nothing to go by
_TESSERACT: Final = "tesseract"
_UNKNOWN: Final = Channel(slip=0.02)


def channel(engine: str, kind: Kind, script: str, guess: Guess) -> Channel:
    """How `engine` errs on fields of `kind` in a book that is typed, handwritten or mixed.

    Tesseract is seldom certain of what it misreads as a whole (faint type, stamps, handwriting), so the less certain
    it is, the less each of its characters counts.
    """
    sure = _surety(guess)
    if script == "mixed":
        # Which it is in this cell, Tesseract's own certainty tells: of handwriting it is seldom certain.
        script = "typed" if engine != _TESSERACT or sure > _TYPED_SURETY else "handwritten"
    if script != "typed":
        return _BY_HAND.get(engine, _UNKNOWN)
    usual = (_TYPED_WORDS if kind in _WORDS else _TYPED).get(engine, _UNKNOWN)
    if engine != _TESSERACT:
        return usual
    lone = _LONE_SLIP if len(guess.text) == 1 else 0.0
    return replace(usual, slip=usual.slip + _DOUBT_SLIP * max(0.0, _CERTAIN - sure) + lone)


def _surety(guess: Guess) -> float:
    """Geometric mean of the characters' figures."""
    logs = [math.log(max(figure, 1e-6)) for figure in guess.characters or (guess.confidence,)]
    return math.exp(sum(logs) / len(logs))

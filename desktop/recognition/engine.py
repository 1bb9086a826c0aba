"""What a reader of crops is: it takes pictures of cells that hold one kind of field and answers with guesses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from db.model import Alternative

Crop = NDArray[np.uint8]
"""Grey picture of one cell, height x width, 0 black, 255 white; rules and neighbours' ink already removed."""


Cancel = Callable[[], bool]
"""Asked now and then while work goes on; True ends it with `db.errors.Cancelled`."""


def never() -> bool:
    """A wish to stop that never comes."""
    return False


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of a column before it is read; an engine may use it and never has to."""

    kind: str  # a value of desktop.fields.definitions.Kind
    languages: tuple[str, ...] = ("eng",)  # Tesseract's names
    alphabet: str = ""  # characters that can occur, "" when any can
    script: str = "typed"  # typed, handwritten, mixed


@dataclass(frozen=True, slots=True)
class Guess:
    """An engine's answer, not kept: what it read by itself, before the field's knowledge has its say.

    `confidence` is the engine's own figure (0–1); `combine` makes a probability of it. `characters` holds one figure a
    character of `text`. `choices` holds, for each character of `text`, what else it may be and how likely, best first
    and without the character itself. A crop without writing is `blank` with the text "". `features`, where
    an engine has them, holds one row of numbers a character of `text`: what it saw there, to compare with others.
    """

    text: str
    confidence: float
    characters: tuple[float, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    blank: bool = False
    choices: tuple[tuple[tuple[str, float], ...], ...] = ()
    features: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.characters and len(self.characters) != len(self.text):
            raise ValueError(f"{len(self.characters)} figures for {len(self.text)} characters")


NOTHING_WRITTEN = Guess("", 1.0, blank=True)


class Engine(Protocol):
    """A reader of cells. Guesses come in the order of the crops, one for each.

    Raises `db.errors.Expected` when a part of it is missing on this PC (program, language, model).
    """

    @property
    def name(self) -> str:
        """How the engine is called in readings: "tesseract", "field-reader"."""
        ...

    def heeded(self, hint: Hint) -> Hint:
        """The hint without what this engine does not heed: columns whose hints become equal are read in one call."""
        ...

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        """Read all crops of one kind; a crop that cannot be read gets an empty guess with confidence 0.

        May be called from two threads at once. Raises `db.errors.Cancelled` when `cancel` says so.
        """
        ...


@runtime_checkable
class Loaded(Protocol):
    """An engine with a part that takes long to load."""

    def load(self) -> None:
        """Load it if it is not yet. Raises `db.errors.Expected` when it is missing or broken."""
        ...

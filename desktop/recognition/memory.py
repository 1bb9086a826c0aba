"""What a book has taught: texts that people settled, how engines misread its hand, what its characters look like.

Values only: operations keep them in the register, one a ledger, and hand them in. Nothing is trained here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.recognition.engine import Guess

MOST_TEXTS: Final = 400  # of a column, the last ones
MOST_ALIKE: Final = 60  # characters of one kind whose looks are kept, the last ones
_PRIOR_READINGS: Final = 5.0  # right ones that a character is supposed to have had before any was settled
_LEAST_AGREEING: Final = 0.5  # share of a text that the engine has to have read for its places to be known

Looks = NDArray[np.int8]
"""Features of unit length, times 127: one row a character."""


@dataclass(frozen=True, slots=True)
class Memory:
    """One book's. `confusions` counts (engine, what it read, what stood there), right ones too."""

    settled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the column's name, oldest first
    confusions: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    characters: str = ""  # one a row of `looks`
    looks: Looks = field(default_factory=lambda: np.zeros((0, 0), np.int8), compare=False)

    @property
    def empty(self) -> bool:
        """Whether it has been taught nothing."""
        return not self.settled and not self.characters


NOTHING_REMEMBERED: Final = Memory()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One field that a person settled: what the engines had said, and what stands on the paper."""

    column: str
    as_written: str
    guesses: Mapping[str, Guess] = field(default_factory=dict)


def taught(memory: Memory, lessons: Sequence[Lesson], *, only: Callable[[str], bool] | None = None) -> Memory:
    """The memory with these lessons too; `only` says of which signs the looks are kept, of all without it."""
    settled = {column: list(texts) for column, texts in memory.settled.items()}
    confusions = dict(memory.confusions)
    looks: list[NDArray[np.float32]] = []
    characters: list[str] = []
    for lesson in lessons:
        if not lesson.as_written:
            continue
        settled.setdefault(lesson.column, []).append(lesson.as_written)
        for engine, guess in lesson.guesses.items():
            for place, true in _places(guess.text, lesson.as_written):
                key = (engine, guess.text[place], true)
                confusions[key] = confusions.get(key, 0) + 1
                if guess.features is not None and (only is None or only(true)):
                    looks.append(guess.features[place])
                    characters.append(true)
    kept = {column: tuple(texts[-MOST_TEXTS:]) for column, texts in settled.items()}
    known = replace(memory, settled=kept, confusions=confusions)
    return _remembering(known, "".join(characters), unit(np.array(looks))) if characters else known


def misread(memory: Memory, engine: str) -> dict[str, dict[str, float]]:
    """For each character that `engine` read more than once wrongly: what stood there, and how often that was so."""
    read: dict[str, dict[str, int]] = {}
    for (name, said, true), count in memory.confusions.items():
        if name == engine:
            read.setdefault(said, {})[true] = count
    return {
        said: shares
        for said, stood in read.items()
        if (
            shares := {
                true: count / (sum(stood.values()) + _PRIOR_READINGS)
                for true, count in stood.items()
                if true != said and count > 1
            }
        )
    }


def unit(features: NDArray[np.float32]) -> Looks:
    """Rows brought to unit length and to whole numbers: a register keeps a byte a number."""
    length = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(np.rint(features / np.maximum(length, 1e-6) * 127.0), np.int8)


def _remembering(memory: Memory, characters: str, looks: Looks) -> Memory:
    if (
        memory.looks.shape[1:] == looks.shape[1:]
    ):  # else another model: what the old one saw means nothing to it
        characters, looks = memory.characters + characters, np.concatenate((memory.looks, looks))
    signs = np.array(list(characters))
    places = [np.flatnonzero(signs == sign)[-MOST_ALIKE:] for sign in sorted(set(characters))]
    kept = np.sort(np.concatenate(places))
    return replace(memory, characters="".join(signs[kept]), looks=looks[kept])


def _places(read: str, true: str) -> list[tuple[int, str]]:
    """Places of `read` with the character that stood there, by the shortest edit; [] when too little agrees."""
    rows = [list(range(len(true) + 1))]
    for a in read:
        row = [rows[-1][0] + 1]
        for column, b in enumerate(true):
            row.append(min(rows[-1][column] + (a != b), rows[-1][column + 1] + 1, row[-1] + 1))
        rows.append(row)
    if rows[-1][-1] > (1 - _LEAST_AGREEING) * max(len(read), len(true)):
        return []
    pairs: list[tuple[int, str]] = []
    i, j = len(read), len(true)
    while i and j:
        if rows[i][j] == rows[i - 1][j - 1] + (read[i - 1] != true[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, true[j]))
        elif rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]

"""Serial numbers that run on: weapons of one delivery often stand in the order in which they were made."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_LAST_FIGURES: Final = re.compile(r"\d+(?=\D*$)", re.ASCII)
_PRIOR_ROWS: Final = 4.0  # how many rows the shares of the world weigh beside those of the column:
_NEXT: Final = 0.1  # of serials that are the next after the one above,
_NEAR: Final = 0.15  # and of others that differ from it in their last figures alone
_LAST: Final = 4  # figures that near ones may differ in
_FAR: Final = 2  # written rows to a neighbour that is asked
_MOST: Final = 3.0  # nats: neighbours tip a doubt, they do not overrule what is plainly written
_LEAST: Final = 0.02  # what is less likely is no reading of a neighbour

Readings = Sequence[tuple[str, float]]
"""What one cell may hold: texts, each with its probability; empty where nothing is written."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A serial that stands above or below: what it may be, and how many places on the one that asks would be."""

    texts: tuple[tuple[str, float], ...]
    steps: int

    def next(self, text: str) -> float:
        """How likely `text` is the one due here, if the column runs on."""
        return sum(likely for other, likely in self.texts if stepped(other, self.steps) == text)

    def near(self, text: str) -> float:
        """How likely `text` stands here, if serials of one delivery stand together in no order."""
        return sum(likely * _by_last_figures(text, other) for other, likely in self.texts)


@dataclass(frozen=True, slots=True)
class Due:
    """What the neighbours of a cell say of it: the shares of rows that run on, and that are near, in its column."""

    neighbours: tuple[Neighbour, ...] = ()
    runs: float = 0.0
    nears: float = 0.0

    @property
    def texts(self) -> tuple[str, ...]:
        """What is due, each once."""
        due = (stepped(text, one.steps) for one in self.neighbours for text, _ in one.texts)
        return tuple(dict.fromkeys(filter(None, due)))

    def weighed(self, text: str, log_probability: float) -> float:
        """Log-probability of `text` here, given its log-probability from all but the neighbours (Bayes' rule)."""
        log = log_probability
        for one in self.neighbours:
            believed = sum(likely for _, likely in one.texts)
            runs = self.runs ** abs(one.steps)
            together = runs * one.next(text) + self.nears * one.near(text)
            apart = 1 - (runs + self.nears) * believed
            log += math.log(apart + together * math.exp(min(-log_probability, 60.0)))
        return min(log, log_probability + _MOST)


NOTHING_DUE: Final = Due()


def stepped(serial: str, by: int) -> str:
    """The serial that many places on: its last run of figures higher, as long as it was; "" where there is none."""
    found = _LAST_FIGURES.search(serial)
    if found is None:
        return ""
    number = int(found[0]) + by
    figures = str(number).zfill(len(found[0]))
    if number < 0 or len(figures) > len(found[0]):
        return ""
    return serial[: found.start()] + figures + serial[found.end() :]


def run_on(column: Sequence[Readings]) -> list[Due]:
    """For each cell of a column, top to bottom, what its neighbours make due; none is evidence for itself."""
    written = [place for place, readings in enumerate(column) if readings]
    rows = [column[place] for place in written]
    pairs = [_together(above, below) for above, below in pairwise(rows)]
    answers = [NOTHING_DUE] * len(column)
    for row, place in enumerate(written):
        others = pairs[: max(0, row - 1)] + pairs[row + 1 :]
        runs = _share([pair[0] for pair in others], _NEXT)
        nears = _share([pair[1] for pair in others], _NEAR)
        found = (_neighbour(rows, row, way) for way in (-1, 1))
        answers[place] = Due(tuple(one for one in found if one), runs, nears)
    return answers


def _share(seen: Sequence[float], prior: float) -> float:
    return (sum(seen) + prior * _PRIOR_ROWS) / (len(seen) + _PRIOR_ROWS)


def _neighbour(rows: Sequence[Readings], row: int, way: int) -> Neighbour | None:
    """The nearest above (way -1) or below that says anything."""
    for steps in range(1, _FAR + 1):
        other = row + way * steps
        if 0 <= other < len(rows) and rows[other][0][1] >= _LEAST:
            return Neighbour(tuple(rows[other]), -way * steps)
    return None


def _together(above: Readings, below: Readings) -> tuple[float, float]:
    """How likely the lower of two cells is the next after the upper, and how likely it is another near it."""
    one = Neighbour(tuple(above), 1)
    runs = sum(likely * one.next(text) for text, likely in below)
    near = sum(
        likely * other_likely
        for text, likely in below
        for other, other_likely in above
        if text != other and stepped(other, 1) != text and _by_last_figures(text, other) > 0
    )
    return runs, near


def _by_last_figures(text: str, other: str) -> float:
    """Probability of `text` where it is `other` but for its last one to four figures, each as likely as any."""
    found = _LAST_FIGURES.search(text)
    if found is None or len(text) != len(other) or text[found.end() :] != other[found.end() :]:
        return 0.0
    if not (other[found.start() : found.end()].isdecimal()):
        return 0.0
    most = min(_LAST, len(found[0]) - 1)
    same = next((at for at, (a, b) in enumerate(zip(text, other, strict=True)) if a != b), len(text))
    least = max(1, found.end() - same)
    return sum(0.1**last / _LAST for last in range(least, most + 1))

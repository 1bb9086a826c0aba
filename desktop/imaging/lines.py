"""The written lines of one column, and where one entry ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Boxes = NDArray[np.int64]

APART = 1.1
"""Lines are at least so many letters apart."""

WEAK = 0.15
"""A line with less than this share of the usual line's ink is a tail or dirt."""

TALL = 2.2
"""A piece higher than this, in letters, is two lines' writing grown together; one digit's tail reaches 2.0."""

GROWN = 0.35
"""What the lower half of such a piece counts for: other pieces of a second line stand by themselves."""


@dataclass(frozen=True, slots=True)
class Line:
    """One written line: `top` and `bottom` of its letters, `ink` about how wide its pieces are together, in pixels."""

    top: float
    bottom: float
    ink: float

    @property
    def middle(self) -> float:
        """Half-way down its letters."""
        return (self.top + self.bottom) / 2


def pieces_of(ink: Mask) -> Boxes:
    """Connected pieces as rows of left, top, width, height, area."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    return np.asarray(stats[1:], dtype=np.int64)


def letter_height(pieces: Boxes) -> float:
    """The usual height of what is high enough to be a letter, 0 where nothing is."""
    real = pieces[(pieces[:, 3] >= 4) & (pieces[:, 4] >= 6)]
    if not len(real):
        return 0.0
    return float(np.median(real[real[:, 3] > 0.45 * np.percentile(real[:, 3], 85), 3]))


def lines_in(ink: Mask, letter: float) -> list[Line]:
    """The lines written in a column, top to bottom. `ink` is the column alone, `letter` how high letters are.

    Pieces of ink vote for the height they stand at; lines are the heights with the most votes that are a letter apart.
    """
    if letter <= 0 or not ink.any():
        return []
    pieces = pieces_of(ink)
    middles, wide = _votes(pieces[_is_writing(pieces, letter, ink.shape[1])], letter)
    if not len(middles):
        return []
    ys = np.arange(ink.shape[0], dtype=np.float64)
    near = np.clip(1.0 - np.abs(ys[:, None] - middles[None, :]) / (0.6 * letter), 0.0, 1.0)
    score = near @ wide
    tops = score[1:-1][(score[1:-1] >= score[:-2]) & (score[1:-1] > score[2:])]
    strong = tops[tops > 0.5 * letter]
    least = max(0.25 * letter, WEAK * float(np.median(strong)) if len(strong) else 0.0)
    found = [
        Line(place - letter / 2, place + letter / 2, float(score[place]))
        for place in _best_apart(score - least, round(APART * letter))
    ]
    return [line for line in found if not _is_tail(line, found, letter)]


def _is_tail(line: Line, lines: list[Line], letter: float) -> bool:
    """Whether it is so weak and so near to a line of some strength that it is a piece of that line's writing."""
    return any(
        abs(other.middle - line.middle) < 1.8 * letter and line.ink < 0.5 * other.ink
        for other in lines
        if other != line
    )


def _is_writing(pieces: Boxes, letter: float, width: int) -> Mask:
    left, wide, high = pieces[:, 0], pieces[:, 2], pieces[:, 3]
    at_side = (left <= 1) | (left + wide >= width - 1)
    speck = np.maximum(wide, high) < 0.3 * letter
    # What is left of the rules at the sides is narrow, and so is what a neighbour's letter reaches in.
    remnant = at_side & (wide < 0.45 * letter)
    return np.asarray(~speck & ~remnant & (pieces[:, 4] >= 4), dtype=np.bool_)


def _votes(pieces: Boxes, letter: float) -> tuple[Floats, Floats]:
    """At which height each piece stands, and how wide it is. One with a tail stands where its head is."""
    middles, widths = [], []
    for _, top, wide, high, _ in pieces.tolist():
        if high <= 1.3 * letter:
            middles.append(top + high / 2)
            widths.append(wide)
        else:
            middles.append(top + letter / 2)
            widths.append(wide)
            if high > TALL * letter:
                # The writing of two lines, grown together, or a long tail: a line needs more than one of these.
                middles.append(top + high - letter / 2)
                widths.append(GROWN * wide)
    return np.array(middles, dtype=np.float64), np.array(widths, dtype=np.float64)


def _best_apart(worth: Floats, apart: int) -> list[int]:
    """The places of the greatest sum of worths that are at least `apart` from one another."""
    best = np.zeros(len(worth) + 1)
    for at in range(len(worth)):
        best[at + 1] = max(best[at], best[max(0, at + 1 - apart)] + worth[at])
    chosen = []
    at = len(worth)
    while at > 0:
        if best[at] == best[at - 1]:
            at -= 1
        else:
            chosen.append(at - 1)
            at = max(0, at - apart)
    return chosen[::-1]


def parted(
    lines: list[Line], ink: Mask, letter: float, top: float, bottom: float
) -> list[tuple[float, float]]:
    """Where each entry begins and ends, given the line that begins it; `ink` is the whole table, level.

    An entry begins where least is written between the foot of the line above, whosever that is, and its own first
    line; the first may begin a line above it, the last ends with the table or a little below its last line.
    """
    profile = ink.sum(axis=1).astype(np.float64)
    profile = np.convolve(profile, np.ones(3) / 3, mode="same")
    starts = [
        _gap(profile, line, letter, lines[at - 1].middle if at else top) for at, line in enumerate(lines)
    ]
    return list(zip(starts, [*starts[1:], bottom], strict=True))


def _gap(profile: Floats, line: Line, letter: float, above: float) -> float:
    first = max(above + 0.3 * letter, line.top - 1.1 * letter)
    last = min(line.top + 0.15 * letter, line.middle - 0.2 * letter)
    if last - first < 1:
        return (above + line.middle) / 2
    ys = np.arange(max(0, round(first)), min(len(profile), round(last) + 1))
    if not len(ys):
        return max(first, 0.0)
    # Of gaps equally empty the middle one; a pixel of distance from the letters' top counts as little ink.
    cost = profile[ys] + 0.02 * profile.max() * np.abs(ys - (line.top - 0.35 * letter)) / letter
    return float(ys[int(cost.argmin())])

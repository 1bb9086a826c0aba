"""Marks for "same as above", told by shape: `"`, `''`, 〃, `-"-`, `" "` and a long dash. Words (do, idem) are read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.int64]
"""Pieces of ink left to right: left, top, width, height, area in pixels."""

TICK = 0.62
"""A tick is at most so high beside the page's letters (typed ones 0.4; an 1 is 1.0, a small letter 0.7)."""

SPECK = 0.28
"""What is smaller than this, in letters, is dirt beside a mark."""

SOLID = 0.65
"""Share of its box that a mark of two ticks fills; letters fill half of theirs."""

HEAVY = 0.88
"""Both ticks in one piece, from a heavy ribbon, are at most so high; above `TICK` they are known by being solid."""


def ditto(boxes: Boxes, letter: float) -> float:
    """The probability that these pieces are a mark for "same as above". `letter` is how high letters are, in pixels."""
    boxes = boxes[np.maximum(boxes[:, 2], boxes[:, 3]) >= SPECK * letter]
    if not 1 <= len(boxes) <= 8:
        return 0.0
    wide, high = boxes[:, 2] / letter, boxes[:, 3] / letter
    dash = (wide >= 1.8 * high) & (high < 0.4)
    if dash.all():
        return 0.8 if len(boxes) == 1 and wide[0] > 2.0 and wide[0] > 6 * high[0] else 0.0
    ticks = boxes[~dash]
    pairs = _pairs(ticks, letter) if _one_line(ticks) and ticks[:, 3].max() <= HEAVY * letter else []
    if not pairs:
        return 0.0
    if dash.any() and not (dash.sum() == 2 and dash[0] and dash[-1] and len(pairs) == 1):
        return 0.0
    top = max(pairs)
    return 0.95 if top <= 0.5 else float(np.interp(top, [0.5, TICK, 0.8], [0.95, 0.75, 0.3]))


def _one_line(ticks: Boxes) -> bool:
    middles = ticks[:, 1] + ticks[:, 3] / 2
    return bool(middles.max() - middles.min() <= 0.6 * ticks[:, 3].max())


def _pairs(ticks: Boxes, letter: float) -> list[float]:
    """The height of each pair of ticks in letters; empty when some piece is no tick or has no partner."""
    heights = []
    at = 0
    while at < len(ticks):
        if at + 1 < len(ticks) and _pair(ticks[at], ticks[at + 1], letter):
            heights.append(float(ticks[at : at + 2, 3].max()) / letter)
            at += 2
        elif _grown_together(ticks[at], letter):
            heights.append(min(TICK, float(ticks[at, 3]) / letter))
            at += 1
        else:
            return []
    return heights


def _pair(one: Boxes, other: Boxes, letter: float) -> bool:
    """Two small upright strokes of one height, side by side."""
    tallest, lowest = max(one[3], other[3]), min(one[3], other[3])
    gap = other[0] - one[0] - one[2]
    upright = one[2] <= one[3] and other[2] <= other[3]
    return bool(upright and lowest >= 0.55 * tallest and gap <= 1.8 * tallest and tallest >= 0.15 * letter)


def _grown_together(piece: Boxes, letter: float) -> bool:
    """Both ticks in one piece, as at 200 dpi or from a worn ribbon; a full stop is smaller, a small letter higher.

    On a page of small letters a mark is nearly as high as they are, but not pierced as they are.
    """
    _, _, wide, high, area = (float(value) for value in piece)
    filled = area / (wide * high)
    if not 0.25 * letter <= high <= HEAVY * letter or not 0.6 * high < wide < 1.7 * high:
        return False
    return filled > 0.4 if high <= TICK * letter else filled > SOLID and wide > 0.9 * high

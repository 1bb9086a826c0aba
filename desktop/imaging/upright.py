"""Whether a page lies on its side or on its head, by how letters and writing lie; nothing is read."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from desktop.imaging.ruled import Seen, table_rules
from desktop.imaging.table import Look

VOTES = 20
"""So many cells, or letters, have to say the same."""


def on_its_side(middle: NDArray[np.float64], letter_px: float) -> bool:
    """Whether the nearest letter is above or below, as the next of a line is beside on an upright page.

    `middle` is n x 2, the middles of the page's letters.
    """
    if len(middle) > 1500:
        middle = middle[np.linspace(0, len(middle) - 1, 1500).astype(int)]
    if len(middle) < 2:
        return False
    away = np.hypot(*(middle[:, None, :] - middle[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(away, np.inf)
    nearest = away.argmin(axis=1)
    step = np.abs(middle[nearest] - middle)[away.min(axis=1) < 4 * letter_px]
    upright = int((step[:, 1] > 1.7 * step[:, 0]).sum())
    level = int((step[:, 0] > 1.7 * step[:, 1]).sum())
    return upright > VOTES and upright > 1.5 * level


def on_its_head(look: Look) -> bool:
    """Whether the writing of a ruled table hangs from the rules, at the right of its cells, over the highest row.

    On an upright page it stands on the rules, at the left, below the heading. Two of the three have to say so, and none
    the contrary: a page in a script that runs from the right is right-aligned and upright.
    """
    try:
        seen = table_rules(look)
    except Expected:
        return False
    across, down = _votes(look, seen)
    cues = (across, down, _heading(seen))
    return sum(cue > 0 for cue in cues) >= 2 and not any(cue < 0 for cue in cues)


def _votes(look: Look, seen: Seen) -> tuple[int, int]:
    """For the writing's place in its cells, across and down: 1 on its head, -1 upright, 0 not known."""
    across, bands, down = seen
    ink = (look.grey < 170).astype(np.uint8)
    for trace in (look.across, look.down):
        ink[cv2.dilate(trace, np.ones((5, 5), np.uint8)) > 0] = 0
    sides = np.sort(down.at(look.grey.shape[0] / 2))
    tally = np.zeros((2, 2), dtype=int)
    for left, right in pairwise(sides):
        for band in bands.bands:
            middle = (left + right) / 2
            top = round(float(np.interp(middle, across.along, band.top))) + 3
            foot = round(float(np.interp(middle, across.along, band.bottom))) - 3
            cell = ink[max(0, top) : max(0, foot), max(0, int(left) + 4) : max(0, int(right) - 4)]
            if cell.size and cell.sum() >= 20:
                for axis in (0, 1):
                    tally[axis] += _leans(np.asarray(cell.any(axis=axis), dtype=np.bool_))
    return _verdict(tally[0]), -_verdict(tally[1])


def _leans(line: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(1, 0) for ink nearer to the start, (0, 1) nearer to the end, (0, 0) in the middle."""
    places = np.flatnonzero(line)
    before, after = places[0] / len(line), 1 - (places[-1] + 1) / len(line)
    return np.array([after - before > 0.15, before - after > 0.15], dtype=np.int64)


def _verdict(tally: NDArray[np.int64]) -> int:
    """1 where writing is at the end of its cells, -1 where it is at their start, 0 where neither is clear."""
    start, end = int(tally[0]), int(tally[1])
    if max(start, end) < VOTES or max(start, end) < 3 * min(start, end):
        return 0
    return 1 if end > start else -1


def _heading(seen: Seen) -> int:
    """The heading is the one row at an end that is higher than all others."""
    bands = seen[1]
    heights = [float(np.median(band.bottom - band.top)) / bands.pitch for band in bands.bands]
    if heights[-1] > 1.25 and heights[0] < 1.1:
        return 1
    return -1 if heights[0] > 1.25 and heights[-1] < 1.1 else 0

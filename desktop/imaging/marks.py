"""What the shape of a cell's ink says before anything is read: nothing there, struck out, how wide its strokes are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Boxes = NDArray[np.int64]

SPECK_PX = 3
"""What is smaller than this each way is noise."""

DIRT = 0.2
"""Beside the height of the page's letters: what is smaller is dirt or a full stop, never all that a cell holds. A typed
ditto mark is 0.35 high."""


@dataclass(frozen=True, slots=True)
class Marks:
    """`boxes`: the pieces of ink left to right (left, top, width, height, area in pixels).

    `struck` is a probability, `stroke_px` the width of the strokes.
    """

    boxes: Boxes
    struck: float = 0.0
    stroke_px: float = 0.0


def marks_of(kept: Mask, room: int) -> Marks:
    """Look at one cell's own ink. `room` is the height of the entry."""
    inky = kept.astype(np.uint8)
    nothing = Marks(np.empty((0, 5), dtype=np.int64))
    if kept.shape[1] < 3 or not inky.any():
        return nothing
    count, _, stats, _ = cv2.connectedComponentsWithStats(inky, connectivity=8)
    boxes = np.asarray(stats[1:count, :5], dtype=np.int64)
    boxes = boxes[np.maximum(boxes[:, 2], boxes[:, 3]) >= SPECK_PX]
    if not len(boxes):
        return nothing
    boxes = boxes[np.argsort(boxes[:, 0], kind="stable")]
    return Marks(boxes, struck(inky, boxes, room), stroke(inky))


def letter_px(pieces: Boxes, room: float) -> float:
    """How high letters are among these pieces (from all of a page, best), a share of the entry's height where few.

    A page may have more ditto marks than letters, but not more ink in them: that tells how high a piece of writing is.
    Joined letters with their loops and tails are higher than letters by themselves and are left out where possible.
    """
    fitting = pieces[(pieces[:, 3] < 0.9 * room) & (pieces[:, 3] > 0.05 * room)]
    if len(fitting) < 8:
        return 0.3 * room
    single = fitting[fitting[:, 2] < 1.3 * fitting[:, 3]]
    fitting = single if len(single) >= 30 else fitting
    order = np.argsort(fitting[:, 3], kind="stable")
    weight = np.cumsum((fitting[:, 2] * fitting[:, 3])[order])
    written = fitting[order[int(np.searchsorted(weight, 0.6 * weight[-1]))], 3]
    return float(np.median(fitting[fitting[:, 3] > 0.5 * written, 3]))


def blank(marks: Marks, letter: float) -> float:
    """The probability that nothing is written: no piece is larger than dirt."""
    if not len(marks.boxes):
        return 1.0
    largest = float(np.maximum(marks.boxes[:, 2], marks.boxes[:, 3]).max()) / letter
    return float(np.clip(1.0 - (largest - DIRT) / 0.12, 0.0, 1.0))


def stroke(inky: NDArray[np.uint8]) -> float:
    """Twice the area over the length of the outline: the width of a line."""
    inner = cv2.erode(inky, np.ones((3, 3), np.uint8))
    outline = int(inky.sum()) - int(inner.sum())
    return 2.0 * float(inky.sum()) / max(1, outline)


def struck(inky: NDArray[np.uint8], boxes: Boxes, room: int) -> float:
    """How much of the writing's width one long line runs through, given that there is more than the line."""
    left, right = int(boxes[:, 0].min()), int((boxes[:, 0] + boxes[:, 2]).max())
    width = right - left
    if width < 0.8 * room or boxes[:, 2].max() < 0.6 * width:
        return 0.0
    long = max(round(0.6 * room), round(0.5 * width))
    part = np.ascontiguousarray(inky[:, left:right])
    line = np.zeros_like(part)
    for fall in (-0.06, -0.03, 0.0, 0.03, 0.06):
        drop = round(abs(fall) * long)
        kernel = np.zeros((drop + 1, long), np.uint8)
        ys = np.linspace(0, drop, long).round().astype(int)
        kernel[ys if fall >= 0 else drop - ys, np.arange(long)] = 1
        line |= np.asarray(cv2.morphologyEx(part, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
    if not line.any():
        return 0.0
    share = float(line.any(axis=0).sum()) / width
    rest = float(part.sum()) / max(1.0, float(line.sum())) - 1.0
    return float(np.clip((share - 0.7) / 0.2, 0.0, 1.0)) if rest > 0.3 else 0.0

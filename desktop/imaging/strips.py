"""The strip of a page that one entry takes, straightened: its cells side by side, with what is just above and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from db.model import Quad
from desktop.imaging.cleaning import Grey, GreyPage

Floats = NDArray[np.float64]

AROUND = 0.45
"""How much of an entry's height is taken along above and below: tails and loops reach so far, and no line more."""


@dataclass(frozen=True, slots=True)
class Strip:
    """`grey` is height x width; the entry lies between `top` and `bottom`, its cells between the pairs of `sides`."""

    grey: Grey
    top: int
    bottom: int
    sides: tuple[tuple[int, int], ...]

    @property
    def height(self) -> int:
        """Height of the entry itself."""
        return self.bottom - self.top


def strip_of(page: GreyPage, quads: Sequence[Quad], line_px: float) -> Strip:
    """Straighten the cells of one entry. `quads` are on the page; `line_px` is how high a written line's room is."""
    corners = np.array(quads, dtype=np.float64)
    high = np.hypot(*(corners[:, 3] - corners[:, 0]).T) / 2 + np.hypot(*(corners[:, 2] - corners[:, 1]).T) / 2
    height = max(4, round(float(np.median(high))))
    around = round(AROUND * min(height, line_px))
    xs, ys, sides = _edges(corners, around)
    flat = _flat(page, xs, ys, height, around)
    grey = flat if flat is not None else _warped(page, xs, ys, height, around)
    return Strip(grey, around, around + height, sides)


def _edges(corners: Floats, around: int) -> tuple[Floats, Floats, tuple[tuple[int, int], ...]]:
    """Points of the page along the entry's top (row 0) and foot (row 1), one a column of the strip, ends included."""
    tops: list[Floats] = []
    feet: list[Floats] = []
    sides = []
    at = around
    for cell in corners:
        wide = max(2, round(float(np.hypot(*(cell[1] - cell[0])) + np.hypot(*(cell[2] - cell[3]))) / 2))
        along = ((np.arange(wide) + 0.5) / wide)[:, None]
        tops.append(cell[0] + (cell[1] - cell[0]) * along)
        feet.append(cell[3] + (cell[2] - cell[3]) * along)
        sides.append((at, at + wide))
        at += wide
    before, after = np.arange(-around, 0)[:, None] + 0.5, np.arange(0, around)[:, None] + 0.5
    for line, first, last in ((tops, 0, 1), (feet, 3, 2)):
        start, end = corners[0], corners[-1]
        line.insert(0, start[first] + _unit(start[last] - start[first]) * before)
        line.append(end[last] + _unit(end[last] - end[first]) * after)
    top, foot = np.concatenate(tops), np.concatenate(feet)
    return np.array([top[:, 0], foot[:, 0]]), np.array([top[:, 1], foot[:, 1]]), tuple(sides)


def _unit(step: Floats) -> Floats:
    return np.asarray(step / max(1e-9, float(np.hypot(*step))))


def _flat(page: GreyPage, xs: Floats, ys: Floats, height: int, around: int) -> Grey | None:
    """The strip without resampling, where it lies on the page to within a pixel as it should; else None."""
    columns = np.arange(xs.shape[1]) + 0.5
    left = round(float(np.median(xs - columns)))
    top = round(float(np.median(ys[0])))
    off = max(
        np.abs(xs - columns - left).max(), np.abs(ys[0] - top).max(), np.abs(ys[1] - top - height).max()
    )
    inside = left >= 0 and top >= around and left + len(columns) <= page.shape[1]
    if off > 1.0 or not inside or top + height + around > page.shape[0]:
        return None
    return page[top - around : top + height + around, left : left + len(columns)].copy()


def _warped(page: GreyPage, xs: Floats, ys: Floats, height: int, around: int) -> Grey:
    down = (np.arange(-around, height + around) + 0.5)[:, None] / height
    across, level = _between(xs, down), _between(ys, down)
    # remap takes at most 32767 columns of source; only the part of the page that is needed is given to it.
    left, top = max(0, int(across.min()) - 2), max(0, int(level.min()) - 2)
    part = page[top : int(level.max()) + 3, left : int(across.max()) + 3]
    if not part.size:
        return np.full(across.shape, 245, np.uint8)
    across -= left
    level -= top
    moved = cv2.remap(
        part, across, level, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(245,)
    )
    return np.asarray(moved, dtype=np.uint8)


def _between(ends: Floats, down: Floats) -> NDArray[np.float32]:
    """From the first row of `ends` to the second, at the middle of pixels; in place, for these are large."""
    points = down * (ends[1] - ends[0])
    points += ends[0]
    points -= 0.5
    return np.asarray(points, np.float32)


def gaps(strip: Strip) -> list[tuple[int, int]]:
    """Where one cell ends and the next begins, both ends of the entry included (without the outer one)."""
    inner = [(left[1], right[0]) for left, right in pairwise(strip.sides)]
    return [(strip.sides[0][0], strip.sides[0][0]), *inner, (strip.sides[-1][1], strip.sides[-1][1])]

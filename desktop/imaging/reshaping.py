"""Where the cells of a row lie once a person has parted it, joined it with the next, or added one after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from db.model import Point, Quad
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.parts import parts_of
from desktop.imaging.strips import strip_of
from desktop.imaging.unrule import ink_of

Floats = NDArray[np.float64]

ROOM: Final = 0.5
"""From so much of a row's height on, the room between two rows is taken for a row that was not found."""

EDGE: Final = 0.2
"""A row is parted no nearer to its top or foot than this share of its height."""

VALLEY: Final = 0.5
"""Between two lines there is at most this share of the ink that the weaker of them has; else there is but one."""


def parted(quad: Quad, share: float) -> tuple[Quad, Quad]:
    """A cell in two, `share` (0 to 1) of the way down."""
    top_left, top_right, foot_right, foot_left = quad
    left, right = _on(top_left, foot_left, share), _on(top_right, foot_right, share)
    return (top_left, top_right, right, left), (left, right, foot_right, foot_left)


def joined(upper: Quad, lower: Quad) -> Quad:
    """Both cells as one; the upper alone where the other does not lie below it (on the other page of an opening)."""
    return (upper[0], upper[1], lower[2], lower[3]) if _is_below(lower, upper) else upper


def added(upper: Quad, lower: Quad | None) -> Quad:
    """A cell after one: the room between it and the next where that is a row's, else as high, over where they meet.

    Below the last row of a page, or of one page of an opening, it lies right beneath.
    """
    if lower is None or not _is_below(lower, upper):
        return upper[3], upper[2], _on(upper[1], upper[2], 2.0), _on(upper[0], upper[3], 2.0)
    room = (upper[3], upper[2], lower[1], lower[0])
    if _height(room) >= ROOM * min(_height(upper), _height(lower)):
        return room
    middle_left, middle_right = _on(upper[0], upper[3], 0.5), _on(upper[1], upper[2], 0.5)
    return middle_left, middle_right, _on(lower[1], lower[2], 0.5), _on(lower[0], lower[3], 0.5)


def where_to_part(page: GreyPage, cleaning: Cleaning, quads: Sequence[Quad]) -> float:
    """How far down a row (0 to 1) least is written between its lines; half where it has but one, or none.

    `quads` are the row's cells on the upright picture, left to right; `page` and `cleaning` come from `clean`.
    """
    on_page = [cleaning.quad_to_page(quad) for quad in quads]
    high = float(np.median([_height(quad) for quad in on_page]))
    strip = strip_of(page, on_page, high / 2)
    parts = parts_of(strip, ink_of(page))
    written = (parts.labels > 0) & (parts.area[parts.labels] > 0)
    profile = written[strip.top : strip.bottom].sum(axis=1).astype(np.float64)
    smooth = cv2.blur(profile.reshape(-1, 1), (1, max(3, round(high / 20)) | 1)).ravel()
    first, last = round(EDGE * len(smooth)), round((1 - EDGE) * len(smooth))
    places = np.arange(first, last)
    if len(places) < 3:
        return 0.5
    weaker = np.minimum(np.maximum.accumulate(smooth), np.maximum.accumulate(smooth[::-1])[::-1])
    # Of places equally empty the one nearest to the middle: a row of two lines has as much of either.
    off = np.abs(places / len(smooth) - 0.5)
    depth = (weaker - smooth)[first:last] - 0.05 * smooth.max() * off
    at = int(places[int(depth.argmax())])
    return at / len(smooth) if smooth[at] < VALLEY * weaker[at] else 0.5


def _on(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _height(quad: Quad) -> float:
    corners: Floats = np.array(quad, dtype=np.float64)
    return float(np.hypot(*(corners[3] - corners[0])) + np.hypot(*(corners[2] - corners[1]))) / 2


def _is_below(lower: Quad, upper: Quad) -> bool:
    """Whether a cell lies under another, seen along the way down the upper one, and not beside it."""
    corners: Floats = np.array((upper, lower), dtype=np.float64)
    down = corners[0, 3] - corners[0, 0]
    along = corners[0, 1] - corners[0, 0]
    step = corners[1].mean(axis=0) - corners[0].mean(axis=0)
    beside = abs(float(step @ along)) / max(float(along @ along), 1e-9)
    return bool(step @ down > 0) and beside < 0.5

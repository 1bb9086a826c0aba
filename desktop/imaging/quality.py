"""Whether a picture is good enough to be read, said at once, while the page still lies on the glass."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Grey, Picture
from desktop.imaging.glare import glare
from desktop.imaging.lighting import grey_of
from desktop.imaging.outline import lit_sheet
from desktop.imaging.table import Look, look_at, spans
from desktop.imaging.upright import on_its_head, on_its_side

LEAST_LETTER_PX = 13
"""A letter of less height cannot be read for certain; typed capitals have 10 at 100 dpi, 20 at 200."""

MOST_EDGE = 0.28
"""How wide the step from paper to ink may be, as a share of a letter's height: 0.1 to 0.2 on a sharp page."""

SHARP_PX = 3.2
"""A step that takes no more dots than this is sharp."""

LEAST_LETTERS = 40
"""Fewer pieces of the size of letters say nothing of a page."""

LEAST_INKED = 0.1
"""Where fewer of a page's small squares have ink in them than this, a soft shadow or a stain may be all there is."""

MOST_STEP = 0.002
"""How wide a step may be as a share of the picture's length where no letter is left to measure it by: 0.0008 to 0.0014
on sharp pages, empty ruled ones among them, 0.002 to 0.006 on pages so blurred that their letters ran together."""

LONG = 0.25
"""A rule that runs out of the picture is at least this share of the picture long."""

LONGEST = 3600
"""Pictures are looked at in at most this size: sharper than any that a letter's step is judged by."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Pieces of ink of the size of letters: `box` n x 4 (left, top, width, height), `middle` n x 2, on `grey`."""

    grey: Grey
    box: NDArray[np.int64]
    middle: NDArray[np.float64]

    @property
    def height(self) -> float:
        """The usual height in pixels, 0 without letters."""
        return float(np.median(self.box[:, 3])) if len(self.box) else 0.0


def quality(picture: Picture) -> tuple[Problem, ...]:
    """What is wrong with the picture as such: coarse, blurred (and where), cut off and glare (and where),
    lying on its side or head.

    Empty for a good one, and for one on which too little is written to say.
    """
    grey = grey_of(picture)
    if min(grey.shape) < 50:
        return (Problem("too_few_dots", (("height", "0"),)),)
    page, _ = lit_sheet(grey)
    factor = min(1.0, LONGEST / max(grey.shape))
    if factor < 1.0:
        page = np.asarray(
            cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )
    look = look_at(page)
    letters = _letters(page, look)
    problems = [*_cut(look), *glare(grey)]
    if len(letters.box) >= LEAST_LETTERS:
        blur = _blurred(letters)
        # How high letters are that lie on their side says nothing of the dots; which way up it lies is said first.
        if on_its_side(letters.middle, letters.height):
            return (Problem("on_its_side"), *problems, *blur)
        if letters.height / factor < LEAST_LETTER_PX and not blur:
            problems.append(Problem("too_few_dots", (("height", str(round(letters.height / factor))),)))
        problems += blur
        if on_its_head(look):
            problems.insert(0, Problem("on_its_head"))
    elif _melted(page):
        problems.append(Problem("blurred"))
    return tuple(problems)


def _letters(page: Grey, look: Look) -> Letters:
    """Pieces of ink that are no rules: not longer than a fortieth of the page, not thinner than a stroke."""
    ink = (page < 170).astype(np.uint8)
    rules = cv2.dilate(np.maximum(look.across, look.down), np.ones((3, 3), np.uint8))
    ink[cv2.resize(rules, page.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = 0
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    box = np.asarray(stats[1:, :4], dtype=np.int64)
    area = np.asarray(stats[1:, 4], dtype=np.float64)
    longest = max(page.shape) / 40
    fit = (box[:, 2] < longest) & (box[:, 3] < longest) & (np.maximum(box[:, 2], box[:, 3]) >= 5)
    fit &= (np.minimum(box[:, 2], box[:, 3]) >= 2) & (area > 0.15 * box[:, 2] * box[:, 3])
    high = box[:, 3].astype(np.float64)
    if fit.any():
        # Half of the pieces of a page may be dots and dittos; letters are what is at least half as high as the high.
        fit &= high > 0.45 * np.percentile(high[fit], 85)
    return Letters(page, box[fit], np.asarray(middles[1:], dtype=np.float64)[fit])


def _blurred(letters: Letters) -> list[Problem]:
    """Blur over the whole page, or in one half of it: a page that does not lie flat is out of focus at one side."""
    edges = _edges(letters)
    # A coarse picture is sharp when its steps take two dots, however low its letters are.
    width = np.where(edges > SHARP_PX, edges / letters.height, 0.0)
    height, across = letters.grey.shape
    x, y = letters.middle[:, 0] / across, letters.middle[:, 1] / height
    if float(np.median(width)) > MOST_EDGE:
        return [Problem("blurred")]
    parts = {
        "blurred_left": x < 0.35,
        "blurred_right": x > 0.65,
        "blurred_top": y < 0.35,
        "blurred_foot": y > 0.65,
    }
    return [
        Problem(key)
        for key, part in parts.items()
        if part.sum() >= LEAST_LETTERS // 2 and float(np.median(width[part])) > MOST_EDGE
    ]


def _melted(page: Grey) -> bool:
    """Whether a page has ink, and hardly any of it a sharp edge: its letters have run into one another and the paper.

    Each square of the page that has ink in it says how many pixels its step from light to dark takes, as in `_edges`.
    """
    longest = max(page.shape)
    side = max(16, longest // 90)
    smooth = cv2.GaussianBlur(page, (0, 0), 1.0).astype(np.float32)  # grain has steep slopes of its own
    slope = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8)
    down, across = page.shape[0] // side, page.shape[1] // side
    tones, slopes = (
        part[: down * side, : across * side].reshape(down, side, across, side) for part in (smooth, slope)
    )
    depth = np.ptp(tones, axis=(1, 3))
    inked = depth > 20
    if inked.mean() < LEAST_INKED:
        return False
    steps = depth[inked] / np.maximum(slopes.max(axis=(1, 3))[inked], 0.5)
    return bool(np.median(steps) > max(SHARP_PX, MOST_STEP * longest))


def _edges(letters: Letters) -> NDArray[np.float64]:
    """For each letter how many pixels the step from paper to ink takes: its depth over its steepest slope."""
    grey = letters.grey.astype(np.float32)
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(grey, cv2.CV_32F, 0, 1) / 8)
    answer = np.empty(len(letters.box))
    for at, (left, top, wide, high) in enumerate(letters.box):
        part = slice(max(0, top - 2), top + high + 2), slice(max(0, left - 2), left + wide + 2)
        depth = 245.0 - float(grey[part].min())
        answer[at] = depth / max(1.0, float(np.percentile(slope[part], 97)))
    return answer


def _cut(look: Look) -> list[Problem]:
    """Edges at which the table runs out of the picture: long rules do not end before it.

    Short ones may: beside a photographed page a strip of the page before it is seen.
    """
    problems: list[Problem] = []
    if not spans(look, spread=False):
        return problems
    for trace, keys in ((look.across, ("cut_left", "cut_right")), (look.down.T, ("cut_top", "cut_foot"))):
        joined = cv2.morphologyEx(np.ascontiguousarray(trace), cv2.MORPH_CLOSE, np.ones((1, 25), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        width = joined.shape[1]
        long = stats[1:][(stats[1:, 2] > LONG * width) & (stats[1:, 3] < LONG * width)]
        first, last = long[:, 0] <= 2, long[:, 0] + long[:, 2] >= width - 3
        for key, out in zip(keys, (first, last), strict=True):
            if out.sum() >= max(3, 0.3 * len(long)):
                problems.append(Problem(key))
    return problems

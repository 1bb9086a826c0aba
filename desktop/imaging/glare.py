"""Light that shines back from glossy paper: where it does, a photograph shows white and no writing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Grey
from desktop.imaging.lighting import DESK, paper_of, small

FULL = 250
"""As bright as a camera can tell, or nearly."""

BRIGHTER = 1.2
"""Glare is by so much brighter than the page's usual paper: a scan whose paper is white everywhere has none."""

LEAST, MOST = 0.004, 0.4
"""Shares of the sheet: less hides hardly a word, more is a page that is too light altogether."""

WASHED_OUT = 0.5
"""In glare there is less than this share of the ink that the rest of the page has: at its edge some is seen."""


def glare(grey: Grey) -> list[Problem]:
    """Where light shines back from the page; nothing for a scan, for even light, and for a spot that hides nothing."""
    paper = paper_of(grey)
    tiny = small(grey, 800)
    sheet = paper > DESK * float(np.percentile(paper, 75))
    usual = float(np.median(paper[sheet])) if sheet.any() else 255.0
    spot = ((paper >= FULL) & (paper >= BRIGHTER * usual)).astype(np.uint8)
    spot = np.asarray(cv2.morphologyEx(spot, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)), dtype=np.uint8)
    ink = (tiny < 0.75 * paper) & sheet
    spot[~_written(ink)] = 0  # a margin has nothing to hide
    share = float(spot.sum()) / max(1, int(sheet.sum()))
    if not LEAST <= share <= MOST:
        return []
    if float(ink[spot > 0].mean()) > WASHED_OUT * float(ink[sheet & (spot == 0)].mean()):
        return []
    ys, xs = np.nonzero(sheet)
    at_y, at_x = np.nonzero(spot)
    across = (float(at_x.mean()) - xs.min()) / max(1, int(np.ptp(xs)))
    down = (float(at_y.mean()) - ys.min()) / max(1, int(np.ptp(ys)))
    return [Problem(_where(across, down))]


def _written(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The part of the picture that the page's ink takes up."""
    answer = np.zeros_like(ink)
    ys, xs = np.nonzero(ink)
    if len(xs):
        (left, right), (top, foot) = (np.percentile(xs, (2, 98)), np.percentile(ys, (2, 98)))
        answer[int(top) : int(foot) + 1, int(left) : int(right) + 1] = True
    return answer


def _where(across: float, down: float) -> str:
    if max(abs(across - 0.5), abs(down - 0.5)) < 0.17:
        return "glare_middle"
    if abs(across - 0.5) >= abs(down - 0.5):
        return "glare_left" if across < 0.5 else "glare_right"
    return "glare_top" if down < 0.5 else "glare_foot"

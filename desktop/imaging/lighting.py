"""Even light: what the paper alone would look like, and the page divided by it."""

from __future__ import annotations

import cv2
import numpy as np

from desktop.imaging.cleaning import Grey, Picture

PAPER = 245
"""Grey that bare paper gets."""

DESK = 0.35
"""Where the light is under this share of the page's own there is no paper but desk, lid or shadow of the binding."""


def grey_of(picture: Picture) -> Grey:
    """One channel, whatever the picture has (red, green and blue in this order)."""
    if picture.ndim == 2:
        return picture
    return np.asarray(cv2.cvtColor(picture[:, :, :3], cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def small(grey: Picture, longest: int) -> Picture:
    """A copy whose longer side has at most `longest` pixels."""
    height, width = grey.shape[:2]
    factor = min(1.0, longest / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def paper_of(grey: Grey) -> Grey:
    """The light on the paper without what is written on it; at most 800 pixels on the longer side.

    Ink is thinner than nine of these pixels, a stain or a shadow is not: the one goes, the other stays.
    """
    tiny = small(grey, 800)
    return np.asarray(cv2.medianBlur(cv2.dilate(tiny, np.ones((9, 9), np.uint8)), 15), dtype=np.uint8)


def evenly_lit(grey: Grey, paper: Grey) -> Grey:
    """The picture divided by the light on its paper; the surroundings of the page become white."""
    usual = float(np.percentile(paper, 75))
    dark = (paper < DESK * usual).astype(np.uint8)
    height, width = grey.shape
    light = np.asarray(cv2.resize(np.maximum(paper, 1), (width, height)), dtype=np.uint8)
    answer = np.asarray(cv2.divide(grey, light, scale=PAPER), dtype=np.uint8)
    if dark.any():
        # The median leaves a fringe where paper meets desk; it goes with the desk.
        desk = cv2.resize(cv2.dilate(dark, np.ones((5, 5), np.uint8)), (width, height))
        answer[desk > 0] = 255
    return answer

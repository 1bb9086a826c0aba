"""Cut cells out of a page, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from db.model import Quad
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.grid import Grid


@dataclass(frozen=True, slots=True)
class CellCrop:
    """One cell by itself: straight, at full resolution, without rules and without the neighbours' ink."""

    grey: NDArray[np.uint8]  # height x width, 0 black, 255 white
    blank: float  # probability that nothing is written there
    ditto: float  # probability that what is written has the shape of a mark for "same as above"
    stroke_px: float  # how wide the pen's or type's strokes are, 0 when blank
    struck: float = 0.0  # probability that a line goes through the writing


def cut(page: GreyPage, cleaning: Cleaning, quad: Quad) -> CellCrop:
    """Cut one cell; `quad` is on the upright picture, `page` and `cleaning` come from `clean`."""
    corners = np.array(cleaning.quad_to_page(quad))
    left, top = np.maximum(corners.min(axis=0).astype(int) + 4, 0)
    right, bottom = np.minimum(corners.max(axis=0).astype(int) - 4, page.shape[::-1])
    patch = page[top : max(bottom, top + 1), left : max(right, left + 1)].copy()
    ink = float((cv2.GaussianBlur(patch, (3, 3), 0) < 170).mean())
    return CellCrop(patch, 1.0 if ink < 0.002 else 0.0, 0.0, 0.0 if ink < 0.002 else 4.0)


def cut_grid(page: GreyPage, cleaning: Cleaning, grid: Grid) -> tuple[tuple[CellCrop, ...], ...]:
    """Cut every cell of the entries: one tuple a row, one crop a column of the form."""
    return tuple(tuple(cut(page, cleaning, quad) for quad in row.quads) for row in grid.rows)

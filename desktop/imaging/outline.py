"""Where the sheet lies in a photograph: its outline, or nothing when the sheet fills the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from db.model import Point
from desktop.imaging.cleaning import Grey
from desktop.imaging.lighting import evenly_lit, paper_of

Floats = NDArray[np.float64]

STEP = 25
"""Grey levels by which the light drops from the sheet to what is around it; within a sheet it falls off slowly."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`hull`: the convex outline, clockwise, n x 2 in pixels of the picture."""

    hull: Floats

    def points(self) -> list[Point]:
        """The outline as points."""
        return [(float(x), float(y)) for x, y in self.hull]

    def cleared(self, grey: Grey, factor: float) -> Grey:
        """White around the sheet; `factor`: pixels of the picture per pixel of `grey`."""
        inside = np.zeros(grey.shape, np.uint8)
        cv2.fillConvexPoly(inside, (self.hull / factor).round().astype(np.int32), (1,))
        return np.where(inside > 0, grey, np.uint8(255))

    def holds(self, points: Floats, factor: float, inset: float = 0.03) -> NDArray[np.bool_]:
        """Whether points (n x 2) lie on the sheet, away from its edge."""
        inner = _scaled(self.hull, 1.0 - inset) / factor
        steps = np.roll(inner, -1, axis=0) - inner
        away = points[:, None, :] - inner[None, :, :]
        sides = steps[None, :, 0] * away[:, :, 1] - steps[None, :, 1] * away[:, :, 0]
        return np.asarray((sides >= 0).all(axis=1), dtype=np.bool_)


def lit_sheet(grey: Grey) -> tuple[Grey, Sheet | None]:
    """The picture evenly lit and white around the sheet, where one stands out."""
    paper = paper_of(grey)
    sheet = outline(paper, max(grey.shape) / max(paper.shape))
    lit = evenly_lit(grey, paper)
    return (lit if sheet is None else sheet.cleared(lit, 1.0)), sheet


def outline(paper: Grey, factor: float) -> Sheet | None:
    """The sheet in the picture (`factor`: picture pixels per pixel of `paper`, see lighting.paper_of).

    None where no sheet stands out sharply from what is around it: most scans, and pages half in the shade.
    """
    _, mask = cv2.threshold(paper, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = mask > 0
    if bright.all() or not bright.any() or min(paper.shape) < 20:
        return None
    if float(paper[~bright].mean()) > 0.7 * float(paper[bright].mean()):
        return None
    contours, _ = cv2.findContours(np.asarray(mask, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sheet = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(sheet) / paper.size
    if not 0.2 < share < 0.985:
        return None
    hull = np.asarray(cv2.convexHull(sheet, clockwise=False), dtype=np.float64).reshape(-1, 2)
    if not _sharp(paper, hull):
        return None
    return Sheet(_clockwise(hull) * factor)


def _scaled(hull: Floats, by: float) -> Floats:
    middle = (hull.min(axis=0) + hull.max(axis=0)) / 2
    return np.asarray(middle + by * (hull - middle), dtype=np.float64)


def _clockwise(hull: Floats) -> Floats:
    """In the order in which y grows down and the inside lies to the right."""
    following = np.roll(hull, -1, axis=0)
    area = float((hull[:, 0] * following[:, 1] - following[:, 0] * hull[:, 1]).sum())
    return hull if area > 0 else hull[::-1].copy()


def _sharp(paper: Grey, hull: Floats) -> bool:
    """Whether the light drops within a few hundredths of the sheet's size nearly all around it."""
    along = np.linspace(0, 1, 24, endpoint=False)[:, None, None]
    points = (hull[None] * (1 - along) + np.roll(hull, -1, axis=0)[None] * along).reshape(-1, 2)
    weights = np.repeat(np.hypot(*(np.roll(hull, -1, axis=0) - hull).T)[None], 24, axis=0).ravel()
    middle = (hull.min(axis=0) + hull.max(axis=0)) / 2
    outer = middle + 1.04 * (points - middle)
    height, width = paper.shape
    free = (outer[:, 0] >= 0) & (outer[:, 0] < width) & (outer[:, 1] >= 0) & (outer[:, 1] < height)
    if weights[free].sum() < 0.15 * weights.sum():
        return False
    inner = (middle + 0.96 * (points - middle))[free].astype(int)
    far = outer[free].astype(int)
    drop = paper[inner[:, 1], inner[:, 0]].astype(int) - paper[far[:, 1], far[:, 0]].astype(int)
    return float(weights[free][drop >= STEP].sum()) >= 0.8 * float(weights[free].sum())

"""Where the sheet lies in a photograph: four corners, or nothing when the sheet fills the picture."""

from __future__ import annotations

import cv2
import numpy as np

from db.model import Quad
from desktop.imaging.cleaning import Grey


def outline(paper: Grey, factor: float) -> Quad | None:
    """The sheet's corners in the picture (`factor`: picture pixels per pixel of `paper`, see lighting.paper_of).

    None where no sheet stands out from what is around it: most scans.
    """
    _, mask = cv2.threshold(paper, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = mask > 0
    if bright.all() or not bright.any():
        return None
    apart = float(paper[bright].mean()) - float(paper[~bright].mean())
    if apart < 40 or float(paper[~bright].mean()) > 0.7 * float(paper[bright].mean()):
        return None
    contours, _ = cv2.findContours(np.asarray(mask, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sheet = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(sheet) / paper.size
    if not 0.2 < share < 0.985:
        return None
    return _corners(np.asarray(cv2.convexHull(sheet), dtype=np.float64).reshape(-1, 2) * factor)


def _corners(hull: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Quad | None:
    """Four corners of a hull, top left first and clockwise; None when it is no quadrilateral."""
    around = float(cv2.arcLength(hull.astype(np.float32), closed=True))
    for share in (0.02, 0.03, 0.05, 0.08):
        points = np.asarray(cv2.approxPolyDP(hull.astype(np.float32), share * around, closed=True)).reshape(
            -1, 2
        )
        if len(points) == 4:
            sums, differences = points.sum(axis=1), points[:, 0] - points[:, 1]
            order = [
                int(sums.argmin()),
                int(differences.argmax()),
                int(sums.argmax()),
                int(differences.argmin()),
            ]
            if len(set(order)) < 4:
                return None
            first, second, third, fourth = ((float(points[at][0]), float(points[at][1])) for at in order)
            return first, second, third, fourth
    return None

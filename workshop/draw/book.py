"""The book that a photographed sheet lies in: its cover, the leaves below, and the page before it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from workshop.draw.layout import Geometry
from workshop.draw.look import Paper
from workshop.draw.truth import Pixels

_COVERS = ((52, 62, 50), (86, 34, 36), (40, 44, 66), (30, 30, 32))
_BEFORE_MM = 60.0
_LEAVES_MM = 2.6
_COVER_MM = 3.5


def lying_book(
    top: Pixels, matrix: NDArray[np.float64], geometry: Geometry, paper: Paper, rng: np.random.Generator
) -> Pixels:
    """Lay the book on the table top (height x width x 3), seen as the sheet is by `matrix`."""
    mm = geometry.px_per_mm
    left, rim = round(_BEFORE_MM * mm), round((_LEAVES_MM + _COVER_MM) * mm)
    cover = round(_COVER_MM * mm)
    height, width = geometry.height + 2 * rim, geometry.width + left + rim
    book = np.empty((height, width, 3), np.uint8)
    book[:] = _COVERS[int(rng.integers(len(_COVERS)))]
    leaves = np.array(paper.colour, np.float32) * 0.8
    stripes = leaves * np.clip(1 + 0.09 * rng.standard_normal(max(width, height)), 0.6, 1.1)[:, None]
    block = book[cover : height - cover, : width - cover]
    block[:] = stripes[: block.shape[1]][None]
    block[-(rim - cover) :] = stripes[: rim - cover][:, None]
    before = book[rim : height - rim, :left]
    shade = np.clip(1 - 0.6 * np.exp(-np.arange(left)[::-1] / (5 * mm)), 0.2, 1)
    before[:] = np.array(paper.colour, np.float32) * shade[:, None]
    for edge in geometry.edges:  # the page before is ruled as this one
        before[round(edge) : round(edge) + max(1, round(0.2 * mm)), : round(left - 10 * mm)] = (150, 158, 172)
    onto = matrix @ np.array([[1, 0, -left], [0, 1, -rim], [0, 0, 1]], np.float64)
    size = top.shape[1::-1]
    seen = cv2.warpPerspective(book, onto, size)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), onto, size)
    return np.where(mask[:, :, None] > 127, seen, top).astype(np.uint8)
